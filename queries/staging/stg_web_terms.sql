/*
question.it = "Come si chiamano i codici delle cifre dal web?"
question.en = "What are the codes of the figures from the web called?"
grain = "one code of one kind"
key = ["term_kind", "code"]
reads = ["raw.web_terms"]
processing = "minor"
warnings = []
*/
select
    kind as term_kind,
    code,
    nullif(topic, '') as topic,
    sort_order::integer as sort_order,
    label_it,
    label_en
from raw.web_terms
order by term_kind, sort_order
