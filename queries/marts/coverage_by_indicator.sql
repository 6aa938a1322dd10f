/*
question.it = "Quali indicatori ci sono, che cosa vogliono dire e che cosa coprono?"
question.en = "Which indicators are there, what do they mean and what do they cover?"
grain = "one indicator"
key = ["indicator"]
reads = ["coverage"]
processing = "minor"
warnings = []
*/
select
    indicator,
    publisher_code,
    theme,
    unit,
    better,
    index_version,
    component_of,
    label_it,
    label_en,
    predicate_it,
    predicate_en,
    definition_it,
    definition_en,
    indicator_caveats,
    datasets,
    cells_count,
    first_year,
    last_year,
    years,
    years_italy,
    size_classes,
    sectors_count,
    territories_count
from coverage
order by sort_order
