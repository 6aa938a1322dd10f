/*
question.it = "Quanto sposta il risultato del modello ogni parametro?"
question.en = "How far does each parameter move the model's outcome?"
grain = "one parameter in one scenario"
key = ["scenario", "symbol"]
reads = ["raw.sensitivity"]
processing = "minor"
warnings = []
*/
select
    scenario,
    symbol,
    value::double as parameter_value,
    low::double as range_low,
    high::double as range_high,
    base_pct::double as base_pct,
    at_low_pct::double as at_low_pct,
    at_high_pct::double as at_high_pct,
    first_order::double as first_order,
    first_margin::double as first_margin,
    total_order::double as total_order,
    total_margin::double as total_margin,
    sample_count::integer as sample_count,
    seed::integer as seed,
    computed_date,
    ledger_version
from raw.sensitivity
order by scenario, symbol
