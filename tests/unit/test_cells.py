"""Which copy of a cell is kept, beside a plain reading of the rule in Python."""

from __future__ import annotations

from itertools import groupby

from divario.store import Warehouse
from tests.conftest import DataCopy

LINEAGES = ("extract", "typed_from_extract", "published_article")
COPIES = """
select
    curated.indicator, survey.size_class, sectors.sector_equivalent as sector, survey.territory,
    survey.year, survey.lineage, survey.vintage, survey.dataset, survey.value
from stg_survey as survey
inner join curated
    on survey.indicator = curated.publisher_code and survey.unit = curated.unit
    and list_contains(curated.datasets, survey.dataset::varchar)
inner join stg_sectors as sectors on survey.sector = sectors.sector
where curated.theme in ('ai', 'intensity')
order by all
"""
KEPT = """
select indicator, size_class, sector, territory, year, dataset, value
from cell
where indicator in (select indicator from curated where theme in ('ai', 'intensity'))
order by all
"""
KEY = 5


def worth(copy: tuple) -> tuple:
    """Where a copy stands: lineage, then the newest vintage, then the dataset's name."""
    lineage, vintage, dataset = copy[KEY : KEY + 3]
    rank = LINEAGES.index(lineage) if lineage in LINEAGES else len(LINEAGES)
    return rank, [-ord(letter) for letter in vintage or ""] or [1], dataset


def test_of_several_copies_of_a_cell_the_best_is_kept(warehouse: Warehouse) -> None:
    """Each cell once, from the copy that the rule names, also where two codes are one sector."""
    expected, doubled = [], 0
    copies = warehouse.ask(COPIES, {}).rows
    for key, same in groupby(copies, key=lambda copy: copy[:KEY]):
        own = sorted(same, key=worth)
        doubled += len(own) > 1
        expected.append((*key, own[0][KEY + 2], own[0][-1]))
    assert doubled > 1_000
    assert warehouse.ask(KEPT, {}).rows == tuple(expected)


ONE = "indicator = 'E_AI_TANY' and unit = 'PC_ENT' and size_class = 'GE10' and year = 2025"
SECOND = "select * replace ('0035' as sector, {changed}) from cells where " + ONE
COPIED = {
    "DE": "26.0 as value, '2027-01' as vintage",
    "FR": "18.0 as value, '2020-01' as vintage",
    "IT": "17.0 as value, '2027-01' as vintage, 'published_article' as lineage",
}


def test_two_codes_of_one_sector_are_one_cell(small_data: DataCopy) -> None:
    """Istat's 0035 is C10-S951_X_K: the newer extract is kept, and an extract before an article."""
    parts = [
        f"{SECOND.format(changed=changed)} and sector = 'C10-S951_X_K' and territory = '{place}'"
        for place, changed in COPIED.items()
    ]
    small_data.rewrite(
        "survey/isoc_eb_ai.parquet", " union all by name ".join(["select * from cells", *parts])
    )
    small_data.seal()
    kept = small_data.open().ask(
        f"select territory, value from cell where {ONE} and sector = 'C10-S951_X_K' "
        "and territory in ('DE', 'FR', 'IT') order by territory",
        {},
    )
    assert kept.rows == (("DE", 26.0), ("FR", 18.16), ("IT", 16.4))
