/*
question.it = "In un territorio, come cambia la distanza fra le classi di addetti da un settore all’altro?"
question.en = "Within one territory, how do size classes differ from sector to sector?"
grain = "one sector and size class"
key = ["sector", "size_class"]
reads = ["cell"]
within = "cells_by_indicator"
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
type = "code"
codes = "territory"
required = true
example = "IT"
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
    and cell.territory = $territory
order by cell.sector_order, cell.size_order
