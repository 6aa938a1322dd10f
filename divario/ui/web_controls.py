"""The filter bar of the Web evidence page: what can be chosen, and what a choice changes."""

from __future__ import annotations

from divario.charts import web_words
from divario.i18n import t
from divario.ui import controls, state
from divario.ui.controls import Field
from divario.ui.web_view import NAMES, TOPICS, WebView

KEY = "web-controls"


def show(view: WebView, language: str) -> None:
    """Draw the filter bar; a choice changes the session's parameters before the next run."""
    known = view.options

    def field(name: str, value: str, options: list[list[str]]) -> Field:
        label = t(f"web.controls.{name}", language)
        return Field(name, label, value, [{"label": "", "options": options}])

    def named(kind: str, codes: tuple[str, ...]) -> list[list[str]]:
        return [[code, web_words.name(kind, code, language)] for code in codes]

    sectors = [
        [code, f"{code} · {web_words.name('sector', code, language)}"] for code in known.sectors
    ]
    topics = [[code, t(f"web.topic.{code}", language)] for code in TOPICS]
    lists = [
        [code, web_words.name("territory", known.lists[code], language)] for code in known.lists
    ]
    controls.bar(
        KEY,
        language,
        [
            field("country", view.country, named("territory", known.countries)),
            field("sector", view.sector, sectors),
            field("year", str(view.year), [[year, year] for year in known.years]),
            field("topic", view.topic, topics),
            field("list", view.hotels, lists),
        ],
        apply_choice,
    )


def apply_choice(name: str, value: str) -> None:
    """One choice of the filter bar; an unknown name changes nothing."""
    if name in NAMES:
        state.change(**{name: value})
