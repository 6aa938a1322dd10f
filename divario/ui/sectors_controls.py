"""The filter bar of the Sectors page: what can be chosen, and what a choice changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from divario import catalogue
from divario.charts import words
from divario.charts.peers import SIZES
from divario.i18n import t
from divario.ui import controls, state
from divario.ui.controls import Chip, Field
from divario.ui.sectors_view import MAX_OTHERS, SectorsView, resolve

KEY = "sectors-controls"
LEVELS = ("section", "division", "aggregate")


def show(view: SectorsView, language: str) -> None:
    """Draw the filter bar; a choice changes the session's parameters before the next run."""
    controls.bar(
        KEY,
        language,
        _fields(view, language),
        apply_choice,
        chips=[
            Chip(
                code,
                words.sector(code, language),
                t("controls.remove", language, name=words.sector(code, language)),
            )
            for code in view.compare
        ],
    )


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    view = resolve(state.view())
    if name == "sector":
        others = ",".join(code for code in view.compare if code != value)
        options = resolve({"sector": value}).options  # what else was chosen stays where measured
        state.change(
            sector=value,
            compare=others,
            topic=view.topic if view.topic in options.themes else None,
            indicator=view.indicator if view.indicator in options.indicators else None,
        )
    elif name == "add":
        state.change(compare=",".join([*view.compare, value]))
    elif name == "remove":
        state.change(compare=",".join(code for code in view.compare if code != value))
    elif name in {"size", "topic", "indicator"}:
        state.change(**{name: value})


def _fields(view: SectorsView, language: str) -> list[Field]:
    themes = [["", t("sectors.controls.themes", language)]]
    themes += [[code, t(f"theme.{code}", language)] for code in view.options.themes]
    sizes = [["", t("sectors.controls.sizes", language)]]
    sizes += [[code, words.size(code, language)] for code in SIZES]
    return [
        Field(
            "sector",
            t("sectors.controls.sector", language),
            view.sector,
            _by_level(view.options.measured, language),
        ),
        Field(
            "size",
            t("sectors.controls.size", language),
            view.size,
            [{"label": "", "options": sizes}],
        ),
        Field("add", t("sectors.controls.compare", language), "", _addable(view, language), True),
        Field(
            "topic",
            t("sectors.controls.topic", language),
            view.topic,
            [{"label": "", "options": themes}],
        ),
        Field(
            "indicator",
            t("sectors.controls.indicator", language),
            view.indicator,
            _indicators(view, language),
        ),
    ]


def _by_level(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """Sectors in three groups: sections, divisions, and everything that joins several."""
    known = catalogue.current()
    groups: dict[str, list[list[str]]] = {level: [] for level in LEVELS}
    for code in codes:
        groups[known.level("sector", code)].append([code, words.sector(code, language)])
    return [
        {"label": t(f"sectors.controls.{level}", language), "options": options}
        for level, options in groups.items()
        if options
    ]


def _addable(view: SectorsView, language: str) -> list[dict[str, Any]]:
    """Sectors that may still be set beside the chosen one."""
    if len(view.compare) >= MAX_OTHERS:
        return [{"label": "", "options": [["", t("sectors.controls.full", language)]]}]
    first = {"label": "", "options": [["", t("sectors.controls.add", language)]]}
    others = [code for code in view.options.measured if code not in view.compared]
    return [first, *_by_level(others, language)]


def _indicators(view: SectorsView, language: str) -> list[dict[str, Any]]:
    """Indicators measured for the sector in several countries, by theme."""
    known = catalogue.current()
    groups: dict[str, list[list[str]]] = {}
    for code in view.options.indicators:
        theme = known.indicators[code]["theme"]
        groups.setdefault(theme, []).append([code, known.indicator(code, language)])
    listed = [
        {"label": t(f"theme.{theme}", language), "options": options}
        for theme, options in groups.items()
    ]
    none = [{"label": "", "options": [["", t("sectors.controls.none", language)]]}]
    return listed or none
