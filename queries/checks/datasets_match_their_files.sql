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
select distinct
    'survey/' || survey.dataset::varchar || '.parquet' as file,
    survey.dataset
from stg_survey as survey
left join stg_origins as origins
    on survey.dataset = origins.dataset
left join stg_datasets as datasets
    on survey.dataset = datasets.dataset
where
    origins.dataset is null
    or datasets.dataset is null
order by file
