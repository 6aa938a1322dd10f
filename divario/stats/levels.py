"""Levels of detail of sectors: which of the measured ones may stand side by side."""

from __future__ import annotations

from divario import catalogue
from divario.catalogue import ITALY
from divario.stats.gaps import Cell

JOINED = {"D_E": {"D", "E"}, "L_M": {"L", "M"}}
LEVELS = ("section", "division")


def is_within_section(sector: str) -> bool:
    """Whether a sector is a part of a section: a division, or some of a section's together."""
    known = catalogue.current()
    return any(known.level("sector", code) == "section" for code in known.ancestors(sector))


def at_level(cells: list[Cell], level: str) -> list[Cell]:
    """Cells of one level of detail, never a sector together with a part of it.

    Sections: an aggregate of two sections stands in where Italy's are missing. Divisions: the
    finest that was measured within each section, the section itself where nothing finer was.
    """
    own = {cell["sector"] for cell in cells if cell["territory"] == ITALY}
    if level == "section":
        stand_ins = {name for name, parts in JOINED.items() if not own & parts}
        return [
            cell
            for cell in cells
            if cell["sector_level"] == "section" or cell["sector"] in stand_ins
        ]
    known = catalogue.current()
    inner = {
        sector
        for sector in own
        if known.level("sector", sector) == "section" or is_within_section(sector)
    }
    covering = {parent for sector in inner for parent in known.ancestors(sector)}
    return [cell for cell in cells if cell["sector"] in inner - covering]


def peers(cells: list[Cell], sector: str) -> tuple[str, list[Cell]]:
    """The level at which a sector has peers, and their cells, its own among them.

    Sections are asked first; a sector that overlaps those of both levels has no peers: ("", []).
    """
    for level in LEVELS:
        side_by_side = at_level(cells, level)
        if any(cell["sector"] == sector for cell in side_by_side):
            return level, side_by_side
    return "", []
