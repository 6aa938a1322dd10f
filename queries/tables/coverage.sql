/*
question.it = "Che cosa è stato misurato di ogni indicatore?"
question.en = "What was measured of each indicator?"
grain = "one indicator"
key = ["indicator"]
reads = ["cell"]
processing = "minor"
warnings = []
*/
select
    indicator,
    count(*)::integer as cells_count,
    min(year) as first_year,
    max(year) as last_year,
    list_sort(list(distinct year)) as years,
    list_sort(list(distinct year) filter (where territory = 'IT')) as years_italy,
    list_sort(list(distinct size_class)) as size_classes,
    count(distinct sector)::integer as sectors_count,
    count(distinct territory)::integer as territories_count,
    list_sort(list(distinct dataset)) as measured_in
from cell
group by indicator
order by indicator
