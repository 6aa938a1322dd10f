/*
question.it = "Quali indicatori sono versioni dello stesso indice?"
question.en = "Which indicators are versions of one index?"
grain = "one indicator and one version beside it, itself among them"
key = ["indicator", "same_index"]
reads = ["curated"]
processing = "minor"
warnings = ["versions of an index stand side by side and are never one line"]
*/
select
    asked.indicator,
    same.indicator as same_index,
    same.index_version
from curated as asked
inner join curated as same
    on
        asked.indicator = same.indicator
        or asked.index_band = same.index_band
order by asked.indicator, same.indicator
