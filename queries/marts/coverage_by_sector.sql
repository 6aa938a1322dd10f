/*
question.it = "Quanto è stato misurato di ogni settore, in Italia?"
question.en = "How much was measured of each sector, in Italy?"
grain = "one sector code"
key = ["sector"]
reads = ["stg_sectors", "cell"]
processing = "minor"
warnings = ["an Istat group with exactly the content of a NACE code counts as that code"]
*/
with measured as (
    select
        sector,
        count(distinct indicator)::integer as indicators_count,
        max(year) as last_year_italy
    from cell
    where
        territory = 'IT'
        and size_class = 'GE10'
    group by sector
)

select
    sectors.sector,
    sectors.sector_equivalent,
    sectors.sector_level,
    sectors.is_total,
    measured.last_year_italy,
    coalesce(measured.indicators_count, 0) as indicators_count
from stg_sectors as sectors
left join measured
    on sectors.sector_equivalent = measured.sector
order by sectors.sort_order
