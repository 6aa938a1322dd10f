/*
question.it = "Quali celle pubblicate contiene un rilascio, e da dove viene ciascuna?"
question.en = "Which published cells does a release hold, and where does each come from?"
grain = "one published cell"
key = ["dataset", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["stg_survey", "stg_origins"]
processing = "minor"
warnings = ["asked of each of two releases that are compared"]
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
    coalesce(survey.status::varchar, '') as status,
    case
        when survey.caveats::varchar like '%whole_number%' then 0
        when survey.caveats::varchar like '%one_decimal%' then 1
        else 2
    end as decimals_count,
    origins.publisher || ':' || survey.dataset::varchar
    || coalesce('@' || nullif(survey.vintage::varchar, ''), '') as origin
from stg_survey as survey
inner join stg_origins as origins
    on survey.dataset = origins.dataset
