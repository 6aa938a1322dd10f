"""A figure alone on a light page, for the frame of another site."""

from __future__ import annotations

import json
from html import escape

from divario.charts import theme
from divario.i18n import t
from divario.shortcode import View
from divario.ui import assets, share
from divario.ui.figure import payload

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob: data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
BODY = (
    f"body {{ margin: 0; padding: .8rem; font: 16px/1.5 {theme.FAMILY}; }}"
    f" a {{ color: {theme.FOCUS}; }}"
)


def page(view: View) -> str | None:
    """The page of a view's figure, drawn from the present data; None where it cannot be drawn."""
    figure = share.figure_of(view)
    if figure is None:
        return None
    language = share.language_of(view)
    whole = escape(share.links(view, figure.result.release)["view"])
    data = payload(figure, language) | {"stamp": view.query, "code": share.code(view)}
    # Inside a script element only "<" could end it; JSON may spell it as an escape.
    sent = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(figure.title)} · Divario</title>\n"
        f"<style>{assets.faces()}{assets.style()}\n{BODY}</style>\n</head>\n<body>\n"
        '<main><div id="embed"></div>'
        f'<p class="dv-caption"><a href="{whole}" target="_blank" rel="noopener">'
        f"{escape(t('share.open', language))} · Divario</a></p></main>\n"
        f'<script type="application/json" id="figure">{sent}</script>\n'
        f'<script type="module" src="{assets.script("embed.js").address}"></script>\n'
        "</body>\n</html>\n"
    )
