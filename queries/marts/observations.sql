/*
question.it = "Quali cifre sono state pubblicate, cella per cella?"
question.en = "Which figures were published, cell by cell?"
grain = "one published cell"
key = ["dataset", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["stg_survey", "stg_origins"]
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.indicator]
type = "code"
codes = "publisher_indicator"
required = true
example = "E_AI_TANY"

[parameters.dataset]
type = "codes"
codes = "dataset"
required = false
example = ["isoc_eb_ai"]

[parameters.unit]
type = "codes"
codes = "unit"
required = false
example = ["PC_ENT"]

[parameters.territory]
type = "codes"
codes = "territory"
required = false
example = ["IT"]

[parameters.size_class]
type = "codes"
codes = "size_class"
required = false
example = ["10-249"]

[parameters.sector]
type = "codes"
codes = "sector"
required = false
example = ["C10-S951_X_K"]

[parameters.year]
type = "years"
codes = "year"
required = false
example = [2025]
*/
select
    survey.dataset,
    survey.indicator,
    survey.unit,
    survey.size_class,
    survey.sector,
    survey.territory,
    survey.year,
    survey.value,
    survey.status,
    origins.publisher || ':' || survey.dataset::varchar
    || coalesce('@' || survey.vintage::varchar, '') as origin
from stg_survey as survey
inner join stg_origins as origins
    on survey.dataset = origins.dataset
where
    survey.indicator = $indicator
    and ($dataset is null or list_contains($dataset::varchar[], survey.dataset))
    and ($unit is null or list_contains($unit::varchar[], survey.unit))
    and (
        $territory is null
        or list_contains($territory::varchar[], survey.territory)
    )
    and (
        $size_class is null
        or list_contains($size_class::varchar[], survey.size_class)
    )
    and ($sector is null or list_contains($sector::varchar[], survey.sector))
    and ($year is null or list_contains($year::smallint[], survey.year))
order by
    survey.dataset,
    survey.unit,
    survey.size_class,
    survey.sector,
    survey.territory,
    survey.year
