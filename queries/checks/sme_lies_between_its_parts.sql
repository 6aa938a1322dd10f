/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "the value of SMEs lies between small and medium enterprises (rounding aside)"
grain = "one offending cell"
key = ["file", "indicator", "sector", "territory", "year"]
reads = ["cell"]
processing = "minor"
warnings = []
*/
with parts as (
    select
        dataset,
        indicator,
        sector,
        territory,
        year,
        max(value) filter (where size_class = '10-249') as sme,
        max(value) filter (where size_class = '10-49') as small,
        max(value) filter (where size_class = '50-249') as medium,
        max(10.0 ** -decimals_count) as rounding
    from cell
    where size_class in ('10-249', '10-49', '50-249')
    group by dataset, indicator, sector, territory, year
)

select
    'survey/' || dataset::varchar || '.parquet' as file,
    indicator,
    sector,
    territory,
    year,
    sme,
    small,
    medium
from parts
where
    small is not null
    and medium is not null
    and sme not between least(small, medium) - rounding
    and greatest(small, medium) + rounding
order by file, indicator, sector, territory, year
