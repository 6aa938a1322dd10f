/*
question.it = "Per l’Italia e l’UE, che cosa si è misurato di ogni settore?"
question.en = "For Italy and the EU, what was measured of each sector?"
grain = "one indicator, sector, territory and year"
key = ["indicator", "sector", "territory", "year"]
reads = ["cell", "curated"]
processing = "minor"
warnings = ["all enterprises with 10 or more persons employed, not SMEs alone"]
*/
select
    cell.indicator,
    cell.territory,
    cell.size_class,
    cell.sector,
    cell.year,
    cell.value,
    cell.unit,
    cell.status,
    cell.caveats,
    cell.lineage,
    cell.is_low_reliability,
    cell.is_provisional,
    cell.decimals_count,
    cell.origin,
    cell.sector_level,
    cell.is_total,
    cell.territory_order,
    cell.sector_order,
    indicators.theme,
    indicators.better,
    indicators.sort_order
from cell
inner join curated as indicators
    on cell.indicator = indicators.indicator
where
    cell.size_class = 'GE10'
    and cell.territory in ('IT', 'EU27_2020')
order by indicators.sort_order, cell.sector, cell.territory, cell.year
