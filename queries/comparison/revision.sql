/*
question.it = "In che cosa differisce ogni cella pubblicata tra due rilasci?"
question.en = "In what does each published cell differ between two releases?"
grain = "one published cell that is not the same in both releases"
key = ["dataset", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["cell_before", "cell_after"]
processing = "major"
warnings = ["refined: the new value rounds to the old one, which was known to fewer decimals"]
*/
with joined as (
    select
        before.value as value_before,
        after.value as value_after,
        before.status as status_before,
        after.status as status_after,
        coalesce(after.dataset, before.dataset) as dataset,
        coalesce(after.indicator, before.indicator) as indicator,
        coalesce(after.unit, before.unit) as unit,
        coalesce(after.size_class, before.size_class) as size_class,
        coalesce(after.sector, before.sector) as sector,
        coalesce(after.territory, before.territory) as territory,
        coalesce(after.year, before.year) as year,
        round(after.value - before.value, 6) as change_points,
        least(before.decimals_count, after.decimals_count) as decimals_count,
        coalesce(after.origin, before.origin) as origin,
        before.dataset is null as is_new,
        after.dataset is null as is_gone
    from cell_before as before
    full join cell_after as after
        on
            before.dataset = after.dataset
            and before.indicator = after.indicator
            and before.unit = after.unit
            and before.size_class = after.size_class
            and before.sector = after.sector
            and before.territory = after.territory
            and before.year = after.year
),

judged as (
    select
        dataset,
        indicator,
        unit,
        size_class,
        sector,
        territory,
        year,
        value_before,
        value_after,
        change_points,
        status_before,
        status_after,
        decimals_count,
        origin,
        case
            when is_new then 'new'
            when is_gone then 'gone'
            when value_before = value_after and status_before = status_after then 'same'
            when value_before = value_after then 'reflagged'
            when abs(change_points) <= 0.5 * power(10, -decimals_count) + 1e-9
                then 'refined'
            else 'revised'
        end as change
    from joined
)

select
    dataset,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    change,
    value_before,
    value_after,
    change_points,
    status_before,
    status_after,
    decimals_count,
    origin
from judged
where change <> 'same'
