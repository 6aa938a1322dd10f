/*
question.it = "Per le cifre di un territorio, qual è la mediana dei Paesi dell’UE e quanto se ne scostano?"
question.en = "For a territory's figures, what is the median of the EU's countries and how far are they from it?"
grain = "one indicator, size class, sector and year"
key = ["indicator", "size_class", "sector", "year"]
reads = ["cell", "spread"]
processing = "major"
warnings = ["a cell of low reliability does not count", "fewer than ten countries give no row"]

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"
*/
select
    spread.indicator,
    spread.size_class,
    spread.sector,
    spread.year,
    spread.median_pct,
    spread.deviation_pct,
    spread.countries_count
from spread
inner join cell
    on
        spread.indicator = cell.indicator
        and spread.size_class = cell.size_class
        and spread.sector = cell.sector
        and spread.year = cell.year
where cell.territory = $territory
order by spread.indicator, spread.size_class, spread.sector, spread.year
