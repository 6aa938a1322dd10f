"""Which copy of a cell is kept, and what is prepared of cells, beside a plain reading in Python."""

from __future__ import annotations

from collections import defaultdict
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


def test_segments_count_the_breaks_of_their_series(warehouse: Warehouse) -> None:
    """A cell's segment is the number of breaks of its series up to its year."""
    cells = warehouse.ask(
        "select indicator, size_class, sector, territory, year, has_break, segment from cell "
        "order by all",
        {},
    ).rows
    for _, series in groupby(cells, key=lambda cell: cell[:4]):
        breaks = 0
        for *_, has_break, segment in series:
            breaks += has_break
            assert segment == breaks
    assert max(cell[-1] for cell in cells) > 1


def test_years_that_are_found_at_the_start(warehouse: Warehouse) -> None:
    """The latest with two size classes; of a profile the latest with most of its three cells."""
    sizes, found = defaultdict(int), set()
    for territory, sector, indicator, year, size in warehouse.ask(
        "select territory, sector, indicator, year, size_class from cell", {}
    ).rows:
        sizes[territory, sector, indicator, year] += 1
        if size == "GE10":
            found.add((territory, sector, indicator, year))
    latest: dict[tuple, int] = {}
    for (*key, year), classes in sizes.items():
        if classes > 1:
            latest[tuple(key)] = max(year, latest.get(tuple(key), 0))
    crossed = warehouse.ask("select territory, sector, indicator, year from crossed", {}).rows
    assert {row[:3]: row[3] for row in crossed} == latest
    best: dict[tuple, tuple] = {}
    for territory, sector, indicator, year in found:
        if territory == "IT":
            beside = [("EU27_2020", sector), ("IT", "C10-S951_X_K")]
            held = sum((*place, indicator, year) in found for place in beside)
            best[sector, indicator] = max((held, year), best.get((sector, indicator), (0, 0)))
    profiled = warehouse.ask("select sector, indicator, year from profiled", {}).rows
    assert {row[:2]: row[2] for row in profiled} == {key: year for key, (_, year) in best.items()}


def test_cells_lie_in_blocks_of_indicators(warehouse: Warehouse) -> None:
    """In the order that finds them without a look at the whole table; a join could undo it."""
    places = "enum_code(indicator) // 32, enum_code(territory), enum_code(indicator)"
    lie = list(warehouse.ask(f"select {places} from cell order by rowid", {}).rows)
    assert len(lie) > 50_000
    assert lie == sorted(lie)
    assert len({block for block, _territory, _indicator in lie}) > 4
