"""When the wanted datasets arrive, the pages use them with no change of code.

The files have the publishers' formats; their values are made up here and stand nowhere else. They
go the whole way once: read, checked, published as a release, opened as a warehouse, drawn.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from divario import catalogue, cli, findings, pointer, queries, store
from divario.charts import words
from divario.i18n import LANGUAGES, t
from divario.store import Warehouse
from tests.eurostat_server import sdmx_csv
from tests.pages.test_pages import figures, html, opened

TOTAL = "C10-S951_X_K"
SECTORS = ("C", "F", "G", "H", "I", "J", "M", "N")
PLACES = ("IT", "EU27_2020", "DE", "FR", "ES", "PL", "SE", "AT", "BE", "PT", "FI")
# Italy's figure for each size class, chosen so that totals lie between their parts.
BY_SIZE = {"10-49": 58.4, "50-249": 71.2, "10-249": 60.3, "GE250": 96.6, "GE10": 61.1}
ARRIVED = (
    "isoc_ciweb",
    "isoc_ciwebn2",
    "isoc_e_dii",
    "isoc_e_diin2",
    "isoc_ec_wsobs_n2",
    "isoc_cismt",
    "isoc_cismpn2",
)


def by_size(indicator: str, unit: str, year: int, less: float = 0.0) -> list[tuple]:
    """Cells of the total by size class, the places a little apart."""
    return [
        (size, TOTAL, indicator, unit, place, year, round(value - less + 0.14 * order, 2))
        for (size, value), (order, place) in product(BY_SIZE.items(), enumerate(PLACES))
    ]


def by_sector(indicator: str, unit: str, year: int, low: float) -> list[tuple]:
    """Cells of all sizes by sector; Italy's manufacturing lies far below the rest."""
    return [
        ("GE10", sector, indicator, unit, place, year, round(low + 4.13 * row + 0.29 * order, 2))
        for (row, sector), (order, place) in product(
            enumerate((TOTAL, *SECTORS)), enumerate(PLACES)
        )
    ]


def sdmx(code: str, cells: list[tuple]) -> bytes:
    """SDMX-CSV 1.0."""
    return sdmx_csv(code, [",".join([*map(str, cell), "", ""]) for cell in cells])


def wide(cells: list[tuple]) -> bytes:
    """Eurostat's wide TSV, a column for each year."""
    years = sorted({cell[5] for cell in cells})
    series: dict[str, dict[int, float]] = {}
    for *key, year, value in cells:
        series.setdefault(",".join(["A", *key]), {})[year] = value
    lines = ["\t".join(["freq,size_emp,nace_r2,indic_is,unit,geo\\TIME_PERIOD", *map(str, years)])]
    lines += [
        "\t".join([key, *(str(row[year]) if year in row else ": " for year in years)])
        for key, row in series.items()
    ]
    return "\n".join([*lines, ""]).encode()


def json_stat(code: str, cells: list[tuple]) -> bytes:
    """JSON-stat 2.0, with labels."""
    names = ("size_emp", "nace_r2", "indic_is", "unit", "geo", "time")
    codes = [list(dict.fromkeys(str(cell[place]) for cell in cells)) for place in range(6)]
    values = {}
    for cell in cells:
        position = 0
        for place, known in enumerate(codes):
            position = position * len(known) + known.index(str(cell[place]))
        values[str(position)] = cell[6]
    cube = {
        "version": "2.0",
        "label": code,
        "updated": "2026-03-01T11:00:00+0100",
        "id": list(names),
        "size": [len(known) for known in codes],
        "dimension": {
            name: {"category": {"index": known, "label": {c: f"label of {c}" for c in known}}}
            for name, known in zip(names, codes, strict=True)
        },
        "value": values,
        "extension": {"id": code.upper()},
    }
    return json.dumps(cube).encode()


def written(folder: Path) -> None:
    """One file for each of the datasets that are wanted or here only in part."""
    pages = by_size("E_WEB", "PC_ENT", 2023) + by_size("E_WEB", "PC_ENT", 2025, -1.5)
    pages += by_size("E_WEBORD", "PC_ENT", 2025, 40)
    micro = [
        ("0-9", TOTAL, "E_DI3_GELO", "PC_ENT", place, 2025, 33.71 + order)
        for order, place in enumerate(PLACES)
    ]
    wanted = {
        "estat_isoc_ciweb.tsv.gz": gzip.compress(wide(pages)),
        "sectors.csv": sdmx(
            "isoc_ciwebn2",
            by_sector("E_WEB", "PC_ENT", 2025, 41.17) + by_sector("E_WEBORD", "PC_ENT", 2025, 9.31),
        ),
        "micro.csv": sdmx("isoc_e_dii", micro),
        "index.csv": sdmx(
            "isoc_e_diin2",
            [cell for cell in by_sector("E_DI3_VLO", "PC_ENT", 2025, 12.73) if cell[1] != TOTAL],
        ),
        "obstacles.json": json_stat(
            "isoc_ec_wsobs_n2",
            [
                cell
                for order, code in enumerate(("DANY", "DHCD", "DRCD", "DAPL", "DFL", "DBP"))
                for cell in by_sector(f"E_AWSEU_{code}", "PC_ENT_AWSEU", 2025, 31.1 - order)
                + by_size(f"E_AWSEU_{code}", "PC_ENT_AWSEU", 2025, 30 + order)[:44]
            ],
        ),
        "social.csv": sdmx(
            "isoc_cismt",
            by_size("E_SM1_ANY", "PC_ENT", 2025, 3)
            + by_sector("E_SM1_ANY", "PC_ENT", 2025, 33)[11:],
        ),
        "purposes.csv": sdmx(
            "isoc_cismpn2",
            by_sector("E_SM_PADVERT", "PC_ENT_SM", 2025, 61)
            + by_sector("E_SM_PCUQOR", "PC_ENT_SM", 2025, 31),
        ),
    }
    for name, content in wanted.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, warehouse: Warehouse) -> Iterator[str]:
    """The shipped data, filled by the command that an operator runs."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "files").mkdir()
    written(folder / "files")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(pointer.VARIABLE, str(folder / "var"))
        arguments = ["--from", str(folder / "files"), "--part", "--vintage", "2026-03-01"]
        assert cli.main(["update", *arguments]) == 0
        release = pointer.current_id()
        store.use(store.open_release(release))
        yield release
        store.use(warehouse)
        queries._cache.clear()


def shown(cell: tuple, language: str) -> str:
    """A cell's value as the pages write it."""
    indicator, size, sector, place, year = cell
    known = queries.run(
        "cells_by_territory",
        territory=place,
        indicator=[indicator],
        size_class=[size],
        sector=[sector],
        year=[year],
    )
    own = next(row for row in known.records if row["territory"] == place)
    return words.value(own, language)


def test_what_was_wanted_is_shipped_and_catalogued(filled: str) -> None:
    """No dataset that arrived is called missing; awaited indicators are there, caveats are gone."""
    states = {
        row["dataset"]: row["dataset_status"] for row in queries.run("sources_by_dataset").records
    }
    assert {states[code] for code in ARRIVED} == {"shipped"}
    known = catalogue.current().indicators
    assert {"E_WEBORD", "E_AWSEU_DANY", "E_AWSEU_DFL"} <= set(known)
    assert known["E_WEB"]["indicator_caveats"] == []
    assert known["E_SM_PADVERT"]["indicator_caveats"] != []
    assert store.current().release == filled


@pytest.mark.parametrize("language", LANGUAGES)
def test_overview(filled: str, language: str) -> None:
    """Websites and social media have panels and sentences; micro enterprises a sentence."""
    app = opened("overview", lang=language)
    text, drawn = html(app), figures(app)
    for code in ("E_WEB", "E_WEBORD", "E_SM1_ANY"):
        assert catalogue.current().indicator(code, language) in text
        assert shown((code, "10-249", TOTAL, "IT", 2025), language) in text
    assert shown(("E_DI3_GELO", "0-9", TOTAL, "IT", 2025), language) in text
    assert len(drawn["trends"]["plot"]["layout"]["annotations"]) > 12 * 4
    assert "E_WEB" in {row[0] for row in drawn["trends"]["table"]["rawRows"]}
    assert filled in drawn["trends"]["caption"]


def test_gaps(filled: str) -> None:
    """An indicator that had one figure has sizes, sectors, years and countries."""
    language = "it"
    app = opened("gaps", lang=language, indicator="E_WEB", year="2025")
    assert {"sizes", "sectors", "years", "countries", "table"} <= set(figures(app))
    for what in ("sizes", "sectors", "years", "countries"):
        assert t(f"missing.{what}.title", language) not in html(app)
    assert shown(("E_WEB", "10-249", TOTAL, "IT", 2025), language) in html(app)
    caption = figures(app)["sectors"]["caption"]
    said = t("caption.source.direct", language, sources="|", release=filled)
    assert said.split("|")[1] in caption and "2026-03-01" in caption
    text = html(opened("gaps", lang=language, indicator="E_AWSEU_DHCD", year="2025", size="GE10"))
    assert shown(("E_AWSEU_DHCD", "GE10", TOTAL, "IT", 2025), language) in text
    micro = figures(opened("gaps", lang=language, indicator="E_DI3_GELO", year="2025"))["sizes"]
    assert "0-9" in {row[2] for row in micro["table"]["rawRows"]}


def test_sectors(filled: str) -> None:
    """The theme that had no figure in construction has them, and is no longer called missing."""
    language = "en"
    app = opened("sectors", lang=language, sector="F", indicator="E_WEB")
    text, drawn = html(app), figures(app)
    name = t("theme.presence", language)
    assert t("sectors.missing.whole", language, theme=name) not in text
    for dataset in ("isoc_ciwebn2", "isoc_ec_wsobs_n2", "isoc_cismpn2"):
        assert dataset not in text.split(t("sectors.missing.title", language))[-1]
    assert {row[0] for row in drawn["countries"]["table"]["rawRows"]} == {"E_WEB"}
    profiled = {
        row[0]
        for key, data in drawn.items()
        if key.startswith("profile-")
        for row in data["table"]["rawRows"]
    }
    assert {"E_WEB", "E_WEBORD", "E_DI3_VLO", "E_AWSEU_DFL", "E_SM1_ANY"} <= profiled
    assert shown(("E_WEB", "GE10", "F", "IT", 2025), language) in text


def test_leads(filled: str) -> None:
    """New cells become leads that pass every check, and the page shows them."""
    language = "it"
    found = findings.leads_of("IT").leads
    sound = {cell["indicator"] for lead in found if not lead.faults for cell in lead.cells}
    assert {"E_WEB", "E_SM1_ANY"} <= sound
    looked_at = {cell["indicator"] for lead in found for cell in lead.cells}
    assert {"E_WEBORD", "E_AWSEU_DANY", "E_DI3_VLO", "E_SM_PADVERT"} <= looked_at
    drawn = figures(opened("leads", lang=language, topic="presence", size="10-249"))
    titles = " ".join(data["title"] for data in drawn.values())
    assert catalogue.current().indicator("E_WEB", language, "predicate") in titles


def test_claims(filled: str) -> None:
    """Every test that awaited figures counts, in their latest year, and nothing is said to lack."""
    language = "en"
    known, _ = findings.claims()
    outcomes = {
        f"{item.claim['claim']}.{entry.test['test']}": (entry.outcome, entry.subject)
        for item in known
        for entry in item.evidence
    }
    assert "missing" not in {outcome for outcome, _ in outcomes.values()}
    assert outcomes["no_marketing.site_without_sales_sme"][1]["year"] == 2025
    assert outcomes["trap.micro_basic_below_half"][0] == "for"
    assert outcomes["wrong_goal_b2b.image_above_customers"][0] == "for"
    for claim, cell in {
        "no_marketing": ("E_WEBORD", "10-249", TOTAL, "IT", 2025),
        "wrong_goal_b2b": ("E_SM_PADVERT", "GE10", "C", "IT", 2025),
        "skills": ("E_AWSEU_DFL", "GE10", TOTAL, "IT", 2025),
    }.items():
        text = html(opened("claims", lang=language, claim=claim))
        assert shown(cell, language) in text, claim
        assert t("claims.awaiting", language) not in text
        assert t("claims.missing", language) not in text
