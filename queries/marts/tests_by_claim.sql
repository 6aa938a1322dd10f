/*
question.it = "Con quali prove, e con quali soglie, si giudica ogni tesi?"
question.en = "By which tests, and with which thresholds, is each thesis judged?"
grain = "one test of one thesis"
key = ["claim", "test"]
reads = ["stg_claim_tests"]
processing = "minor"
warnings = ["a test may name cells that were not measured"]

[parameters.claim]
type = "code"
codes = "claim"
required = false
example = "trap"
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
    sort_order
from stg_claim_tests
where $claim is null or claim = $claim
order by sort_order
