"""The map stands beside the ranked bars, in both languages, and never without them."""

from __future__ import annotations

import pytest

from divario.i18n import LANGUAGES
from tests.pages.test_pages import components, opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_stands_beside_the_bars(language: str) -> None:
    drawn = components(opened("gaps", lang=language))
    assert {"figure-map", "figure-countries"} <= drawn.keys()


def test_no_map_where_only_regions_were_measured() -> None:
    drawn = components(opened("gaps", lang="en", indicator="IST_E_WEB"))
    assert "figure-map" not in drawn
