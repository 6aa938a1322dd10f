/*
question.it = "Quali PMI stanno fuori dalle loro parti?"
question.en = "Which SMEs lie outside their parts?"
rule = "SMEs lie between small and medium enterprises"
severity = "failure"
grain = "one offending cell"
key = ["cell"]
reads = ["merged"]
processing = "minor"
warnings = []
*/
with sizes as (
    select
        indicator,
        unit,
        sector,
        territory,
        year,
        max(value) filter (where size_class = '10-249') as whole,
        max(value) filter (where size_class = '10-49') as small,
        max(value) filter (where size_class = '50-249') as medium
    from merged
    group by indicator, unit, sector, territory, year
)

select
    concat_ws(
        ' ', indicator, unit, '10-249', sector, territory, year
    ) as cell,
    concat_ws(' / ', whole, small, medium) as detail
from sizes
where
    whole is not null
    and small is not null
    and medium is not null
    and whole not between least(small, medium) - 0.11 and greatest(small, medium) + 0.11
order by cell
