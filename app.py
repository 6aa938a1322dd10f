"""Divario as an ASGI app: the frame as its script, the data routes, the security headers."""

import sys

import streamlit as st

from divario import findings, store
from divario.catalogue import ITALY
from divario.errors import DataRefused
from divario.ui import assets, failure, routes

try:
    store.current()
except DataRefused as refusal:
    print(refusal, file=sys.stderr)
    raise SystemExit(3) from None


def prepare() -> None:
    """What takes longest to make, before the first reader of a release comes."""
    assets.prepare()
    findings.leads_of(ITALY)


prepare()
store.watch(prepare)

app = st.App(
    "divario/ui/frame.py",
    routes=routes.ROUTES,
    middleware=routes.MIDDLEWARE,
    on_script_error=failure.show,
)
