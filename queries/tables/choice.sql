/*
question.it = "Per ogni indicatore, quali anni, classi, settori e territori sono stati misurati?"
question.en = "For each indicator, which years, size classes, sectors and territories were measured?"
grain = "one code of one dimension of one indicator"
key = ["indicator", "code_list", "code"]
reads = ["cell"]
processing = "minor"
warnings = []
*/
with counted as (
    select
        indicator,
        year,
        size_class,
        sector,
        territory,
        size_order,
        sector_order,
        territory_order,
        grouping(year, size_class, sector) as without,
        count(*)::integer as cells_count,
        (count(*) filter (where territory = 'IT'))::integer as cells_italy_count
    from cell
    group by
        grouping sets (
            (indicator, year),
            (indicator, size_class, size_order),
            (indicator, sector, sector_order),
            (indicator, territory, territory_order)
        )
)

select
    indicator,
    case without
        when 3 then 'year'
        when 5 then 'size_class'
        when 6 then 'sector'
        else 'territory'
    end as code_list,
    coalesce(
        year::varchar, size_class::varchar, sector::varchar, territory::varchar
    ) as code,
    coalesce(-year, size_order, sector_order, territory_order) as sort_order,
    cells_count,
    cells_italy_count
from counted
order by indicator, code_list, sort_order
