/*
question.it = "Quali celle vengono dopo un’interruzione della loro serie, e dopo quante?"
question.en = "Which cells come after a break of their series, and after how many?"
grain = "one indicator, size class, sector, territory and year"
key = ["indicator", "size_class", "sector", "territory", "year"]
reads = ["cell"]
processing = "minor"
warnings = ["a cell that is not here comes before any break: 97% of them"]
*/
with series as (
    select distinct
        indicator,
        size_class,
        sector,
        territory
    from cell
    where has_break
),

counted as (
    select
        cell.indicator,
        cell.size_class,
        cell.sector,
        cell.territory,
        cell.year,
        sum(cell.has_break::integer) over (
            partition by
                cell.indicator,
                cell.size_class,
                cell.sector,
                cell.territory
            order by cell.year
        )::integer as segment
    from cell
    semi join series
        on
            cell.indicator = series.indicator
            and cell.size_class = series.size_class
            and cell.sector = series.sector
            and cell.territory = series.territory
)

select
    indicator,
    size_class,
    sector,
    territory,
    year,
    segment
from counted
where segment > 0
order by territory, indicator, sector, size_class, year
