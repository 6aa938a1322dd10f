/*
question.it = "In un settore, per quali indicatori si è misurata anche la classe di addetti?"
question.en = "Within one sector, for which indicators was the size class measured as well?"
grain = "one indicator and size class, in the latest year with more than one size class"
key = ["indicator", "size_class"]
reads = ["cell", "crossed"]
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.theme]
type = "code"
codes = "theme"
required = false
example = "cloud"

[parameters.unit]
type = "code"
codes = "unit"
required = false
example = "PC"
*/
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
    crossed.theme,
    crossed.better
from cell
inner join crossed
    on
        cell.indicator = crossed.indicator
        and cell.year = crossed.year
where
    cell.sector = $sector
    and cell.territory = $territory
    and crossed.sector = $sector
    and crossed.territory = $territory
    and ($theme is null or crossed.theme = $theme)
    and ($unit is null or cell.unit::varchar = $unit)
order by crossed.sort_order, cell.size_order
