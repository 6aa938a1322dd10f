/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each figure from the web stands once"
grain = "one key that is doubled"
key = ["file", "row_key"]
reads = ["stg_map_ai", "stg_published", "stg_directories", "stg_own_crawls", "stg_web_terms"]
processing = "minor"
warnings = []
*/
with keyed as (
    select
        'crawl/map_ai.parquet' as file,
        concat_ws(', ', territory, sector, year) as row_key
    from stg_map_ai
    union all
    select
        'crawl/published.csv' as file,
        concat_ws(
            ', ', source, indicator, unit, territory, sector, size_class, year
        ) as row_key
    from stg_published
    union all
    select
        'crawl/published.csv' as file,
        'figure ' || figure as row_key
    from stg_published
    union all
    select
        'crawl/directories.parquet' as file,
        concat_ws(
            ', ', source, territory, sector, size_proxy, size_class, indicator
        ) as row_key
    from stg_directories
    union all
    select
        'crawl/' || own_file || '.parquet' as file,
        concat_ws(
            ', ', crawl, indicator, sector, size_class, territory, year, base
        ) as row_key
    from stg_own_crawls
    union all
    select
        'reference/web_terms.csv' as file,
        concat_ws(', ', term_kind, code) as row_key
    from stg_web_terms
)

select
    file,
    row_key,
    count(*)::integer as rows_count
from keyed
group by file, row_key
having count(*) > 1
order by file, row_key
