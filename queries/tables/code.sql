/*
question.it = "Quali codici si possono chiedere?"
question.en = "Which codes may be asked for?"
grain = "one code of one code list"
key = ["code_list", "code"]
reads = ["curated", "stg_survey", "stg_sectors", "stg_size_classes", "stg_territories", "stg_units", "stg_claims", "pair", "stg_published", "stg_directories", "stg_own_crawls", "stg_parameters", "stg_regimes"]
processing = "minor"
warnings = []
*/
select
    'indicator' as code_list,
    indicator as code
from curated
union all
select distinct
    'theme' as code_list,
    theme as code
from curated
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
union all
select distinct
    'web_territory' as code_list,
    territory as code
from pair
union all
select distinct
    'web_sector' as code_list,
    sector as code
from pair
union all
select distinct
    'web_level' as code_list,
    sector_level as code
from pair
union all
select distinct
    'web_topic' as code_list,
    topic as code
from stg_published
union all
select distinct
    'web_source' as code_list,
    source as code
from stg_published
union all
select distinct
    'web_indicator' as code_list,
    indicator as code
from stg_published
union all
select distinct
    'directory_source' as code_list,
    source as code
from stg_directories
union all
select distinct
    'directory_territory' as code_list,
    territory as code
from stg_directories
union all
select distinct
    'directory_sector' as code_list,
    sector as code
from stg_directories
union all
select distinct
    'size_proxy' as code_list,
    size_proxy as code
from stg_directories
union all
select distinct
    'declared' as code_list,
    indicator as code
from stg_directories
union
select
    'web_year' as code_list,
    year::varchar as code
from pair
union
select
    'web_year' as code_list,
    year::varchar as code
from stg_published
union
select
    'own_crawl' as code_list,
    crawl as code
from stg_own_crawls
union
select
    'own_crawl' as code_list,
    unnest(['-']) as code
union
select
    'own_indicator' as code_list,
    indicator as code
from stg_own_crawls
union
select
    'own_indicator' as code_list,
    unnest(['window_only', 'epidermic', 'abandoned', 'working_tool']) as code
union
select
    'own_sector' as code_list,
    sector as code
from stg_own_crawls
union
select
    'own_sector' as code_list,
    unnest(['TOTAL']) as code
union
select
    'own_size' as code_list,
    size_class as code
from stg_own_crawls
union
select
    'own_size' as code_list,
    unnest(['TOTAL']) as code
union
select
    'own_territory' as code_list,
    territory as code
from stg_own_crawls
union
select
    'own_territory' as code_list,
    unnest(['TOTAL']) as code
union
select
    'parameter_kind' as code_list,
    parameter_kind as code
from stg_parameters
union
select
    'cycle_scenario' as code_list,
    scenario as code
from stg_regimes
