"""Thirty made-up firms with sites of every kind, as they are served on loopback in the tests.

Each has its row in a list written like an open register's, its pages, and what a crawl must say of
it. Three more firms have no site.
"""

from __future__ import annotations

import asyncio
import gzip
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.loopback import Answer, Sites, redirect

HTML = ("Content-Type", "text/html; charset=utf-8")
YEAR = datetime.now(UTC).year
TAG = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1234"></script>'
PIXEL = (
    '<script src="https://connect.facebook.net/it_IT/fbevents.js"></script>'
    "<script>fbq('init', '1234567890'); fbq('track', 'PageView');</script>"
)
SOCIAL = (
    '<a href="https://www.facebook.com/impresaditesto">Facebook</a>'
    '<a href="https://www.instagram.com/impresaditesto">Instagram</a>'
)
FORM = (
    '<form method="post" action="/invia"><label>Nome <input name="nome"></label>'
    '<label>E-mail <input type="email" name="email"></label>'
    '<textarea name="messaggio"></textarea><button>Invia la richiesta</button></form>'
)
MENU = (
    '<nav><a href="/">Home</a> <a href="/negozio/">Negozio</a> <a href="/contatti/">Contatti</a> '
    '<a href="/carrello/">Carrello</a> <a href="/privacy/">Privacy</a></nav>'
)


@dataclass(frozen=True)
class Made:
    """One firm: its row, the paths of its host, and the outcome of its visit."""

    host: str
    sector: str
    size: str
    region: str
    kind: str
    outcome: str
    pages: dict[str, Answer]


def page(title: str, body: str, head: str = "", year: int = YEAR, charset: str = "utf-8") -> Answer:
    """A page in Italian with a footer that bears a year and a valid VAT number."""
    text = (
        f'<!doctype html><html lang="it"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
        f"<body><h1>{title}</h1>{body}<p>Siamo a due passi dalla piazza, dal lunedì al sabato.</p>"
        f"<footer>© {year} {title} · P. IVA 12345670017 · Tel. 011 555 0100</footer></body></html>"
    )
    return Answer(
        text.encode(charset), headers=(("Content-Type", f"text/html; charset={charset}"),)
    )


def shop(name: str) -> dict[str, Answer]:
    """Sells, measures, has a contact form, is of this year."""
    product = (
        '<div class="product"><h2>Olio extravergine</h2><span class="price">12,50 €</span>'
        '<button class="add_to_cart_button" data-product_id="7">Aggiungi al carrello</button></div>'
    )
    head = TAG + (
        '<link rel="stylesheet" href="/wp-content/plugins/woocommerce/assets/css/woocommerce.css">'
    )
    return {
        "/": page(name, MENU + product, head),
        "/negozio/": page(f"{name}, negozio", MENU + product, head),
        "/contatti/": page(f"{name}, contatti", MENU + FORM, head),
        "/carrello/": page(
            f"{name}, carrello", MENU + '<form class="woocommerce-cart-form"></form>'
        ),
        "/privacy/": page(f"{name}, informativa privacy", MENU, head),
    }


def window(name: str, year: int = YEAR, charset: str = "utf-8") -> dict[str, Answer]:
    """Says who the firm is; sells, books, asks and measures nothing."""
    about = '<a href="/chi-siamo.html">Chi siamo</a>'
    return {
        "/": page(name, about, year=year, charset=charset),
        "/chi-siamo.html": page(f"{name}, chi siamo", about, year=year, charset=charset),
    }


def epidermic(name: str) -> dict[str, Answer]:
    """Social links and a pixel, nothing behind them."""
    return {"/": page(name, SOCIAL, PIXEL)}


async def slow(writer: asyncio.StreamWriter) -> None:
    """A body that drips and never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"<p>lento")
        await writer.drain()
        await asyncio.sleep(0.1)


async def huge(writer: asyncio.StreamWriter) -> None:
    """A body that flows and never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"<p>grande" * 10_000)
        await writer.drain()


async def document(writer: asyncio.StreamWriter) -> None:
    """A document in place of a page, and without end: its type is enough to leave it."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"%PDF" * 10_000)
        await writer.drain()


async def headers(writer: asyncio.StreamWriter) -> None:
    """Headers that never end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-Ancora: una riga di intestazione dopo l'altra\r\n" * 1_000)
        await writer.drain()


def made() -> list[Made]:
    """The thirty firms: twelve shops of goods (ATECO 47), then one or more of every other kind."""
    goods = ("47.11.40", "C", "Lombardia")
    firms = [
        Made(f"www.bottega-{letter}.it", *goods, kind, "page", build(f"Bottega {letter.upper()}"))
        for letters, kind, build in (
            ("abcdef", "shop", shop),
            ("ghil", "window", window),
            ("mn", "epidermic", epidermic),
        )
        for letter in letters
    ]
    works = ("25.62.00", "D", "Piemonte")
    no_robots = {"/robots.txt": Answer(b"User-agent: *\nDisallow: /\n", headers=())}
    bomb = Answer(gzip.compress(b" " * 60_000_000), headers=(HTML, ("Content-Encoding", "gzip")))
    refresh = Answer(b'<meta http-equiv="refresh" content="0; url=https://www.torneria-due.it/">')
    others: list[tuple[str, str, str, dict[str, Answer]]] = [
        ("officina-vecchia.it", "abandoned", "page", window("Officina Vecchia", year=2015)),
        ("documento.it", "broken", "not_html", {"/": Answer(raw=document)}),
        ("citta-e-perche.it", "window", "page", window("Città e perché", charset="latin-1")),
        ("torneria-uno.it", "window", "page", {"/": redirect("https://www.torneria-uno.it/")}),
        ("torneria-due.it", "window", "page", {"/": refresh}),
        ("parcheggiato.it", "parked", "page", {"/": _parked()}),
        ("vietato.it", "robots", "robots", no_robots | window("Vietato")),
        ("guasto-robots.it", "robots", "robots", {"/robots.txt": Answer(b"", 500)}),
        ("giostra.it", "broken", "redirects", {"/": redirect("/a"), "/a": redirect("/")}),
        ("porta-interna.it", "broken", "refused", {"/": redirect("http://127.0.0.1/admin")}),
        ("porta-strana.it", "broken", "refused", {"/": redirect("http://www.bottega-a.it:8080/")}),
        ("lento.it", "broken", "timeout", {"/": Answer(raw=slow)}),
        ("enorme.it", "broken", "too_large", {"/": Answer(raw=huge)}),
        ("bomba.it", "broken", "too_large", {"/": bomb}),
        ("intestato.it", "broken", "connection", {"/": Answer(raw=headers)}),
        ("profondo.it", "window", "page", {"/": Answer(b"<div>" * 100_000, headers=(HTML,))}),
        ("binario.it", "window", "page", {"/": Answer(bytes(range(256)) * 99, headers=(HTML,))}),
        ("errore.it", "broken", "error", {"/": Answer(b"guasto", 500)}),
    ]
    return firms + [
        Made(host, *works, kind, outcome, pages) for host, kind, outcome, pages in others
    ]


def _parked() -> Answer:
    text = "<html><head><title>parcheggiato.it</title></head><body>Questo dominio è parcheggiato."
    return Answer(f"{text} This domain is parked.</body></html>".encode(), headers=(HTML,))


def sites() -> Sites:
    """What every host serves, also those that firms' addresses lead to."""
    served = {firm.host: firm.pages for firm in made()}
    for name in ("torneria-uno", "torneria-due"):
        served[f"www.{name}.it"] = window(name.title())
    return served


def register() -> str:
    """The list, as an open register writes it; a row that is cut, and three firms without site."""
    lines = [
        "denominazione;codice fiscale;regione;ateco 2007;sito internet;"
        "classe di addetti ultimo anno (2)"
    ]
    lines += [
        f"{firm.host.upper()} SRL;{number:011};{firm.region.upper()};{firm.sector};{firm.host};"
        f"{firm.size}"
        for number, firm in enumerate(made(), start=1)
    ]
    lines += [
        "SENZA SITO SRL;00000000031;LOMBARDIA;47.11.40;;C",
        "SOLO POSTA SRL;00000000032;LOMBARDIA;47.11.40;info@posta.it;C",
        "IN CANTIERE SRL;00000000033;PIEMONTE;25.62.00;n.d.;D",
        "RIGA TAGLIATA;00000000034;PIEM",
    ]
    return "\n".join(lines) + "\n"
