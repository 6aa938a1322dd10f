/*
question.it = "Quante imprese ci sono nelle nostre classi di addetti?"
question.en = "How many enterprises are there in our size classes?"
grain = "one territory, sector, size class and year"
key = ["territory", "sector", "size_class", "year"]
reads = ["counting"]
processing = "major"
warnings = ["a class that the publisher does not give is the sum of its parts, where all of them were published", "in each class the publisher's own count comes first"]
*/
with given as (
    select
        territory,
        sector,
        year,
        max(enterprises_count) filter (where size_class = '0-9') as micro,
        max(enterprises_count) filter (where size_class = '10-19') as ten,
        max(enterprises_count) filter (where size_class = '20-49') as twenty,
        max(enterprises_count) filter (where size_class = '10-49') as small,
        max(enterprises_count) filter (where size_class = '50-249') as medium,
        max(enterprises_count) filter (where size_class = '10-249') as sme,
        max(enterprises_count) filter (where size_class = 'GE250') as large,
        max(enterprises_count) filter (where size_class = 'GE10') as ten_or_more
    from counting
    where problem is null
    group by territory, sector, year
),

summed as (
    select
        territory,
        sector,
        year,
        micro,
        medium,
        large,
        coalesce(small, ten + twenty) as small,
        coalesce(sme, coalesce(small, ten + twenty) + medium) as sme,
        ten_or_more
    from given
),

ours as (
    select
        territory,
        sector,
        year,
        unnest(['0-9', '10-49', '50-249', '10-249', 'GE250', 'GE10']) as size_class,
        unnest(
            [micro, small, medium, sme, large, coalesce(ten_or_more, sme + large)]
        ) as enterprises_count
    from summed
)

select
    territory,
    sector,
    size_class,
    year,
    enterprises_count
from ours
where enterprises_count is not null
order by territory, sector, size_class, year
