/*
question.it = "Per ogni cella del web, che cosa dice l’indagine della stessa cella?"
question.en = "For each cell of the web, what does the survey say of the same cell?"
grain = "one territory, sector and year"
key = ["territory", "sector", "year"]
reads = ["stg_map_ai", "stg_published", "cell", "stg_origins"]
processing = "major"
warnings = ["web: firms of every size with a classified site; survey: enterprises with 10 or more persons employed", "where the survey has no figure of the same year, the nearest within one year is set apart, never subtracted", "the web total covers all sections, the survey’s total those it surveys"]
*/
with web as (
    select
        territory,
        sector,
        if(length(sector) = 1, 'section', 'division') as sector_level,
        year,
        value as web_pct,
        base_count as web_firms_count,
        'map_ai' as origin_name
    from stg_map_ai
    union all
    select
        territory,
        sector,
        'total' as sector_level,
        year,
        value as web_pct,
        base_count as web_firms_count,
        'published.' || source as origin_name
    from stg_published
    where
        indicator = 'ai_active_website'
        and sector = 'TOTAL'
),

surveyed as (
    select
        territory,
        if(sector = 'C10-S951_X_K', 'TOTAL', sector) as sector,
        year,
        value,
        decimals_count,
        status,
        is_low_reliability,
        origin
    from cell
    where
        indicator = 'E_AI_TANY'
        and size_class = 'GE10'
),

matched as (
    select
        web.territory,
        web.sector,
        web.sector_level,
        web.year,
        web.web_pct,
        web.web_firms_count,
        web.origin_name,
        surveyed.value as survey_pct,
        surveyed.decimals_count as survey_decimals_count,
        surveyed.year as survey_year,
        surveyed.status as survey_status,
        surveyed.is_low_reliability,
        surveyed.origin as survey_origin
    from web
    left join surveyed
        on
            web.territory = surveyed.territory
            and web.sector = surveyed.sector
            and abs(web.year - surveyed.year) <= 1
    qualify
        row_number() over (
            partition by web.territory, web.sector, web.year
            order by abs(web.year - surveyed.year) asc nulls last, surveyed.year desc
        ) = 1
)

select
    matched.territory,
    matched.sector,
    matched.sector_level,
    matched.year,
    matched.web_pct,
    matched.web_firms_count,
    matched.web_pct is null as is_suppressed,
    matched.survey_pct,
    matched.survey_decimals_count,
    matched.survey_year,
    matched.survey_status,
    coalesce(matched.is_low_reliability, false) as is_low_reliability,
    coalesce(matched.year = matched.survey_year, false) as is_same_year,
    if(matched.year = matched.survey_year, matched.web_pct - matched.survey_pct, null)
        as difference_points,
    origins.publisher || ':' || origins.dataset || '@' || origins.vintage as origin,
    matched.survey_origin,
    (
        row_number() over (
            order by
                matched.territory asc,
                matched.sector_level desc,
                matched.sector asc,
                matched.year asc
        )
    )::integer as sort_order
from matched
inner join stg_origins as origins
    on matched.origin_name = origins.origin_name
order by sort_order
