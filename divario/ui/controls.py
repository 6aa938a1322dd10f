"""The filter bar of the Gaps page: one component, one choice at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from divario import catalogue
from divario.catalogue import EU, ITALY
from divario.charts import words
from divario.i18n import t
from divario.ui import assets, state
from divario.ui.component import component
from divario.ui.view import DETAILS, MAX_COMPARED, GapsView, resolve

KEY = "gaps-controls"
RESET_BY_INDICATOR = {"year": None}


def show(view: GapsView, language: str) -> None:
    """Draw the filter bar; a choice changes the session's parameters before the next run."""
    known = catalogue.current()
    component("controls")(
        key=KEY,
        data={
            "catalogue": assets.options(language).address,
            "indicator": {
                "value": view.indicator,
                "label": known.indicator(view.indicator, language),
            },
            "labels": {
                name: t(f"controls.{name}", language)
                for name in ("form", "indicator", "search", "nothing")
            },
            "fields": _fields(view, language),
            "chips": [
                {
                    "code": code,
                    "label": words.territory(code, language),
                    "remove": t("controls.remove", language, name=words.territory(code, language)),
                }
                for code in view.countries
            ],
        },
        on_choice_change=_chosen,
    )


def _chosen() -> None:
    """Take one choice over into the page's parameters; what it says is validated at the run."""
    choice = st.session_state[KEY].choice or {}
    name, value = str(choice.get("name", "")), str(choice.get("value", ""))
    apply_choice(name, value)


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


def _fields(view: GapsView, language: str) -> list[dict[str, Any]]:
    def field(name: str, value: str, groups: list[dict], resets: bool = False) -> dict[str, Any]:
        label = t(f"controls.{name}", language)
        return {"name": name, "label": label, "value": value, "groups": groups, "resets": resets}

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
