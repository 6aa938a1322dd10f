/*
question.it = "In un settore, per quali indicatori si è misurata anche la classe di addetti?"
question.en = "Within one sector, for which indicators was the size class measured as well?"
grain = "one indicator and size class, in the latest year with more than one size class"
key = ["indicator", "size_class"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.theme]
type = "code"
codes = "theme"
required = false
example = "cloud"

[parameters.unit]
type = "code"
codes = "unit"
required = false
example = "PC"
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
        size_order
    from cell
    where
        sector = $sector
        and territory = $territory
),

crossed as (
    select
        indicator,
        year
    from found
    group by indicator, year
    having count(*) > 1
),

latest as (
    select
        indicator,
        max(year) as year
    from crossed
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
order by indicators.sort_order, found.size_order
