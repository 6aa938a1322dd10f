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
        cell.has_break,
        cell.is_low_reliability,
        cell.is_provisional,
        cell.decimals_count,
        cell.origin,
        indicators.theme
    from cell
    inner join curated as indicators
        on cell.indicator = indicators.indicator
    where
        cell.size_class = $size_class
        and cell.sector = $sector
        and cell.territory = $territory
        and indicators.better = 'more'
),

latest as (
    select
        indicator,
        max(year, 2) as years,
        max_by(has_break, year) as has_break,
        list_bool_or(max_by(is_low_reliability, year, 2)) as is_low_reliability
    from series
    group by indicator
)

select
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
    series.is_low_reliability,
    series.is_provisional,
    series.decimals_count,
    series.origin,
    series.theme
from series
inner join latest
    on series.indicator = latest.indicator
where
    len(latest.years) = 2
    and series.year >= latest.years[2]
    and not latest.has_break
    and not latest.is_low_reliability
    and latest.years[1] >= (select max(newest.year) from series as newest) - 2
order by series.indicator, series.year
