/*
question.it = "Quali serie fanno un salto?"
question.en = "Which series jump?"
rule = "a new or changed figure differs by more than 40 points from the survey before, without a break being flagged"
severity = "warning"
grain = "one cell"
key = ["cell"]
reads = ["merged", "present"]
processing = "minor"
warnings = []
*/
with series as (
    select
        indicator,
        unit,
        size_class,
        sector,
        territory,
        year,
        value,
        status,
        lag(value) over earlier as value_before,
        lag(year) over earlier as year_before
    from merged
    window
        earlier as (
            partition by indicator, unit, size_class, sector, territory
            order by year
        )
)

select
    concat_ws(
        ' ',
        series.indicator,
        series.unit,
        series.size_class,
        series.sector,
        series.territory,
        series.year
    ) as cell,
    concat(
        series.year_before,
        ': ',
        series.value_before,
        ' → ',
        series.year,
        ': ',
        series.value
    ) as detail
from series
left join present
    on
        series.indicator = present.indicator
        and series.unit = present.unit
        and series.size_class = present.size_class
        and series.sector = present.sector
        and series.territory = present.territory
        and series.year = present.year
        and series.value = present.value
where
    present.indicator is null
    and abs(series.value - series.value_before) > 40
    and coalesce(series.status, '') not like '%b%'
order by cell
