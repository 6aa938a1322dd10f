/*
question.it = "Quali cifre dal web stanno accanto alle prove di ogni tesi?"
question.en = "Which figures from the web stand beside the tests of each thesis?"
grain = "one figure of one thesis"
key = ["claim", "source", "indicator"]
reads = ["raw.claim_web"]
processing = "minor"
warnings = []
*/
select
    claim,
    source,
    indicator,
    why_it,
    why_en,
    position as sort_order
from raw.claim_web
order by position
