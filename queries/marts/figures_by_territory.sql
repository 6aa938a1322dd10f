/*
question.it = "Quali cifre ha un territorio, di ogni indicatore del catalogo e di ogni anno?"
question.en = "Which figures does a territory have, of every catalogued indicator and year?"
grain = "one indicator, sector, size class and year"
key = ["indicator", "sector", "size_class", "year"]
reads = ["cell"]
long = true
processing = "minor"
warnings = ["percentages of different units, index versions or populations may not be compared", "no line may cross a break that the publisher flags"]

[parameters.territory]
type = "code"
codes = "territory"
required = true
example = "IT"
*/
select
    indicator,
    sector,
    size_class,
    territory,
    year,
    value,
    unit,
    status,
    caveats,
    lineage,
    is_low_reliability,
    decimals_count,
    sector_level,
    origin
from cell
where territory = $territory
order by indicator, sector, size_class, year
