/*
question.it = "Con quali prove si giudica ogni tesi?"
question.en = "By which tests is each thesis judged?"
grain = "one test of one thesis"
key = ["claim", "test"]
reads = ["raw.claim_tests"]
processing = "minor"
warnings = []
*/
select
    claim,
    test,
    comparison,
    direction,
    is_dissent,
    threshold,
    line,
    margin,
    reason_it,
    reason_en,
    why_it,
    why_en,
    position as sort_order
from raw.claim_tests
order by position
