/*
question.it = "Che cosa è cambiato di più dall’ultima indagine confrontabile?"
question.en = "What changed most since the last comparable survey?"
grain = "one indicator and year: the last one, and the one before it in the same series"
key = ["indicator", "year"]
reads = ["cell", "curated"]
processing = "major"
warnings = ["no pair crosses a break in series or a version of an index; a figure of low reliability, and an indicator of which more is not better, are left out", "only indicators measured in the last three years of the release"]

[parameters.size_class]
type = "code"
codes = "size_class"
required = true
example = "10-249"

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C10-S951_X_K"

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"
*/
with series as (
    select
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
        indicators.theme,
        sum(cell.has_break::integer) over (
            partition by cell.indicator
            order by cell.year
        )::integer as segment,
        row_number() over (
            partition by cell.indicator
            order by cell.year desc
        ) as position,
        max(cell.year) over () as last_year
    from cell
    inner join curated as indicators
        on cell.indicator = indicators.indicator
    where
        cell.size_class = $size_class
        and cell.sector = $sector
        and cell.territory = $territory
        and indicators.better = 'more'
),

pairs as (
    select
        indicator,
        territory,
        size_class,
        sector,
        year,
        value,
        unit,
        status,
        caveats,
        lineage,
        is_low_reliability,
        is_provisional,
        decimals_count,
        origin,
        theme,
        position
    from series
    where position <= 2
    qualify
        count(*) over (partition by indicator) = 2
        and count(distinct segment) over (partition by indicator) = 1
        and not bool_or(is_low_reliability) over (partition by indicator)
        and max(year) over (partition by indicator) >= last_year - 2
)

select
    indicator,
    territory,
    size_class,
    sector,
    year,
    value,
    unit,
    status,
    caveats,
    lineage,
    is_low_reliability,
    is_provisional,
    decimals_count,
    origin,
    theme
from pairs
order by indicator, year
