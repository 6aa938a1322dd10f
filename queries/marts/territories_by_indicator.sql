/*
question.it = "Quali Paesi sono avanti o indietro?"
question.en = "Which countries are ahead or behind?"
grain = "one territory"
key = ["territory"]
reads = ["cell", "stg_territories"]
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
example = "10-249"

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
    territories.territory_kind,
    territories.is_eu27
from cell
inner join stg_territories as territories
    on cell.territory = territories.territory
where
    cell.indicator = $indicator
    and cell.size_class = $size_class
    and cell.sector = $sector
    and cell.year = $year
order by cell.value desc, cell.territory_order asc
