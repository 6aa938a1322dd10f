/*
question.it = "Qual è il valore di ogni indicatore del catalogo, senza doppioni?"
question.en = "What is the value of each catalogued indicator, without doubles?"
grain = "one indicator, size class, sector, territory and year"
key = ["indicator", "size_class", "sector", "territory", "year"]
reads = ["stg_survey", "curated", "stg_sectors", "stg_territories", "stg_size_classes", "stg_origins"]
processing = "major"
warnings = ["an Istat group with exactly the content of a NACE code carries that code", "of several copies of a cell the extract with the newest vintage is kept"]
*/
with named as (
    select
        indicator,
        publisher_code,
        unit,
        unnest(list_distinct(datasets)) as dataset
    from curated
),

-- As codes of the survey's own types, or all its rows would be compared as text.
catalogued as (
    select
        indicator,
        publisher_code,
        try_cast(unit as unit_code) as unit,
        try_cast(dataset as dataset_code) as dataset
    from named
),

sectors as (
    select
        asked.sector,
        asked.sector_equivalent,
        asked.sort_order,
        same.sector_level,
        same.is_total
    from stg_sectors as asked
    inner join stg_sectors as same
        on asked.sector_equivalent = same.sector
),

annotated as (
    select distinct
        dataset,
        vintage,
        status,
        caveats
    from stg_survey
),

-- What flags and caveats say is read once for each of their hundred combinations; were
-- it not materialized, it would be read of every cell once joined.
noted as materialized (
    select
        annotated.dataset,
        annotated.vintage,
        annotated.status,
        annotated.caveats,
        coalesce(annotated.status::varchar, '') like '%b%' as has_break,
        coalesce(annotated.status::varchar, '') like '%u%' as is_low_reliability,
        coalesce(annotated.status::varchar, '') like '%p%' as is_provisional,
        case
            when annotated.caveats::varchar like '%whole_number%' then 0
            when annotated.caveats::varchar like '%one_decimal%' then 1
            else 2
        end as decimals_count,
        (
            origins.publisher || ':' || origins.dataset
            || coalesce('@' || annotated.vintage::varchar, '')
        )::origin_code as origin
    from annotated
    inner join stg_origins as origins
        on annotated.dataset::varchar = origins.dataset
),

surveyed as (
    select distinct
        indicator,
        dataset,
        unit,
        size_class,
        sector
    from stg_survey
),

series as (
    select
        surveyed.indicator as publisher_code,
        surveyed.dataset,
        surveyed.unit,
        surveyed.size_class,
        surveyed.sector as asked_sector,
        catalogued.indicator,
        sectors.sector_equivalent as sector
    from surveyed
    inner join catalogued
        on
            surveyed.indicator = catalogued.publisher_code
            and surveyed.dataset = catalogued.dataset
            and surveyed.unit = catalogued.unit
    inner join sectors
        on surveyed.sector = sectors.sector
),

-- A cell can stand twice only where its series comes from two datasets or two sector
-- codes: 2% of the cells. To rank all of them costs half as much again as all the rest.
mixed as (
    select
        publisher_code,
        dataset,
        unit,
        size_class,
        asked_sector,
        indicator,
        sector
    from series
    qualify count(*) over (partition by indicator, size_class, sector) > 1
),

rejected as (
    select
        survey.rowid as place,
        mixed.indicator
    from stg_survey as survey
    inner join mixed
        on
            survey.indicator = mixed.publisher_code
            and survey.dataset = mixed.dataset
            and survey.unit = mixed.unit
            and survey.size_class = mixed.size_class
            and survey.sector = mixed.asked_sector
    qualify
        row_number() over (
            partition by
                mixed.indicator,
                mixed.size_class,
                mixed.sector,
                survey.territory,
                survey.year
            order by
                case survey.lineage
                    when 'extract' then 1
                    when 'typed_from_extract' then 2
                    when 'published_article' then 3
                    else 4
                end asc,
                survey.vintage desc nulls last,
                survey.dataset asc
        ) > 1
),

-- Read twice, but kept whole by nobody: the breaks are sought in a few thousand rows.
cells as not materialized (
    select
        catalogued.indicator,
        survey.dataset,
        survey.unit,
        survey.size_class,
        sectors.sector_equivalent as sector,
        survey.sector as asked_sector,
        survey.territory,
        survey.year,
        survey.value,
        survey.status,
        survey.lineage,
        survey.vintage,
        survey.caveats
    from stg_survey as survey
    inner join catalogued
        on
            survey.indicator = catalogued.publisher_code
            and survey.dataset = catalogued.dataset
            and survey.unit = catalogued.unit
    inner join sectors
        on survey.sector = sectors.sector
    left join rejected
        on
            survey.rowid = rejected.place
            and catalogued.indicator = rejected.indicator
    where rejected.place is null
),

-- Sorted while the rows are narrow; the joins that follow keep the order. By blocks of
-- 32 indicators: a question about one reads its block, not a piece of each territory.
kept as (
    select
        indicator,
        dataset,
        unit,
        size_class,
        sector,
        asked_sector,
        territory,
        year,
        value,
        status,
        lineage,
        vintage,
        caveats
    from cells
    order by
        enum_code(indicator) // 32,
        territory,
        indicator,
        sector,
        size_class,
        year
),

breaks as (
    select
        indicator,
        size_class,
        sector,
        territory,
        list(year) as years
    from cells
    where
        status in (
            select noted.status
            from noted
            where noted.has_break
        )
    group by indicator, size_class, sector, territory
)

select
    kept.indicator,
    kept.dataset,
    kept.unit,
    kept.size_class,
    kept.sector,
    sectors.sector_level,
    sectors.is_total,
    kept.territory,
    kept.year,
    kept.value,
    kept.status,
    kept.lineage,
    kept.caveats,
    noted.has_break,
    if(
        breaks.years is null,
        0,
        len(list_filter(breaks.years, lambda year: year <= kept.year)) -- noqa: RF02
    )::integer as segment,
    noted.is_low_reliability,
    noted.is_provisional,
    noted.decimals_count,
    territories.sort_order::smallint as territory_order,
    sectors.sort_order::smallint as sector_order,
    size_classes.sort_order::smallint as size_order,
    noted.origin
from kept
inner join sectors
    on kept.asked_sector = sectors.sector
inner join stg_territories as territories
    on kept.territory = territories.territory
inner join stg_size_classes as size_classes
    on kept.size_class = size_classes.size_class
left join breaks
    on
        kept.indicator = breaks.indicator
        and kept.size_class = breaks.size_class
        and kept.sector = breaks.sector
        and kept.territory = breaks.territory
inner join noted
    on
        kept.dataset = noted.dataset
        and kept.vintage is not distinct from noted.vintage
        and kept.status is not distinct from noted.status
        and kept.caveats is not distinct from noted.caveats
