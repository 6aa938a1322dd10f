/*
question.it = "Quante imprese ci sono dopo l’arrivo?"
question.en = "How many enterprises are there after the arrival?"
grain = "one territory, sector, size class and year"
key = ["territory", "sector", "size_class", "year"]
reads = ["arrived", "present"]
processing = "minor"
warnings = ["of a count in several files that of the last file is kept", "counts that the files lack stay where the files hold only a part"]
*/
with latest as (
    select
        territory,
        sector,
        size_class,
        year,
        enterprises_count
    from arrived
    qualify
        row_number() over (
            partition by territory, sector, size_class, year
            order by file_order desc
        ) = 1
)

select
    territory,
    sector,
    size_class,
    year,
    enterprises_count
from latest
union all
select
    present.territory,
    present.sector,
    present.size_class,
    present.year,
    present.enterprises_count
from present
anti join latest
    on
        present.territory = latest.territory
        and present.sector = latest.sector
        and present.size_class = latest.size_class
        and present.year = latest.year
where $is_part
order by territory, sector, size_class, year
