"""The map: outlines, classes, what is hatched; its size."""

from __future__ import annotations

import json
import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, outlines, queries
from divario.catalogue import ITALY, SME, TOTAL
from divario.charts import maps
from divario.i18n import LANGUAGES
from divario.queries import Result

MOST_BYTES = 40_000
AREAS_KM2 = {"IT": 301_000, "FR": 549_000, "DE": 357_600, "PL": 312_700, "SE": 450_000}


def answer(indicator: str = "E_DI3_GELO", year: int = 2025) -> Result:
    """The countries of one indicator."""
    return queries.run(
        "territories_by_indicator", indicator=indicator, size_class=SME, sector=TOTAL, year=year
    )


def test_every_country_has_an_outline_and_no_other() -> None:
    known = catalogue.current()
    countries = {c for c in known.codes("territory") if known.level("territory", c) == "country"}
    assert set(maps.outlines()) == countries == set(outlines.COUNTRIES)


@pytest.mark.parametrize(("code", "expected"), AREAS_KM2.items())
def test_areas_are_kept_by_the_projection(code: str, expected: float) -> None:
    """Within 4% of the country's published area: small islands and wiggles are left out."""
    rings = [list(zip(*ring, strict=True)) for ring in maps.outlines()[code]]
    assert sum(map(outlines.area, rings)) == pytest.approx(expected, rel=0.04)


@given(st.floats(-25, 45), st.floats(34, 72))
def test_distances_from_the_centre_are_chords(longitude: float, latitude: float) -> None:
    """In this projection a point lies at the chord through the Earth to the centre."""
    away, north, middle = (math.radians(d) for d in (longitude - 10, latitude, 52))
    chord = math.sqrt(
        (math.cos(north) * math.cos(away) - math.cos(middle)) ** 2
        + (math.cos(north) * math.sin(away)) ** 2
        + (math.sin(north) - math.sin(middle)) ** 2
    )
    x, y = outlines.projected(longitude, latitude)
    assert math.hypot(x, y) == pytest.approx(outlines.RADIUS_KM * chord, abs=1e-6)
    assert (x > 0) == (longitude > 10) or abs(x) < 1e-6


POINTS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=2, max_size=30)


@given(POINTS)
def test_a_simplified_line_keeps_its_ends_and_its_points(points: list) -> None:
    kept = outlines.simplified(points)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert set(kept) <= set(points) and len(kept) <= len(points)
    for point in points:
        near = min(outlines._distance(point, *pair) for pair in pairwise(kept))
        assert near <= outlines.TOLERANCE_KM + 1e-9


@given(st.lists(st.floats(0, 100), min_size=1, max_size=40))
def test_classes_hold_every_value_and_darken(values: list[float]) -> None:
    bounds = maps.classes(values)
    assert bounds[0] <= min(values) and max(values) <= bounds[-1]
    assert 1 <= len(bounds) - 1 <= len(maps.SHADES)
    shades = [maps.SHADES.index(maps.shade(value, bounds)) for value in sorted(values)]
    assert shades == sorted(shades)


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_says_what_it_shows(language: str) -> None:
    figure = maps.europe(answer(), language)
    mark = "," if language == "it" else "."
    assert f"38{mark}33%" in figure.title and f"94{mark}04%" in figure.title
    assert f"79{mark}49%" in figure.alt
    assert "Natural Earth" in figure.note
    for code in ("AL", "IS", "MK", "UK"):
        assert catalogue.current().text("territory", code, language) in figure.note
    assert len(json.dumps(figure.traces)) < MOST_BYTES


def test_italy_is_outlined_and_missing_countries_are_hatched() -> None:
    areas = {trace["name"]: trace for trace in maps.europe(answer(), "en").traces}
    assert areas[ITALY]["line"]["width"] == 3 and "fillpattern" not in areas[ITALY]
    assert {name for name, trace in areas.items() if "fillpattern" in trace} == {
        "AL", "IS", "MK", "UK"
    }  # fmt: skip
    assert "not measured" in areas["UK"]["text"]
    assert "79.49%" in areas[ITALY]["text"]


def test_few_countries_make_no_map() -> None:
    assert maps.is_drawable(answer())
    assert not maps.is_drawable(answer("E_CRM1"))
