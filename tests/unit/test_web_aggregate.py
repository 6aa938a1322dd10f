"""Shares and their intervals; from signals to the cells of a release, with exact numbers."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import cli, queries
from divario.stats import shares
from divario.web import aggregate, firms
from divario.web.classes import SECTIONS, SIZES
from divario.web.firms import Firm
from divario.web.schema import SIGNALS_SCHEMA
from divario.web.vocabulary import SIGNALS
from tests.pages.test_pages import figures, opened

PARTS = st.tuples(
    st.sampled_from([None, *SECTIONS, "G47", "C25"]),
    st.sampled_from([None, *SIZES]),
    st.sampled_from([None, "ITC4", "ITF4"]),
)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """Hits and units."""
    units = draw(st.integers(1, 5_000))
    return draw(st.integers(0, units)), units


@given(counts())
def test_wilson_agrees_with_scipy(counted: tuple[int, int]) -> None:
    from scipy.stats import binomtest  # noqa: PLC0415 (heavy)

    low, high = shares.wilson(*counted)
    expected = binomtest(*counted).proportion_ci(0.95, method="wilson")
    assert low == pytest.approx(100 * expected.low, abs=1e-9)
    assert high == pytest.approx(100 * expected.high, abs=1e-9)
    assert 0 <= low <= 100 * counted[0] / counted[1] <= high <= 100


@given(counts())
def test_wilson_mirrors_and_narrows(counted: tuple[int, int]) -> None:
    hits, units = counted
    low, high = shares.wilson(hits, units)
    assert shares.wilson(units - hits, units) == pytest.approx((100 - high, 100 - low))
    wider, narrower = shares.wilson(hits, units), shares.wilson(4 * hits, 4 * units)
    assert narrower[1] - narrower[0] < wider[1] - wider[0]


@pytest.mark.parametrize("wrong", [(1, 0), (0, 0), (3, 2), (-1, 2)])
def test_no_share_of_nothing(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no share"):
        shares.wilson(*wrong)


@given(st.lists(PARTS, max_size=40))
def test_every_unit_is_in_the_total_once_and_in_no_cell_twice(units: list) -> None:
    sums = shares.counted((unit, 1) for unit in units)
    assert sums.get(("TOTAL",) * 3, 0) == len(units)
    assert all(number <= len(units) for number in sums.values())
    for unit in units:
        cells = list(shares.cells(*unit))
        assert len(cells) == len(set(cells))
    # classes without overlap never exceed their total; what is unknown makes up the rest
    by_size = sum(sums.get(("TOTAL", size, "TOTAL"), 0) for size in SIZES)
    assert by_size == sum(size is not None for _sector, size, _territory in units)
    assert sums.get(("TOTAL", "GE10", "TOTAL"), 0) == sum(
        unit[1] in ("10-49", "50-249", "GE250") for unit in units
    )


@given(counts())
def test_under_ten_nothing_is_said(counted: tuple[int, int]) -> None:
    said = shares.share(*counted)
    assert said["is_suppressed"] == (counted[1] < 10)
    assert (said["value"] is None) == (said["numerator"] is None) == said["is_suppressed"]


def signals_folder(folder: Path, states: list[dict[str, str]], listed: list[Firm]) -> Path:
    """A folder as crawl and signals leave it: every signal absent but those given."""
    folder.mkdir(exist_ok=True)
    rows = [
        dict.fromkeys(SIGNALS, "absent")
        | {"firm": firm.id, "crawled_date": datetime.date(2026, 11, 20)}
        | state
        for firm, state in zip(listed, states, strict=False)
    ]
    table = pa.Table.from_pylist(rows, SIGNALS_SCHEMA)
    pq.write_table(table, folder / "signals.parquet")
    firms.write(folder / "firms.csv", listed)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty sites of thirty firms: 8 of 12 shops sell; of 8 workshops one is not known to."""
    listed = [
        Firm(f"g{number}", f"http://g{number}.it/", "G47", "10-49", "ITC4") for number in range(12)
    ]
    listed += [
        Firm(f"c{number}", f"http://c{number}.it/", "C25", "50-249", "ITC1") for number in range(8)
    ]
    listed += [Firm(f"n{number}", None, "C25", None, None) for number in range(10)]
    states = [{"ecommerce": "present", "working_tool": "present"}] * 8 + [{}] * 4
    states += [{"ecommerce": "unknown"}, {"ecommerce": "present"}] + [{}] * 6
    return signals_folder(tmp_path / "own", states, listed)


def test_cells_have_the_expected_numbers(folder: Path) -> None:
    rows = aggregate.indicators(aggregate.count([folder], None), "prova")
    found = {
        (row["indicator"], row["sector"], row["size_class"], row["territory"], row["base"]): row
        for row in rows
    }
    assert len(found) == len(rows)

    def numbers(*key: str) -> tuple:
        row = found[key]
        return row["numerator"], row["denominator"], row["is_suppressed"]

    total = ("TOTAL", "TOTAL", "TOTAL")
    assert numbers("ecommerce", *total, "sites") == (9, 19, False)
    assert numbers("ecommerce", *total, "firms") == (9, 30, False)
    assert numbers("ecommerce", "G", "TOTAL", "TOTAL", "sites") == (8, 12, False)
    assert numbers("ecommerce", "G", "10-49", "ITC4", "sites") == (8, 12, False)
    assert numbers("ecommerce", "G47", "10-49", "TOTAL", "sites") == (8, 12, False)
    assert ("ecommerce", "G47", "10-49", "ITC4", "sites") not in found
    assert numbers("ecommerce", "C25", "TOTAL", "TOTAL", "sites") == (None, 7, True)
    assert numbers("ecommerce", "C25", "TOTAL", "TOTAL", "firms") == (1, 18, False)
    assert numbers("ecommerce", "TOTAL", "10-249", "TOTAL", "sites") == (9, 19, False)
    assert numbers("address_listed", *total, "firms") == (20, 30, False)
    assert ("ecommerce", "TOTAL", "GE250", "TOTAL", "sites") not in found
    row = found["working_tool", "G47", "TOTAL", "TOTAL", "sites"]
    assert row["value"] == pytest.approx(66.6667, abs=1e-4)
    assert (row["low"], row["high"]) == pytest.approx((39.0622, 86.1879), abs=1e-4)
    assert {row["year"] for row in rows} == {2026}


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_published_crawl_is_shown(folder: Path, shelf: Path, language: str) -> None:
    assert cli.main(["aggregate", str(folder), "--name", "prova", "--publish"]) == 0
    answer = queries.run("crawls_by_sector", crawl="prova", indicator=["ecommerce"])
    found = {
        (row["sector"], row["size_class"], row["base"]): row["numerator_count"]
        for row in answer.records
        if row["territory"] == "TOTAL"
    }
    assert found["TOTAL", "TOTAL", "sites"] == 9
    assert found["G47", "10-49", "firms"] == 8
    assert [origin.code for origin in answer.origins] == ["prova"]
    shown = figures(opened("web", lang=language))
    assert (
        shown["web-funnel"]["title"]
        == {
            "it": "Strumento di lavoro: 40,0% dei siti; solo vetrina: 0,0%",
            "en": "Working tool: 40.0% of websites; window only: 0.0%",
        }[language]
    )
    assert {"it": "Visitato e letto con Divario", "en": "Visited and read with Divario"}[
        language
    ] in shown["web-funnel"]["caption"]
    assert shown["web-funnel-sectors"]["plot"]["traces"][0]["x"] == [pytest.approx(66.67, abs=0.01)]


def test_the_same_signals_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        order = ["aggregate", str(folder), "--name", "prova", "--out", str(tmp_path / out)]
        assert cli.main(order) == 0
    for name in ("own_prova.parquet", "own_prova.origin.toml"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert not list(tmp_path.glob("*/*.new"))


def test_several_folders_are_one_crawl(folder: Path, tmp_path: Path) -> None:
    more = [Firm("g0", "http://z.it/", "G47", "GE250", "ITC4")]
    other = signals_folder(tmp_path / "other", [{"ecommerce": "present"}], more)
    counted = aggregate.count([folder, other], None)
    assert (counted.sites_count, counted.firms.total()) == (21, 31)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: (folder / "signals.parquet").unlink(), "run 'python -m divario signals'"),
        (lambda folder: (folder / "signals.parquet").write_text("x"), "no readable signals"),
        (
            lambda folder: firms.write(folder / "firms.csv", [Firm("x", None, None, None, None)]),
            "is not in the list",
        ),
        (
            lambda folder: signals_folder(
                folder,
                [{"crawled_date": datetime.date(2025, 1, 1)}, {}],
                [Firm(name, None, None, None, None) for name in "ab"],
            ),
            "each crawl under its own --name",
        ),
        (
            lambda folder: signals_folder(
                folder, [{"crawled_date": None}], [Firm("a", None, None, None, None)]
            ),
            "No site was dated",
        ),
    ],
)
def test_what_cannot_be_counted_is_one_sentence(folder: Path, spoil, sentence: str, capsys) -> None:
    spoil(folder)
    assert cli.main(["aggregate", str(folder), "--name", "prova"]) == 2
    assert sentence in capsys.readouterr().err
    assert not (folder / "own_prova.parquet").exists()


def test_a_name_that_is_none(folder: Path, capsys) -> None:
    assert cli.main(["aggregate", str(folder), "--name", "../x"]) == 2
    assert "--name '../x'" in capsys.readouterr().err
