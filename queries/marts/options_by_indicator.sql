/*
question.it = "Per un indicatore, quali anni, classi, settori e territori sono stati misurati?"
question.en = "For one indicator, which years, size classes, sectors and territories were measured?"
grain = "one code of one dimension"
key = ["code_list", "code"]
reads = ["cell", "stg_sectors", "stg_size_classes", "stg_territories"]
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
        year
    from cell
    where indicator = $indicator
),

coded as (
    select
        'year' as code_list,
        year::varchar as code,
        -year::integer as sort_order,
        territory
    from measured
    union all
    select
        'size_class' as code_list,
        measured.size_class as code,
        size_classes.sort_order,
        measured.territory
    from measured
    inner join stg_size_classes as size_classes
        on measured.size_class = size_classes.size_class
    union all
    select
        'sector' as code_list,
        measured.sector as code,
        sectors.sort_order,
        measured.territory
    from measured
    inner join stg_sectors as sectors
        on measured.sector = sectors.sector
    union all
    select
        'territory' as code_list,
        measured.territory as code,
        territories.sort_order,
        measured.territory
    from measured
    inner join stg_territories as territories
        on measured.territory = territories.territory
)

select
    code_list,
    code,
    count(*)::integer as cells_count,
    (count(*) filter (where territory = 'IT'))::integer as cells_italy_count
from coded
group by code_list, code, sort_order
order by code_list, sort_order
