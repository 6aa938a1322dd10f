/*
question.it = "Quali indicatori del catalogo mancano?"
question.en = "Which indicators of the catalogue are missing?"
rule = "each catalogued indicator has cells of Italy and of the EU"
severity = "warning"
grain = "one catalogued indicator"
key = ["cell"]
reads = ["merged", "catalogued"]
processing = "minor"
warnings = []
*/
select
    concat_ws(' ', catalogued.indicator, catalogued.unit) as cell,
    concat_ws(
        ', ',
        case when count(*) filter (where merged.territory = 'IT') = 0 then 'IT' end,
        case
            when count(*) filter (where merged.territory = 'EU27_2020') = 0
                then 'EU27_2020'
        end
    ) as detail
from catalogued
left join merged
    on
        catalogued.indicator = merged.indicator
        and catalogued.unit = merged.unit
group by catalogued.indicator, catalogued.unit
having detail <> ''
order by cell
