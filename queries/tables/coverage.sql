/*
question.it = "Che cosa è stato misurato di ogni indicatore?"
question.en = "What was measured of each indicator?"
grain = "one indicator"
key = ["indicator"]
reads = ["cell", "choice"]
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
    measured.indicator,
    measured.cells_count::integer as cells_count,
    measured.years[1] as first_year,
    measured.years[-1] as last_year,
    measured.years,
    measured.years_italy,
    measured.size_classes,
    measured.sectors_count::integer as sectors_count,
    measured.territories_count::integer as territories_count,
    published.measured_in
from measured
inner join published
    on measured.indicator = published.indicator
order by measured.indicator
