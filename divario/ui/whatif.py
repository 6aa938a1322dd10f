"""The pieces of the What-if page: what it says first, and the simulator in the browser."""

from __future__ import annotations

from html import escape

import streamlit as st

from divario import queries
from divario.charts import theme
from divario.i18n import t
from divario.ui import assets, state
from divario.ui.component import component

COLOURS = {
    "focus": theme.FOCUS,
    "contrast": theme.CONTRAST,
    "context": theme.CONTEXT,
    "compared": theme.COMPARED,
    "text": theme.TEXT,
    "muted": theme.MUTED,
    "grid": theme.GRID,
    "paper": theme.PAPER,
    "reinforcing": "#b3261e",
    "balancing": theme.FOCUS,
    "scale": theme.SCALE,
}
STEPS = ("loop", "broken", "sure")
# The theses behind each loop that somebody states; B1 nobody does.
THESES = {
    "R1": ("trap",),
    "R2": ("tools_not_strategy", "no_staff"),
    "R3": ("vanity",),
    "R4": ("tools_not_strategy",),
    "R5": ("take_the_money",),
    "R6": ("retail_dies",),
    "B2": ("twitter_audit",),
    "B3": ("consultant_roi",),
}


def opening(language: str) -> None:
    """The page's title, and for a reader the three sentences; a stage goes on with the loop."""
    st.html(f"<style>{assets.style('whatif')}{assets.style('whatif-drawings')}</style>")
    st.html(
        f'<p class="dv-kicker">{escape(t("whatif.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(t("whatif.title", language))}</h1>'
    )
    if not state.is_stage():
        _three(language)


def closing(language: str) -> None:
    """On a stage the three sentences stand after the simulator: the speaker says them."""
    if state.is_stage():
        _three(language)


def _three(language: str) -> None:
    """What the loop is, what may break it, and how sure the model is."""
    steps = "".join(
        f"<li><b>{escape(t(f'whatif.intro.{step}.title', language))}</b> "
        f"{escape(t(f'whatif.intro.{step}', language))}</li>"
        for step in STEPS
    )
    st.html(f'<ol class="dv-whatif-intro">{steps}</ol>')


def simulator(language: str) -> None:
    """The simulator: it reads its choice from the address, and writes it there itself."""
    own = state.view()
    state.write(own)
    component("whatif")(
        key="whatif",
        data={
            "language": language,
            "theme": state.theme(),
            "colours": COLOURS,
            "model": assets.simulator(language).address,
            "worker": assets.script("cycle-worker.js").address,
            "view": own,
            "theses": theses(language),
        },
    )


def theses(language: str) -> dict[str, list[dict[str, str]]]:
    """By loop, the theses that state it, each with its title and its address on the Claims page."""
    titles = {row["claim"]: row[f"title_{language}"] for row in queries.run("claims_by_id").records}
    return {
        loop: [
            {"title": titles[claim], "href": state.href("claims", {"claim": claim}, language)}
            for claim in claims
        ]
        for loop, claims in THESES.items()
    }
