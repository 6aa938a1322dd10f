/*
question.it = "In quale anno si confronta un settore italiano con il totale nazionale e con l’UE?"
question.en = "In which year is an Italian sector compared with the national total and with the EU?"
grain = "one sector and indicator, in the latest year in which most of the three were measured"
key = ["sector", "indicator"]
reads = ["inside"]
processing = "minor"
warnings = ["a year without a cell of the Italian sector is never taken"]
*/
with candidate as (
    select
        cells.sector,
        cells.indicator,
        cells.year,
        count(*) + count(totals.year) as found_count
    from inside as cells
    left join inside as totals
        on
            cells.indicator = totals.indicator
            and cells.year = totals.year
            and totals.sector = 'C10-S951_X_K'
            and totals.territory = 'IT'
    group by cells.sector, cells.indicator, cells.year
    having bool_or(cells.territory = 'IT')
)

select
    sector,
    indicator,
    max_by(year, 10000 * found_count + year) as year
from candidate
group by sector, indicator
order by sector, indicator
