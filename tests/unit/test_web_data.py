"""What websites show: the shipped figures row by row, what is refused, and own crawls beside."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from divario import provenance, queries, store
from divario.errors import DataRefused, WrongParameter
from divario.schema import OWN_CRAWL_COLUMNS
from divario.store import Warehouse
from tests.conftest import DataCopy

MAP_AI, LISTS = "crawl/map_ai.parquet", "crawl/directories.parquet"
PUBLISHED, RECORD = "crawl/published.csv", "crawl/published.origin.toml"
OWN = "crawl/own_towns.parquet"
HOTELS = {"source": "accommodation", "sector": "I55.1", "size_proxy": "rooms"}
ORIGIN = """publisher = "A crawler"
code = "towns"
title.it = "Visita di prova"
title.en = "Trial crawl"
licence = "CC BY 4.0"
citation = "A crawler, Trial crawl (towns), 2026"
vintage = "2026-10"
reached_us = "crawled"
limits.it = "Una prova."
limits.en = "A trial."
sha256 = "0"
rows = 0
"""
# 8 of 20 sites are windows; 3 of 20 work; in construction 9 sites only, and so nothing is said.
# Of small firms 10 sites were read: all over HTTPS, two sell. Division I55 is part of section I.
CELLS = (
    ("window_only", "TOTAL", 8, 20, 40.0, 21.88, 61.34, "sites", False),
    ("working_tool", "TOTAL", 3, 20, 15.0, 5.24, 36.04, "sites", False),
    ("epidermic", "TOTAL", None, 9, None, None, None, "sites", True),
    ("working_tool", "F", None, 9, None, None, None, "sites", True),
    ("working_tool", "I", 3, 11, 27.27, 9.75, 56.56, "sites", False),
    ("working_tool", "I55", 3, 10, 30.0, 10.78, 60.32, "sites", False),
    ("working_tool", "TOTAL", 3, 30, 10.0, 3.46, 25.62, "firms", False),
    ("https", "TOTAL", 18, 20, 90.0, 69.9, 97.21, "sites", False),
    ("https", "TOTAL:10-49", 10, 10, 100.0, 72.25, 100.0, "sites", False),
    ("ecommerce", "TOTAL", 3, 20, 15.0, 5.24, 36.04, "sites", False),
    ("ecommerce", "TOTAL:10-49", 2, 10, 20.0, 5.67, 50.98, "sites", False),
)


def with_own_crawl(data: DataCopy, cells: tuple = CELLS) -> DataCopy:
    """The same data with the file of a crawl, sealed."""
    path = data.file(OWN)
    columns = ", ".join(f'"{name}" {kind}' for name, kind in OWN_CRAWL_COLUMNS.items())
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"create table own ({columns})")
        for indicator, place, part, whole, value, low, high, base, is_suppressed in cells:
            sector, _, size = place.partition(":")
            row = ["towns", indicator, sector, size or "TOTAL", "TOTAL", 2026, part, whole]
            row += [value, low, high, base, is_suppressed]
            connection.execute(f"insert into own values ({', '.join('?' * len(row))})", row)
        connection.execute(f"copy own to '{path}' (format parquet)")
    provenance.origin_path(path).write_text(ORIGIN, encoding="utf-8")
    data.seal()
    return data


def pair(**asked: object) -> list[dict]:
    """Cells of survey and web."""
    return queries.run("pairs_by_sector", **asked).records


def test_every_row_ships_with_origin_population_and_method(warehouse: Warehouse) -> None:
    """4,794 cells of MAP-AI, 348 published figures of 50 sources, 7,049 counts of ten lists."""
    count = "select count(*) from {}"
    tables = {"stg_map_ai": 4794, "stg_published": 348, "stg_directories": 7049}
    for table, rows in tables.items():
        assert warehouse.ask(count.format(table), {}).rows == ((rows,),), table
    published = queries.run("published_by_topic")
    assert len(published.rows) == 348 and len(published.origins) == 50
    for row in published.records:
        assert row["population"] and row["method"] and row["citation"] and row["source_kind"]
    marks = Counter(
        code for row in published.records for code in (row["weaknesses"] or "").split(",")
    )
    assert (marks["press"], marks["undocumented"], marks["definition"]) == (146, 48, 8)
    for source in warehouse.codes["directory_source"]:
        answer = queries.run("declared_by_size", source=source)
        (origin,) = answer.origins
        assert origin.limits["en"].startswith("Declared in a directory: no site was visited.")
        assert origin.limits["it"].startswith(
            "Dichiarato in un elenco: nessun sito è stato visitato."
        )


def test_german_construction_2024_has_both_sides() -> None:
    """6.9% of 73,988 firms on the web; the survey has that cell for 2025 only, and is not moved."""
    (row,) = pair(territory="DE", sector="F", year=2024)
    assert (row["web_pct"], row["web_firms_count"]) == (6.8714, 73988)
    assert (row["survey_pct"], row["survey_year"]) == (14.28, 2025)
    assert row["is_same_year"] is False and row["difference_points"] is None
    assert row["survey_origin"].startswith("Eurostat:isoc_eb_ain2@")


def test_pairs_of_one_year_have_their_difference() -> None:
    """France by section in 2021, 2023 and 2024, and four totals of 2024: 37 cells, no other."""
    rows = queries.run("disagreements_by_cell").records
    assert Counter((row["territory"], row["year"]) for row in rows) == {
        ("FR", 2021): 11,
        ("FR", 2023): 11,
        ("FR", 2024): 12,
        **{(code, 2024): 1 for code in ("BE", "DE", "LU")},
    }
    first = rows[0]
    assert (first["territory"], first["sector"], first["survey_pct"]) == ("BE", "TOTAL", 24.71)
    assert first["difference_points"] == pytest.approx(7.64 - 24.71)
    apart = [abs(row["difference_points"]) for row in rows]
    assert apart == sorted(apart, reverse=True)


def test_a_share_that_was_withheld_stays_withheld() -> None:
    """Under 30 firms the authors give no share: the base stands alone."""
    withheld = [row for row in pair(territory="LU", level="division") if row["is_suppressed"]]
    assert len(withheld) > 50
    assert all(row["web_pct"] is None and row["web_firms_count"] < 30 for row in withheld)


@pytest.mark.parametrize(
    ("size", "indicator", "part", "whole"),
    [
        ("ROOMS_1-9", "website_declared", 601, 885),  # 67.9%
        ("ROOMS_100+", "website_declared", 290, 295),  # 98.3%
        ("ROOMS_1-9", "email_free_provider", 309, 821),  # 37.6%
        ("ROOMS_100+", "email_free_provider", 4, 293),  # 1.4%
    ],
)
def test_hotels_by_rooms(size: str, indicator: str, part: int, whole: int) -> None:
    rows = queries.run("declared_by_size", **HOTELS, indicator=[indicator]).records
    (row,) = [row for row in rows if row["size_class"] == size]
    assert (row["numerator_count"], row["denominator_count"]) == (part, whole)
    assert row["value"] == pytest.approx(100 * part / whole)


def test_startups_without_a_class_are_counted_apart() -> None:
    asked = {"source": "startups", "territory": "IT", "sector": "TOTAL", "size_proxy": "persons"}
    rows = queries.run("declared_by_size", **asked, indicator=["website_declared"]).records
    bases = {row["size_class"]: row["denominator_count"] for row in rows}
    assert (bases["TOTAL"], bases["0-9"], bases["10-49"], bases["NA"]) == (10987, 3894, 242, 6845)


def test_ranges_of_the_audit_stay_ranges() -> None:
    rows = queries.run("published_by_topic", source="twitter_audit").records
    assert [(row["value"], row["low"], row["high"]) for row in rows] == [
        (None, 30.0, 35.0),
        (None, 20.0, 25.0),
        (None, 20.0, 25.0),
        (None, 15.0, 30.0),
    ]
    assert {row["period"] for row in rows} == {"circa 2012"}
    assert all("undocumented" in row["weaknesses"] for row in rows)


def in_published(figure: int, **changes: str) -> Callable[[DataCopy], None]:
    """A spoiler that changes columns of one published figure."""

    def spoil(data: DataCopy) -> None:
        path = data.file(PUBLISHED)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[figure - 1] |= changes
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return spoil


def in_parquet(name: str, where: str, column: str, value: str) -> Callable[[DataCopy], None]:
    """A spoiler that changes one column of some rows of a Parquet file."""
    changed = f"(case when {where} then {value} else {column} end)::{{kind}} as {column}"

    def spoil(data: DataCopy) -> None:
        kind = {"value": "double", "sector": "varchar"}.get(column, "integer")
        data.rewrite(name, f"select * replace ({changed.format(kind=kind)}) from cells")

    return spoil


FARM = "source = 'liguria' and sector = 'A01-SALE' and indicator = 'tld_it'"
CELL = "territory = 'DE' and sector = 'F' and year = 2024"
SMALL = "territory = 'LU' and sector = 'A02' and year = 2016"
OWN_ROW = ("working_tool", "TOTAL", 3, 20, 15.0, 5.24, 36.04, "sites", False)


@pytest.mark.parametrize(
    ("spoil", "file", "rule"),
    [
        (in_parquet(MAP_AI, CELL, "value", "100.5"), MAP_AI, "within 0 and 100"),
        (in_parquet(MAP_AI, CELL, "value", "null"), MAP_AI, "within 0 and 100"),
        (in_parquet(MAP_AI, SMALL, "value", "12.5"), MAP_AI, "within 0 and 100"),
        (in_parquet(MAP_AI, CELL, "sector", "'F99'"), MAP_AI, "has a name"),
        (in_parquet(MAP_AI, CELL, "sector", "'G'"), MAP_AI, "stands once"),
        (in_parquet(LISTS, FARM, "numerator_count", "500"), LISTS, "within 0 and 100"),
        (in_parquet(LISTS, FARM, "denominator_count", "9"), LISTS, "within 0 and 100"),
        (in_published(1, value="101"), PUBLISHED, "within 0 and 100"),
        (in_published(1, value=""), PUBLISHED, "within 0 and 100"),
        (in_published(345, value_low="40"), PUBLISHED, "within 0 and 100"),
        (in_published(1, weaknesses="gossip"), PUBLISHED, "has a name"),
        (in_published(1, source="nobody"), "crawl/published", "each source of a gathered file"),
        (in_published(1, year="long ago"), PUBLISHED, "of another type"),
        (
            lambda data: data.replace(
                RECORD, "sources.cbs_internet.code", "sources.cbs_internet.c0de"
            ),
            "published.origin.toml",
            "",
        ),
        (
            lambda data: data.replace(RECORD, 'code = "WIN blog 18"', 'code = "published"'),
            "published",
            "belongs to one origin",
        ),
        (
            lambda data: with_own_crawl(data, ((*OWN_ROW[:4], 16.0, *OWN_ROW[5:]),)),
            OWN,
            "an own crawl gives",
        ),
        (
            lambda data: with_own_crawl(
                data, (("epidermic", "F", 3, 9, 33.33, 12.0, 64.0, "sites", False),)
            ),
            OWN,
            "an own crawl gives",
        ),
        (lambda data: with_own_crawl(data, ((*OWN_ROW[:7], "pages", False),)), OWN, "an own crawl"),
        (
            lambda data: data.replace("claims.toml", 'source = "spidwit"', 'source = "nobody"'),
            "claims.toml",
            "each figure from the web that a claim names",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    small_data: DataCopy, spoil: Callable[[DataCopy], None], file: str, rule: str
) -> None:
    spoil(small_data)
    small_data.seal()
    with pytest.raises(DataRefused) as refused:
        small_data.open()
    assert refused.value.file.startswith(file)
    assert rule in refused.value.rule


def test_a_source_lacks_nothing_that_its_file_does_not_say(tmp_path: Path) -> None:
    """A gathered file's record holds for its sources; each says what is its own."""
    path = tmp_path / "many.origin.toml"
    path.write_text(ORIGIN + 'sources.town.code = "town"\nsources.town.vintage = "2020"\n', "utf-8")
    whole, town = provenance.read_origins(path)
    assert (whole.name, town.name) == ("many", "many.town")
    assert (town.code, town.vintage, town.publisher) == ("town", "2020", "A crawler")
    path.write_text(ORIGIN + 'sources = "town"\n', "utf-8")
    with pytest.raises(DataRefused):
        provenance.read_origins(path)


def test_an_own_crawl_stands_beside_what_ships(small_data: DataCopy) -> None:
    store.use(with_own_crawl(small_data).open())
    answer = queries.run("crawls_by_sector", crawl="towns", indicator=["working_tool"])
    assert [origin.code for origin in answer.origins] == ["towns"]
    found = {(row["base"], row["sector"]): row for row in answer.records}
    assert len(found) == 5
    assert found["sites", "F"]["is_suppressed"] and found["sites", "F"]["value"] is None
    assert found["sites", "TOTAL"]["value"] == 15.0 and found["firms", "TOTAL"]["value"] == 10.0
    keys = answer.header["key"]
    assert len({tuple(row[name] for name in keys) for row in answer.records}) == 5


def test_without_an_own_crawl_the_answer_is_empty_and_no_crawl_is_known() -> None:
    assert queries.run("crawls_by_sector").rows == ()
    with pytest.raises(WrongParameter):
        queries.run("crawls_by_sector", crawl="towns")
