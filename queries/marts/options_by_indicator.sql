/*
question.it = "Per un indicatore, quali anni, classi, settori e territori sono stati misurati?"
question.en = "For one indicator, which years, size classes, sectors and territories were measured?"
grain = "one code of one dimension"
key = ["code_list", "code"]
reads = ["cell"]
processing = "minor"
warnings = []

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"
*/
with measured as (
    select
        territory,
        size_class,
        sector,
        year,
        territory_order,
        sector_order,
        size_order
    from cell
    where indicator = $indicator
),

coded as (
    select
        'year' as code_list,
        year::varchar as code,
        -year as sort_order,
        territory
    from measured
    union all
    select
        'size_class' as code_list,
        size_class::varchar as code,
        size_order as sort_order,
        territory
    from measured
    union all
    select
        'sector' as code_list,
        sector as code,
        sector_order as sort_order,
        territory
    from measured
    union all
    select
        'territory' as code_list,
        territory::varchar as code,
        territory_order as sort_order,
        territory
    from measured
)

select
    code_list,
    code,
    count(*)::integer as cells_count,
    (count(*) filter (where territory = 'IT'))::integer as cells_italy_count
from coded
group by code_list, code, sort_order
order by code_list, sort_order
