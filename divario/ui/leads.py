"""The pieces of the Leads page: heading, filters, each lead with its checks, what was dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

import streamlit as st

from divario import catalogue, findings, queries
from divario.catalogue import ITALY
from divario.charts import lead_words, words
from divario.charts.leads import lead_figure
from divario.i18n import number, t
from divario.queries import Result
from divario.records import THEMES
from divario.stats.leads import KINDS, MAX_AGE, Lead
from divario.ui import controls, figure, parts, sheet, state
from divario.ui.controls import Field
from divario.ui.leads_view import FILTERS, PER_PAGE, LeadsView, countries

KEY = "leads-controls"
LISTED = 25


def notices(view: LeadsView, language: str) -> None:
    """Say what of the address could not be used."""
    parts.notices(view.notices, language, "leads.control")


def heading(view: LeadsView, language: str) -> None:
    """How many leads there are, what they are computed from, and how they are ordered."""
    count = len(view.stories)
    kicker = t("leads.kicker", language, inside=words.inside(view.country, language))
    title = t(
        f"leads.title{'' if count > 1 else '.one' if count else '.none'}", language, count=count
    )
    lead = t("leads.lead", language, cells=number(view.cells_count, language, 0))
    order = "".join(
        f"<p>{escape(t(f'leads.order.{name}', language, years=MAX_AGE))}</p>"
        for name in ("score", "change", "turns", "old")
    )
    st.html(
        f'<p class="dv-kicker">{escape(kicker)}</p>'
        f'<h1 class="dv-headline">{escape(title)}</h1>'
        f'<p class="dv-lead">{escape(lead)}</p>'
        f'<details class="dv-details dv-leads-order"><summary>{escape(t("leads.order", language))}'
        f"</summary>{order}</details>"
    )


def bar(view: LeadsView, language: str) -> None:
    """The filter bar; a choice starts again from the first page."""
    controls.bar(KEY, language, _fields(view, language), apply_choice)


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    if name in {*FILTERS, "country"}:
        state.change(**{name: value or None, "page": None})


def _fields(view: LeadsView, language: str) -> list[Field]:
    """Five lists; sectors, sizes and themes are those that some comparison has."""
    known = catalogue.current()

    def present(name: str, order: Iterable[str], chosen: str) -> list[str]:
        return [code for code in order if code in view.present[name] or code == chosen]

    sectors = present("sector", known.codes("sector"), view.sector)
    sizes = present("size_class", known.codes("size_class"), view.size)
    options = {
        "kind": [[code, t(f"leads.kind.{code}", language)] for code in KINDS],
        "topic": [[c, t(f"theme.{c}", language)] for c in present("theme", THEMES, view.topic)],
        "sector": [[code, words.sector(code, language)] for code in sectors],
        "size": [[code, words.size(code, language)] for code in sizes],
    }
    named = sorted((words.territory(code, language), code) for code in countries())
    lists = {name: [["", t(f"leads.any.{name}", language)], *options[name]] for name in FILTERS}
    lists["country"] = [[code, name] for name, code in named]
    return [
        Field(
            name,
            t(f"leads.control.{name}", language),
            getattr(view, name),
            [{"label": "", "options": listed}],
        )
        for name, listed in lists.items()
    ]


def ranking(view: LeadsView, language: str) -> None:
    """The leads of this page, two in a row, each with its chart and its checks."""
    if not view.stories:
        title, text = t("leads.none.title", language), t("leads.none", language)
        sheet.html(f'<section class="dv-empty"><h2>{escape(title)}</h2>{escape(text)}</section>')
        return
    for start in range(0, len(view.shown), 2):
        with sheet.box("dv-columns"):
            for place in (start, start + 1):
                with sheet.box("dv-column dv-leads-one"):
                    if place < len(view.shown):
                        _one(*view.shown[place], view, place, language)


def _one(lead: Lead, others: int, view: LeadsView, place: int, language: str) -> None:
    kicker = lead_words.kind(lead, view.first + place + 1, language)
    sheet.html(f'<p class="dv-kicker dv-leads-kind">{escape(kicker)}</p>')
    drawn = lead_figure(_result(lead), language, str(place + 1), *findings.code_of(lead))
    figure.show(drawn, language, is_stage=state.is_stage())
    checks = lead_words.checks(lead, language)
    said = t("leads.checks", language, score=number(lead.score, language, 1))
    items = "".join(f"<li>{escape(check)}</li>" for check in checks)
    more = ""
    if others:
        text = t(f"leads.others{'.one' if others == 1 else ''}", language, count=others)
        more = f"<p>{escape(text)}</p>"
    sheet.html(
        f'<details class="dv-details dv-leads-checks"><summary>{escape(said)}</summary>'
        f"<ul>{items}</ul>{more}</details>{_link(lead, language)}"
    )


def _result(lead: Lead) -> Result:
    """The cells of one lead, asked for by their codes."""
    first = lead.cells[0]
    if lead.kind == "outlier":
        names = ("indicator", "size_class", "sector", "year")
        return queries.run("territories_by_indicator", **{name: first[name] for name in names})
    codes = {
        name: sorted({cell[name] for cell in lead.cells})
        for name in ("indicator", "size_class", "sector", "year")
    }
    own = lead.gaps[0].far["territory"]
    return queries.run("cells_by_territory", territory=own, **codes)


def _link(lead: Lead, language: str) -> str:
    """A link to the Gaps page at the lead's own cell."""
    cell = lead.gaps[0].far
    query = {
        "indicator": cell["indicator"],
        "year": cell["year"],
        "size": cell["size_class"],
        "sector": cell["sector"],
        **({} if cell["territory"] == ITALY else {"countries": cell["territory"]}),
    }
    text = escape(t("leads.open", language))
    address = escape(state.href("gaps", query, language))
    return f'<a class="dv-leads-open" href="{address}" target="_self">{text}</a>'


def pager(view: LeadsView, language: str) -> None:
    """Which leads these are, and links to more of them and back."""
    count = len(view.stories)
    if count <= PER_PAGE:
        return
    last = view.first + len(view.shown)
    said = t("leads.page", language, first=view.first + 1, last=last, count=count)
    links = ""
    if view.page > 1:
        links += _page_link(view, view.page - 1, t("leads.back", language), language)
    if left := min(PER_PAGE, count - last):
        text = t(f"leads.more{'.one' if left == 1 else ''}", language, count=left)
        links += _page_link(view, view.page + 1, text, language)
    label = escape(t("leads.pager", language))
    sheet.html(
        f'<nav class="dv-leads-pager" aria-label="{label}"><span>{escape(said)}</span>{links}</nav>'
    )


def _page_link(view: LeadsView, page: int, text: str, language: str) -> str:
    link = escape(state.href("", view.address(page), language))
    return f'<a href="{link}" target="_self">{escape(text)}</a>'


def dropped(view: LeadsView, language: str) -> None:
    """What was not ranked, by the check that it failed."""
    counts = Counter(reason for lead in view.dropped for reason in lead.faults)
    blocks = "".join(
        f"<h3>{escape(t('leads.dropped.reason', language, reason=said, count=count))}</h3>"
        f"{_list(view, reason, count, language)}"
        for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        if (said := lead_words.fault(reason, language))
    )
    intro = t(f"leads.dropped.{'lead' if counts else 'none'}", language)
    title = t("leads.dropped", language, count=number(len(view.dropped), language, 0))
    sheet.html(
        f'<details class="dv-details dv-leads-dropped"><summary>{escape(title)}</summary>'
        f"<p>{escape(intro)}</p>{blocks}</details>"
    )


def _list(view: LeadsView, reason: str, count: int, language: str) -> str:
    chosen = [lead for lead in view.dropped if reason in lead.faults][:LISTED]
    items = "".join(f"<li>{escape(lead_words.dropped(lead, language))}</li>" for lead in chosen)
    if count > LISTED:
        items += f"<li>{escape(t('leads.dropped.more', language, count=count - LISTED))}</li>"
    return f"<ul>{items}</ul>"
