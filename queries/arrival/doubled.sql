/*
question.it = "Quali celle stanno più volte nel file?"
question.en = "Which cells stand several times in the file?"
grain = "one series with a doubled year"
key = ["indicator", "unit", "size_class", "sector", "territory"]
reads = ["arriving"]
processing = "minor"
warnings = ["years are counted as bits from 1990, which needs a sixteenth of the memory of keys"]
*/
select
    indicator,
    unit,
    size_class,
    sector,
    territory
from arriving
where problem is null
group by indicator, unit, size_class, sector, territory
having count(*) > bit_count(bit_or(1::ubigint << (year - 1990)::ubigint))
order by indicator, unit, size_class, sector, territory
limit 1
