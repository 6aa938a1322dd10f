/*
question.it = "Quali celle sono state pubblicate dalle indagini?"
question.en = "Which cells did the surveys publish?"
grain = "one published cell"
key = ["dataset", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["raw.survey"]
processing = "minor"
warnings = []
*/
select
    dataset,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    value,
    status,
    lineage,
    vintage,
    caveats
from raw.survey
order by indicator, unit, sector, size_class, territory, year
