/*
question.it = "Dove si sa che il modello sbaglia?"
question.en = "Where is the model known to be wrong?"
grain = "one comparison with what was observed"
key = ["target"]
reads = ["raw.mismatches"]
processing = "minor"
warnings = []
*/
select
    target,
    model::double as model_value,
    nullif(observed_low, '')::double as observed_low,
    nullif(observed_high, '')::double as observed_high,
    source as cited,
    computed_date,
    ledger_version
from raw.mismatches
order by target
