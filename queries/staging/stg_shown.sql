/*
question.it = "Quali cifre di contesto si mostrano, accanto a che cosa?"
question.en = "Which figures of context are shown, and beside what?"
grain = "one shown figure"
key = ["figure"]
reads = ["raw.shown"]
processing = "minor"
warnings = []
*/
select
    figure::smallint as figure,
    claims,
    sectors,
    said_it,
    said_en,
    position as sort_order
from raw.shown
order by position
