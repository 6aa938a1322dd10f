"""Addresses to give away: of a view, short, with a preview; and what they answer."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from divario import shortcode
from divario.charts import recipes, sentences, words
from divario.charts.figure import Figure, Recipe
from divario.errors import DivarioError
from divario.i18n import DEFAULT, LANGUAGES, t
from divario.shortcode import Pairs, View, WrongCode
from divario.ui import assets

HOME = "overview"
PAGES = Path(__file__).resolve().parents[2] / "pages"
HOMES = {language: "/" if language == DEFAULT else f"/?lang={language}" for language in LANGUAGES}
STYLE = """
body { font: 1.05rem/1.5 "Divario Sans", "Segoe UI", sans-serif; color: #1c2126; margin: 0; }
main { max-width: 40rem; margin: 8vh auto; padding: 0 1.2rem; }
h1 { font: 600 1.6rem/1.25 "Divario Serif", Georgia, serif; margin: 2rem 0 .4rem; }
p { margin: 0 0 .6rem; } img { max-width: 100%; height: auto; border: 1px solid #c9c5bc; }
a { color: #0b5fa5; } a:focus-visible { outline: 3px solid #0b5fa5; outline-offset: 2px; }
"""


def place(page: str, parameters: Pairs, figure: Figure) -> View:
    """A figure on its page, with how it is drawn where that is known."""
    made = figure.recipe or Recipe("", "", ())
    return View(
        page,
        parameters,
        figure.name,
        made.builder,
        made.query,
        made.asked,
        made.arguments,
    )


def of_release(view: View, release: str) -> View:
    """The same view, kept to one release."""
    others = tuple(pair for pair in view.parameters if pair[0] != "release")
    return replace(view, parameters=(*others, ("release", release)))


@lru_cache(maxsize=1_000)
def code(view: View) -> str:
    """The code from which a view's figure can be drawn again; empty where there is none."""
    try:
        return shortcode.encode(view) if view.builder else ""
    except WrongCode:
        return ""


def links(view: View, release: str) -> dict[str, str]:
    """The addresses of a figure on its page, below the host; empty where there is none.

    `kept` and `keptEmbed` stay with the release that is shown.
    """
    plain = View(view.page, view.parameters, view.figure)
    path = path_of(plain)
    try:
        short, whole = shortcode.encode(plain), shortcode.encode(view)
    except WrongCode:
        short = whole = ""
    return {
        "view": path,
        "kept": path_of(of_release(plain, release)),
        "short": f"/s/{short}" if short else "",
        "share": f"/share/{whole}" if whole else "",
        "embed": f"/embed/{whole}" if whole and view.builder else "",
        "keptEmbed": f"/embed/{whole}?release={release}" if whole and view.builder else "",
    }


def path_of(view: View) -> str:
    """The readable address of a view, below the host."""
    path = "/" if view.page == HOME else f"/{view.page}"
    query = f"?{urlencode(view.parameters)}" if view.parameters else ""
    anchor = f"#figure-{view.figure}" if view.figure else ""
    return path + query + anchor


def read(code: str) -> View:
    """The view of a code; raises WrongCode also where its page is none of ours."""
    view = shortcode.decode(code)
    is_name = view.page.isidentifier() and view.page.isascii()
    if not is_name or not (PAGES / f"{view.page}.py").is_file():
        raise WrongCode("no such page")
    if view.figure and not view.figure.replace("-", "_").isidentifier():
        raise WrongCode("no such figure")
    return view


def language_of(view: View) -> str:
    """The language of a view."""
    return view.language if view.language in LANGUAGES else DEFAULT


def figure_of(view: View) -> Figure | None:
    """The figure of a view, drawn from the present data; None where it cannot be."""
    made = Recipe(view.builder, view.query, view.asked, view.arguments)
    try:
        return recipes.again(made, language_of(view))
    except DivarioError:
        return None


def preview(view: View, code: str, host: str) -> str:
    """A page for those who read previews, that sends everybody else on to the view."""
    language = language_of(view)
    figure = figure_of(view)
    title = figure.title if figure else f"{t(f'{view.page}.nav', language)} · Divario"
    text = _description(figure, language) if figure else t("share.site", language)
    image = f"{host}/preview/{code}.png" if figure else ""
    tags = {
        "og:type": "article",
        "og:site_name": "Divario",
        "og:locale": {"it": "it_IT", "en": "en_GB"}[language],
        "og:url": f"{host}/share/{code}",
        "og:title": title,
        "og:description": text,
        "twitter:card": "summary_large_image" if image else "summary",
        "twitter:title": title,
        "twitter:description": text,
    }
    if image:
        tags |= {
            "og:image": image,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": figure.alt if figure else "",
            "twitter:image": image,
        }
    head = "".join(
        f'<meta {"name" if name.startswith("twitter") else "property"}="{name}" '
        f'content="{escape(content)}">\n'
        for name, content in tags.items()
    )
    target = escape(path_of(view))
    head += f'<meta name="description" content="{escape(text)}">\n'
    head += f'<meta http-equiv="refresh" content="0; url={target}">\n'
    body = (
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p>"
        f'<p><a href="{target}">{escape(t("share.open", language))}</a></p>'
    )
    return document(title, body, language, head)


def _description(figure: Figure, language: str) -> str:
    """What the figure says of its main cell, and where it comes from."""
    cells = sentences.cells_of(figure)
    cell = cells[sentences.focus(figure)] if cells else None
    said = words.statement(cell, language) if cell else figure.subtitle
    return t("share.description", language, said=said, source=sentences.sourced(figure, language))


def unknown() -> str:
    """What a code that is none gets, in both languages, with a way on."""
    return _apology("unknown")


def unkept() -> str:
    """What a code gets whose release is not kept here."""
    return _apology("unkept")


def lost() -> str:
    """What an address gets that is no page."""
    return _apology("lost")


def undrawn(view: View) -> str:
    """What a code without a figure gets where a figure is wanted."""
    return _apology("undrawn", path_of(view))


def _apology(kind: str, here: str = "") -> str:
    """What is missing, and the way on: to the address given, else to the first page."""
    targets = dict.fromkeys(LANGUAGES, here) if here else HOMES
    way_on = {
        language: t("share.open" if here else "share.unknown.home", language)
        for language in LANGUAGES
    }
    body = "".join(
        f'<section lang="{language}"><h1>{escape(t(f"share.{kind}.title", language))}</h1>'
        f"<p>{escape(t(f'share.{kind}.text', language))}</p>"
        f'<p><a href="{escape(targets[language])}">{escape(way_on[language])}</a></p>'
        "</section>"
        for language in LANGUAGES
    )
    return document("Divario", body, DEFAULT)


def document(title: str, body: str, language: str, head: str = "") -> str:
    """A plain HTML page; `body` and `head` are HTML already escaped."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{head}<style>{assets.faces()}{STYLE}</style>\n</head>\n"
        f"<body><main>{body}</main></body>\n</html>\n"
    )
