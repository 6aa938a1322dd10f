/*
question.it = "Che cosa si legge sul web di una tesi?"
question.en = "What does the web show of a thesis?"
grain = "one published figure of one thesis"
key = ["claim", "source", "indicator"]
reads = ["cited"]
processing = "minor"
warnings = ["never counted for a verdict: each figure has its own population and weakness", "of a figure given by size class, the one for the widest class"]

[parameters.claim]
type = "code"
codes = "claim"
required = false
example = "twitter_audit"
*/
select
    claim,
    source,
    figure,
    topic,
    indicator,
    territory,
    sector,
    size_class,
    year,
    period,
    value,
    low,
    high,
    unit,
    population,
    base_count,
    weaknesses,
    why_it,
    why_en,
    sort_order,
    origin
from cited
where $claim is null or claim = $claim
order by sort_order
