/*
question.it = "Per un settore italiano, che cosa si è misurato, accanto al totale nazionale e allo stesso settore nell’UE?"
question.en = "For one Italian sector, what was measured, beside the national total and the same sector in the EU?"
grain = "one indicator, sector and territory, in the latest year in which all that is compared was measured"
key = ["indicator", "sector", "territory"]
reads = ["cell", "curated"]
processing = "major"
warnings = ["where the three cells never share a year, the latest year with most of them is taken", "all enterprises with 10 or more persons employed, not SMEs alone"]

[parameters.sector]
type = "code"
codes = "sector"
required = true
example = "C"

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
with candidate as (
    select
        indicator,
        year,
        count(*) as found_count,
        bool_or(sector = $sector and territory = 'IT') as has_own
    from cell
    where
        size_class = 'GE10'
        and (
            (sector = $sector and territory in ('IT', 'EU27_2020'))
            or (sector = 'C10-S951_X_K' and territory = 'IT')
        )
    group by indicator, year
),

chosen as (
    select
        indicator,
        year
    from candidate
    where has_own
    qualify
        row_number() over (
            partition by indicator
            order by found_count desc, year desc
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
inner join chosen
    on
        cell.indicator = chosen.indicator
        and cell.year = chosen.year
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.size_class = 'GE10'
    and (
        (cell.sector = $sector and cell.territory in ('IT', 'EU27_2020'))
        or (cell.sector = 'C10-S951_X_K' and cell.territory = 'IT')
    )
    and ($theme is null or indicators.theme = $theme)
    and ($unit is null or cell.unit::varchar = $unit)
order by
    indicators.sort_order asc,
    cell.territory_order asc,
    cell.sector_order desc
