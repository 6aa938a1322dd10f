/*
question.it = "Quali celle ha l’insieme di dati dopo l’arrivo?"
question.en = "Which cells does the dataset have after the arrival?"
grain = "one published cell"
key = ["indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["arrived", "present"]
processing = "minor"
warnings = ["of a cell in several files the newest vintage is kept", "an extract's cell with a date is not replaced by one of an earlier or unknown date", "of the present cells those of other lineages stay, and all of them where the files hold only a part"]
*/
with newer as (
    select
        arrived.dataset,
        arrived.indicator,
        arrived.unit,
        arrived.size_class,
        arrived.sector,
        arrived.territory,
        arrived.year,
        arrived.value,
        arrived.status,
        arrived.lineage,
        arrived.vintage,
        arrived.caveats,
        arrived.file_order
    from arrived
    left join present
        on
            arrived.indicator = present.indicator
            and arrived.unit = present.unit
            and arrived.size_class = present.size_class
            and arrived.sector = present.sector
            and arrived.territory = present.territory
            and arrived.year = present.year
    where
        present.lineage is distinct from 'extract'
        or coalesce(arrived.vintage >= present.vintage, present.vintage is null)
),

newest as (
    select
        dataset,
        indicator,
        unit,
        size_class,
        sector,
        territory,
        year,
        value,
        status,
        lineage,
        vintage,
        caveats,
        (count(*) over (
            partition by indicator, unit, size_class, sector, territory, year, value
        ))::smallint as copies_count
    from newer
    qualify
        row_number() over (
            partition by indicator, unit, size_class, sector, territory, year
            order by vintage desc nulls last, file_order desc
        ) = 1
),

staying as (
    select
        present.dataset,
        present.indicator,
        present.unit,
        present.size_class,
        present.sector,
        present.territory,
        present.year,
        present.value,
        present.status,
        present.lineage,
        present.vintage,
        present.caveats,
        present.copies_count
    from present
    left join newest
        on
            present.indicator = newest.indicator
            and present.unit = newest.unit
            and present.size_class = newest.size_class
            and present.sector = newest.sector
            and present.territory = newest.territory
            and present.year = newest.year
    where
        newest.indicator is null
        and (
            $is_part
            or present.lineage not in ('extract', 'typed_from_extract')
            or coalesce(
                present.vintage > (select max(arrived.vintage) from arrived), $is_part
            )
        )
)

select
    dataset,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    value,
    status,
    lineage,
    vintage,
    caveats,
    copies_count
from newest
union all
select
    dataset,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    value,
    status,
    lineage,
    vintage,
    caveats,
    copies_count
from staying
order by indicator, unit, sector, size_class, territory, year
