"""The end of the What-if page: the ledger, what the outcome hangs on, sizes, the model card."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any

import streamlit as st

from divario import queries
from divario.charts import cycle_words
from divario.charts.cycle import cycle_sobol, cycle_tornado
from divario.charts.cycle_regimes import cycle_regimes
from divario.charts.figure import Figure
from divario.cycle import card, cited, ledger
from divario.cycle.sensitivity import SCENARIOS
from divario.i18n import t
from divario.ui import figure, state
from divario.ui.taken import address

SWITCHES = {"exponent": {"n_f": "1"}, "worst": {"worst": "1"}}
HEADS = ("meaning", "value", "range", "kind", "source")
OPEN = ("evidence", "derived", "assumption")  # levers are choices: they stay folded
Row = dict[str, Any]


def show(language: str) -> None:
    """Everything that says how sure the model is, from the release in use."""
    rows = queries.run("parameters_by_symbol").records
    _opening(rows, language)
    _changes(language)
    _sizes(language)
    _ledger(rows, language)
    _card(language)


def _heading(name: str, title: str, lead: str, more: str = "") -> None:
    """The title of a section and what must be known before reading it."""
    st.html(
        f'<section class="dv-method" id="{name}"><h2>{escape(title)}</h2>'
        f"<p>{escape(lead)}</p>{more}</section>"
    )


def _opening(rows: list[Row], language: str) -> None:
    """How many parameters of each kind, and where the two great assumptions are switched."""
    counts = Counter(row["parameter_kind"] for row in rows)
    strip = "".join(
        f'<span class="dv-whatif-kind dv-whatif-kind-{name}" style="flex:{counts[name]}">'
        f"{escape(t(f'honesty.count.{name}', language, count=counts[name]))}</span>"
        for name in ledger.KINDS
    )
    links = " · ".join(
        f'<a href="{escape(state.href("", own, language))}" target="_self">'
        f"{escape(t(f'honesty.switches.{name}', language))}</a>"
        for name, own in SWITCHES.items()
    )
    said = escape(t("honesty.switches", language))
    _heading(
        "honesty",
        t("honesty.title", language),
        t("honesty.lead", language, count=len(rows), **{n: counts[n] for n in ledger.KINDS}),
        f'<div class="dv-honesty-strip">{strip}</div><p>{said} {links}.</p>',
    )


def _changes(language: str) -> None:
    """Tornado and Sobol indices, in both scenarios."""
    _heading("changes", t("honesty.change.title", language), t("honesty.change.lead", language))
    for scenario in reversed(SCENARIOS):
        answer = queries.run("sensitivities_by_symbol", scenario=scenario)
        _figure(cycle_tornado(answer, language))
        _figure(cycle_sobol(answer, language))


def _sizes(language: str) -> None:
    """Where plausible firms of each size end, in both scenarios."""
    title, lead = (t(f"honesty.regimes.{name}", language) for name in ("heading", "lead"))
    _heading("sizes", title, lead)
    for scenario in SCENARIOS:
        _figure(cycle_regimes(queries.run("regimes_by_size", scenario=scenario), language))


def _figure(drawn: Figure) -> None:
    figure.show(drawn, state.language(), is_stage=state.is_stage())


def _ledger(rows: list[Row], language: str) -> None:
    """Every parameter, grouped by kind; each group a table that becomes cards on a phone."""
    link = f'<a href="{escape(address("parameters_by_symbol", {}, "csv"))}">'
    data = f"<p>{link}{escape(t('honesty.ledger.data', language))}</a></p>"
    _heading(
        "ledger", t("honesty.ledger.title", language), t("honesty.ledger.lead", language), data
    )
    groups = []
    for name in ledger.KINDS:
        own = [row for row in rows if row["parameter_kind"] == name]
        title = escape(t(f"honesty.group.{name}", language, count=len(own)))
        is_open = " open" if name in OPEN else ""
        groups.append(
            f'<details class="dv-details"{is_open}><summary><span class="dv-whatif-kind '
            f'dv-whatif-kind-{name}">{escape(t(f"honesty.kind.{name}", language))}</span> '
            f"{title}</summary>{_table(own, title, language)}</details>"
        )
    st.html("".join(groups))


def _table(rows: list[Row], title: str, language: str) -> str:
    heads = [escape(t(f"honesty.ledger.head.{name}", language)) for name in HEADS]
    symbol = escape(t("honesty.ledger.head.symbol", language))
    top = "".join(f'<th scope="col">{head}</th>' for head in (symbol, *heads))
    body = "".join(_row(row, heads, language) for row in rows)
    return (
        f'<table class="dv-ledger"><caption>{title}</caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _row(row: Row, heads: list[str], language: str) -> str:
    """One parameter; each cell repeats its heading for the narrow form."""
    unit = row["parameter_unit"]
    value = cycle_words.with_unit(row["parameter_value"], unit, language)
    low, high = (cycle_words.amount(row[f"range_{end}"], language) for end in ("low", "high"))
    name = row["parameter_kind"]
    kind = escape(cycle_words.kind(row, language))
    cells = (
        f"<b>{escape(_ended(cycle_words.label(row, language)))}</b> "
        f"{escape(row[f'meaning_{language}'])}",
        escape(value),
        escape(t("honesty.ledger.range", language, low=low, high=high)),
        f'<span class="dv-whatif-kind dv-whatif-kind-{name}">{kind}</span>',
        _source(row, language),
    )
    drawn = "".join(
        f'<td data-head="{head}">{cell}</td>' for head, cell in zip(heads, cells, strict=True)
    )
    return f'<tr><th scope="row"><code>{escape(row["symbol"])}</code></th>{drawn}</tr>'


def _ended(label: str) -> str:
    """A name as a sentence of its own; a question has its mark already."""
    return label if label.endswith("?") else f"{label}."


def _source(row: Row, language: str) -> str:
    """Where value and range come from, and whether the source was read in a copy."""
    said = escape(row[f"basis_{language}"])
    if row["cited"] is None:
        return said
    read = t(f"honesty.ledger.{'read' if row['is_source_read'] else 'unread'}", language)
    sources = "; ".join(
        escape(text) if spoken == language else f'<span lang="{spoken}">{escape(text)}</span>'
        for text, spoken in cited.parts(row["cited"], language)
    )
    return f"{said} {t('honesty.ledger.source', language, source=sources, read=escape(read))}"


def _card(language: str) -> None:
    """The model card, folded: the same as in docs/."""
    _heading("card", t("honesty.card.title", language), t("honesty.card.lead", language))
    with st.expander(t("honesty.card.open", language)):
        st.markdown(card.render(language).partition("\n")[2].replace("\n## ", "\n### "))
