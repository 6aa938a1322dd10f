/*
question.it = "Quali cifre l’editore non serve più?"
question.en = "Which figures does the publisher no longer serve?"
rule = "each indicator keeps the cells that it had"
severity = "warning"
grain = "one indicator and unit"
key = ["cell"]
reads = ["merged", "present"]
processing = "minor"
warnings = []
*/
select
    concat_ws(' ', present.indicator, present.unit) as cell,
    concat(
        count(*), ' (', min(present.year), '–', max(present.year), ')'
    ) as detail
from present
left join merged
    on
        present.indicator = merged.indicator
        and present.unit = merged.unit
        and present.size_class = merged.size_class
        and present.sector = merged.sector
        and present.territory = merged.territory
        and present.year = merged.year
where merged.indicator is null
group by present.indicator, present.unit
order by cell
