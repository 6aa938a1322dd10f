/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each catalogued indicator has cells in the datasets that it names"
grain = "one indicator without cells"
key = ["indicator"]
reads = ["curated", "coverage"]
processing = "minor"
warnings = []
*/
select
    'indicators.toml' as file,
    indicators.indicator
from curated as indicators
left join coverage
    on indicators.indicator = coverage.indicator
where
    coverage.indicator is null
    or len(coverage.measured_in) = 0
order by indicators.indicator
