"""The pieces of the Revisions page: heading, choice of releases, counts, figures, other files."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import comparison, queries
from divario.charts import revisions
from divario.comparison import CHANGES
from divario.i18n import number, points, t
from divario.releases import Release
from divario.ui import controls, figure, state
from divario.ui.controls import Field
from divario.ui.revisions_view import FILTERS, PAIR, RevisionsView
from divario.ui.taken import address

KEY = "revisions-controls"
COMMANDS = ("python -m divario update", "python -m divario update --from DIR")


def heading(view: RevisionsView, language: str) -> None:
    """How many figures were revised between the two releases, and what a release is."""
    st.html(
        f'<p class="dv-kicker">{escape(t("revisions.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(_headline(view, language))}</h1>'
        f'<p class="dv-lead">{escape(t("revisions.lead", language))}</p>'
    )


def _headline(view: RevisionsView, language: str) -> str:
    if not view.is_comparison:
        return t(f"revisions.{'refused' if view.is_refused else 'alone'}.title", language)
    counts = _counts(view)
    count = counts["revised"]
    if not any(counts.values()):
        return t("revisions.headline.none", language)
    return t(
        f"revisions.headline{'' if count > 1 else '.one' if count else '.zero'}",
        language,
        count=number(count, language, 0),
    )


def nothing_to_compare(view: RevisionsView, language: str) -> None:
    """One release alone, or one that cannot be opened: what releases are, and how to get one."""
    if view.is_refused:
        bar(view, language)
    lines = "".join(f"<li><code>{escape(command)}</code></li>" for command in COMMANDS)
    why = t(f"revisions.{'refused' if view.is_refused else 'alone'}", language)
    kept = "".join(f"<li>{escape(named(item, language))}</li>" for item in view.known)
    st.html(
        f'<section class="dv-empty" data-missing="releases">'
        f"<h2>{escape(t('revisions.what', language))}</h2>"
        f"<p>{escape(t('revisions.what.text', language))}</p><p>{escape(why)}</p>"
        f"<ol>{lines}</ol><p>{escape(t('revisions.kept', language))}</p><ul>{kept}</ul></section>"
    )


def named(item: Release, language: str) -> str:
    """A release as a list shows it: its id, when it was published, whether it is in use."""
    text = f"{item.id} · {item.published_at[:10] or t('method.release.shipped', language)}"
    return f"{text} · {t('revisions.in_use', language)}" if item.is_current else text


def bar(view: RevisionsView, language: str) -> None:
    """The two releases, and which datasets and kinds of change the figures show."""
    known = [[item.id, named(item, language)] for item in view.known]
    lists = {"before": known, "after": known}
    if view.is_comparison:
        lists |= {"dataset": _datasets(view, language), "change": _kinds(language)}
    fields = [
        Field(
            name,
            t(f"revisions.control.{name}", language),
            getattr(view, name),
            [{"label": "", "options": options}],
        )
        for name, options in lists.items()
    ]
    controls.bar(KEY, language, fields, apply_choice)


def _datasets(view: RevisionsView, language: str) -> list[list[str]]:
    """The datasets that differ, and the chosen one where it does not."""
    found = dict.fromkeys([row["dataset"] for row in _rows(view)] + [view.dataset])
    every = ["", t("revisions.any.dataset", language)]
    return [every, *([name, name] for name in found if name)]


def _kinds(language: str) -> list[list[str]]:
    every = ["", t("revisions.any.change", language)]
    return [every, *([one, t(f"revisions.change.{one}", language)] for one in CHANGES)]


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    if name in {*PAIR, *FILTERS}:
        state.change(**{name: value or None})


def _rows(view: RevisionsView) -> list[dict]:
    return queries.run("revisions_by_dataset", **view.asked).records


def _counts(view: RevisionsView) -> dict[str, int]:
    """How many cells changed, by how."""
    rows = _rows(view)
    return {one: sum(row[f"{one}_count"] for row in rows) for one in CHANGES}


def cards(view: RevisionsView, language: str) -> None:
    """How many cells were revised, are new and are gone, with what that means."""
    counts = _counts(view)
    rows = _rows(view)
    largest = max((row["largest_points"] or 0.0 for row in rows), default=0.0)
    meanings = {
        "revised": t("revisions.card.revised", language, points=points(largest, language)),
        "new": t("revisions.card.new", language),
        "gone": t("revisions.card.gone", language),
        "other": t(
            "revisions.card.other",
            language,
            refined=number(counts["refined"], language, 0),
            reflagged=number(counts["reflagged"], language, 0),
        ),
    }
    counts["other"] = counts["refined"] + counts["reflagged"]
    if not counts["revised"]:
        meanings["revised"] = t("revisions.card.revised.none", language)
    tones = {"revised": "italy", "gone": "europe"}
    drawn = "".join(
        f'<section class="dv-card dv-{tones.get(name, "plain")}">'
        f"<h2>{escape(t(f'revisions.card.{name}.title', language))}</h2>"
        f'<p class="dv-figure-number">{escape(number(counts[name], language, 0))}</p>'
        f"<p>{escape(meaning)}</p></section>"
        for name, meaning in meanings.items()
    )
    st.html(f'<div class="dv-cards dv-four">{drawn}</div>')


def figures(view: RevisionsView, language: str) -> None:
    """The largest revisions, the datasets, and every cell that was chosen."""
    dataset = view.dataset or None
    if not any(_counts(view).values()):
        return
    heading_of("cells", language)
    left, right = st.columns(2, gap="large")
    with left:
        largest = queries.run("revisions_by_rank", **view.asked, dataset=dataset, change="revised")
        if largest.rows:
            _show(revisions.revision_bars(largest, language), language)
        else:
            _none("revised", language)
    with right:
        counts = queries.run("revisions_by_dataset", **view.asked)
        _show(revisions.revision_counts(counts, language), language)
    asked = {"dataset": dataset, "change": view.change or None}
    cells = queries.run("revisions_by_rank", **view.asked, **asked)
    if cells.rows:
        _show(revisions.revision_cells(cells, language), language)
    else:
        _none("cells", language)
    links = " ".join(
        f'<a href="{escape(address("revisions_by_cell", view.asked | asked, form))}" '
        f'target="_blank">{form.upper()}</a>'
        for form in ("csv", "json")
    )
    said = escape(t("revisions.all", language))
    st.html(f'<section class="dv-method"><p>{said} {links}</p></section>')


def heading_of(part: str, language: str) -> None:
    """The title of a part of the page, with what must be known before reading it."""
    st.html(
        f'<section class="dv-method" id="{part}">'
        f"<h2>{escape(t(f'revisions.{part}', language))}</h2>"
        f"<p>{escape(t(f'revisions.{part}.lead', language))}</p></section>"
    )


def _show(drawn: figure.Figure, language: str) -> None:
    figure.show(drawn, language, is_stage=state.is_stage())


def _none(what: str, language: str) -> None:
    text = t(f"revisions.none.{what}", language)
    st.html(f'<section class="dv-empty" data-missing="{what}">{escape(text)}</section>')


def other_files(view: RevisionsView, language: str) -> None:
    """The other data files that differ; or that nothing but words and names does."""
    files = comparison.other_files(view.before, view.after)
    if not files:
        if not any(_counts(view).values()):
            _none("same" if view.before == view.after else "differs", language)
        return
    lines = "".join(
        f"<li><code>{escape(file.name)}</code>: "
        f"{_rows_in_words(file.rows_before, language)} → "
        f"{_rows_in_words(file.rows_after, language)}</li>"
        for file in files
    )
    st.html(
        f'<section class="dv-method"><h2>{escape(t("revisions.files", language))}</h2>'
        f"<p>{escape(t('revisions.files.lead', language))}</p><ul>{lines}</ul></section>"
    )


def _rows_in_words(count: int | None, language: str) -> str:
    if count is None:
        return escape(t("revisions.files.missing", language))
    return escape(t("revisions.files.rows", language, count=number(count, language, 0)))
