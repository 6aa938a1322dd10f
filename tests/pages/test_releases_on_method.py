"""Data and method: the kept releases, and the warnings that travel with the one shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from divario import releases, store
from divario.i18n import LANGUAGES, t
from tests.pages.test_pages import html, opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_releases_and_warnings_are_listed(shelf: Path, language: str) -> None:
    """Each kept release by its id; a warning with dataset, rule in words and cell, as text."""
    shipped = store.current().release

    def warned(folder: Path) -> None:
        text = "dataset,rule,cell,detail\nisoc_eb_ai,series jumps,IT <2025>,from 8 to 16\n"
        text += "isoc_eb_ai,unknown_code,sector C99,New (3)\n"
        (folder / "warnings.csv").write_text(text, encoding="utf-8")

    def page() -> str:
        return html(opened("method", lang=language))

    assert t("method.warnings.none", language) in page()
    release = releases.publish(warned)
    store.follow()
    text = page()
    assert release in text and shipped in text
    assert t("method.warnings", language, count=2) in text
    assert "series jumps: IT <2025> from 8 to 16" in " ".join(text.split())
    rule = t("method.rule.unknown_code", language)
    assert f"{rule}: sector C99 New (3)" in " ".join(text.split())
    assert t("method.warnings.none", language) not in text
