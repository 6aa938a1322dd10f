/*
question.it = "Quali celle confronta ogni prova, e di quale anno?"
question.en = "Which cells does each test compare, and of which year?"
grain = "one cell of one test"
key = ["claim", "test", "role"]
reads = ["stg_claim_cells", "cell"]
processing = "minor"
warnings = ["a cell whose year is the latest measured has no row until all cells of its test were measured in one year"]
*/
with counted as (
    select
        claim,
        test,
        count(*) as roles_count
    from stg_claim_cells
    group by claim, test
),

shared as (
    select
        named.claim,
        named.test,
        cell.year
    from stg_claim_cells as named
    inner join counted
        on
            named.claim = counted.claim
            and named.test = counted.test
    inner join cell
        on
            named.indicator = cell.indicator
            and named.territory = cell.territory
            and named.size_class = cell.size_class
            and named.sector = cell.sector
    where named.year is null
    group by named.claim, named.test, cell.year
    having count(*) = max(counted.roles_count)
),

latest as (
    select
        claim,
        test,
        max(year) as year
    from shared
    group by claim, test
)

select
    named.claim,
    named.test,
    named.role,
    named.indicator,
    named.territory,
    named.size_class,
    named.sector,
    named.sort_order,
    coalesce(named.year, latest.year) as year
from stg_claim_cells as named
left join latest
    on
        named.claim = latest.claim
        and named.test = latest.test
where coalesce(named.year, latest.year) is not null
order by named.sort_order
