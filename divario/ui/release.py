"""One view, one release: each run holds the warehouse that it began with.

A run of a whole page holds the release that the address names, else the current one. A run of a
fragment must add to what is already on the page: where the release has changed since, the whole
page runs again instead.

Runs take turns, two at a time: one may ask the database while the other draws. All at once, each
would take from the others the one processor that Python has, and the last would wait for them all.
"""

from __future__ import annotations

import threading
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
TURNS = threading.BoundedSemaphore(2)


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
    """Hold one release, and a turn, while a whole page is drawn."""
    warehouse, _ = _wanted()
    st.session_state[SHOWN] = warehouse.release
    with TURNS, store.held(warehouse):
        yield


def fragment(page: Callable[[], None]) -> Callable[[], None]:
    """As st.fragment, for a page that shows figures: its reruns keep to the release on the page."""

    @st.fragment
    @wraps(page)
    def run() -> None:
        if store.holding() is not None:
            page()
            return
        warehouse, _ = _wanted()
        if warehouse.release != st.session_state.setdefault(SHOWN, warehouse.release):
            st.rerun()
        with TURNS, store.held(warehouse):
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
