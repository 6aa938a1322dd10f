/*
question.it = "Quali indicatori del catalogo ci sono in questa versione dei dati?"
question.en = "Which indicators of the catalogue are in this release?"
grain = "one curated indicator"
key = ["indicator"]
reads = ["stg_indicators", "stg_survey", "stg_origins"]
processing = "minor"
warnings = ["an awaited indicator is left out until a cell of it arrives", "caveats about how the first copy reached us end when the publisher's own file arrives"]
*/
with published as (
    select distinct
        dataset,
        indicator as publisher_code,
        unit
    from stg_survey
),

lasting as (
    select
        indicator,
        list_filter(
            caveats,
            lambda caveat: caveat not in (
                'few_sizes', 'eu28_only', 'press_quoted', 'typed_by_hand'
            )
        ) as caveats
    from stg_indicators
),

direct as (
    select origin_name as dataset
    from stg_origins
    where is_direct
)

select
    indicators.indicator,
    indicators.publisher_code,
    indicators.datasets,
    indicators.unit,
    indicators.theme,
    indicators.better,
    indicators.index_version,
    indicators.component_of,
    indicators.label_it,
    indicators.label_en,
    indicators.predicate_it,
    indicators.predicate_en,
    indicators.definition_it,
    indicators.definition_en,
    indicators.index_band,
    indicators.sort_order,
    case
        when direct.dataset is null then indicators.caveats
        else lasting.caveats
    end as caveats
from stg_indicators as indicators
inner join lasting
    on indicators.indicator = lasting.indicator
left join direct
    on indicators.datasets[1] = direct.dataset
where
    not indicators.is_awaited
    or exists (
        select published.dataset
        from published
        where
            published.publisher_code = indicators.publisher_code
            and published.unit = indicators.unit
            and list_contains(indicators.datasets, published.dataset::varchar)
    )
order by indicators.sort_order
