/*
question.it = "Quali cifre misurate pesano su ogni tesi?"
question.en = "Which measured figures bear on each thesis?"
grain = "one measured cell of one test"
key = ["claim", "test", "role"]
reads = ["tested", "curated", "cell"]
processing = "major"
warnings = ["a cell that was not measured has no row", "two cells with a break between their years may not be compared"]

[parameters.claim]
type = "code"
codes = "claim"
required = false
example = "trap"
*/
with spans as (
    select
        claim,
        test,
        indicator,
        territory,
        size_class,
        sector,
        min(year) as first_year,
        max(year) as last_year
    from tested
    group by claim, test, indicator, territory, size_class, sector
),

breaks as (
    select
        spans.claim,
        spans.test,
        count(*)::integer as breaks_count
    from spans
    inner join cell
        on
            spans.indicator = cell.indicator
            and spans.territory = cell.territory
            and spans.size_class = cell.size_class
            and spans.sector = cell.sector
    where
        cell.has_break
        and cell.year > spans.first_year
        and cell.year <= spans.last_year
    group by spans.claim, spans.test
)

select
    named.claim,
    named.test,
    named.role,
    cell.indicator,
    cell.territory,
    cell.size_class,
    cell.sector,
    cell.year,
    cell.value,
    cell.unit,
    cell.status,
    cell.caveats,
    cell.lineage,
    cell.is_low_reliability,
    cell.is_provisional,
    cell.decimals_count,
    cell.origin,
    indicators.index_version,
    coalesce(breaks.breaks_count, 0) as breaks_count
from tested as named
inner join cell
    on
        named.indicator = cell.indicator
        and named.territory = cell.territory
        and named.size_class = cell.size_class
        and named.sector = cell.sector
        and named.year = cell.year
inner join curated as indicators
    on cell.indicator = indicators.indicator
left join breaks
    on
        named.claim = breaks.claim
        and named.test = breaks.test
where $claim is null or named.claim = $claim
order by named.sort_order
