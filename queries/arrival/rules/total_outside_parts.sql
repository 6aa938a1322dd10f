/*
question.it = "Quali totali stanno fuori dalle loro parti?"
question.en = "Which totals lie outside their parts?"
rule = "the total lies between small, medium and large enterprises"
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
        max(value) filter (where size_class = 'GE10') as whole,
        max(value) filter (where size_class = '10-49') as small,
        max(value) filter (where size_class = '50-249') as medium,
        max(value) filter (where size_class = 'GE250') as large
    from merged
    group by indicator, unit, sector, territory, year
)

select
    concat_ws(
        ' ', indicator, unit, 'GE10', sector, territory, year
    ) as cell,
    concat_ws(' / ', whole, small, medium, large) as detail
from sizes
where
    whole is not null
    and small is not null
    and medium is not null
    and large is not null
    and whole not between least(small, medium, large) - 0.11
    and greatest(small, medium, large) + 0.11
order by cell
