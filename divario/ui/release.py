"""One view, one release: each run holds the warehouse that it began with.

A run of a whole page holds the release that the address names, else the current one. A run of a
fragment must add to what is already on the page: where the release has changed since, the whole
page runs again instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from html import escape
from urllib.parse import urlencode

import streamlit as st

from divario import store
from divario.errors import DivarioError
from divario.i18n import t
from divario.store import Warehouse
from divario.ui import state

SHOWN = "release.shown"


def _wanted() -> tuple[Warehouse, str]:
    """The warehouse for this session, and the release of its address that cannot be had."""
    if not (named := state.release()):
        return store.current(), ""
    try:
        return store.of_release(named), ""
    except DivarioError:
        return store.current(), named


@contextmanager
def held() -> Iterator[None]:
    """Hold one release while a whole page is drawn."""
    warehouse, _ = _wanted()
    st.session_state[SHOWN] = warehouse.release
    with store.held(warehouse):
        yield


def fragment(page: Callable[[], None]) -> Callable[[], None]:
    """As st.fragment, for a page that shows figures: its reruns keep to the release on the page."""

    @st.fragment
    @wraps(page)
    def run() -> None:
        warehouse, _ = _wanted() if store.holding() is None else (store.holding(), "")
        if warehouse.release != st.session_state.setdefault(SHOWN, warehouse.release):
            st.rerun()
        with store.held(warehouse):
            page()

    return run


def notice(page: str, language: str) -> None:
    """Say that an older release is on the page, or that the wanted one is not kept here."""
    named = state.release()
    shown, missing = _wanted()
    if missing:
        text = t("release.missing", language, release=missing)
    elif named and named != store.served():
        text = t("release.frozen", language, release=shown.release)
    else:
        return
    rest = {name: value for name, value in state.address_of(page).items() if name != "release"}
    link = f"?{urlencode(rest)}" if rest else "?"
    st.html(
        f'<div class="dv-notice" role="status">{escape(text)} '
        f'<a href="{escape(link)}" target="_self">{escape(t("release.leave", language))}</a></div>'
    )
