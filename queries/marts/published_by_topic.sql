/*
question.it = "Quali cifre lette dal web sono state pubblicate, da chi, e con quale debolezza?"
question.en = "Which figures read from the web were published, by whom, and with which weakness?"
grain = "one published figure, or one definition"
key = ["figure"]
reads = ["stg_published", "stg_origins"]
processing = "minor"
warnings = ["each figure has its own population and method: they are not added up or ranked", "a figure quoted by the press or without a documented sample says so in weaknesses"]

[parameters.topic]
type = "code"
codes = "web_topic"
required = false
example = "presence"

[parameters.source]
type = "code"
codes = "web_source"
required = false
example = "hesse_retail"

[parameters.indicator]
type = "code"
codes = "web_indicator"
required = false
example = "has_website"

[parameters.year]
type = "year"
codes = "web_year"
required = false
example = 2022
*/
select
    published.figure,
    published.source,
    published.source_kind,
    published.topic,
    published.indicator,
    published.territory,
    published.sector,
    published.size_class,
    published.year,
    published.period,
    published.value,
    published.low,
    published.high,
    published.unit,
    published.population,
    published.base_count,
    published.method,
    published.weaknesses,
    published.definition,
    origins.title_it,
    origins.title_en,
    origins.citation,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin
from stg_published as published
inner join stg_origins as origins
    on origins.origin_name = 'published.' || published.source
where
    ($topic is null or published.topic = $topic)
    and ($source is null or published.source = $source)
    and ($indicator is null or published.indicator = $indicator)
    and ($year is null or published.year = $year)
order by published.figure
