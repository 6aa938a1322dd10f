/*
question.it = "Che cosa vogliono dire le avvertenze?"
question.en = "What do the caveats mean?"
grain = "one caveat or lineage code"
key = ["caveat"]
reads = ["raw.caveats"]
processing = "minor"
warnings = []
*/
select
    code as caveat,
    kind as caveat_kind,
    label_it,
    label_en
from raw.caveats
order by caveat
