/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each code stands in the reference tables"
grain = "one unknown code"
key = ["file", "dimension", "code"]
reads = ["stg_survey", "stg_sectors", "stg_size_classes", "stg_territories", "stg_units"]
processing = "minor"
warnings = []
*/
with used as (
    select
        dataset,
        case grouping(sector, size_class, territory, unit)
            when 7 then 'sector'
            when 11 then 'size_class'
            when 13 then 'territory'
            else 'unit'
        end as dimension,
        coalesce(
            sector::varchar, size_class::varchar, territory::varchar, unit::varchar
        ) as code
    from stg_survey
    group by
        grouping sets (
            (dataset, sector),
            (dataset, size_class),
            (dataset, territory),
            (dataset, unit)
        )
),

known as (
    select
        'sector' as dimension,
        sector as code
    from stg_sectors
    union all
    select
        'size_class' as dimension,
        size_class as code
    from stg_size_classes
    union all
    select
        'territory' as dimension,
        territory as code
    from stg_territories
    union all
    select
        'unit' as dimension,
        unit as code
    from stg_units
)

select
    'survey/' || used.dataset::varchar || '.parquet' as file,
    used.dimension,
    used.code
from used
left join known
    on
        used.dimension = known.dimension
        and used.code = known.code
where known.code is null
order by file, used.dimension, used.code
