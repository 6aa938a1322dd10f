"""Several pieces of a page sent as one: texts, figures, and boxes that hold them.

For each element of its own Streamlit keeps a frame, lays it out and cleans its HTML at every run;
what is shown inside a sheet reaches the page as one element, of which only what changed is touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

from divario.ui.component import component, packed

_open: ContextVar[list[bytes] | None] = ContextVar("open sheet", default=None)


@contextmanager
def sheet(key: str, *, is_followed: bool = False) -> Iterator[None]:
    """Gather what is shown inside, and show it as one element of the page.

    `is_followed` where the same run shows another sheet: what waits out of sight waits for it.
    """
    with _gathering() as pieces:
        yield
    followed = b"true" if is_followed else b"false"
    data = b'{"followed":%b,"items":[%b]}' % (followed, b",".join(pieces))
    component("sheet")(key=key, data=data)


@contextmanager
def box(style: str) -> Iterator[None]:
    """A box inside a sheet, around what is shown inside; `style` is its class."""
    with _gathering() as pieces:
        yield
    add(b'{"box":"%b","items":[%b]}' % (style.encode(), b",".join(pieces)))


def add(piece: bytes) -> bool:
    """Put a piece, packed, into the open sheet; false where none is open."""
    pieces = _open.get()
    if pieces is not None:
        pieces.append(piece)
    return pieces is not None


def html(body: str) -> None:
    """Show HTML in which every text is escaped: nobody cleans it in a sheet."""
    if not add(packed({"html": body})):
        st.html(body)


@contextmanager
def _gathering() -> Iterator[list[bytes]]:
    pieces: list[bytes] = []
    token = _open.set(pieces)
    try:
        yield pieces
    finally:
        _open.reset(token)
