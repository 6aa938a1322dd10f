/*
question.it = "Quali celle confronta ogni prova?"
question.en = "Which cells does each test compare?"
grain = "one cell of one test"
key = ["claim", "test", "role"]
reads = ["raw.claim_cells"]
processing = "minor"
warnings = ["without a year: the latest in which all cells of the test were measured"]
*/
select
    claim,
    test,
    role,
    indicator,
    territory,
    size_class,
    sector,
    year::smallint as year,
    position as sort_order
from raw.claim_cells
order by position
