"""Our components: a few lines of JavaScript that import the script we serve (components v2).

The script itself is fetched once, by an address that holds its hash; only the data travel at a run.
They travel as bytes of JSON: given a dictionary, Streamlit looks for data frames in it, and imports
pandas to do so (0.5 s and 60 MB at the first page).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from divario.ui import assets

LOADER = """
const loading = import(new URL("{address}", window.location.origin).href);
const cleanups = new WeakMap();
const reader = new TextDecoder();
export default function (component) {{
  const data = JSON.parse(reader.decode(component.data));
  loading.then((module) => {{
    cleanups.set(component.parentElement, module.draw({{ ...component, data }}));
  }});
  return () => cleanups.get(component.parentElement)?.();
}}
"""


@cache
def component(name: str) -> Callable[..., Any]:
    """The component whose script is `assets/<name>.js`; declared once per process.

    Called with `key`, `data` (anything that JSON holds, or JSON already packed) and the callbacks
    of its triggers.
    """
    script = assets.script(f"{name}.js")
    render = st.components.v2.component(
        f"divario_{name}", js=LOADER.format(address=script.address), isolate_styles=False
    )

    def mount(*, key: str, data: Any, **callbacks: Callable[[], None]) -> Any:
        sent = data if isinstance(data, bytes) else packed(data)
        return render(key=key, data=sent, **callbacks)

    return mount


def packed(data: Any) -> bytes:
    """Anything that JSON holds, as its bytes."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
