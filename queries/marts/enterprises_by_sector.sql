/*
question.it = "Quante imprese ci sono in ogni settore?"
question.en = "How many enterprises are there in each sector?"
grain = "one territory, sector, size class and year"
key = ["territory", "sector", "size_class", "year"]
reads = ["stg_enterprise_counts", "stg_origins"]
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
    counts.territory,
    counts.sector,
    counts.size_class,
    counts.year,
    counts.enterprises_count,
    origins.publisher || ':' || origins.dataset || case
        when origins.vintage = 'not recorded' then '' else '@' || origins.vintage
    end as origin
from stg_enterprise_counts as counts
inner join stg_origins as origins
    on origins.origin_name = 'enterprise_counts'
where
    counts.territory = $territory
    and ($year is null or list_contains($year::smallint[], counts.year))
order by counts.sector, counts.size_class, counts.year
