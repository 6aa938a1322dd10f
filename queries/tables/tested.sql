/*
question.it = "Quali celle misurate confronta ogni prova?"
question.en = "Which measured cells does each test compare?"
grain = "one measured cell of one test"
key = ["claim", "test", "role"]
reads = ["stg_claim_cells", "cell", "curated"]
processing = "minor"
warnings = ["a test without a year takes the latest in which all its cells were measured"]
*/
with named as (
    select
        claim,
        test,
        role,
        year,
        sort_order,
        try_cast(indicator as catalogued_code) as indicator,
        try_cast(territory as territory_code) as territory,
        try_cast(size_class as size_class_code) as size_class,
        try_cast(sector as sector_code) as sector,
        count(*) over (partition by claim, test) as roles_count
    from stg_claim_cells
),

series as (
    select
        named.claim,
        named.test,
        named.role,
        named.sort_order,
        named.year as named_year,
        named.roles_count,
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
        cell.has_break,
        cell.is_low_reliability,
        cell.is_provisional,
        cell.decimals_count,
        cell.origin
    from named
    inner join cell
        on
            named.indicator = cell.indicator
            and named.territory = cell.territory
            and named.size_class = cell.size_class
            and named.sector = cell.sector
),

shared as (
    select
        claim,
        test,
        year
    from series
    where named_year is null
    group by claim, test, year
    having count(*) = max(roles_count)
),

latest as (
    select
        claim,
        test,
        max(year) as year
    from shared
    group by claim, test
),

dated as (
    select
        series.claim,
        series.test,
        series.role,
        series.sort_order,
        series.indicator,
        series.territory,
        series.size_class,
        series.sector,
        series.year,
        series.value,
        series.unit,
        series.status,
        series.caveats,
        series.lineage,
        series.has_break,
        series.is_low_reliability,
        series.is_provisional,
        series.decimals_count,
        series.origin,
        coalesce(series.named_year, latest.year) as asked_year
    from series
    left join latest
        on
            series.claim = latest.claim
            and series.test = latest.test
),

-- Breaks between the years that a test asks of one series, each once.
broken as (
    select
        claim,
        test
    from dated
    where has_break
    group by claim, test, indicator, territory, size_class, sector, year
    having year > min(asked_year) and year <= max(asked_year)
),

breaks as (
    select
        claim,
        test,
        count(*)::integer as breaks_count
    from broken
    group by claim, test
)

select
    dated.claim,
    dated.test,
    dated.role,
    dated.indicator,
    dated.territory,
    dated.size_class,
    dated.sector,
    dated.year,
    dated.value,
    dated.unit,
    dated.status,
    dated.caveats,
    dated.lineage,
    dated.is_low_reliability,
    dated.is_provisional,
    dated.decimals_count,
    dated.origin,
    indicators.index_version,
    coalesce(breaks.breaks_count, 0) as breaks_count,
    dated.sort_order
from dated
inner join curated as indicators
    on dated.indicator = indicators.indicator
left join breaks
    on
        dated.claim = breaks.claim
        and dated.test = breaks.test
where dated.year = dated.asked_year
order by dated.sort_order
