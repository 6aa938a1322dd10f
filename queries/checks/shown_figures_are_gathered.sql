/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each figure of context that is shown was gathered with a value, and each has a source with an origin"
grain = "one figure"
key = ["figure"]
reads = ["stg_context", "stg_shown", "stg_origins"]
processing = "minor"
warnings = []
*/
select
    'context/context.csv' as file,
    coalesce(shown.figure, context.figure) as figure
from stg_context as context
full join stg_shown as shown
    on context.figure = shown.figure
left join stg_origins as origins
    on origins.origin_name = 'context.' || context.source
where
    context.figure is null
    or origins.origin_name is null
    or (shown.figure is not null and context.value is null)
order by figure
