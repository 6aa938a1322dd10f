/*
question.it = "Per un indicatore, quali anni, classi, settori e territori sono stati misurati?"
question.en = "For one indicator, which years, size classes, sectors and territories were measured?"
grain = "one code of one dimension"
key = ["code_list", "code"]
reads = ["choice"]
processing = "minor"
warnings = []

[parameters.indicator]
type = "code"
codes = "indicator"
required = true
example = "E_AI_TANY"
*/
select
    code_list,
    code,
    cells_count,
    cells_italy_count
from choice
where indicator = $indicator
order by code_list, sort_order
