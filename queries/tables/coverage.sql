/*
question.it = "Che cosa vuol dire ogni indicatore, e che cosa ne è stato misurato?"
question.en = "What does each indicator mean, and what was measured of it?"
grain = "one indicator"
key = ["indicator"]
reads = ["cell", "choice", "curated"]
processing = "minor"
warnings = []
*/
with published as (
    select
        indicator,
        list_sort(list(distinct dataset)) as measured_in
    from cell
    group by indicator
),

measured as (
    select
        indicator,
        sum(cells_count) filter (where code_list = 'year') as cells_count,
        list(try_cast(code as smallint) order by code) filter (
            where code_list = 'year'
        ) as years,
        list(try_cast(code as smallint) order by code) filter (
            where code_list = 'year' and cells_italy_count > 0
        ) as years_italy,
        list(code order by code) filter (
            where code_list = 'size_class'
        ) as size_classes,
        count(*) filter (where code_list = 'sector') as sectors_count,
        count(*) filter (where code_list = 'territory') as territories_count
    from choice
    group by indicator
)

select
    indicators.indicator,
    indicators.publisher_code,
    indicators.theme,
    indicators.unit,
    indicators.better,
    indicators.index_version,
    indicators.component_of,
    indicators.label_it,
    indicators.label_en,
    indicators.predicate_it,
    indicators.predicate_en,
    indicators.definition_it,
    indicators.definition_en,
    indicators.caveats as indicator_caveats,
    indicators.datasets,
    indicators.sort_order,
    measured.cells_count::integer as cells_count,
    measured.years[1] as first_year,
    measured.years[-1] as last_year,
    measured.years,
    measured.years_italy,
    measured.size_classes,
    measured.sectors_count::integer as sectors_count,
    measured.territories_count::integer as territories_count,
    published.measured_in
from curated as indicators
left join measured
    on indicators.indicator = measured.indicator
left join published
    on indicators.indicator = published.indicator
order by indicators.sort_order
