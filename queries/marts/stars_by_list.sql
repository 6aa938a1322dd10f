/*
question.it = "Quali elenchi distinguono gli alberghi per stelle?"
question.en = "Which directories tell hotels apart by stars?"
grain = "one list"
key = ["source"]
reads = ["stg_directories"]
processing = "minor"
warnings = ["declared in a directory: no site was visited"]
*/
select
    source,
    territory,
    sum(denominator_count)::integer as denominator_count
from stg_directories
where
    size_proxy = 'stars'
    and sector = 'I55.1'
    and indicator = 'website_declared'
group by source, territory
order by source
