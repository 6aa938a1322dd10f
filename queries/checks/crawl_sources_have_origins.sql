/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each source of a gathered file has a record in the file’s origin, and each record is used"
grain = "one source without a record, or a record without a source"
key = ["file", "source"]
reads = ["stg_context", "stg_published", "stg_directories", "stg_origins"]
processing = "minor"
warnings = []
*/
with used as (
    select distinct
        'published' as gathered,
        source
    from stg_published
    union all
    select distinct
        'directories' as gathered,
        source
    from stg_directories
    union all
    select distinct
        'context' as gathered,
        source
    from stg_context
),

recorded as (
    select
        split_part(origin_name, '.', 1) as gathered,
        split_part(origin_name, '.', 2) as source
    from stg_origins
    where origin_name like '%.%'
)

select
    case
        when coalesce(used.gathered, recorded.gathered) = 'context' then 'context/'
        else 'crawl/'
    end || coalesce(used.gathered, recorded.gathered) as file,
    coalesce(used.source, recorded.source) as source
from used
full join recorded
    on
        used.gathered = recorded.gathered
        and used.source = recorded.source
where
    used.source is null
    or recorded.source is null
order by file, source
