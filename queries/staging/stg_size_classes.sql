/*
question.it = "Quali classi di addetti esistono?"
question.en = "Which size classes are there?"
grain = "one size class"
key = ["size_class"]
reads = ["raw.size_classes"]
processing = "minor"
warnings = []
*/
select
    code::size_class_code as size_class,
    lower::integer as lower_count,
    upper::integer as upper_count,
    is_sme::boolean as is_sme,
    parent as size_class_parent,
    sort_order::integer as sort_order,
    label_it,
    label_en,
    short_it,
    short_en,
    subject_it,
    subject_en
from raw.size_classes
order by sort_order
