/*
question.it = "In un settore, in quale anno si è misurata anche la classe di addetti?"
question.en = "Within one sector, in which year was the size class measured as well?"
grain = "one territory, sector and indicator, in the latest year with more than one size class"
key = ["territory", "sector", "indicator"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["where no year has more than one size class, there is no row"]
*/
-- Only where a class beside that of all sizes was measured can there be two.
with divided as (
    select
        territory,
        sector,
        indicator,
        year
    from cell
    where
        sector in (
            select parts.sector
            from cell as parts
            where parts.size_class != 'GE10'
        )
    group by territory, sector, indicator, year
    having count(*) > 1
),

latest as (
    select
        territory,
        sector,
        indicator,
        max(year) as year
    from divided
    group by territory, sector, indicator
)

select
    latest.territory,
    latest.sector,
    latest.indicator,
    latest.year,
    indicators.theme,
    indicators.better,
    indicators.sort_order
from latest
inner join curated as indicators
    on latest.indicator = indicators.indicator
order by latest.territory, latest.sector, indicators.sort_order
