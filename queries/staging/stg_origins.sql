/*
question.it = "Da dove viene ogni file?"
question.en = "Where does each file come from?"
grain = "one data file"
key = ["origin_name"]
reads = ["raw.origins"]
processing = "minor"
warnings = []
*/
select
    name as origin_name,
    publisher,
    code as dataset,
    title_it,
    title_en,
    licence,
    citation,
    vintage,
    reached_us,
    is_direct,
    limits_it,
    limits_en,
    sha256,
    rows::integer as rows_count
from raw.origins
order by origin_name
