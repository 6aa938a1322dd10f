/*
question.it = "Come è cambiato nel tempo, e dove la serie si interrompe?"
question.en = "How did it change over time, and where does the series break?"
grain = "one index version, territory and year"
key = ["indicator", "territory", "year"]
reads = ["cell", "edition"]
processing = "major"
warnings = ["a segment ends where the publisher flags a break; versions of an index are never one line"]

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"

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
    edition.index_version,
    cell.segment
from cell
inner join edition
    on cell.indicator = edition.same_index
where
    edition.indicator = $indicator
    and cell.sector = $sector
    and cell.size_class = $size_class
    and list_contains($territory::varchar[], cell.territory)
order by cell.territory_order, cell.indicator, cell.year
