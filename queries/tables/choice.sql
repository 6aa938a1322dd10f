/*
question.it = "Per ogni indicatore, quali anni, classi, settori e territori sono stati misurati?"
question.en = "For each indicator, which years, size classes, sectors and territories were measured?"
grain = "one code of one dimension of one indicator"
key = ["indicator", "code_list", "code"]
reads = ["cell"]
processing = "minor"
warnings = []
*/
with measured as (
    select
        indicator,
        territory,
        size_class,
        sector,
        year,
        territory_order,
        sector_order,
        size_order
    from cell
),

coded as (
    select
        indicator,
        'year' as code_list,
        year::varchar as code,
        -year as sort_order,
        territory
    from measured
    union all
    select
        indicator,
        'size_class' as code_list,
        size_class::varchar as code,
        size_order as sort_order,
        territory
    from measured
    union all
    select
        indicator,
        'sector' as code_list,
        sector as code,
        sector_order as sort_order,
        territory
    from measured
    union all
    select
        indicator,
        'territory' as code_list,
        territory::varchar as code,
        territory_order as sort_order,
        territory
    from measured
)

select
    indicator,
    code_list,
    code,
    sort_order,
    count(*)::integer as cells_count,
    (count(*) filter (where territory = 'IT'))::integer as cells_italy_count
from coded
group by indicator, code_list, code, sort_order
order by indicator, code_list, sort_order
