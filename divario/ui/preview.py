"""The image of a shared address: title, a few values, source; drawn with Pillow, 1200 by 630."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from divario.catalogue import EU
from divario.charts import sentences, theme, words
from divario.charts.figure import Figure
from divario.i18n import t
from divario.ui import assets

ALT_LINES = 7
SIZE = (1200, 630)
PAD = 60
ROWS = 5
ROW_HEIGHT = 50
BARS_LEFT, BARS_RIGHT = 460, 1010
FOOT_TOP = 552
REGULAR, SEMIBOLD = 400, 600
CACHED = 64
COLUMNS = ("territory", "size_class", "sector", "year")
Font = ImageFont.FreeTypeFont
Row = tuple[str, dict[str, Any]]


@cache
def _serif(size: int) -> Font:
    """The font of titles, which has one weight."""
    return ImageFont.truetype(io.BytesIO(assets.font("serif.woff2").body), size)


@cache
def _sans(size: int, weight: int = REGULAR) -> Font:
    """The font of everything else."""
    font = ImageFont.truetype(io.BytesIO(assets.font("sans.woff2").body), size)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=CACHED)
def image(figure: Figure, language: str) -> bytes:
    """A figure's preview as PNG."""
    drawn = Image.new("RGB", SIZE, theme.PAPER)
    pen = ImageDraw.Draw(drawn)
    pen.text((PAD, 34), "Divario", font=_serif(30), fill=theme.FOCUS)
    top = _lines(pen, figure.title, 84, _serif(46), fill=theme.TEXT, most=2)
    top = _lines(pen, figure.subtitle, top + 6, _sans(26), fill=theme.MUTED, most=1)
    if rows := rows_of(figure, language):
        _bars(pen, rows, top + 24, language)
    else:  # no cells of the survey: the figure in words, rather than an empty middle
        words_font = _sans(28)
        _lines(pen, figure.alt, top + 24, words_font, fill=theme.TEXT, most=ALT_LINES)
    source = sentences.sourced(figure, language)
    _lines(pen, source, FOOT_TOP, _sans(20), fill=theme.MUTED, most=2)
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()


def rows_of(figure: Figure, language: str) -> list[Row]:
    """The figure's main cell and those that differ from it in one thing, each with its name."""
    cells = [cell for cell in sentences.cells_of(figure) if cell]
    if not cells:
        return []
    main = sentences.cells_of(figure)[sentences.focus(figure)] or cells[0]
    for column in COLUMNS:
        kept = [name for name in sentences.KEY if name != column]
        others = [
            cell
            for cell in cells
            if cell is not main and all(cell[name] == main[name] for name in kept)
        ]
        if others:
            others.sort(key=lambda cell: cell["territory"] != EU)
            return [(_name(cell, column, language), cell) for cell in [main, *others][:ROWS]]
    return [(_name(main, "territory", language), main)]


def _name(cell: dict[str, Any], column: str, language: str) -> str:
    if column == "year":
        return str(cell["year"])
    naming = {"territory": words.territory, "size_class": words.size, "sector": words.sector}
    return naming[column](cell[column], language)


def _bars(pen: ImageDraw.ImageDraw, rows: list[Row], top: int, language: str) -> None:
    """One bar per row from zero, its name before it and its value after it."""
    plain, bold = _sans(28), _sans(28, SEMIBOLD)
    room = (FOOT_TOP - 12 - top) // ROW_HEIGHT
    longest = max((cell["value"] for _, cell in rows), default=0) or 1
    for place, (name, cell) in enumerate(rows[:room]):
        y = top + place * ROW_HEIGHT
        end = BARS_LEFT + round((BARS_RIGHT - BARS_LEFT) * cell["value"] / longest)
        colour = theme.FOCUS if place == 0 else theme.colour_of(cell["territory"])
        if place and colour == theme.FOCUS:
            colour = theme.CONTEXT
        pen.rectangle((BARS_LEFT, y + 4, max(end, BARS_LEFT + 2), y + 36), fill=colour)
        fitting = _fitted(pen, name, plain, BARS_LEFT - PAD - 16)
        pen.text((BARS_LEFT - 16, y + 20), fitting, font=plain, fill=theme.TEXT, anchor="rm")
        shown = words.value(cell, language) + ("*" if cell["status"] else "")
        pen.text((end + 12, y + 20), shown, font=bold, fill=theme.TEXT, anchor="lm")
    if any(cell["status"] for _, cell in rows[:room]):
        letters = "".join(sorted({letter for _, cell in rows for letter in cell["status"] or ""}))
        text = "* " + t("copy.status", language, status=words.status({"status": letters}, language))
        small = _sans(20)
        pen.text((SIZE[0] - PAD, 44), text, font=small, fill=theme.MUTED, anchor="ra")


def _fitted(pen: ImageDraw.ImageDraw, text: str, font: Font, width: int) -> str:
    """A text cut with an ellipsis where it is wider than its room."""
    if pen.textlength(text, font=font) <= width:
        return text
    while text and pen.textlength(text + "…", font=font) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _lines(
    pen: ImageDraw.ImageDraw, text: str, top: int, font: Font, *, fill: str, most: int
) -> int:
    """A text in at most so many lines; gives where the next thing begins."""
    width, lines = SIZE[0] - 2 * PAD, [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines[most - 1] = _fitted(pen, " ".join(lines[most - 1 :]), font, width)
    step = round(font.size * 1.22)
    for place, line in enumerate(lines[:most]):
        pen.text((PAD, top + place * step), line, font=font, fill=fill)
    return top + step * len(lines[:most])
