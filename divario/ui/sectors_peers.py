"""The part of the Sectors page for who runs a firm: enterprises of one's own size class."""

from __future__ import annotations

from html import escape

from divario import queries
from divario.catalogue import ITALY, TOTAL
from divario.charts import rows, words
from divario.charts.figure import Figure
from divario.charts.peers import HOLDING, peer_dots
from divario.i18n import t
from divario.ui import figure, sheet, state
from divario.ui.overview import PANELS
from divario.ui.sectors_view import SectorsView


def peers(view: SectorsView, language: str) -> None:
    """Peers of the sector and size class, then of the size class in all activities; no size, none.

    Sector and size are crossed by Istat alone, and in few sectors: what is not measured is said.
    """
    if not view.size:
        return
    names = {"size": words.size(view.size, language), "sector": words.sector(view.sector, language)}
    sheet.html(
        f'<section class="dv-method dv-sectors-peers">'
        f"<h2>{escape(t('sectors.peers.heading', language, **names))}</h2>"
        f"<p>{escape(t('sectors.peers.lead', language))}</p></section>"
    )
    dozen = () if view.topic else tuple(panel[0] for panel in PANELS)
    same = _dots(view, view.sector, view.size, language)
    size = HOLDING.get(view.size, view.size)
    every = _dots(view, TOTAL, size, language, dozen)
    if same is None:
        title = escape(t("sectors.empty.peers.title", language, **names))
        text = escape(t("sectors.empty.peers", language, **names))
        sheet.html(
            f'<section class="dv-empty" data-missing="peers"><h2>{title}</h2>{text}</section>'
        )
    charts = [dots for dots in (same, every) if dots]
    with sheet.box("dv-columns"):
        for dots in charts:
            with sheet.box("dv-column"):
                figure.show(dots, language, is_stage=state.is_stage())


def _dots(
    view: SectorsView, sector: str, size: str, language: str, only: tuple[str, ...] = ()
) -> Figure | None:
    """The newest unit's chart of a sector and size class; None where nothing was measured."""
    asked = {"sector": sector, "territory": ITALY, "theme": view.topic or None}
    cells = queries.run("sizes_by_indicator", **asked)
    units = rows.units(c for c in cells.records if c["size_class"] == size)
    if not units:
        return None
    answer = queries.within(cells, "sizes_by_indicator", **asked, unit=units[0])
    return peer_dots(answer, language, size, *([only] if only else []))
