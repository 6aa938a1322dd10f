/*
question.it = "Quali codici si possono chiedere?"
question.en = "Which codes may be asked for?"
grain = "one code of one code list"
key = ["code_list", "code"]
reads = ["stg_indicators", "stg_survey", "stg_sectors", "stg_size_classes", "stg_territories", "stg_units", "stg_claims"]
processing = "minor"
warnings = []
*/
select
    'indicator' as code_list,
    indicator as code
from stg_indicators
union all
select distinct
    'theme' as code_list,
    theme as code
from stg_indicators
union all
select distinct
    'publisher_indicator' as code_list,
    indicator::varchar as code
from stg_survey
union all
select distinct
    'dataset' as code_list,
    dataset::varchar as code
from stg_survey
union all
select distinct
    'year' as code_list,
    year::varchar as code
from stg_survey
union all
select
    'sector' as code_list,
    sector as code
from stg_sectors
union all
select
    'size_class' as code_list,
    size_class as code
from stg_size_classes
union all
select
    'territory' as code_list,
    territory as code
from stg_territories
union all
select
    'unit' as code_list,
    unit as code
from stg_units
union all
select
    'claim' as code_list,
    claim as code
from stg_claims
