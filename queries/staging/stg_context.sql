/*
question.it = "Quali cifre di contesto sulle imprese italiane sono state raccolte?"
question.en = "Which figures of context on Italian enterprises were gathered?"
grain = "one figure of context"
key = ["figure"]
reads = ["raw.context"]
processing = "minor"
warnings = []
*/
select
    figure::smallint as figure,
    source,
    nullif(press, '') as press,
    nullif(period, 'not given') as period,
    territory as territory_text,
    sector as sector_text,
    size_class as size_text,
    indicator as indicator_text,
    nullif(definition, '') as definition,
    nullif(value, '')::double as value,
    nullif(unit, '') as unit_text,
    population as population_text,
    method as method_text,
    nullif(notes, '') as notes,
    length(split_part(value, '.', 2))::integer as decimals_count
from raw.context
order by figure
