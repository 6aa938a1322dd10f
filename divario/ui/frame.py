"""The frame around every page: style, language, navigation. `app.py` runs it as its script."""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

import streamlit as st

from divario import store
from divario.i18n import LANGUAGES, t
from divario.ui import assets, state
from divario.ui.component import component

PAGES = Path(__file__).resolve().parents[2] / "pages"
NAMES = ("gaps", "method")


@cache
def settle() -> None:
    """Once per process: what is loaded stays, so that collecting garbage need not walk it."""
    store.current()
    gc.collect()
    gc.freeze()


def navigation(language: str) -> st.Page:
    """The pages in their order, titles in the chosen language; the first is the default."""
    pages = [
        st.Page(
            PAGES / f"{name}.py",
            title=t(f"{name}.nav", language),
            url_path=name,
            default=name == NAMES[0],
        )
        for name in NAMES
    ]
    return st.navigation(pages, position="top")


def language_switch(language: str) -> None:
    """The switch, and the document's own language and theme."""
    key = "page"

    def chosen() -> None:
        code = st.session_state[key].language
        if code in LANGUAGES:
            state.set_language(code)

    component("page")(
        key=key,
        data={
            "language": language,
            "theme": state.theme(),
            "label": t("frame.languages", language),
            "languages": [{"code": code, "name": t("frame.name", code)} for code in LANGUAGES],
        },
        on_language_change=chosen,
    )


def main() -> None:
    """One run of the frame, and of the page inside it."""
    settle()
    st.set_page_config(page_title="Divario", layout="wide", initial_sidebar_state="collapsed")
    guess = st.session_state.get("shared", {}).get("lang") or st.query_params.get("lang", "it")
    page = navigation(guess if guess in LANGUAGES else "it")
    state.enter(page.url_path or NAMES[0])
    language = state.language()
    st.html(f"<style>{assets.style()}</style>")
    language_switch(language)
    page.run()


main()
