/*
question.it = "Che cosa dichiarano le imprese italiane negli elenchi pubblici, per classe?"
question.en = "What do Italian firms declare in public directories, by class?"
grain = "one list, territory, sector, class and thing declared"
key = ["source", "territory", "sector", "size_proxy", "size_class", "indicator"]
reads = ["stg_directories", "stg_origins", "stg_web_terms"]
processing = "minor"
warnings = ["declared in a directory: no site was visited", "start-ups and accommodation are never added up; rooms and stars are not persons employed"]

[parameters.source]
type = "code"
codes = "directory_source"
required = true
example = "accommodation"

[parameters.territory]
type = "code"
codes = "directory_territory"
required = false
example = "IT_3"

[parameters.sector]
type = "code"
codes = "directory_sector"
required = false
example = "I55.1"

[parameters.size_proxy]
type = "code"
codes = "size_proxy"
required = false
example = "rooms"

[parameters.indicator]
type = "codes"
codes = "declared"
required = false
example = ["website_declared", "email_free_provider"]
*/
select
    directories.source,
    directories.territory,
    directories.sector,
    directories.size_proxy,
    directories.size_class,
    directories.indicator,
    directories.numerator_count,
    directories.denominator_count,
    100.0 * directories.numerator_count / directories.denominator_count as value,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_directories as directories
inner join stg_origins as origins
    on origins.origin_name = 'directories.' || directories.source
left join stg_web_terms as classes
    on
        directories.size_class = classes.code
        and classes.term_kind = 'size_class'
where
    directories.source = $source
    and ($territory is null or directories.territory = $territory)
    and ($sector is null or directories.sector = $sector)
    and ($size_proxy is null or directories.size_proxy = $size_proxy)
    and (
        $indicator is null
        or list_contains($indicator::varchar[], directories.indicator)
    )
order by
    directories.territory,
    directories.sector,
    directories.size_proxy,
    directories.indicator,
    classes.sort_order
