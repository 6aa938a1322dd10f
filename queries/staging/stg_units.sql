/*
question.it = "Quali unità di misura esistono?"
question.en = "Which units are there?"
grain = "one unit"
key = ["unit"]
reads = ["raw.units"]
processing = "minor"
warnings = []
*/
select
    code as unit,
    label_it,
    label_en,
    short_it,
    short_en,
    denominator_it,
    denominator_en
from raw.units
order by unit
