/*
question.it = "Come sono cambiati insieme più indicatori, e dove le serie si interrompono?"
question.en = "How did several indicators change side by side, and where do the series break?"
grain = "one indicator, territory, size class and year"
key = ["indicator", "territory", "size_class", "year"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["a segment ends where the publisher flags a break; versions of an index are never one line"]

[parameters.indicator]
type = "codes"
codes = "indicator"
required = true
example = ["E_AI_TANY", "E_CC"]

[parameters.size_class]
type = "codes"
codes = "size_class"
required = true
example = ["10-249", "GE250"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C10-S951_X_K"

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
    cell.has_break,
    indicators.index_version,
    cell.segment
from cell
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    list_contains($indicator::varchar[], indicators.indicator)
    and list_contains($size_class::size_class_code[], cell.size_class)
    and cell.sector = $sector
    and list_contains($territory::territory_code[], cell.territory)
order by cell.indicator, cell.territory_order, cell.size_order, cell.year
