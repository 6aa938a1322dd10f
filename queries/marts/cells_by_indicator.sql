/*
question.it = "Quali celle sono state misurate per un indicatore in un anno?"
question.en = "Which cells were measured for one indicator in one year?"
grain = "one territory, sector and size class"
key = ["territory", "sector", "size_class"]
reads = ["cell"]
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"

[parameters.year]
type = "year"
codes = "year"
required = true
example = 2025

[parameters.territory]
type = "codes"
codes = "territory"
required = false
example = ["IT", "EU27_2020"]
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
    cell.sector_level,
    cell.is_total
from cell
where
    cell.indicator = $indicator
    and cell.year = $year
    and ($territory is null or list_contains($territory::varchar[], cell.territory))
order by cell.territory_order, cell.sector_order, cell.size_order
