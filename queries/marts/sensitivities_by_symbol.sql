/*
question.it = "Che cosa cambierebbe di più il risultato del modello, secondo gli intervalli dei suoi parametri?"
question.en = "What would change the model's outcome most, by the ranges of its parameters?"
grain = "one parameter in one scenario"
key = ["scenario", "symbol"]
reads = ["stg_sensitivity", "stg_parameters", "stg_origins"]
processing = "minor"
warnings = ["simulated: the share of the direct demand won after five years by the central firm, in per cent", "a wider range weighs more: the numbers are about what was written in the ledger, not about the world", "levers, the firm's size and what the scenario sets are not varied"]

[parameters.scenario]
type = "code"
codes = "cycle_scenario"
required = true
example = "small_wins"
*/
select
    sensitivity.scenario,
    sensitivity.symbol,
    parameters.label_it,
    parameters.label_en,
    parameters.parameter_kind,
    sensitivity.parameter_value,
    sensitivity.range_low,
    sensitivity.range_high,
    parameters.parameter_unit,
    sensitivity.base_pct,
    sensitivity.at_low_pct,
    sensitivity.at_high_pct,
    sensitivity.first_order,
    sensitivity.first_margin,
    sensitivity.total_order,
    sensitivity.total_margin,
    sensitivity.sample_count,
    sensitivity.seed,
    sensitivity.computed_date,
    sensitivity.ledger_version,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_sensitivity as sensitivity
inner join stg_parameters as parameters
    on sensitivity.symbol = parameters.symbol
inner join stg_origins as origins
    on origins.origin_name = 'sensitivity'
where sensitivity.scenario = $scenario
order by
    abs(sensitivity.at_high_pct - sensitivity.at_low_pct) desc,
    sensitivity.symbol
