/*
question.it = "Dove si sa che il modello sbaglia, e di quanto?"
question.en = "Where is the model known to be wrong, and by how much?"
grain = "one comparison with what was observed"
key = ["target"]
reads = ["stg_mismatches", "stg_origins", "cell"]
processing = "minor"
warnings = ["model_value is simulated; observed_low and observed_high come from the source named, for firms that are like the simulated ones only in part", "of large firms the observed number is the share at high or very high digital intensity in Italy in 2025"]
*/
with surveyed as (
    select
        sum(value) as value,
        max(origin) as origin
    from cell
    where
        indicator in ('E_DI3_HI', 'E_DI3_VHI')
        and unit = 'PC_ENT'
        and territory = 'IT'
        and size_class = 'GE250'
        and sector = 'C10-S951_X_K'
        and year = 2025
    having count(*) = 2
)

select
    mismatches.target,
    mismatches.model_value,
    coalesce(mismatches.observed_low, surveyed.value) as observed_low,
    coalesce(mismatches.observed_high, surveyed.value) as observed_high,
    mismatches.cited,
    mismatches.computed_date,
    mismatches.ledger_version,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin,
    surveyed.origin as survey_origin
from stg_mismatches as mismatches
inner join stg_origins as origins
    on origins.origin_name = 'mismatches'
left join surveyed
    on mismatches.target = 'large'
order by mismatches.target
