/*
question.it = "Quali fonti sono comprese e quali mancano?"
question.en = "Which datasets are here and which are wanted?"
grain = "one dataset"
key = ["dataset"]
reads = ["raw.datasets"]
processing = "minor"
warnings = []
*/
select
    name as dataset,
    publisher,
    title_it,
    title_en,
    status as dataset_status,
    gives_it,
    gives_en,
    nearest as nearest_datasets,
    themes
from raw.datasets
order by dataset
