/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each code of a figure from the web has a name in both languages"
grain = "one code without a name"
key = ["file", "dimension", "code"]
reads = ["stg_map_ai", "stg_published", "stg_directories", "stg_web_terms", "stg_sectors", "stg_territories"]
processing = "minor"
warnings = []
*/
with used as (
    select distinct
        'crawl/map_ai.parquet' as file,
        unnest(['sector', 'territory', 'indicator']) as dimension,
        unnest([sector, territory, indicator]) as code
    from stg_map_ai
    union all
    select distinct
        'crawl/published.csv' as file,
        unnest(
            [
                'sector',
                'territory',
                'indicator',
                'size_class',
                'unit',
                'population',
                'method',
                'source_kind'
            ]
        ) as dimension,
        unnest(
            [
                sector,
                territory,
                indicator,
                size_class,
                unit,
                population,
                method,
                source_kind
            ]
        ) as code
    from stg_published
    union all
    select distinct
        'crawl/published.csv' as file,
        'weakness' as dimension,
        unnest(string_split(weaknesses, ',')) as code
    from stg_published
    where weaknesses is not null
    union all
    select distinct
        'crawl/directories.parquet' as file,
        unnest(
            ['sector', 'territory', 'declared', 'size_class', 'size_proxy']
        ) as dimension,
        unnest([sector, territory, indicator, size_class, size_proxy]) as code
    from stg_directories
),

named as (
    select
        term_kind as dimension,
        code
    from stg_web_terms
    where
        label_it != ''
        and label_en != ''
    union
    select
        'sector' as dimension,
        sector as code
    from stg_sectors
    union
    select
        'territory' as dimension,
        territory as code
    from stg_territories
)

select
    used.file,
    used.dimension,
    used.code
from used
left join named
    on
        used.dimension = named.dimension
        and used.code = named.code
where named.code is null
order by used.file, used.dimension, used.code
