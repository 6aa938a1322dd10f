/*
question.it = "Quali cifre lette dal web sono state pubblicate?"
question.en = "Which figures read from the web were published?"
grain = "one published figure, or one definition"
key = ["figure"]
reads = ["raw.published"]
processing = "minor"
warnings = []
*/
select
    figure::smallint as figure,
    source,
    source_kind,
    topic,
    indicator,
    territory,
    sector,
    size_class,
    year::smallint as year,
    nullif(period, '') as period,
    nullif(value, '')::double as value,
    nullif(value_low, '')::double as low,
    nullif(value_high, '')::double as high,
    unit,
    population,
    nullif(base_count, '')::integer as base_count,
    method,
    nullif(weaknesses, '') as weaknesses,
    nullif(definition, '') as definition
from raw.published
order by figure
