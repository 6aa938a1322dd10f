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
with crossed as (
    select
        indicator,
        year
    from cell
    where
        sector = $sector
        and territory = $territory
    group by indicator, year
    having count(*) > 1
    qualify
        row_number() over (
            partition by indicator
            order by year desc
        ) = 1
)

select
    cell.indicator,
    cell.territory,
    cell.size_class,
    cell.sector,
    cell.year,
    cell.value,
    cell.unit,
    cell.status,
    cell.caveats,
    cell.lineage,
    cell.is_low_reliability,
    cell.is_provisional,
    cell.decimals_count,
    cell.origin,
    indicators.theme,
    indicators.better
from cell
inner join crossed
    on
        cell.indicator = crossed.indicator
        and cell.year = crossed.year
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.sector = $sector
    and cell.territory = $territory
    and ($theme is null or indicators.theme = $theme)
    and ($unit is null or cell.unit::varchar = $unit)
order by indicators.sort_order, cell.size_order
