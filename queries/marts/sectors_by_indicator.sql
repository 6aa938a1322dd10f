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
with shared as (
    select
        indicator,
        year
    from cell
    where
        territory = $territory
        and size_class = 'GE10'
        and list_contains($sector::varchar[], sector)
    group by indicator, year
    having count(*) = len(list_distinct($sector::varchar[]))
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
inner join shared
    on
        cell.indicator = shared.indicator
        and cell.year = shared.year
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.territory = $territory
    and cell.size_class = 'GE10'
    and list_contains($sector::varchar[], cell.sector)
    and ($theme is null or indicators.theme = $theme)
    and ($unit is null or cell.unit::varchar = $unit)
order by indicators.sort_order, cell.sector_order
