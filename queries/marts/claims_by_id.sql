/*
question.it = "Quali tesi dell’articolo e dei commenti si mettono alla prova?"
question.en = "Which theses of the article and the comments are put to the test?"
grain = "one thesis"
key = ["claim"]
reads = ["stg_claims"]
processing = "minor"
warnings = ["the verdict is computed from the tests, and is not among the data"]
*/
select
    claim,
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
    sort_order
from stg_claims
order by sort_order
