"""Makes the two fonts beside this file from those that Streamlit ships: Latin only, fewer weights.

    python divario/ui/fonts/make.py        # needs: pip install fonttools brotli

The licence reserves the name "Source" for the whole fonts, so a part of one has a name of its own.
Copyright and licence stay in each file's name table; the licence's text is OFL.txt.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).parent
# Basic Latin to Latin Extended-A, comma below, dashes, quotes, thin spaces, euro, arrows, signs.
LETTERS = (
    *range(0x20, 0x17F),
    *range(0x218, 0x21C),
    *range(0x2009, 0x200B),
    *range(0x2010, 0x2027),
    *(0x202F, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122),
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum"]
# Charts write in 400 and, what is stressed, in 600 or 700; titles in 600, at about 26 pixels.
MADE = {
    "sans": ("SourceSansVF-Upright", "Divario Sans", {"wght": (400, 700)}),
    "serif": ("SourceSerifVariable-Roman", "Divario Serif", {"wght": 600, "opsz": 24}),
}
KEPT_NAMES = (0, 7, 13, 14)  # copyright, trademark, licence, address of the licence


def named(font: TTFont, family: str) -> None:
    """Give a part of a font its own name, and keep whose it is and under which licence."""
    table = font["name"]
    table.names = [one for one in table.names if one.nameID in KEPT_NAMES and one.platformID == 3]
    plain = family.replace(" ", "")
    for number, text in ((1, family), (2, "Regular"), (3, plain), (4, family), (6, plain)):
        table.setName(text, number, 3, 1, 0x409)
    del font["STAT"]  # it names the weights, by names that are gone
    if "fvar" in font:
        font["fvar"].instances = []
        for axis in font["fvar"].axes:
            axis.axisNameID = table.addMultilingualName({"en": "Weight"}, mac=False)


def part_of(path: Path, axes: dict[str, float | tuple[float, float]]) -> TTFont:
    """The letters of LETTERS, with the axes of the font set or narrowed."""
    options = subset.Options(layout_features=FEATURES, hinting=False, name_IDs=["*"])
    font = TTFont(path, lazy=False)
    font.flavor = None
    part = subset.Subsetter(options)
    part.populate(unicodes=LETTERS)
    part.subset(font)
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    return instancer.instantiateVariableFont(TTFont(file, lazy=False), axes)


def main() -> None:
    """Write sans.woff2 and serif.woff2."""
    media = Path(find_spec("streamlit").origin).parent / "static" / "static" / "media"
    for name, (stem, family, axes) in MADE.items():
        font = part_of(next(media.glob(f"{stem}*")), axes)
        named(font, family)
        font.flavor = "woff2"
        font.save(FOLDER / f"{name}.woff2")


if __name__ == "__main__":
    main()
