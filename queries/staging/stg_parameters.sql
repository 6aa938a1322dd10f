/*
question.it = "Quali parametri ha il modello del ciclo, con che valore e secondo chi?"
question.en = "Which parameters has the model of the cycle, with which value and according to whom?"
grain = "one parameter"
key = ["symbol"]
reads = ["raw.parameters"]
processing = "minor"
warnings = []
*/
select
    symbol,
    value::double as parameter_value,
    low::double as range_low,
    high::double as range_high,
    unit as parameter_unit,
    kind as parameter_kind,
    nullif(source, '') as cited,
    nullif(is_source_read, '')::boolean as is_source_read,
    label_it,
    label_en,
    meaning_it,
    meaning_en,
    basis_it,
    basis_en,
    (row_number() over ())::integer as sort_order
from raw.parameters
order by sort_order
