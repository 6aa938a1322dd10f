/*
question.it = "Quali tesi si mettono alla prova?"
question.en = "Which theses are put to the test?"
grain = "one thesis"
key = ["claim"]
reads = ["raw.claims"]
processing = "minor"
warnings = []
*/
select
    name as claim,
    author,
    title_it,
    title_en,
    text_it,
    text_en,
    settle_it,
    settle_en,
    limits_it,
    limits_en,
    awaiting_it,
    awaiting_en,
    position as sort_order
from raw.claims
order by position
