/*
question.it = "Come si chiama ogni codice, nelle due lingue?"
question.en = "What is each code called, in both languages?"
grain = "one code of one code list"
key = ["code_list", "code"]
reads = ["naming"]
long = true
processing = "minor"
warnings = []
*/
select
    code_list,
    code,
    level_name,
    parent,
    sort_order,
    label_it,
    label_en,
    short_it,
    short_en,
    phrase_it,
    phrase_en
from naming
order by code_list, sort_order, code
