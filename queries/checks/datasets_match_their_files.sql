/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each row belongs to a dataset with an origin and a catalogue entry"
grain = "one dataset"
key = ["file"]
reads = ["stg_survey", "stg_origins", "stg_datasets"]
processing = "minor"
warnings = []
*/
with used as (
    select distinct dataset
    from stg_survey
)

select
    'survey/' || used.dataset::varchar || '.parquet' as file,
    used.dataset
from used
left join stg_origins as origins
    on used.dataset = origins.dataset
left join stg_datasets as datasets
    on used.dataset = datasets.dataset
where
    origins.dataset is null
    or datasets.dataset is null
order by file
