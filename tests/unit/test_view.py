"""What an address becomes: always a valid view, with a notice for whatever was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, queries
from divario.catalogue import ALL_SIZES, EU, ITALY, SME, TOTAL
from divario.ui import view
from divario.ui.view import GapsView, Notice, resolve

INDICATORS = sorted(catalogue.current().indicators)
SIZES = catalogue.current().codes("size_class")
SECTORS = catalogue.current().codes("sector")
COUNTRIES = [code for code in catalogue.current().codes("territory") if code not in {ITALY, EU}]


@st.composite
def valid_addresses(draw: st.DrawFn) -> dict[str, str]:
    """Any valid complete state, as an address would say it."""
    indicator = draw(st.sampled_from(INDICATORS))
    codes = st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=view.MAX_COMPARED)
    return {
        "indicator": indicator,
        "year": str(draw(st.sampled_from(view.options_of(indicator).years))),
        "size": draw(st.sampled_from(SIZES)),
        "sector": draw(st.sampled_from(SECTORS)),
        "countries": ",".join(draw(codes)) or "-",
        "detail": draw(st.sampled_from(view.DETAILS)),
    }


def assert_valid(shown: GapsView) -> None:
    """A view holds only known codes, a measured year and at most six countries, each once."""
    assert shown.indicator in INDICATORS
    assert shown.options == view.options_of(shown.indicator)
    assert shown.year in shown.options.years
    assert shown.size in SIZES
    assert shown.sector in SECTORS
    assert shown.detail in view.DETAILS
    assert len(shown.countries) <= view.MAX_COMPARED == 6
    assert set(shown.countries) <= set(COUNTRIES)
    assert len(set(shown.countries)) == len(shown.countries)
    assert shown.territories == [ITALY, EU, *shown.countries]


def test_defaults() -> None:
    """An empty address shows digital intensity, the newest year, SMEs, all activities."""
    shown = resolve({})
    assert (shown.indicator, shown.year, shown.size) == ("E_DI3_GELO", 2025, SME)
    assert (shown.sector, shown.detail) == (TOTAL, "section")
    assert shown.countries == ("DE", "ES", "FR")
    assert shown.notices == ()
    assert shown.address() == {}


@pytest.mark.parametrize("indicator", INDICATORS)
def test_default_view_of_each_indicator(indicator: str) -> None:
    """Each indicator opens without a notice at its newest year, in a class that was measured."""
    shown = resolve({"indicator": indicator})
    assert_valid(shown)
    assert shown.notices == ()
    assert shown.year == max(shown.options.years)
    assert shown.size in shown.options.sizes
    assert shown.sector in shown.options.sectors
    if SME not in shown.options.sizes and ALL_SIZES in shown.options.sizes:
        assert shown.size == ALL_SIZES
    assert set(shown.countries) <= set(shown.options.territories)
    assert set(shown.address()) <= {"indicator"}


def test_a_sector_opens_on_all_its_enterprises() -> None:
    """No survey publishes a sector for SMEs alone: unless a class is chosen, all sizes count."""
    shown = resolve({"indicator": "E_AI_TANY", "sector": "J"})
    assert (shown.size, shown.is_whole_sector) == (ALL_SIZES, True)
    assert shown.address() == {"indicator": "E_AI_TANY", "sector": "J"}
    chosen = resolve({"indicator": "E_AI_TANY", "sector": "J", "size": SME})
    assert (chosen.size, chosen.is_whole_sector) == (SME, False)
    assert chosen.address() == {"indicator": "E_AI_TANY", "sector": "J", "size": SME}
    assert not resolve({"size": ALL_SIZES}).is_whole_sector


@pytest.mark.parametrize(
    ("sector", "detail"),
    [("J", "section"), ("D_E", "section"), ("C26", "division"), ("C10-C12", "division")],
)
def test_a_part_of_a_section_opens_among_divisions(sector: str, detail: str) -> None:
    """So that its own bar is there; the other level can be chosen and is kept."""
    shown = resolve({"sector": sector})
    assert (shown.detail, shown.address()) == (detail, {"sector": sector})
    other = next(one for one in view.DETAILS if one != detail)
    assert resolve(resolve({"sector": sector, "detail": other}).address()).detail == other


def test_years_are_those_of_italy_where_it_has_any() -> None:
    """A year is offered only where Italy has a figure, if it has any at all, newest first."""
    for indicator, record in catalogue.current().indicators.items():
        expected = record["years_italy"] or record["years"]
        assert list(view.options_of(indicator).years) == sorted(expected, reverse=True)


@pytest.mark.parametrize(
    ("name", "given_value", "used"),
    [
        ("indicator", "E_AI_TANI", "E_AI_TANY"),
        ("indicator", "☃", "E_DI3_GELO"),
        ("year", "2024", "2023"),
        ("year", "1900", "2021"),
        ("year", "soon", "2025"),
        ("size", "10-248", "10-249"),
        ("size", "?", SME),
        ("sector", "☃", TOTAL),
        ("detail", "sections", "section"),
        ("detail", "☃", "section"),
        ("countries", "XX", ""),
    ],
)
def test_wrong_values_become_the_nearest(name: str, given_value: str, used: str) -> None:
    """A wrong value becomes the nearest valid one, or the default, and one notice says so."""
    shown = resolve({name: given_value})
    assert_valid(shown)
    assert shown.notices == (Notice(name, given_value, used),)
    if used:
        assert str(getattr(shown, name)) == used


@pytest.mark.parametrize(
    ("countries", "expected", "dropped"),
    [
        ("-", (), []),
        ("", (), []),
        ("DE", ("DE",), []),
        (" DE , FR ", ("DE", "FR"), []),
        ("FR,DE,FR", ("FR", "DE"), []),
        ("IT,EU27_2020,DE", ("DE",), []),
        ("DE,XX,FR", ("DE", "FR"), ["XX"]),
        ("AT,BE,BG,CY,CZ,DE,DK,EE", ("AT", "BE", "BG", "CY", "CZ", "DE"), ["DK", "EE"]),
    ],
)
def test_countries(countries: str, expected: tuple[str, ...], dropped: list[str]) -> None:
    """At most six known countries, each once; those left out are named."""
    shown = resolve({"countries": countries})
    assert shown.countries == expected
    assert [(notice.name, notice.given) for notice in shown.notices] == [
        ("countries", code) for code in dropped
    ]


@given(valid_addresses())
def test_valid_views_round_trip(address: dict[str, str]) -> None:
    """A view's own address gives the same view again; what is default is not in it."""
    shown = resolve(address)
    assert_valid(shown)
    assert shown.notices == ()
    assert {
        "indicator": shown.indicator,
        "year": str(shown.year),
        "size": shown.size,
        "sector": shown.sector,
        "countries": ",".join(shown.countries) or "-",
        "detail": shown.detail,
    } == address
    again = resolve(shown.address())
    assert again == shown
    assert again.address() == shown.address()
    assert shown.address().items() <= address.items()


@given(
    st.dictionaries(
        st.one_of(st.sampled_from(view.NAMES), st.text()),
        st.one_of(st.text(), st.sampled_from(["E_AI_TANY", "2025", "IT", "DE,FR", "GE10", "-"])),
    )
)
def test_any_address_gives_a_valid_view(address: dict[str, str]) -> None:
    """Whatever an address says, the view is valid, and its own address gives it again."""
    shown = resolve(address)
    assert_valid(shown)
    assert resolve(shown.address()) == replace(shown, notices=())
    for name in ("indicator", "year", "size", "sector", "detail"):
        said = address.get(name, "").strip()[:80]
        is_used = not said or str(getattr(shown, name)) == said
        notices = [notice for notice in shown.notices if notice.name == name]
        assert [notice.used for notice in notices] == (
            [] if is_used else [str(getattr(shown, name))]
        )


def test_long_values_are_cut() -> None:
    """A value of a megabyte does not come back whole in a notice."""
    long = dict.fromkeys(view.NAMES, "x" * 1_000_000) | {"countries": "x," * 100_000}
    shown = resolve(long)
    assert_valid(shown)
    assert len(shown.notices) < 60
    assert all(len(notice.given) <= 80 for notice in shown.notices)


def sector_size(**given: str) -> tuple[view.GapsView, str | None]:
    """A view, and the size class in which its sectors are shown."""
    shown = resolve(given)
    cross = queries.run(
        "sizes_by_sector", indicator=shown.indicator, year=shown.year, territory=ITALY
    )
    return shown, view.sector_size(shown, cross)


def test_sector_size_is_a_measured_class() -> None:
    """Sectors are shown in the chosen class, else in all sizes, else not at all."""
    assert sector_size(indicator="E_AI_TANY")[1] == ALL_SIZES
    assert sector_size(indicator="E_AI_TANY", size="GE250")[1] == ALL_SIZES
    assert sector_size(indicator="E_DI3_GELO", year="2025", size=SME)[1] in {None, ALL_SIZES}
    assert sector_size(indicator="IST_E_CC_PANY", size="10-49")[1] == "10-49"
    for indicator in INDICATORS[::5]:
        shown, size = sector_size(indicator=indicator)
        assert size in {shown.size, ALL_SIZES, None}
