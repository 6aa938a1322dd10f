/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each status letter is one of the publisher's"
grain = "one offending cell"
key = ["file", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["stg_survey"]
processing = "minor"
warnings = []
*/
select
    'survey/' || dataset::varchar || '.parquet' as file,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    status
from stg_survey
where
    status is not null
    and not regexp_full_match(status::varchar, '[bcdefimnpu]+')
order by file, indicator, unit, size_class, sector, territory, year
