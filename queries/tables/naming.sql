/*
question.it = "Come si chiama ogni codice, nelle due lingue?"
question.en = "What is each code called, in both languages?"
grain = "one code of one code list"
key = ["code_list", "code"]
reads = ["stg_sectors", "stg_size_classes", "stg_territories", "stg_units", "stg_statuses", "stg_caveats", "stg_web_terms"]
processing = "minor"
warnings = []
*/
with labels as (
    select
        'sector' as code_list,
        sector as code,
        sector_level as level_name,
        sector_parent as parent,
        sort_order,
        label_it,
        label_en,
        short_it,
        short_en,
        label_it as phrase_it,
        label_en as phrase_en
    from stg_sectors
    union all
    select
        'size_class' as code_list,
        size_class as code,
        if(is_sme, 'sme', 'other') as level_name,
        size_class_parent as parent,
        sort_order,
        label_it,
        label_en,
        short_it,
        short_en,
        subject_it as phrase_it,
        subject_en as phrase_en
    from stg_size_classes
    union all
    select
        'territory' as code_list,
        territory as code,
        territory_kind as level_name,
        territory_parent as parent,
        sort_order,
        label_it,
        label_en,
        label_it as short_it,
        label_en as short_en,
        in_it as phrase_it,
        in_en as phrase_en
    from stg_territories
    union all
    select
        'unit' as code_list,
        unit as code,
        'unit' as level_name,
        null as parent,
        0 as sort_order,
        label_it,
        label_en,
        short_it,
        short_en,
        denominator_it as phrase_it,
        denominator_en as phrase_en
    from stg_units
    union all
    select
        'status' as code_list,
        status as code,
        'status' as level_name,
        null as parent,
        0 as sort_order,
        label_it,
        label_en,
        label_it as short_it,
        label_en as short_en,
        meaning_it as phrase_it,
        meaning_en as phrase_en
    from stg_statuses
    union all
    select
        caveat_kind as code_list,
        caveat as code,
        caveat_kind as level_name,
        null as parent,
        0 as sort_order,
        label_it,
        label_en,
        label_it as short_it,
        label_en as short_en,
        label_it as phrase_it,
        label_en as phrase_en
    from stg_caveats
    union all
    select
        'web_' || term_kind as code_list,
        code,
        coalesce(topic, term_kind) as level_name,
        null as parent,
        sort_order,
        label_it,
        label_en,
        label_it as short_it,
        label_en as short_en,
        label_it as phrase_it,
        label_en as phrase_en
    from stg_web_terms
)

select
    code_list,
    code,
    level_name,
    parent,
    sort_order,
    label_it,
    label_en,
    short_it,
    short_en,
    phrase_it,
    phrase_en
from labels
order by code_list, sort_order, code
