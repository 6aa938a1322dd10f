/*
question.it = "Per un settore italiano, che cosa si è misurato, accanto al totale nazionale e allo stesso settore nell’UE?"
question.en = "For one Italian sector, what was measured, beside the national total and the same sector in the EU?"
grain = "one indicator, sector and territory, in the latest year in which all that is compared was measured"
key = ["indicator", "sector", "territory"]
reads = ["inside", "profiled"]
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
select
    cells.indicator,
    cells.territory,
    cells.size_class,
    cells.sector,
    cells.year,
    cells.value,
    cells.unit,
    cells.status,
    cells.caveats,
    cells.lineage,
    cells.is_low_reliability,
    cells.is_provisional,
    cells.decimals_count,
    cells.origin,
    cells.theme,
    cells.better
from inside as cells
inner join profiled
    on
        cells.indicator = profiled.indicator
        and cells.year = profiled.year
where
    profiled.sector = $sector
    and (
        cells.sector = $sector
        or (cells.sector = 'C10-S951_X_K' and cells.territory = 'IT')
    )
    and ($theme is null or cells.theme = $theme)
    and ($unit is null or cells.unit::varchar = $unit)
order by
    cells.sort_order asc,
    cells.territory_order asc,
    cells.sector_order desc
