/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "an own crawl gives a share with its interval, or nothing where it is suppressed; under 10 it is always suppressed"
grain = "one offending cell"
key = ["file", "row_key"]
reads = ["stg_own_crawls"]
processing = "minor"
warnings = []
*/
select
    'crawl/' || own_file || '.parquet' as file,
    concat_ws(
        ', ', crawl, indicator, sector, size_class, territory, year, base
    ) as row_key
from stg_own_crawls
where
    is_suppressed is null
    or year is null
    or coalesce(base, '') not in ('sites', 'firms')
    or (is_suppressed and coalesce(value, low, high) is not null)
    or (
        not is_suppressed
        and not coalesce(
            denominator_count >= 10
            and numerator_count between 0 and denominator_count
            and abs(value - 100.0 * numerator_count / denominator_count) < 0.01
            and low between 0 and value + 0.01
            and high between value - 0.01 and 100,
            false
        )
    )
order by file, row_key
