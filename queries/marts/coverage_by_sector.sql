/*
question.it = "Quanto è stato misurato di ogni settore, in Italia?"
question.en = "How much was measured of each sector, in Italy?"
grain = "one sector code"
key = ["sector"]
reads = ["stg_sectors", "measured"]
processing = "minor"
warnings = ["an Istat group with exactly the content of a NACE code counts as that code"]
*/
with italian as (
    select
        sector,
        count(*)::integer as indicators_count,
        max(last_year_italy) as last_year_italy
    from measured
    where cells_italy_count > 0
    group by sector
)

select
    sectors.sector,
    sectors.sector_equivalent,
    sectors.sector_level,
    sectors.is_total,
    italian.last_year_italy,
    coalesce(italian.indicators_count, 0) as indicators_count
from stg_sectors as sectors
left join italian
    on sectors.sector_equivalent = italian.sector
order by sectors.sort_order
