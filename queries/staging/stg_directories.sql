/*
question.it = "Che cosa dichiarano le imprese italiane negli elenchi pubblici?"
question.en = "What do Italian firms declare in public directories?"
grain = "one list, territory, sector, class and thing declared"
key = ["source", "territory", "sector", "size_proxy", "size_class", "indicator"]
reads = ["raw.directories"]
processing = "minor"
warnings = []
*/
select
    source,
    territory,
    sector,
    size_proxy,
    size_class,
    indicator,
    numerator_count,
    denominator_count
from raw.directories
order by source, territory, sector, size_proxy, size_class, indicator
