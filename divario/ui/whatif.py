"""The pieces of the What-if page: what it says first, and the simulator in the browser."""

from __future__ import annotations

from html import escape

import streamlit as st

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


def opening(language: str) -> None:
    """What the loop is, what may break it, and how sure the model is: three sentences."""
    steps = "".join(
        f"<li><b>{escape(t(f'whatif.intro.{step}.title', language))}</b> "
        f"{escape(t(f'whatif.intro.{step}', language))}</li>"
        for step in STEPS
    )
    st.html(f"<style>{assets.style('whatif')}{assets.style('whatif-drawings')}</style>")
    st.html(
        f'<p class="dv-kicker">{escape(t("whatif.kicker", language))}</p>'
        f'<h1 class="dv-headline">{escape(t("whatif.title", language))}</h1>'
        f'<ol class="dv-whatif-intro">{steps}</ol>'
    )


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
        },
    )
