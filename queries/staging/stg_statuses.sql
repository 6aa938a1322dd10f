/*
question.it = "Che cosa vogliono dire le note di stato?"
question.en = "What do the observation statuses mean?"
grain = "one status letter"
key = ["status"]
reads = ["raw.statuses"]
processing = "minor"
warnings = []
*/
select
    code as status,
    label_it,
    label_en,
    meaning_it,
    meaning_en
from raw.statuses
order by status
