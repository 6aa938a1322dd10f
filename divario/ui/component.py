"""Our components: a line of JavaScript that imports the script we serve (components v2).

The script itself is fetched once, by an address that holds its hash; only the data travel at a run.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import streamlit as st

from divario.ui import assets

LOADER = """
const loading = import(new URL("{address}", window.location.origin).href);
const cleanups = new WeakMap();
export default function (component) {{
  loading.then((module) => {{
    cleanups.set(component.parentElement, module.draw(component));
  }});
  return () => cleanups.get(component.parentElement)?.();
}}
"""


@cache
def component(name: str) -> Callable:
    """The component whose script is `assets/<name>.js`; declared once per process."""
    script = assets.script(f"{name}.js")
    return st.components.v2.component(
        f"divario_{name}", js=LOADER.format(address=script.address), isolate_styles=False
    )
