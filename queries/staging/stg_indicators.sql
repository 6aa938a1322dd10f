/*
question.it = "Quali indicatori sono nel catalogo?"
question.en = "Which indicators are in the catalogue?"
grain = "one curated indicator"
key = ["indicator"]
reads = ["raw.indicators"]
processing = "minor"
warnings = []
*/
select
    name::catalogued_code as indicator,
    code::indicator_code as publisher_code,
    datasets,
    unit,
    theme::theme_code as theme,
    better::better_code as better,
    index_version,
    component_of,
    label_it,
    label_en,
    predicate_it,
    predicate_en,
    definition_it,
    definition_en,
    caveats,
    awaited as is_awaited,
    position as sort_order,
    case
        when index_version is not null
            then regexp_replace(name, '^E_DI[0-9]*_', '')
    end as index_band
from raw.indicators
order by theme_order, position
