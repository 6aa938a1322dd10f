/*
question.it = "Che cosa si legge sul web di una tesi?"
question.en = "What does the web show of a thesis?"
grain = "one published figure of one thesis"
key = ["claim", "source", "indicator"]
reads = ["stg_claim_web", "stg_published", "stg_origins"]
processing = "minor"
warnings = ["never counted for a verdict: each figure has its own population and weakness", "of a figure given by size class, the one for the widest class"]
*/
select
    named.claim,
    named.source,
    published.figure,
    published.topic,
    named.indicator,
    published.territory,
    published.sector,
    published.size_class,
    published.year,
    published.period,
    published.value,
    published.low,
    published.high,
    published.unit,
    published.population,
    published.base_count,
    published.weaknesses,
    named.why_it,
    named.why_en,
    named.sort_order,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_claim_web as named
inner join stg_published as published
    on
        named.source = published.source
        and named.indicator = published.indicator
inner join stg_origins as origins
    on origins.origin_name = 'published.' || named.source
qualify
    row_number() over (
        partition by named.claim, named.source, named.indicator
        order by published.size_class = 'TOTAL' desc, published.figure asc
    ) = 1
order by named.sort_order
