/*
question.it = "Per ogni indicatore misurato di un settore italiano, quanto vale negli altri settori nello stesso anno?"
question.en = "For each indicator measured of one Italian sector, what is it in the other sectors in the same year?"
grain = "one indicator and sector, in the latest year in which the asked sector was measured"
key = ["indicator", "sector"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["rank only sectors of one level, none of which holds another; never a cell of low reliability"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"

[parameters.theme]
type = "code"
codes = "theme"
required = false
example = "ai"
*/
with latest as (
    select
        indicator,
        max(year) as year
    from cell
    where
        sector = $sector
        and territory = 'IT'
        and size_class = 'GE10'
    group by indicator
)

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
    indicators.better,
    cell.sector_level
from cell
inner join latest
    on
        cell.indicator = latest.indicator
        and cell.year = latest.year
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.territory = 'IT'
    and cell.size_class = 'GE10'
    and not cell.is_total
    and ($theme is null or indicators.theme = $theme)
order by indicators.sort_order, cell.sector_order
