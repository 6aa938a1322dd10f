/*
question.it = "Quali indicatori ci sono, che cosa vogliono dire e che cosa coprono?"
question.en = "Which indicators are there, what do they mean and what do they cover?"
grain = "one indicator"
key = ["indicator"]
reads = ["curated", "coverage"]
processing = "minor"
warnings = []
*/
select
    indicators.indicator,
    indicators.publisher_code,
    indicators.theme,
    indicators.unit,
    indicators.better,
    indicators.index_version,
    indicators.component_of,
    indicators.label_it,
    indicators.label_en,
    indicators.predicate_it,
    indicators.predicate_en,
    indicators.definition_it,
    indicators.definition_en,
    indicators.caveats as indicator_caveats,
    indicators.datasets,
    coverage.cells_count,
    coverage.first_year,
    coverage.last_year,
    coverage.years,
    coverage.years_italy,
    coverage.size_classes,
    coverage.sectors_count,
    coverage.territories_count
from curated as indicators
left join coverage
    on indicators.indicator = coverage.indicator
order by indicators.sort_order
