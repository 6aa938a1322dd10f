/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each dataset code belongs to one origin record, and no publisher or code holds a sign that parts them"
grain = "one code"
key = ["file", "dataset"]
reads = ["stg_origins"]
processing = "minor"
warnings = []
*/
select
    min(origin_name) || '.origin.toml' as file,
    dataset,
    count(*)::integer as records_count
from stg_origins
group by dataset
having
    count(*) > 1
    or bool_or(contains(publisher, ':') or contains(dataset, '@'))
order by file, dataset
