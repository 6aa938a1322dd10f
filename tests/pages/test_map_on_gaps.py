"""The map stands below the ranked bars, in both languages, and never without them."""

from __future__ import annotations

import pytest

from divario.i18n import LANGUAGES
from tests.pages.test_pages import components, opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_follows_the_bars(language: str) -> None:
    order = [key for key in components(opened("gaps", lang=language)) if key.startswith("figure-")]
    assert order.index("figure-map") == order.index("figure-countries") + 1


def test_no_map_where_only_regions_were_measured() -> None:
    drawn = components(opened("gaps", lang="en", indicator="IST_E_WEB"))
    assert "figure-map" not in drawn
