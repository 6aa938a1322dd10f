/*
question.it = "Quante imprese mostrano l’IA sul loro sito?"
question.en = "How many firms show AI on their website?"
grain = "one territory, sector and year"
key = ["territory", "sector", "year"]
reads = ["raw.map_ai"]
processing = "minor"
warnings = []
*/
select
    indicator,
    sector,
    territory,
    year,
    value,
    base_count
from raw.map_ai
order by territory, sector, year
