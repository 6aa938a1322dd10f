/*
question.it = "Quali settori sono avanti o indietro, in ogni territorio?"
question.en = "Which sectors are ahead or behind, in each territory?"
grain = "one territory and sector"
key = ["territory", "sector"]
reads = ["cell"]
within = "cells_by_indicator"
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"

[parameters.size_class]
type = "code"
codes = "size_class"
required = true
example = "GE10"

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
    and cell.size_class = $size_class
    and cell.year = $year
    and list_contains($territory::varchar[], cell.territory)
order by cell.territory_order, cell.sector_order
