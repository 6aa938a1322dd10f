/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each figure from the web that a claim names was published"
grain = "one figure of one thesis"
key = ["claim", "source", "indicator"]
reads = ["stg_claim_web", "stg_published"]
processing = "minor"
warnings = []
*/
select
    'claims.toml' as file,
    named.claim,
    named.source,
    named.indicator
from stg_claim_web as named
left join stg_published as published
    on
        named.source = published.source
        and named.indicator = published.indicator
where published.figure is null
order by named.claim, named.source, named.indicator
