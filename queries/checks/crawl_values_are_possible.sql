/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "a share lies within 0 and 100, a part within its whole, a range in its order; a share on under 30 firms is not given, and what else has no value says that it is a definition"
grain = "one offending figure"
key = ["file", "row_key"]
reads = ["stg_map_ai", "stg_published", "stg_directories"]
processing = "minor"
warnings = []
*/
select
    'crawl/map_ai.parquet' as file,
    concat_ws(', ', territory, sector, year) as row_key,
    value
from stg_map_ai
where
    (value is null) != (base_count < 30)
    or not isfinite(value)
    or value < 0
    or value > 100
    or base_count is null
    or base_count < 1
union all
select
    'crawl/published.csv' as file,
    'figure ' || figure as row_key,
    coalesce(value, low) as value
from stg_published
where
    (value is null and low is null)
    != (',' || coalesce(weaknesses, '') || ',' like '%,definition,%')
    or (low is null) != (high is null)
    or low > high
    or (value is not null and low is not null)
    or (unit like 'pct%' and unit != 'pct_vs_2020' and not value between 0 and 100)
    or (low is not null and not (low >= 0 and high <= 100))
union all
select
    'crawl/directories.parquet' as file,
    concat_ws(
        ', ', source, territory, sector, size_proxy, size_class, indicator
    ) as row_key,
    numerator_count as value
from stg_directories
where
    numerator_count is null
    or denominator_count is null
    or numerator_count < 0
    or numerator_count > denominator_count
    or denominator_count < 10
order by file, row_key
