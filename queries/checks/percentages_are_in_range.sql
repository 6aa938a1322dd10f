/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "a percentage lies within 0 and 100"
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
    value
from stg_survey
where
    value is null
    or not isfinite(value)
    or value < 0
    or value > 100
order by file, indicator, unit, size_class, sector, territory, year
