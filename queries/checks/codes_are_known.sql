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
    select distinct
        dataset,
        'sector' as dimension,
        sector::varchar as code
    from stg_survey
    union all
    select distinct
        dataset,
        'size_class' as dimension,
        size_class::varchar as code
    from stg_survey
    union all
    select distinct
        dataset,
        'territory' as dimension,
        territory::varchar as code
    from stg_survey
    union all
    select distinct
        dataset,
        'unit' as dimension,
        unit::varchar as code
    from stg_survey
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
