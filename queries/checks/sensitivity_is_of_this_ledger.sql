/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "what is shipped of the model's sensitivity was computed with the ledger beside it: run python -m divario sensitivity"
grain = "one parameter in one scenario, or one file"
key = ["file", "row_key"]
reads = ["stg_sensitivity", "stg_parameters", "stg_regimes", "stg_mismatches"]
processing = "minor"
warnings = []
*/
with of_files as (
    select distinct
        'cycle/regimes.csv' as file,
        ledger_version
    from stg_regimes
    union all
    select distinct
        'cycle/mismatches.csv' as file,
        ledger_version
    from stg_mismatches
    union all
    select distinct
        'cycle/sensitivity.csv' as file,
        ledger_version
    from stg_sensitivity
)

select
    'cycle/sensitivity.csv' as file,
    concat_ws(', ', sensitivity.scenario, sensitivity.symbol) as row_key
from stg_sensitivity as sensitivity
left join stg_parameters as parameters
    on sensitivity.symbol = parameters.symbol
where
    parameters.range_low is distinct from sensitivity.range_low
    or parameters.range_high is distinct from sensitivity.range_high
    or parameters.parameter_value is distinct from sensitivity.parameter_value
    or parameters.parameter_kind = 'lever'
union all
select
    'cycle/sensitivity.csv' as file,
    'missing: ' || parameters.symbol as row_key
from stg_parameters as parameters
left join stg_sensitivity as sensitivity
    on
        parameters.symbol = sensitivity.symbol
        and sensitivity.scenario = 'as_usual'
where
    parameters.parameter_kind != 'lever'
    and parameters.symbol not in ('N', 'Y0')
    and sensitivity.symbol is null
union all
select
    of_files.file,
    'ledger ' || of_files.ledger_version as row_key
from of_files
where
    of_files.ledger_version
    != (select max(newest.ledger_version) from stg_sensitivity as newest)
order by file, row_key
