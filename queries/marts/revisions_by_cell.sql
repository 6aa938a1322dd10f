/*
question.it = "Quali celle pubblicate sono nuove, scomparse o cambiate tra due rilasci?"
question.en = "Which published cells are new, gone or changed between two releases?"
grain = "one published cell that is not the same in both releases, the largest revisions first"
key = ["dataset", "indicator", "unit", "size_class", "sector", "territory", "year"]
reads = ["revision"]
processing = "major"
may_be_empty = true
warnings = ["refined: the new value rounds to the old one, which was known to fewer decimals", "releases are named by id, by its first digits, or as shipped or current"]

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

[parameters.dataset]
type = "code"
codes = "dataset"
required = false
example = "isoc_eb_ai"

[parameters.change]
type = "code"
codes = "change"
required = false
example = "revised"
*/
select
    $before::varchar as release_before,
    $after::varchar as release_after,
    dataset,
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    change,
    value_before,
    value_after,
    change_points,
    status_before,
    status_after,
    decimals_count,
    origin
from revision
where
    ($dataset is null or dataset = $dataset)
    and ($change is null or change = $change)
order by
    abs(change_points) desc nulls last,
    change asc,
    dataset asc,
    indicator asc,
    unit asc,
    territory asc,
    sector asc,
    size_class asc,
    year asc
