"""What a reader sees when a page fails: a clear sentence, never the error itself."""

from __future__ import annotations

import logging
from html import escape

import streamlit as st

from divario.i18n import t
from divario.ui import state

_LOG = logging.getLogger("divario")


def show(error: Exception) -> bool:
    """Say in the reader's language that the page failed; the error goes to the server's log."""
    _LOG.error("A page failed", exc_info=error)
    text = escape(t("frame.failed", state.language()))
    st.html(f'<div class="dv-notice" role="alert">{text}</div>')
    return True
