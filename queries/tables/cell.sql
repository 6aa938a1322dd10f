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

publishers as (
    select
        publisher,
        try_cast(dataset as dataset_code) as dataset
    from stg_origins
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

candidate as (
    select
        survey.rowid as place,
        catalogued.indicator,
        survey.dataset,
        survey.size_class,
        survey.sector as asked_sector,
        sectors.sector_equivalent as sector,
        survey.territory,
        survey.year,
        survey.lineage,
        survey.vintage
    from stg_survey as survey
    inner join catalogued
        on
            survey.indicator = catalogued.publisher_code
            and survey.dataset = catalogued.dataset
            and survey.unit = catalogued.unit
    inner join sectors
        on survey.sector = sectors.sector
),

-- A cell can stand twice only where its series comes from two datasets or two sector
-- codes: 2% of the cells. To rank all of them costs half as much again as all the rest.
mixed as (
    select
        indicator,
        size_class,
        sector
    from candidate
    group by indicator, size_class, sector
    having min(dataset) <> max(dataset) or min(asked_sector) <> max(asked_sector)
),

rejected as (
    select
        candidate.place,
        candidate.indicator
    from candidate
    inner join mixed
        on
            candidate.indicator = mixed.indicator
            and candidate.size_class = mixed.size_class
            and candidate.sector = mixed.sector
    qualify
        row_number() over (
            partition by
                candidate.indicator,
                candidate.size_class,
                candidate.sector,
                candidate.territory,
                candidate.year
            order by
                case candidate.lineage
                    when 'extract' then 1
                    when 'typed_from_extract' then 2
                    when 'published_article' then 3
                    else 4
                end asc,
                candidate.vintage desc nulls last,
                candidate.dataset asc
        ) > 1
)

select
    catalogued.indicator,
    survey.dataset,
    survey.unit,
    survey.size_class,
    sectors.sector_equivalent as sector,
    sectors.sector_level,
    sectors.is_total,
    survey.territory,
    survey.year,
    survey.value,
    survey.status,
    survey.lineage,
    survey.caveats,
    coalesce(survey.status::varchar, '') like '%b%' as has_break,
    coalesce(survey.status::varchar, '') like '%u%' as is_low_reliability,
    coalesce(survey.status::varchar, '') like '%p%' as is_provisional,
    case
        when survey.caveats::varchar like '%whole_number%' then 0
        when survey.caveats::varchar like '%one_decimal%' then 1
        else 2
    end as decimals_count,
    territories.sort_order::smallint as territory_order,
    sectors.sort_order::smallint as sector_order,
    size_classes.sort_order::smallint as size_order,
    publishers.publisher || ':' || survey.dataset::varchar
    || coalesce('@' || survey.vintage::varchar, '') as origin
from stg_survey as survey
inner join catalogued
    on
        survey.indicator = catalogued.publisher_code
        and survey.dataset = catalogued.dataset
        and survey.unit = catalogued.unit
inner join sectors
    on survey.sector = sectors.sector
inner join stg_territories as territories
    on survey.territory = territories.territory
inner join stg_size_classes as size_classes
    on survey.size_class = size_classes.size_class
inner join publishers
    on survey.dataset = publishers.dataset
left join rejected
    on
        survey.rowid = rejected.place
        and catalogued.indicator = rejected.indicator
where rejected.place is null
order by
    survey.territory,
    catalogued.indicator,
    sectors.sector_equivalent,
    survey.size_class,
    survey.year
