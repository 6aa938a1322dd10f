"""What images, embedded figures and previews carry: two fonts, and the signs of the key."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import ImageFont

from divario.i18n import LANGUAGES, texts
from divario.ui import assets

ROOT = Path(__file__).resolve().parents[2]
NAMES = [ROOT / "data" / "indicators.toml", *(ROOT / "data" / "reference").glob("*.csv")]
MISSING = "\uffff"


def letters() -> set[str]:
    """Every letter of the texts and of the names of indicators, sectors, sizes and countries."""
    said = [text for language in LANGUAGES for text in texts(language).values()]
    said += [path.read_text(encoding="utf-8") for path in NAMES]
    return {letter for text in said for letter in text if letter.isprintable() and letter != " "}


@pytest.mark.parametrize("name", ["sans", "serif"])
def test_no_letter_is_missing(name: str) -> None:
    """A letter that a font lacks would be a gap in the preview, another font’s in an image."""
    font = ImageFont.truetype(io.BytesIO(assets.font(f"{name}.woff2").body), 40)
    gap = bytes(font.getmask(MISSING))
    assert [one for one in sorted(letters()) if bytes(font.getmask(one)) == gap] == []
    assert bytes(font.getmask("\u0416")) == gap, "a letter that is left out is told"


def test_licence_goes_along() -> None:
    """The licence reserves the name of the whole fonts and asks for its text beside a part."""
    for family, _, file in assets.FACES:
        font = ImageFont.truetype(io.BytesIO(assets.font(file).body), 40)
        assert font.getname()[0] == family
        assert family in (assets.FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert assets.font("sans.woff2").address in assets.faces()
    assert len(assets.font("sans.woff2").body) + len(assets.font("serif.woff2").body) < 60_000


def test_signs_of_the_key_are_the_same_in_images() -> None:
    """A sign that an image does not know would be drawn as a full square."""
    drawn = re.findall(r"^  (\w+): \(c\) =>", (assets.FOLDER / "image.js").read_text("utf-8"), re.M)
    assert set(drawn) == set(re.findall(r"\.dv-mark-(\w+)", assets.style()))
    assert {"hatch", "lozenge"} <= set(drawn)
