/*
question.it = "Quali codici si possono chiedere?"
question.en = "Which codes may be asked for?"
grain = "one code of one code list"
key = ["code_list", "code"]
reads = ["curated", "stg_survey", "stg_sectors", "stg_size_classes", "stg_territories", "stg_units", "stg_claims", "pair", "stg_published", "stg_directories", "stg_own_crawls", "stg_parameters", "stg_regimes"]
processing = "minor"
warnings = []
*/
with surveyed as (
    select
        indicator,
        dataset,
        year
    from stg_survey
    group by grouping sets ((indicator), (dataset), (year))
)

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
select
    case
        when indicator is not null then 'publisher_indicator'
        when dataset is not null then 'dataset'
        else 'year'
    end as code_list,
    coalesce(indicator::varchar, dataset::varchar, year::varchar) as code
from surveyed
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
union
select
    unnest(['web_territory', 'web_sector', 'web_level', 'web_year']) as code_list,
    unnest([territory, sector, sector_level, year::varchar]) as code
from pair
union
select
    unnest(['web_topic', 'web_source', 'web_indicator', 'web_year']) as code_list,
    unnest([topic, source, indicator, year::varchar]) as code
from stg_published
union
select
    unnest(
        [
            'directory_source',
            'directory_territory',
            'directory_sector',
            'size_proxy',
            'declared'
        ]
    ) as code_list,
    unnest([source, territory, sector, size_proxy, indicator]) as code
from stg_directories
union
select
    unnest(
        ['own_crawl', 'own_indicator', 'own_sector', 'own_size', 'own_territory']
    ) as code_list,
    unnest([crawl, indicator, sector, size_class, territory]) as code
from stg_own_crawls
union
select
    unnest(
        [
            'own_crawl',
            'own_indicator',
            'own_indicator',
            'own_indicator',
            'own_indicator',
            'own_sector',
            'own_size',
            'own_territory'
        ]
    ) as code_list,
    unnest(
        [
            '-',
            'window_only',
            'epidermic',
            'abandoned',
            'working_tool',
            'TOTAL',
            'TOTAL',
            'TOTAL'
        ]
    ) as code
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
