/*
question.it = "Quali sezioni, divisioni e gruppi di attività esistono?"
question.en = "Which sections, divisions and groups of activity are there?"
grain = "one sector code"
key = ["sector"]
reads = ["raw.sectors"]
processing = "minor"
warnings = []
*/
select
    code::sector_code as sector,
    classification,
    level::level_code as sector_level,
    parent as sector_parent,
    coalesce(equivalent, code)::sector_code as sector_equivalent,
    is_total::boolean as is_total,
    sort_order::integer as sort_order,
    label_it,
    label_en,
    short_it,
    short_en
from raw.sectors
order by sort_order
