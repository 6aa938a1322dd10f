/*
question.it = "Per un settore, quali indicatori sono stati misurati e quali no?"
question.en = "For one sector, which indicators were measured and which were not?"
grain = "one indicator of the catalogue"
key = ["indicator"]
reads = ["curated", "measured"]
processing = "minor"
warnings = ["no cells means not published here: it is not a zero"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"
*/
select
    indicators.indicator,
    indicators.theme,
    indicators.unit,
    measured.last_year_italy,
    coalesce(measured.cells_count, 0) as cells_count,
    coalesce(measured.cells_italy_count, 0) as cells_italy_count,
    coalesce(measured.territories_count, 0) as territories_count
from curated as indicators
left join measured
    on
        indicators.indicator = measured.indicator
        and measured.sector = $sector
order by indicators.sort_order
