/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each code stands once in its reference table"
grain = "one doubled code"
key = ["file", "code"]
reads = ["stg_sectors", "stg_size_classes", "stg_territories", "stg_units", "stg_statuses", "stg_caveats"]
processing = "minor"
warnings = []
*/
with codes as (
    select
        'reference/sectors.csv' as file,
        sector as code
    from stg_sectors
    union all
    select
        'reference/size_classes.csv' as file,
        size_class as code
    from stg_size_classes
    union all
    select
        'reference/territories.csv' as file,
        territory as code
    from stg_territories
    union all
    select
        'reference/units.csv' as file,
        unit as code
    from stg_units
    union all
    select
        'reference/statuses.csv' as file,
        status as code
    from stg_statuses
    union all
    select
        'reference/caveats.csv' as file,
        caveat as code
    from stg_caveats
)

select
    file,
    code,
    count(*) as copies_count
from codes
group by file, code
having count(*) > 1
order by file, code
