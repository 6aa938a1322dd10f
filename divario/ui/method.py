"""The pieces of the Data and method page: sources, indicators, statuses, queries."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from divario import catalogue, queries, releases, store
from divario.charts import words
from divario.i18n import joined, number, prose, t
from divario.ui import state
from divario.ui.taken import address

STATES = ("shipped", "partial", "wanted")
RULES = (
    "series_jump",
    "count_jump",
    "cells_gone",
    "coverage",
    "unknown_code",
    "not_served",
    "of_persons",
)


def introduction(language: str) -> None:
    """What the figures mean, and which release this is."""
    release = t("method.release", language, release=store.current().release)
    st.html(
        f'<h1 class="dv-headline">{escape(t("method.title", language))}</h1>'
        f'<p class="dv-lead">{escape(release)}</p>'
    )
    st.markdown(prose("method", language))


def kept_releases(language: str) -> None:
    """The releases that are kept here, and the warnings that travel with the one on the page."""
    shown = store.current().release
    listed = "".join(_release(item, shown, language) for item in releases.list_releases())
    found = releases.warnings_of(shown)
    lines = "".join(
        f"<li><code>{escape(row['dataset'])}</code> {escape(_rule(row['rule'], language))}: "
        f"{escape(row['cell'])} {escape(row['detail'])}</li>"
        for row in found
    )
    summary = t("method.warnings", language, count=len(found))
    told = _details(summary, f"<ul>{lines}</ul>") if found else ""
    none = "" if found else f"<p>{escape(t('method.warnings.none', language))}</p>"
    more = escape(t("method.revisions", language))
    href = escape(state.href("revisions", {}, language))
    link = f'<p><a href="{href}" target="_self">{more}</a></p>'
    _section(t("method.releases", language), f"<ul>{listed}</ul>{link}{none}{told}")


def _rule(code: str, language: str) -> str:
    """What a rule of arrival warns of, in words; a rule of another version by its code."""
    return t(f"method.rule.{code}", language) if code in RULES else code


def _release(item: releases.Release, shown: str, language: str) -> str:
    if not item.files_count:
        broken = t("method.release.broken", language, release=item.id)
        return f"<li>{escape(broken)} {escape(item.problem)}</li>"
    when = item.published_at[:16].replace("T", " ")
    facts = t(
        "method.release.facts",
        language,
        release=item.id,
        when=f"{when} UTC" if when else t("method.release.shipped", language),
        rows=number(item.rows_count, language, 0),
        files=item.files_count,
        vintage=item.newest_vintage,
        publishers=" · ".join(item.publishers),
    )
    mark = f" {t('method.release.shown', language)}" if item.id == shown else ""
    return f"<li>{escape(facts)}{escape(mark)}</li>"


def sources(language: str) -> None:
    """Every source: shipped, partly here, wanted; licence, vintage and limits."""
    rows = queries.run("sources_by_dataset").records
    blocks = [
        _details(
            t(f"method.sources.{state}", language, count=len(chosen)),
            "".join(_source(row, language) for row in chosen),
        )
        for state in STATES
        if (chosen := [row for row in rows if row["dataset_status"] == state])
    ]
    _section(t("method.sources", language), "".join(blocks))


def _source(row: dict[str, Any], language: str) -> str:
    facts = [row[f"gives_{language}"]]
    if row["rows_count"] is not None:
        facts += [
            t(
                "method.source.facts",
                language,
                citation=row["citation"],
                licence=row["licence"],
                vintage=row["vintage"],
                count=number(row["rows_count"], language, 0),
            ),
            t(f"method.source.{'direct' if row['is_direct'] else 'reached'}", language),
            row[f"limits_{language}"],
        ]
    text = "".join(f"<p>{escape(fact)}</p>" for fact in facts)
    title = f"{row['publisher']}, {row['dataset']}: {row[f'title_{language}']}"
    return f"<h3>{escape(title)}</h3>{text}"


def indicators(language: str) -> None:
    """Every indicator by theme: definition, unit and what was measured of it."""
    themes: dict[str, list[dict[str, Any]]] = {}
    for record in catalogue.current().indicators.values():
        themes.setdefault(record["theme"], []).append(record)
    blocks = [
        _details(
            t(
                "method.theme",
                language,
                theme=t(f"theme.{theme}", language),
                count=len(records),
            ),
            "".join(_indicator(record, language) for record in records),
        )
        for theme, records in themes.items()
    ]
    _section(t("method.indicators", language), "".join(blocks))


def _indicator(record: dict[str, Any], language: str) -> str:
    covered = t(
        "method.coverage",
        language,
        unit=catalogue.current().text("unit", record["unit"], language),
        years=", ".join(map(str, record["years"])),
        italy=", ".join(map(str, record["years_italy"] or [])) or t("cell.none", language),
        sizes=joined([words.size(code, language) for code in record["size_classes"]], language),
        sectors=record["sectors_count"],
        territories=record["territories_count"],
        datasets=joined(list(record["datasets"]), language),
    )
    caveats = " ".join(t(f"caveat.{code}", language) for code in record["indicator_caveats"])
    link = escape(state.href("gaps", {"indicator": record["indicator"]}, language))
    return (
        f'<h3><a href="{link}" target="_self">{escape(record[f"label_{language}"])}</a> '
        f"<code>{escape(record['indicator'])}</code></h3>"
        f"<p>{escape(record[f'definition_{language}'])} {escape(caveats)}</p>"
        f"<p>{escape(covered)}</p>"
    )


def statuses(language: str) -> None:
    """What each observation status and each way of reading means."""
    known = catalogue.current()
    lines = [
        f"<dt><code>{code}</code> {escape(known.text('status', code, language))}</dt>"
        f"<dd>{escape(known.text('status', code, language, 'phrase'))}</dd>"
        for code in known.codes("status")
    ]
    lines += [
        f"<dt><code>{code}</code></dt><dd>{escape(known.text(code_list, code, language))}</dd>"
        for code_list in ("lineage", "caveat")
        for code in known.codes(code_list)
    ]
    block = _details(t("method.statuses.all", language), f"<dl>{''.join(lines)}</dl>")
    _section(t("method.statuses", language), block)


def all_queries(language: str) -> None:
    """Every query: its question, its parameters, an example address, its SQL."""
    blocks = [
        _details(f"{query.header['question'][language]} {name}", _query(name, query, language))
        for name, query in queries.marts().items()
    ]
    lead = f"<p>{escape(t('method.queries.lead', language))}</p>"
    _section(t("method.queries", language), lead + "".join(blocks))


def _query(name: str, query: Any, language: str) -> str:
    declared = queries.parameters_of(query)
    example = {key: parameter.example for key, parameter in declared.items()}
    names = [
        t("method.parameter.required" if p.required else "method.parameter", language, name=p.name)
        for p in declared.values()
    ]
    links = " ".join(
        f'<a href="{escape(address(name, example, form))}" target="_blank">{form.upper()}</a>'
        for form in ("csv", "json")
    )
    listed = escape(joined(names, language) or t("method.parameters.none", language))
    return (
        f"<p>{escape(t('method.parameters', language))} {listed}. "
        f"{escape(t('method.example', language))} {links}</p>"
        f'<pre class="dv-sql">{escape(query.sql)}</pre>'
    )


def _details(summary: str, body: str) -> str:
    return f'<details class="dv-details"><summary>{escape(summary)}</summary>{body}</details>'


def _section(title: str, body: str) -> None:
    st.html(f'<section class="dv-method"><h2>{escape(title)}</h2>{body}</section>')
