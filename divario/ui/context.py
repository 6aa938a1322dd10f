"""Figures of context beside a thesis or a sector, and how many enterprises a view speaks of."""

from __future__ import annotations

from html import escape
from typing import Any

from divario import queries
from divario.charts import words
from divario.i18n import number, percent, t
from divario.queries import Result
from divario.ui import sheet


def beside_claim(claim: str, language: str) -> None:
    """The figures of context of a thesis; nothing where there are none."""
    _shown(queries.run("context_by_figure", claim=claim), language)


def beside_sector(sector: str, language: str) -> None:
    """The figures of context of a sector; nothing where there are none."""
    _shown(queries.run("context_by_figure", sector=sector), language)


def _shown(answer: Result, language: str) -> None:
    if not answer.rows:
        return
    listed = "".join(f"<li>{escape(_item(row, language))}</li>" for row in answer.records)
    source = escape(words.source(answer, language))
    sheet.html(
        f'<section class="dv-method dv-context"><h3>{escape(t("context.title", language))}</h3>'
        f"<p>{escape(t('context.lead', language))}</p><ul>{listed}</ul>"
        f'<p class="dv-caption">{source}</p></section>'
    )


def _item(row: dict[str, Any], language: str) -> str:
    """A sentence with its figure, who published it, and who quoted it."""
    written = percent if row["unit_text"] == "%" else number
    said = row[f"said_{language}"].format(
        value=written(row["value"], language, row["decimals_count"])
    )
    names = {"publisher": row["publisher"], "year": row["period"]}
    if row["press"]:
        by = t("context.quoted", language, press=row["press"], **names)
    else:
        by = t("context.by", language, **names)
    return f"{said} {by}"
