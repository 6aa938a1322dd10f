/*
question.it = "Quante imprese plausibili restano nella trappola, hanno due esiti o crescono, per dimensione?"
question.en = "How many plausible firms stay in the trap, have two endings or grow, by size?"
grain = "one size of firm in one scenario"
key = ["scenario", "persons_count"]
reads = ["stg_regimes", "stg_origins"]
processing = "minor"
warnings = ["simulated: firms drawn from the ranges of the ledger, of the persons and turnover given", "trap, two endings and growth are where a firm comes to rest; escaped_count is who is out after five years"]

[parameters.scenario]
type = "code"
codes = "cycle_scenario"
required = false
example = "as_usual"
*/
select
    regimes.scenario,
    regimes.size_class,
    regimes.persons_count,
    regimes.turnover_month_eur,
    regimes.draws_count,
    regimes.trap_count,
    regimes.two_count,
    regimes.growth_count,
    regimes.escaped_count,
    regimes.seed,
    regimes.computed_date,
    regimes.ledger_version,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_regimes as regimes
inner join stg_origins as origins
    on origins.origin_name = 'regimes'
where ($scenario is null or regimes.scenario = $scenario)
order by regimes.scenario, regimes.persons_count
