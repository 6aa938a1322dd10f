"""The frame around every page: style, language, navigation. `app.py` runs it as its script."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from divario.i18n import DEFAULT, LANGUAGES, t
from divario.ui import assets, release, state
from divario.ui.component import component

PAGES = Path(__file__).resolve().parents[2] / "pages"
NAMES = ("overview", "gaps", "sectors", "leads", "claims", "web", "whatif", "revisions", "method")
KEY = "bar"
MAX_ADDRESS = 300


def pages(language: str) -> dict[str, st.Page]:
    """The pages in their order, titles in the chosen language; the first is the default."""
    return {
        name: st.Page(
            PAGES / f"{name}.py",
            title=f"{t(f'{name}.nav', language)} · Divario",
            url_path=name,
            default=name == NAMES[0],
        )
        for name in NAMES
    }


def bar(current: str, language: str) -> None:
    """The bar at the top: pages, search, languages; a choice is taken over before the next run."""
    component("page")(
        key=KEY,
        data={
            "language": language,
            "theme": state.theme(),
            "labels": {
                name: t(f"frame.{name}", language)
                for name in ("skip", "pages", "languages", "search", "nothing", "leave")
            },
            "index": assets.search_index(language).address,
            "pages": [
                {
                    "address": "" if name == NAMES[0] else name,
                    "title": t(f"{name}.nav", language),
                    "current": name == current,
                }
                for name in NAMES
            ],
            "languages": [{"code": code, "name": t("frame.name", code)} for code in LANGUAGES],
        },
        on_language_change=_language_chosen,
        on_page_change=_page_chosen,
        on_found_change=_found,
    )


def _language_chosen() -> None:
    state.take_over()
    code = st.session_state[KEY].language
    if code in LANGUAGES:
        state.set_language(code)


def _page_chosen() -> None:
    state.take_over()
    name = st.session_state[KEY].page or NAMES[0]
    if name in NAMES:
        st.session_state["go"] = name


def _found() -> None:
    """Open what the search box found: a page and the parameters that its page will check."""
    address = str(st.session_state[KEY].found or "")[:MAX_ADDRESS]
    name, _, query = address.partition("?")
    state.take_over()
    if name in NAMES:
        state.remember(name, dict(parse_qsl(query)))
        st.session_state["go"] = name


def main() -> None:
    """One run of the frame, and of the page inside it."""
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    guess = st.query_params.get("lang") or state.language()
    known = pages(guess if guess in LANGUAGES else DEFAULT)
    page = st.navigation(list(known.values()), position="hidden")
    if chosen := st.session_state.pop("go", None):
        st.switch_page(known[chosen], query_params=state.address_of(chosen))
    current = page.url_path or NAMES[0]
    state.enter(current)
    language = state.language()
    with release.held():
        st.html(f"<style>{assets.style()}</style>")
        bar(current, language)
        release.notice(current, language)
        page.run()
    if (address := state.replacement()) is not None:
        component("address")(
            key="address", data={"search": urlencode(address), "run": secrets.token_hex(4)}
        )


main()
