/*
question.it = "Quali conteggi fanno un salto?"
question.en = "Which counts jump?"
grain = "one count"
key = ["cell"]
reads = ["merged"]
processing = "minor"
warnings = []
*/
with series as (
    select
        territory,
        sector,
        size_class,
        year,
        enterprises_count,
        lag(enterprises_count) over (
            partition by territory, sector, size_class
            order by year
        ) as count_before
    from merged
)

select
    concat_ws(' ', size_class, sector, territory, year) as cell,
    concat(count_before, ' → ', enterprises_count) as detail
from series
where
    count_before >= 100
    and enterprises_count not between count_before / 2 and count_before * 2
order by cell
