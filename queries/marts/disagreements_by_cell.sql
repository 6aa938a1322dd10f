/*
question.it = "In quali celle web e indagine sono più lontani?"
question.en = "In which cells do the web and the survey lie furthest apart?"
grain = "one territory, sector and year with both values"
key = ["territory", "sector", "year"]
reads = ["pair"]
processing = "minor"
warnings = ["same year on both sides; cells of low reliability and divisions are left out"]

[parameters.territory]
type = "code"
codes = "web_territory"
required = false
example = "FR"

[parameters.year]
type = "year"
codes = "web_year"
required = false
example = 2024
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
    difference_points is not null
    and not is_low_reliability
    and sector_level != 'division'
    and ($territory is null or territory = $territory)
    and ($year is null or year = $year)
order by abs(difference_points) desc, territory asc, sector asc, year asc
