"""The filter bar of the Gaps page: what can be chosen, and what a choice changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from divario import catalogue
from divario.catalogue import EU, ITALY
from divario.charts import words
from divario.i18n import t
from divario.ui import controls, state
from divario.ui.controls import Chip, Field
from divario.ui.view import DETAILS, MAX_COMPARED, GapsView, resolve

KEY = "gaps-controls"
RESET_BY_INDICATOR = {"year": None}


def show(view: GapsView, language: str) -> None:
    """Draw the filter bar; a choice changes the session's parameters before the next run."""
    controls.bar(
        KEY,
        language,
        _fields(view, language),
        apply_choice,
        indicator=view.indicator,
        chips=[
            Chip(
                code,
                words.territory(code, language),
                t("controls.remove", language, name=words.territory(code, language)),
            )
            for code in view.countries
        ],
    )


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    compared = resolve(state.view()).countries
    if name == "indicator":
        state.change(indicator=value, **RESET_BY_INDICATOR)
    elif name == "add":
        state.change(countries=",".join([*compared, value]))
    elif name == "remove":
        state.change(countries=",".join(code for code in compared if code != value) or "-")
    elif name in {"year", "size", "sector", "detail"}:
        state.change(**{name: value})


def _fields(view: GapsView, language: str) -> list[Field]:
    def field(name: str, value: str, groups: list[dict[str, Any]], resets: bool = False) -> Field:
        return Field(name, t(f"controls.{name}", language), value, groups, resets)

    years = [[str(year), str(year)] for year in view.options.years]
    details = [[name, t(f"detail.{name}", language)] for name in DETAILS]
    return [
        field("year", str(view.year), [{"label": "", "options": years}]),
        field(
            "size",
            view.size,
            _measured_first("size_class", view.options.sizes, words.size, language),
        ),
        field(
            "sector",
            view.sector,
            _measured_first("sector", view.options.sectors, words.sector, language),
        ),
        field("add", "", _addable(view, language), resets=True),
        field("detail", view.detail, [{"label": "", "options": details}]),
    ]


def _measured_first(
    code_list: str, measured: tuple[str, ...], name: Callable[[str, str], str], language: str
) -> list[dict[str, Any]]:
    """Codes in two groups: measured for this indicator, and not."""
    others = [
        code
        for code in catalogue.current().codes(code_list)
        if code not in measured and catalogue.current().level(code_list, code) != "group"
    ]
    return [
        {
            "label": t(f"controls.{group}", language),
            "options": [[code, name(code, language)] for code in codes],
        }
        for group, codes in (("measured", measured), ("unmeasured", others))
        if codes
    ]


def _addable(view: GapsView, language: str) -> list[dict[str, Any]]:
    """Territories that may still be compared, by name."""
    taken = {ITALY, EU, *view.countries}
    if len(view.countries) >= MAX_COMPARED:
        return [{"label": "", "options": [["", t("controls.full", language)]]}]
    names = sorted(
        (words.territory(code, language), code)
        for code in view.options.territories
        if code not in taken
    )
    return [
        {
            "label": "",
            "options": [
                ["", t("controls.choose", language)],
                *([code, name] for name, code in names),
            ],
        }
    ]
