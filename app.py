"""Divario as an ASGI app: the frame as its script, the data routes, the security headers."""

import gc
import sys
from importlib import import_module
from threading import Thread

import streamlit as st

from divario import findings, store
from divario.catalogue import ITALY
from divario.errors import DataRefused
from divario.ui import assets, failure, routes

# Long answers come through Arrow: it loads beside the build, which leaves a core half idle.
Thread(target=import_module, args=("pyarrow",), name="arrow").start()

try:
    store.current()
except DataRefused as refusal:
    print(refusal, file=sys.stderr)
    raise SystemExit(3) from None


OLD_COLLECTED = 100  # collections of the middle generation before one of the old; Python's: 10


def prepare() -> None:
    """What takes longest to make, before the first reader of a release comes.

    What is loaded by then stays, and what grows are answers that are kept: a walk over all of them
    in search of garbage is a pause for every reader.
    """
    assets.prepare()
    findings.leads_of(ITALY)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*gc.get_threshold()[:2], OLD_COLLECTED)


prepare()
store.watch(prepare)

app = st.App(
    "divario/ui/frame.py",
    routes=routes.ROUTES,
    middleware=routes.MIDDLEWARE,
    on_script_error=failure.show,
)
