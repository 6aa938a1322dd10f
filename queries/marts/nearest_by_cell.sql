/*
question.it = "Se una cella non è stata misurata, qual è la più vicina misurata?"
question.en = "When a cell was not measured, which measured one comes nearest?"
grain = "one measured cell, nearest first"
key = ["size_class", "sector", "territory", "year"]
reads = ["cell", "stg_sectors", "stg_size_classes"]
processing = "major"
warnings = ["the nearest cell answers another question: always say which"]

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.size_class]
type = "code"
codes = "size_class"
required = true
example = "10-249"

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"

[parameters.year]
type = "year"
codes = "year"
required = true
example = 2025
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
    (
        20 * (cell.sector <> $sector)::integer
        - 5 * (cell.sector = coalesce(asked_sector.sector_parent, ''))::integer
        + 10 * (cell.size_class <> $size_class)::integer
        - 3 * (cell.size_class = coalesce(asked_size.size_class_parent, ''))::integer
        + least(abs(cell.year - $year), 12)
    )::integer as distance_count
from cell
inner join stg_sectors as asked_sector
    on asked_sector.sector = $sector
inner join stg_size_classes as asked_size
    on asked_size.size_class = $size_class
where
    cell.indicator = $indicator
    and cell.territory = $territory
order by
    distance_count asc,
    cell.year desc,
    cell.sector asc,
    cell.size_class asc
limit 3
