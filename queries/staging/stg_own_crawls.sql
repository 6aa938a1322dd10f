/*
question.it = "Che cosa hanno trovato le visite ai siti fatte con Divario?"
question.en = "What did crawls run with Divario find?"
grain = "one crawl, indicator, sector, size class, territory, year and base"
key = ["own_file", "crawl", "indicator", "sector", "size_class", "territory", "year", "base"]
reads = ["raw.own_crawls"]
processing = "minor"
may_be_empty = true
warnings = ["no crawl ships with the project"]
*/
select
    file as own_file,
    crawl,
    indicator,
    sector,
    size_class,
    territory,
    year,
    numerator as numerator_count,
    denominator as denominator_count,
    value,
    low,
    high,
    base,
    is_suppressed
from raw.own_crawls
order by own_file, crawl, indicator, sector, size_class, territory, year, base
