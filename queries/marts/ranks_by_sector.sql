/*
question.it = "Per ogni indicatore misurato di un settore italiano, quanto vale negli altri settori nello stesso anno?"
question.en = "For each indicator measured of one Italian sector, what is it in the other sectors in the same year?"
grain = "one indicator and sector, in the latest year in which the asked sector was measured; for a section only sections and what joins two"
key = ["indicator", "sector"]
reads = ["inside", "measured"]
long = true
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
select
    cells.indicator,
    cells.territory,
    cells.size_class,
    cells.sector,
    cells.year,
    cells.value,
    cells.unit,
    cells.status,
    cells.caveats,
    cells.lineage,
    cells.is_low_reliability,
    cells.is_provisional,
    cells.decimals_count,
    cells.origin,
    cells.theme,
    cells.better,
    cells.sector_level
from inside as cells
inner join measured as asked
    on
        cells.indicator = asked.indicator
        and cells.year = asked.last_year_italy
where
    asked.sector = $sector
    and cells.territory = 'IT'
    and not cells.is_total
    and ($theme is null or cells.theme = $theme)
    and (
        cells.sector_level = 'section'
        or cells.sector in ('D_E', 'L_M')
        or asked.sector_level != 'section'
    )
order by cells.sort_order, cells.sector_order
