/*
question.it = "Quali parametri ha il modello del ciclo, con che valore, intervallo e fonte?"
question.en = "Which parameters has the model of the cycle, with which value, range and source?"
grain = "one parameter"
key = ["symbol"]
reads = ["stg_parameters", "stg_origins"]
processing = "minor"
warnings = ["evidence: taken from a source; derived: reckoned or fitted from one; assumption: ours; lever: it is chosen", "is_source_read says whether the source was read in a copy; where it is false it is quoted from memory"]

[parameters.kind]
type = "code"
codes = "parameter_kind"
required = false
example = "assumption"
*/
select
    parameters.symbol,
    parameters.parameter_value,
    parameters.range_low,
    parameters.range_high,
    parameters.parameter_unit,
    parameters.parameter_kind,
    parameters.cited,
    parameters.is_source_read,
    parameters.label_it,
    parameters.label_en,
    parameters.meaning_it,
    parameters.meaning_en,
    parameters.basis_it,
    parameters.basis_en,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_parameters as parameters
inner join stg_origins as origins
    on origins.origin_name = 'parameters'
where ($kind is null or parameters.parameter_kind = $kind)
order by parameters.sort_order
