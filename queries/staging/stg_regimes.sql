/*
question.it = "Dove finiscono le imprese plausibili di ogni dimensione?"
question.en = "Where do plausible firms of each size end?"
grain = "one size of firm in one scenario"
key = ["scenario", "persons_count"]
reads = ["raw.regimes"]
processing = "minor"
warnings = []
*/
select
    scenario,
    size_class,
    persons_count::integer as persons_count,
    turnover_month_eur::integer as turnover_month_eur,
    draws_count::integer as draws_count,
    trap_count::integer as trap_count,
    two_count::integer as two_count,
    growth_count::integer as growth_count,
    escaped_count::integer as escaped_count,
    seed::integer as seed,
    computed_date,
    ledger_version
from raw.regimes
order by scenario, persons_count
