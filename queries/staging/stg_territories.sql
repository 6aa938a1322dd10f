/*
question.it = "Quali territori esistono?"
question.en = "Which territories are there?"
grain = "one territory"
key = ["territory"]
reads = ["raw.territories"]
processing = "minor"
warnings = []
*/
select
    code::territory_code as territory,
    kind as territory_kind,
    parent as territory_parent,
    is_eu27::boolean as is_eu27,
    sort_order::integer as sort_order,
    label_it,
    label_en,
    in_it,
    in_en
from raw.territories
order by sort_order
