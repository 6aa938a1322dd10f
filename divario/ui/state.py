"""The address bar and the session, kept in step: an address always says what is on the page.

A link, a reload and the back button bring an address, and the address wins. Moving between pages
brings none, and the session remembers. The address is written at each run: after a choice of the
reader as a new entry of the browser's history, else in the place of the one that came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from divario.i18n import DEFAULT, LANGUAGES

THEMES = ("page", "stage")
SHARED = {"lang": DEFAULT, "theme": THEMES[0], "release": ""}
MAX_RELEASE = 40


def enter(page: str) -> None:
    """Take over what the address says, at the start of each run of the frame."""
    session, query = st.session_state, st.query_params.to_dict()
    is_new_page = session.get("page") != page
    session["page"] = page
    stored = session.setdefault(f"view.{page}", {})
    # A name that stands twice gives both values, as a list of codes is written.
    own = {name: ",".join(st.query_params.get_all(name)) for name in query if name not in SHARED}
    is_news = query not in (session.get("written"), session.get("replaced"))
    session["is_arrival"] = is_new_page or is_news
    if query != session.get("replaced"):
        session.pop("replaced", None)
    if is_new_page:
        session["shared"] = session.get("shared", {}) | {
            name: query[name] for name in SHARED if name in query
        }
        if own:
            session[f"view.{page}"] = own
    elif is_news:
        session["shared"] = {name: query[name] for name in SHARED if name in query}
        session[f"view.{page}"] = own
    else:
        session[f"view.{page}"] = stored


def take_over() -> None:
    """Keep what the address says at this moment: a page may have written it in the browser."""
    if "page" in st.session_state:
        enter(st.session_state["page"])
        st.session_state["written"] = st.query_params.to_dict()


def language() -> str:
    """The chosen language; Italian unless the address or the switch says otherwise."""
    chosen = st.session_state.get("shared", {}).get("lang", DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


def theme() -> str:
    """`page`, or `stage`: larger type, for a projector."""
    chosen = st.session_state.get("shared", {}).get("theme", THEMES[0])
    return chosen if chosen in THEMES else THEMES[0]


def release() -> str:
    """The release that the address asks for, not yet looked up; empty for the current one."""
    return st.session_state.get("shared", {}).get("release", "")[:MAX_RELEASE]


def page() -> str:
    """The page that is shown."""
    return st.session_state["page"]


def is_stage() -> bool:
    """Whether the stage theme is on."""
    return theme() == "stage"


def unknown_shared() -> list[tuple[str, str]]:
    """Shared parameters of the address with a value that is not valid."""
    allowed = {"lang": LANGUAGES, "theme": THEMES}
    shared = st.session_state.get("shared", {})
    given = [(name, shared[name]) for name in allowed if name in shared]
    return [(name, value) for name, value in given if value not in allowed[name]]


def set_language(code: str) -> None:
    """Change the language for the whole session."""
    st.session_state["shared"] = st.session_state.get("shared", {}) | {"lang": code}


def view() -> dict[str, str]:
    """The present page's own parameters, as given: not yet validated."""
    return dict(st.session_state[f"view.{st.session_state['page']}"])


def change(**changes: str | None) -> None:
    """Change some of the page's own parameters; None removes one."""
    own = view() | changes
    st.session_state[f"view.{st.session_state['page']}"] = {
        name: value for name, value in own.items() if value is not None
    }


def remember(page: str, own: Mapping[str, str]) -> None:
    """What a page will show when it is opened next; shared parameters stay as they are."""
    st.session_state[f"view.{page}"] = {
        name: value for name, value in own.items() if name not in SHARED
    }


def address_of(page: str) -> dict[str, str]:
    """The parameters that open a page as this session last saw it, defaults left out."""
    return st.session_state.get(f"view.{page}", {}) | shared()


def shared() -> dict[str, str]:
    """What a link carries to keep language, theme and release; defaults left out."""
    present = {"lang": language(), "theme": theme(), "release": release()}
    return {name: value for name, value in present.items() if value != SHARED[name]}


def href(page: str, own: Mapping[str, object], language: str) -> str:
    """The address, not escaped, of a page with its own parameters; look and release stay."""
    kept = {name: value for name, value in shared().items() if name != "lang"}
    spoken = {} if language == DEFAULT else {"lang": language}
    query = urlencode({**own, **spoken, **kept})
    return f"{page}?{query}" if query or not page else page


def write(own: Mapping[str, str]) -> None:
    """Write the address of what is shown, defaults left out.

    Setting `st.query_params` adds an entry to the browser's history, and Back would lead from the
    clean address to the one that came in, which is written clean again, for ever. The browser
    replaces that one by itself: see `replacement`.
    """
    session = st.session_state
    session[f"view.{session['page']}"] = dict(own)
    address, given = address_of(session["page"]), st.query_params.to_dict()
    is_arrival = session.pop("is_arrival", False)
    if given != address and is_arrival:
        session["replaced"] = given
        session["replacement"] = address
    elif given != address:
        st.query_params.from_dict(address)
        session.pop("replaced", None)
    session["written"] = address


def replacement() -> dict[str, str] | None:
    """The address that the browser must show for the one that came in, once; None: it may stay."""
    return st.session_state.pop("replacement", None)
