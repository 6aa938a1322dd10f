"""The pieces of the Claims page: its view, the theses with their verdicts, the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from divario import catalogue, queries
from divario.catalogue import TOTAL
from divario.charts import claims as evidence_words
from divario.charts.figure import Figure
from divario.claims import ARTICLE, AUTHORS
from divario.i18n import number, t
from divario.queries import Result
from divario.stats.claims import OUTCOMES, VERDICTS, Evidence, Judged
from divario.ui import controls, parts, state
from divario.ui.controls import Field
from divario.ui.view import Notice, picked, strangers

KEY = "claims-controls"
ALL = "all"
NAMES = ("verdict", "author", "claim")


@dataclass(frozen=True)
class ClaimsView:
    """A complete, valid state of the page: both filters, and the open claim (empty: none)."""

    verdict: str = ALL
    author: str = ALL
    claim: str = ""
    notices: tuple[Notice, ...] = ()

    def address(self) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        own = {"verdict": self.verdict, "author": self.author, "claim": self.claim}
        return {name: value for name, value in own.items() if value not in {ALL, ""}}


def resolve(given: Mapping[str, str], known: list[Judged]) -> ClaimsView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    allowed = {
        "verdict": (ALL, *VERDICTS),
        "author": (ALL, *AUTHORS),
        "claim": tuple(item.claim["claim"] for item in known),
    }
    chosen, notices = {}, strangers(given, NAMES)
    for name in NAMES:
        plain = "" if name == "claim" else ALL
        chosen[name] = picked(given, notices, name, allowed[name], plain)
    return ClaimsView(**chosen, notices=tuple(notices))


def chosen(known: list[Judged], view: ClaimsView) -> list[Judged]:
    """The claims that pass both filters, in their order."""
    return [
        item
        for item in known
        if view.verdict in {ALL, item.verdict} and view.author in {ALL, item.claim["author"]}
    ]


def notices(view: ClaimsView, language: str) -> None:
    """Say what of the address could not be used."""
    parts.notices(view.notices, language, "claims.field")


def opening(known: list[Judged], language: str) -> None:
    """The heading, computed from the verdicts, what the page is, and how many of each verdict."""
    counts = {name: sum(item.verdict == name for item in known) for name in VERDICTS}
    title = t("claims.title", language, count=len(known), **counts)
    cards = "".join(
        f'<section class="dv-card dv-claims-count"><h2>{_badge(name, language)}</h2>'
        f'<p class="dv-figure-number">{number(count, language, 0)}</p>'
        f"<p>{escape(t(f'claims.meaning.{name}', language))}</p></section>"
        for name, count in counts.items()
    )
    st.html(
        f'<p class="dv-kicker">{escape(t("claims.kicker", language, article=ARTICLE))}</p>'
        f'<h1 class="dv-headline">{escape(title)}</h1>'
        f'<p class="dv-lead">{escape(t("claims.lead", language))}</p>'
        f'<div class="dv-cards dv-claims-counts">{cards}</div>'
    )


def dissent(known: list[Judged], answer: Result, language: str) -> None:
    """What the figures say against the article's picture, before any verdict."""
    items = [
        (item, judgement.claim)
        for judgement in known
        for item in judgement.evidence
        if item.test["is_dissent"] and item.outcome == "against"
    ]
    if not items:
        return
    cards = "".join(
        f'<section class="dv-card dv-europe"><h3>{escape(_label(item, language))}</h3>'
        f"<p>{escape(evidence_words.sentence(item, language))} "
        f"{escape(evidence_words.remarks(item, language))}</p>"
        f'<p class="dv-caption">{escape(evidence_words.source(item, answer, language))}</p>'
        f"<p>{_gaps_link(item, language)} · {_claim_link(claim['claim'], language)}"
        f"{escape(claim[f'title_{language}'])}</a></p></section>"
        for item, claim in items
    )
    st.html(
        f'<section class="dv-method dv-claims-dissent"><h2>'
        f"{escape(t('claims.dissent.title', language))}</h2>"
        f"<p>{escape(t('claims.dissent.lead', language, count=len(items)))}</p>"
        f'<div class="dv-cards">{cards}</div></section>'
    )


def rule(known: list[Judged], language: str) -> None:
    """The rule of the verdict in words, and each threshold with its reason."""
    reasons = {
        item.test["threshold"]: item.test[f"reason_{language}"]
        for judgement in known
        for item in judgement.evidence
    }
    listed = "".join(f"<li>{escape(reason)}</li>" for reason in reasons.values())
    st.html(
        f'<section class="dv-method"><details class="dv-details"><summary>'
        f"{escape(t('claims.rule.title', language))}</summary>"
        f"<p>{escape(t('claims.rule.text', language))}</p>"
        f"<p>{escape(t('claims.rule.years', language))}</p>"
        f"<ul>{listed}</ul></details></section>"
    )


def filters(view: ClaimsView, known: list[Judged], language: str) -> None:
    """The filter bar: verdict, author, and the claim to open."""

    def field(name: str, value: str, options: list[list[str]]) -> Field:
        label = t(f"claims.field.{name}", language)
        return Field(name, label, value, [{"label": "", "options": options}])

    everything = [ALL, t("claims.all", language)]
    verdicts = [[name, t(f"claims.verdict.{name}", language)] for name in VERDICTS]
    authors = [[name, t(f"claims.author.{name}", language)] for name in AUTHORS]
    titles = [[item.claim["claim"], item.claim[f"title_{language}"]] for item in known]
    none = ["", t("claims.none", language)]
    fields = [
        field("verdict", view.verdict, [everything, *verdicts]),
        field("author", view.author, [everything, *authors]),
        field("claim", view.claim, [none, *titles]),
    ]
    controls.bar(KEY, language, fields, apply_choice)


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    if name in NAMES:
        state.change(**{name: value or None})


def opened(item: Judged, answer: Result, language: str) -> Figure | None:
    """The open claim: its text, verdict, evidence and limits; returns its chart, if it has one."""
    claim = item.claim
    is_silent = item.verdict == "unmeasured"
    limits = t("claims.why_not" if is_silent else "claims.limits", language)
    listed = "".join(_evidence(entry, answer, language) for entry in item.evidence)
    st.html(
        f'<section class="dv-method dv-claims-open" id="claim-{escape(claim["claim"])}">'
        f"{_head(item, language, 'h2')}"
        f"<p><b>{escape(t('claims.settle', language))}</b> "
        f"{escape(claim[f'settle_{language}'])}</p>"
        f"<p><b>{escape(limits)}</b> "
        f"{escape(claim[f'limits_{language}'])}</p>{_awaiting(item, language)}"
        f'<ol class="dv-claims-evidence">{listed}</ol></section>'
    )
    if is_silent:
        return None
    own = queries.run("evidence_by_claim", claim=claim["claim"])
    return evidence_words.evidence_dots(own, language)


def _awaiting(item: Judged, language: str) -> str:
    """What is not in this release and would count; nothing once every test is measured."""
    text = item.claim[f"awaiting_{language}"]
    if not text or not item.count("missing"):
        return ""
    return f"<p><b>{escape(t('claims.awaiting', language))}</b> {escape(text)}</p>"


def _evidence(item: Evidence, answer: Result, language: str) -> str:
    """One test: which way it counts, its figures, why it bears, source and link."""
    outcome = item.outcome
    lines = [
        f'<p><span class="dv-claims-badge dv-claims-{outcome}">'
        f"{escape(t(f'claims.outcome.{outcome}', language))}</span> "
        f"<b>{escape(evidence_words.sentence(item, language))}</b></p>",
        f"<p>{escape(evidence_words.expectation(item, language))} "
        f"{escape(item.test[f'why_{language}'])}</p>",
    ]
    if item.cells:
        remarks = evidence_words.remarks(item, language)
        source = evidence_words.source(item, answer, language)
        lines.append(
            f'<p class="dv-caption">{escape(remarks)} {escape(source)} '
            f"{_gaps_link(item, language)}</p>"
        )
    return f"<li>{''.join(lines)}</li>"


def listing(items: list[Judged], view: ClaimsView, language: str) -> None:
    """The claims that pass the filters: text, author, verdict, number of tests, a way to open."""
    cards = "".join(
        f'<li id="{escape(item.claim["claim"])}">{_head(item, language, "h3")}'
        f"<p>{_claim_link(item.claim['claim'], language, view)}"
        f"{escape(t('claims.open', language, title=item.claim[f'title_{language}']))}</a></p></li>"
        for item in items
    )
    title = escape(t("claims.list", language, count=len(items)))
    body = f'<ul class="dv-claims-list">{cards}</ul>' if items else ""
    empty = "" if items else f"<p>{escape(t('claims.empty', language))}</p>"
    st.html(f'<section class="dv-method"><h2>{title}</h2>{empty}{body}</section>')


def _head(item: Judged, language: str, level: str) -> str:
    """Title, author, text, verdict and how the tests counted."""
    claim = item.claim
    counted = t(
        "claims.counted",
        language,
        **{name: number(item.count(name), language, 0) for name in OUTCOMES if name != "for"},
        favour=number(item.count("for"), language, 0),
    )
    shown = f"<p>{escape(counted)}</p>" if item.evidence else ""
    author = escape(t(f"claims.by.{claim['author']}", language))
    return (
        f"<{level}>{escape(claim[f'title_{language}'])}</{level}>"
        f'<p class="dv-claims-meta">{_badge(item.verdict, language)} <span>{author}</span></p>'
        f"<p>{escape(claim[f'text_{language}'])}</p>{shown}"
    )


def _badge(verdict: str, language: str) -> str:
    text = escape(t(f"claims.verdict.{verdict}", language))
    return f'<span class="dv-claims-badge dv-claims-{verdict}">{text}</span>'


def _label(item: Evidence, language: str) -> str:
    return catalogue.current().indicator(item.subject["indicator"], language)


def _gaps_link(item: Evidence, language: str) -> str:
    """A link that opens the Gaps view of a test's first measured cell."""
    cell = item.cells[0]
    query = {"indicator": cell["indicator"], "year": cell["year"], "size": cell["size_class"]}
    if cell["sector"] != TOTAL:
        query["sector"] = cell["sector"]
    link = escape(state.href("gaps", query, language))
    text = escape(t("claims.gaps", language, indicator=_label_of(cell, language)))
    return f'<a href="{link}" target="_self">{text}</a>'


def _label_of(cell: dict, language: str) -> str:
    return catalogue.current().indicator(cell["indicator"], language)


def _claim_link(claim: str, language: str, view: ClaimsView | None = None) -> str:
    """The opening tag of a link to a claim, the filters kept."""
    query = (view.address() if view else {}) | {"claim": claim}
    return f'<a href="{escape(state.href("", query, language))}" target="_self">'
