/*
question.it = "Per un settore, quali indicatori sono stati misurati e quali no?"
question.en = "For one sector, which indicators were measured and which were not?"
grain = "one indicator of the catalogue"
key = ["indicator"]
reads = ["curated", "cell"]
processing = "minor"
warnings = ["no cells means not published here: it is not a zero"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"
*/
with measured as (
    select
        indicator,
        count(*)::integer as cells_count,
        (count(*) filter (where territory = 'IT'))::integer as cells_italy_count,
        count(distinct territory)::integer as territories_count,
        max(year) filter (where territory = 'IT') as last_year_italy
    from cell
    where
        sector = $sector
        and size_class = 'GE10'
    group by indicator
)

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
    on indicators.indicator = measured.indicator
order by indicators.sort_order
