/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each cell stands once"
grain = "one doubled key"
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
    count(*) as copies_count
from stg_survey
group by dataset, indicator, unit, size_class, sector, territory, year
having count(*) > 1
order by file, indicator, unit, size_class, sector, territory, year
