/*
question.it = "Come si distribuiscono i Paesi dell’UE attorno alla loro mediana?"
question.en = "How are the countries of the EU spread around their median?"
grain = "one indicator, size class, sector and year"
key = ["indicator", "size_class", "sector", "year"]
reads = ["cell", "stg_territories"]
processing = "major"
warnings = ["a cell of low reliability does not count", "the median is of the countries of the EU of 27 that were measured, not of the EU", "fewer than ten countries give no row"]
*/
with members as (
    select
        cell.indicator,
        cell.size_class,
        cell.sector,
        cell.year,
        cell.value
    from cell
    inner join stg_territories as territories
        on cell.territory = territories.territory
    where
        territories.is_eu27
        and territories.territory_kind = 'country'
        and not cell.is_low_reliability
)

select
    indicator,
    size_class,
    sector,
    year,
    median(value) as median_pct,
    mad(value) as deviation_pct,
    count(*)::integer as countries_count
from members
group by indicator, size_class, sector, year
having count(*) >= 10
order by indicator, size_class, sector, year
