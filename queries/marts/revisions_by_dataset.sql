/*
question.it = "Quante celle di ogni rilevazione sono cambiate tra due rilasci?"
question.en = "How many cells of each dataset changed between two releases?"
grain = "one dataset that is not the same in both releases"
key = ["dataset"]
reads = ["compared", "revision"]
processing = "major"
may_be_empty = true
warnings = ["the largest change is that of revised cells alone, with its sign left out"]

[parameters.before]
type = "release"
codes = "release"
required = true
example = "shipped"

[parameters.after]
type = "release"
codes = "release"
required = true
example = "current"
*/
select
    $before::varchar as release_before,
    $after::varchar as release_after,
    compared.dataset,
    compared.datasets_count,
    compared.cells_before_count,
    compared.cells_after_count,
    count(*) filter (where revision.change = 'revised') as revised_count,
    count(*) filter (where revision.change = 'refined') as refined_count,
    count(*) filter (where revision.change = 'reflagged') as reflagged_count,
    count(*) filter (where revision.change = 'new') as new_count,
    count(*) filter (where revision.change = 'gone') as gone_count,
    max(abs(revision.change_points)) filter (
        where revision.change = 'revised'
    ) as largest_points,
    compared.origin
from compared
inner join revision
    on compared.dataset = revision.dataset
group by
    compared.dataset,
    compared.datasets_count,
    compared.cells_before_count,
    compared.cells_after_count,
    compared.origin
order by revised_count desc, largest_points desc nulls last, compared.dataset asc
