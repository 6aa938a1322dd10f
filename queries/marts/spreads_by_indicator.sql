/*
question.it = "Qual è la mediana dei Paesi dell’UE per ogni cifra, e quanto se ne scostano?"
question.en = "What is the median of the EU's countries for each figure, and how far are they from it?"
grain = "one indicator, size class, sector and year"
key = ["indicator", "size_class", "sector", "year"]
reads = ["spread"]
long = true
processing = "major"
warnings = ["a cell of low reliability does not count", "fewer than ten countries give no row"]

[parameters.indicator]
type = "codes"
codes = "indicator"
required = false
example = ["E_AI_TANY"]
*/
select
    indicator,
    size_class,
    sector,
    year,
    median_pct,
    deviation_pct,
    countries_count
from spread
where $indicator is null or list_contains($indicator::varchar[], indicator)
order by indicator, size_class, sector, year
