/*
question.it = "Quante celle ha ogni rilevazione nell’uno e nell’altro rilascio?"
question.en = "How many cells has each dataset in either release?"
grain = "one dataset that stands in either release"
key = ["dataset"]
reads = ["cell_before", "cell_after"]
processing = "minor"
warnings = []
*/
with before as (
    select
        dataset,
        count(*) as cells_count,
        max(origin) as origin
    from cell_before
    group by dataset
),

after as (
    select
        dataset,
        count(*) as cells_count,
        max(origin) as origin
    from cell_after
    group by dataset
)

select
    coalesce(after.dataset, before.dataset) as dataset,
    count(*) over () as datasets_count,
    coalesce(before.cells_count, 0) as cells_before_count,
    coalesce(after.cells_count, 0) as cells_after_count,
    coalesce(after.origin, before.origin) as origin
from before
full join after
    on before.dataset = after.dataset
