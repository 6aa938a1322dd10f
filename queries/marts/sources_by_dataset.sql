/*
question.it = "Quali fonti ci sono, con quale licenza, e quali mancano?"
question.en = "Which sources are there, under which licence, and which are missing?"
grain = "one dataset"
key = ["dataset"]
reads = ["stg_datasets", "stg_origins"]
processing = "minor"
warnings = []
*/
select
    datasets.dataset,
    datasets.publisher,
    datasets.title_it,
    datasets.title_en,
    datasets.dataset_status,
    datasets.gives_it,
    datasets.gives_en,
    datasets.nearest_datasets,
    datasets.themes,
    origins.licence,
    origins.citation,
    origins.vintage,
    origins.reached_us,
    origins.is_direct,
    origins.limits_it,
    origins.limits_en,
    origins.sha256,
    origins.rows_count
from stg_datasets as datasets
left join stg_origins as origins
    on datasets.dataset = origins.origin_name
order by datasets.dataset_status, datasets.dataset
