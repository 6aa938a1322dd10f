"""The front page: two gaps, three doors, the dozen, what moved; nothing that is not computed."""

from __future__ import annotations

import pytest

from divario import catalogue
from divario.i18n import LANGUAGES, t
from divario.ui.overview import PANELS
from tests.pages.test_pages import bodies, figures, html, opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_overview_shows_gaps_doors_dozen_and_changes(language: str) -> None:
    app = opened("overview", lang=language)
    shown, drawn = html(app), figures(app)
    mark = "," if language == "it" else "."
    for text in (f"+16{mark}88", f"+8{mark}10", t("overview.door.write", language)):
        assert text in shown
    assert set(drawn) == {"trends", "moved"}
    for data in drawn.values():
        assert data["alt"] and data["plot"]["layout"]["meta"]["origins"]
    for panel in PANELS:
        assert catalogue.current().indicator(panel[0], language) in shown


def test_doors_and_indicators_open_views() -> None:
    app = opened("overview", lang="en")
    written = " ".join(bodies(app))
    assert 'href="gaps?indicator=E_AI_TANY&amp;lang=en"' in written
    assert 'href="gaps?theme=stage&amp;lang=en"' in written
    assert 'href="sectors?size=10-49&amp;lang=en"' in written
