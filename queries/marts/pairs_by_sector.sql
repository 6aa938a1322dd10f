/*
question.it = "Che cosa dicono il web e l’indagine dell’IA nella stessa cella?"
question.en = "What do the web and the survey say of AI in the same cell?"
grain = "one territory, sector and year"
key = ["territory", "sector", "year"]
reads = ["pair"]
processing = "minor"
warnings = ["web: firms of every size with a classified site; survey: enterprises with 10 or more persons employed", "a difference is given only within the same year; a web share on under 30 firms was not published"]

[parameters.territory]
type = "code"
codes = "web_territory"
required = false
example = "DE"

[parameters.sector]
type = "code"
codes = "web_sector"
required = false
example = "F"

[parameters.year]
type = "year"
codes = "web_year"
required = false
example = 2024

[parameters.level]
type = "code"
codes = "web_level"
required = false
example = "section"
*/
select
    territory,
    sector,
    sector_level,
    year,
    web_pct,
    web_firms_count,
    is_suppressed,
    survey_pct,
    survey_decimals_count,
    survey_year,
    survey_status,
    is_low_reliability,
    is_same_year,
    difference_points,
    origin,
    survey_origin
from pair
where
    ($territory is null or territory = $territory)
    and ($sector is null or sector = $sector)
    and ($year is null or year = $year)
    and ($level is null or sector_level = $level)
order by sort_order
