/*
question.it = "Quali cifre misurate pesano su ogni tesi?"
question.en = "Which measured figures bear on each thesis?"
grain = "one measured cell of one test"
key = ["claim", "test", "role"]
reads = ["tested"]
processing = "major"
warnings = ["a cell that was not measured has no row", "two cells with a break between their years may not be compared"]

[parameters.claim]
type = "code"
codes = "claim"
required = false
example = "trap"
*/
select
    claim,
    test,
    role,
    indicator,
    territory,
    size_class,
    sector,
    year,
    value,
    unit,
    status,
    caveats,
    lineage,
    is_low_reliability,
    is_provisional,
    decimals_count,
    origin,
    index_version,
    breaks_count
from tested
where $claim is null or claim = $claim
order by sort_order
