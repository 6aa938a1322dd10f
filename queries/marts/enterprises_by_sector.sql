/*
question.it = "Quante imprese ci sono in ogni settore?"
question.en = "How many enterprises are there in each sector?"
grain = "one territory, sector, size class and year"
key = ["territory", "sector", "size_class", "year"]
reads = ["stg_enterprise_counts"]
processing = "minor"
warnings = ["structural business statistics: the total is wider than the ICT survey's"]

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.year]
type = "years"
codes = "year"
required = false
example = [2024]
*/
select
    territory,
    sector,
    size_class,
    year,
    enterprises_count,
    'Eurostat:sbs_sc_ovw' as origin
from stg_enterprise_counts
where
    territory = $territory
    and ($year is null or list_contains($year::smallint[], year))
order by sector, size_class, year
