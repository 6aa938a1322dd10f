/*
question.it = "Quali cifre di un indicatore hanno un territorio e l’UE, e quali si confrontano nel tempo?"
question.en = "Which figures of an indicator have a territory and the EU, and which compare over time?"
grain = "one indicator, size class, sector, territory and year"
key = ["indicator", "size_class", "sector", "territory", "year"]
reads = ["cell", "curated"]
processing = "major"
warnings = ["percentages of different units, index versions or populations may not be compared", "a segment ends where the publisher flags a break"]

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"

[parameters.indicator]
type = "codes"
codes = "indicator"
required = true
example = ["E_AI_TANY"]

[parameters.size_class]
type = "codes"
codes = "size_class"
required = false
example = ["10-249"]

[parameters.sector]
type = "codes"
codes = "sector"
required = false
example = ["C10-S951_X_K"]

[parameters.year]
type = "years"
codes = "year"
required = false
example = [2025]
*/
select
    cell.indicator,
    cell.size_class,
    cell.sector,
    cell.territory,
    cell.year,
    cell.value,
    cell.unit,
    cell.status,
    cell.caveats,
    cell.lineage,
    cell.has_break,
    cell.is_low_reliability,
    cell.is_provisional,
    cell.decimals_count,
    cell.origin,
    cell.segment,
    indicators.theme,
    indicators.better,
    indicators.index_version,
    indicators.caveats as indicator_caveats,
    cell.sector_level
from cell
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.territory in ($territory, 'EU27_2020')
    and list_contains($indicator::varchar[], cell.indicator)
    and ($size_class is null or list_contains($size_class::varchar[], cell.size_class))
    and ($sector is null or list_contains($sector::varchar[], cell.sector))
    and ($year is null or list_contains($year::smallint[], cell.year))
order by
    indicators.sort_order,
    cell.sector_order,
    cell.size_order,
    cell.territory_order,
    cell.year
