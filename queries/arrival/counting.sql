/*
question.it = "Quante imprese conta ogni riga del file dell’editore?"
question.en = "How many enterprises does each line of the publisher's file count?"
grain = "one line of the file"
key = []
reads = ["lines"]
processing = "minor"
warnings = ["problem is empty for a count that can be kept", "size classes are the publisher's own"]
*/
with spelled as (
    select
        size_class,
        trim(sector) as sector,
        indicator,
        frequency,
        confidentiality,
        period,
        value as spelling,
        try_cast(territory as territory_known) as territory,
        try_cast(period as smallint) as year,
        try_cast(
            regexp_replace(value, '[\s\x{00a0}]', '', 'g') as double
        ) as value
    from lines
)

select
    territory,
    sector,
    size_class,
    year,
    value::bigint as enterprises_count,
    case
        when indicator <> $indicator then 'other_indicator'
        when size_class not in (
            '0-9', '10-19', '20-49', '10-49', '50-249', '10-249', 'GE250', 'GE10',
            'TOTAL'
        ) then 'other_size_class'
        when
            sector <> 'B-S_X_O_S94' and try_cast(sector as sector_known) is null
            then 'other_sector'
        when confidentiality not in ('', 'F') and value is null then 'confidential'
        when
            spelling is null
            or regexp_full_match(spelling, '\s*(:|-|\.\.)?\s*[a-z]{0,3}\s*')
            then 'no_value'
        when value is null then 'bad_value'
        when frequency <> 'A' or period like '____-%' then 'not_annual'
        when year is null or year not between 1990 and 2050 then 'bad_year'
        when territory is null then 'unknown_territory'
        when not isfinite(value) or value < 0 or value <> round(value)
            then 'not_a_count'
    end as problem
from spelled
