/*
question.it = "Quanto si è misurato di ogni indicatore in ogni settore?"
question.en = "How much was measured of each indicator in each sector?"
grain = "one sector and indicator"
key = ["sector", "indicator"]
reads = ["cell"]
processing = "minor"
warnings = ["all enterprises with 10 or more persons employed, not SMEs alone"]
*/
select
    sector,
    indicator,
    any_value(sector_level) as sector_level,
    count(*)::integer as cells_count,
    (count(*) filter (where territory = 'IT'))::integer as cells_italy_count,
    count(distinct territory)::integer as territories_count,
    max(year) filter (where territory = 'IT') as last_year_italy
from cell
where size_class = 'GE10'
group by sector, indicator
order by sector, indicator
