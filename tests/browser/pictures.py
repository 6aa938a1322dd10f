"""What a saved image says, and in which type."""

from __future__ import annotations

import html
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFont

from divario.ui import assets


def in_our_type(drawing: str, picture: Image.Image) -> None:
    """The drawing holds each font that it names first, and the picture's title is as wide in it."""
    held = set(re.findall(r'@font-face{font-family:"([^"]+)"[^}]*url\(data:font/woff2;', drawing))
    assert held == {"Divario Sans", "Divario Serif"}
    named = re.findall(r'font-family(?:="|: ?)(?:&quot;|\')?([\w ]+)', drawing.split("</style>")[1])
    assert set(named) == held
    assert len(drawing) < 150_000
    x, y, size, text = re.search(
        r'<text x="(\d+)" y="(\d+)" font-size="(\d+)"[^>]+Divario Serif[^>]+>([^<]+)<', drawing
    ).groups()
    serif = ImageFont.truetype(io.BytesIO(assets.font("serif.woff2").body), 2 * int(size))
    band = (0, 2 * (int(y) - int(size)), picture.width, 2 * int(y))
    ink = ImageChops.invert(picture.convert("L").crop(band)).getbbox()
    assert ink[2] - 2 * int(x) == pytest.approx(serif.getlength(html.unescape(text)), rel=0.015)


def texts_of(drawing: Path) -> str:
    """Every text of an SVG file."""
    nodes = ET.fromstring(drawing.read_text(encoding="utf-8")).iter()
    return " ".join("".join(node.itertext()) for node in nodes if node.tag.endswith("text"))
