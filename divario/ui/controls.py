"""The filter bar: one component for every page, one choice at a time.

It holds an indicator box with search (optional), native lists, and chips that can be removed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from divario import catalogue
from divario.i18n import t
from divario.ui import assets
from divario.ui.component import component


@dataclass(frozen=True)
class Field:
    """One native list. `groups` are {"label": str, "options": [[value, text], …]}.

    `resets` is true for a list that adds something and then shows its first option again.
    """

    name: str
    label: str
    value: str
    groups: list[dict[str, Any]]
    resets: bool = False


@dataclass(frozen=True)
class Chip:
    """Something chosen that can be removed: its code, its name, the button's whole label."""

    code: str
    label: str
    remove: str


def bar(
    key: str,
    language: str,
    fields: Sequence[Field],
    on_choice: Callable[[str, str], None],
    *,
    indicator: str | None = None,
    chips: Sequence[Chip] = (),
    title: str = "",
) -> None:
    """Draw a filter bar; `on_choice(name, value)` is called before the next run.

    `title` tells it from another bar of the page, for who cannot see them. The names are those of
    the fields, `indicator` for the box and `remove` for a chip. Values come from the browser:
    whoever takes them validates them.
    """

    def chosen() -> None:
        choice = st.session_state[key].choice or {}
        on_choice(str(choice.get("name", "")), str(choice.get("value", "")))

    known = catalogue.current()
    component("controls")(
        key=key,
        data={
            "catalogue": assets.options(language).address,
            "indicator": indicator
            and {"value": indicator, "label": known.indicator(indicator, language)},
            "labels": {
                name: t(f"controls.{name}", language)
                for name in ("form", "indicator", "search", "nothing")
            }
            | ({"form": title} if title else {}),
            "fields": [vars(field) for field in fields],
            "chips": [vars(chip) for chip in chips],
        },
        on_choice_change=chosen,
    )
