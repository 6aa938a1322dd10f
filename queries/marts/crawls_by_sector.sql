/*
question.it = "Che cosa hanno trovato le visite ai siti fatte con Divario, per settore e classe?"
question.en = "What did crawls run with Divario find, by sector and size class?"
grain = "one crawl, indicator, sector, size class, territory, year and base"
key = ["own_file", "crawl", "indicator", "sector", "size_class", "territory", "year", "base"]
reads = ["stg_own_crawls", "stg_origins"]
processing = "minor"
may_be_empty = true
warnings = ["no crawl ships with the project", "cells under 10 sites are suppressed: their value is not given", "bases sites and firms are two denominators and never one ranking"]

[parameters.crawl]
type = "code"
codes = "own_crawl"
required = false
example = "-"

[parameters.indicator]
type = "codes"
codes = "own_indicator"
required = false
example = ["working_tool"]

[parameters.sector]
type = "code"
codes = "own_sector"
required = false
example = "TOTAL"

[parameters.size_class]
type = "code"
codes = "own_size"
required = false
example = "TOTAL"

[parameters.territory]
type = "code"
codes = "own_territory"
required = false
example = "TOTAL"
*/
select
    crawls.own_file,
    crawls.crawl,
    crawls.indicator,
    crawls.sector,
    crawls.size_class,
    crawls.territory,
    crawls.year,
    crawls.numerator_count,
    crawls.denominator_count,
    crawls.value,
    crawls.low,
    crawls.high,
    crawls.base,
    crawls.is_suppressed,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_own_crawls as crawls
inner join stg_origins as origins
    on crawls.own_file = origins.origin_name
where
    ($crawl is null or crawls.crawl = $crawl)
    and ($indicator is null or list_contains($indicator::varchar[], crawls.indicator))
    and ($sector is null or crawls.sector = $sector)
    and ($size_class is null or crawls.size_class = $size_class)
    and ($territory is null or crawls.territory = $territory)
order by
    crawls.own_file,
    crawls.crawl,
    crawls.year,
    crawls.base,
    crawls.indicator,
    crawls.sector,
    crawls.size_class,
    crawls.territory
