"""Random filters on every page: the same page in a fresh session, after reload, back and restart.

`DIVARIO_VIEWS=200` tries 200 sets on each page; the suite tries one. What the filters mean is held
for 200 sets by `tests/unit/test_random_links.py`, what a browser does by `tests/browser`.
"""

from __future__ import annotations

import os
from random import Random

from streamlit.testing.v1 import AppTest

from divario import queries, store
from divario.store import Warehouse
from tests.pages.test_pages import ROOT, components, html, opened
from tests.unit.test_random_links import DRAWN

VIEWS = int(os.environ.get("DIVARIO_VIEWS", "1"))


def shown(app: AppTest) -> tuple[str, dict]:
    """All that the browser is sent, but how it is to write the address."""
    sent = components(app)
    sent.pop("address", None)
    return html(app), sent


def go(app: AppTest, view: dict[str, str]) -> AppTest:
    """Open an address in a session that has seen other views: a link, or the back button."""
    app.query_params.clear()
    for name, value in view.items():
        app.query_params[name] = value
    return app.run()


def test_same_numbers_wherever_a_view_is_opened(warehouse: Warehouse) -> None:
    """Every page, in either language; the restart is one for all of them."""
    draw = Random("again")
    asked = [
        (page, make(draw) | {"lang": draw.choice(("it", "en"))})
        for page, make in DRAWN.items()
        for _ in range(VIEWS)
    ]
    fresh = [shown(opened(page, **view)) for page, view in asked]
    sessions = {page: opened(page) for page in DRAWN}
    for (page, view), expected in zip(asked, fresh, strict=True):
        session = sessions[page]
        assert shown(go(session, view)) == expected, (page, view)
        assert shown(session.run()) == expected, ("run again", page, view)
        session.switch_page(str(ROOT / "pages" / "method.py")).run()
        session.switch_page(str(ROOT / "pages" / f"{page}.py"))
        assert shown(go(session, {})) == expected, ("left and come back to", page, view)
    store.use(None)
    queries._cache.clear()
    try:
        for (page, view), expected in zip(asked, fresh, strict=True):
            assert shown(opened(page, **view)) == expected, ("after a restart", page, view)
    finally:
        store.use(warehouse)
