/*
question.it = "Quante imprese ci sono?"
question.en = "How many enterprises are there?"
grain = "one territory, sector, size class and year"
key = ["territory", "sector", "size_class", "year"]
reads = ["raw.enterprise_counts"]
processing = "minor"
warnings = []
*/
select
    territory,
    sector,
    size_class,
    year::smallint as year,
    enterprises_count::integer as enterprises_count
from raw.enterprise_counts
order by territory, sector, size_class, year
