/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each catalogued indicator has cells in the datasets that it names"
grain = "one indicator without cells"
key = ["indicator"]
reads = ["coverage"]
processing = "minor"
warnings = []
*/
select
    'indicators.toml' as file,
    indicator
from coverage
where coalesce(len(measured_in), 0) = 0
order by indicator
