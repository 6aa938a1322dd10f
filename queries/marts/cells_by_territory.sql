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
with segmented as (
    select
        indicator,
        size_class,
        sector,
        sector_level,
        territory,
        year,
        value,
        unit,
        status,
        caveats,
        lineage,
        has_break,
        is_low_reliability,
        is_provisional,
        decimals_count,
        origin,
        territory_order,
        sector_order,
        size_order,
        sum(has_break::integer) over (
            partition by indicator, size_class, sector, territory
            order by year
        )::integer as segment
    from cell
    where
        territory in ($territory, 'EU27_2020')
        and list_contains($indicator::varchar[], indicator)
        and ($size_class is null or list_contains($size_class::varchar[], size_class))
        and ($sector is null or list_contains($sector::varchar[], sector))
)

select
    segmented.indicator,
    segmented.size_class,
    segmented.sector,
    segmented.territory,
    segmented.year,
    segmented.value,
    segmented.unit,
    segmented.status,
    segmented.caveats,
    segmented.lineage,
    segmented.has_break,
    segmented.is_low_reliability,
    segmented.is_provisional,
    segmented.decimals_count,
    segmented.origin,
    segmented.segment,
    indicators.theme,
    indicators.better,
    indicators.index_version,
    indicators.caveats as indicator_caveats,
    segmented.sector_level
from segmented
inner join curated as indicators
    on segmented.indicator = indicators.indicator
where $year is null or list_contains($year::smallint[], segmented.year)
order by
    indicators.sort_order,
    segmented.sector_order,
    segmented.size_order,
    segmented.territory_order,
    segmented.year
