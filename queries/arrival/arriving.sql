/*
question.it = "Che cosa dice ogni riga del file dell’editore, nei nostri termini?"
question.en = "What does each line of the publisher's file say, in our terms?"
grain = "one line of the file"
key = []
reads = ["lines"]
processing = "minor"
warnings = ["a number that is not plain is read with thousands or a decimal comma", "problem is empty for a cell that can be kept"]
*/
with spelled as (
    select
        nullif(trim(indicator), '') as indicator,
        try_cast(unit as unit_known) as unit,
        try_cast(size_class as size_class_known) as size_class,
        try_cast(sector as sector_known) as sector,
        try_cast(territory as territory_known) as territory,
        try_cast(period as smallint) as year,
        coalesce(
            try_cast(value as double),
            case
                when value is null then null
                when regexp_full_match(value, '-?\d{1,3}([,\s\x{00a0}]\d{3})+(\.\d+)?')
                    then try_cast(regexp_replace(value, '[^\d.-]', '', 'g') as double)
                when regexp_full_match(value, '-?\d{1,3}(\.\d{3})+,\d+')
                    then try_cast(
                        replace(replace(value, '.', ''), ',', '.') as double
                    )
                when regexp_full_match(value, '-?\d+,\d{1,2}')
                    then try_cast(replace(value, ',', '.') as double)
            end
        ) as value,
        case
            when flags is null or flags = '' then null
            when length(flags) = 1 and flags between 'a' and 'z' then flags
            else nullif(regexp_replace(lower(flags), '[^a-z]', '', 'g'), '')
        end as status,
        value as spelling,
        period,
        frequency,
        confidentiality,
        is_other
    from lines
)

select
    indicator,
    unit,
    size_class,
    sector,
    territory,
    year,
    value,
    status,
    (
        case
            -- Nearly every line, told first: none of the reasons below can hold for it.
            when
                not is_other
                and frequency = 'A'
                and year between 1990 and 2050
                and value between 0 and 100
                and indicator is not null
                and unit is not null
                and size_class is not null
                and sector is not null
                and territory is not null
                and coalesce(status, 'b')
                in ('b', 'c', 'd', 'e', 'f', 'i', 'm', 'n', 'p', 'u')
                then null
            when is_other then 'other_line'
            when value is null or isnan(value)
                then
                    case
                        when confidentiality not in ('', 'F') then 'confidential'
                        when spelling is null then 'no_value'
                        when
                            regexp_full_match(
                                spelling, '\s*(:|-|\.\.|[Nn]a[Nn])?\s*[a-z]*\s*'
                            )
                            then 'no_value'
                        else 'bad_value'
                    end
            when frequency <> 'A' or period like '____-%' then 'not_annual'
            when year is null or year not between 1990 and 2050 then 'bad_year'
            when indicator is null then 'no_indicator'
            when unit is null then 'unknown_unit'
            when size_class is null then 'unknown_size_class'
            when sector is null then 'unknown_sector'
            when territory is null then 'unknown_territory'
            when not isfinite(value) or value < 0 or value > 100 then 'out_of_range'
            when translate(status, 'bcdefimnpu', '') <> ''
                then 'unknown_status'
        end
    )::problem as problem
from spelled
