/*
question.it = "Quali cifre di contesto stanno accanto a una tesi o a un settore?"
question.en = "Which figures of context stand beside a thesis or a sector?"
grain = "one figure of context"
key = ["figure"]
reads = ["stg_context", "stg_shown", "stg_origins"]
processing = "minor"
warnings = ["never counted for a verdict: each figure has its own population and method", "most are quoted by the press: compare with the producer's own table before use"]

[parameters.claim]
type = "code"
codes = "claim"
required = false
example = "tools_not_strategy"

[parameters.sector]
type = "code"
codes = "sector"
required = false
example = "C"
*/
select
    context.figure,
    context.source,
    context.press,
    context.period,
    context.territory_text,
    context.sector_text,
    context.size_text,
    context.indicator_text,
    context.definition,
    context.value,
    context.unit_text,
    context.population_text,
    context.method_text,
    context.notes,
    context.decimals_count,
    shown.said_it,
    shown.said_en,
    origins.publisher,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_context as context
inner join stg_origins as origins
    on origins.origin_name = 'context.' || context.source
left join stg_shown as shown
    on context.figure = shown.figure
where
    ($claim is null or list_contains(shown.claims, $claim))
    and ($sector is null or list_contains(shown.sectors, $sector))
order by shown.sort_order asc nulls last, context.figure asc
