/*
question.it = "Quanto distano le piccole imprese dalle grandi, in ogni territorio?"
question.en = "How far are small enterprises from large ones, in each territory?"
grain = "one territory and size class"
key = ["territory", "size_class"]
reads = ["cell"]
within = "cells_by_indicator"
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C10-S951_X_K"

[parameters.year]
type = "year"
codes = "year"
required = true
example = 2025

[parameters.territory]
type = "codes"
codes = "territory"
required = true
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
    and cell.sector = $sector
    and cell.year = $year
    and list_contains($territory::varchar[], cell.territory)
order by cell.territory_order, cell.size_order
