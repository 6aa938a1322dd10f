/*
question.it = "Quali indicatori sono stati misurati in tutti i settori scelti, nello stesso anno?"
question.en = "Which indicators were measured in all the chosen sectors, in the same year?"
grain = "one indicator and sector, in the latest year in which all the chosen sectors were measured"
key = ["indicator", "sector"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["an indicator that one of the sectors lacks is left out", "a sector may hold another of the chosen ones"]

[parameters.sector]
type = "codes"
codes = "sector"
required = true
example = ["C", "F"]

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.theme]
type = "code"
codes = "theme"
required = false
example = "ai"

[parameters.unit]
type = "code"
codes = "unit"
required = false
example = "PC_ENT"
*/
with found as (
    select
        indicator,
        territory,
        size_class,
        sector,
        year,
        value,
        unit,
        status,
        caveats,
        lineage,
        is_low_reliability,
        is_provisional,
        decimals_count,
        origin,
        sector_order
    from cell
    where
        territory = $territory
        and size_class = 'GE10'
        and list_contains($sector::sector_code[], sector)
),

complete as (
    select
        indicator,
        year
    from found
    group by indicator, year
    having count(*) = len(list_distinct($sector::varchar[]))
),

latest as (
    select
        indicator,
        max(year) as year
    from complete
    group by indicator
)

select
    found.indicator,
    found.territory,
    found.size_class,
    found.sector,
    found.year,
    found.value,
    found.unit,
    found.status,
    found.caveats,
    found.lineage,
    found.is_low_reliability,
    found.is_provisional,
    found.decimals_count,
    found.origin,
    indicators.theme,
    indicators.better
from found
inner join latest
    on
        found.indicator = latest.indicator
        and found.year = latest.year
inner join curated as indicators
    on found.indicator = indicators.indicator
where
    ($theme is null or indicators.theme = $theme)
    and ($unit is null or found.unit::varchar = $unit)
order by indicators.sort_order, found.sector_order
