"""What one page shows: marks of rules, and what stands in its head, forms, links and words."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin

from divario.web import channels, forms, marks, markup, rules, words
from divario.web.reading import Exchange, host_of, split

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})")
TIME = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)")
SITEMAP = re.compile(rb"<lastmod>\s*((?:19|20)\d\d-\d\d-\d\d)")
TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]{2,40})"')
DATED = re.compile(r'"date(?:published|modified)"\s*:\s*"((?:19|20)\d\d-\d\d-\d\d)', re.IGNORECASE)
ITEM_TYPE = re.compile(rb"itemtype\s*+=\s*+[\"']?([^\"'\s>]{1,300})", re.IGNORECASE)
LAST_DAY = date(2099, 12, 31)  # where the day of the visit is unknown
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
RUN = re.compile("  +")
MOST_WORDS = 600_000  # bytes of words, one space apart, that are read of a page
# Encodings of the web, none of them slow to read on purpose as `idna` is.
ENCODED = re.compile(r"utf-8|iso8859|cp\d|koi8|mac|gb|big5|shift_jis|euc_|iso2022|tis|hz").match


@dataclass(frozen=True, order=True)
class Shown:
    """One signal that a page shows: value, rule, place in the page's bytes, the rule's mark."""

    signal: str
    value: str
    rule: str
    offset: int  # -1 where the markup has no place for it
    mark: str


@dataclass
class Seen:
    """One page read: what it shows, dates by source, facts of the head."""

    key: str
    firms: tuple[str, ...]
    address: str
    status: int
    is_page: bool
    is_whole: bool
    crawled: date | None
    shown: list[Shown] = field(default_factory=list)
    dates: dict[str, date] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    location: str = ""
    bytes_count: int = 0
    is_script_built: bool = False

    def note(self, signal: str, value: str, rule: str, offset: int = -1, mark: str = "") -> None:
        """Keep the first showing of a signal by a rule."""
        for one in self.shown:
            if one.rule == rule and one.signal == signal:
                return
        self.shown.append(Shown(signal, value, rule, offset, mark))


def read(exchange: Exchange) -> Seen:
    """Read one exchange; never raises for what a page holds."""
    headers = dict(exchange.headers)
    kind = headers.get("content-type", "text/html").lower()
    seen = Seen(
        exchange.key,
        exchange.firms,
        exchange.address.split("#")[0],
        exchange.status,
        exchange.status == 200 and "html" in kind and not _is_no_page(exchange),
        exchange.is_whole,
        exchange.date,
        location=_led_to(exchange.address, headers.get("location", "")),
        bytes_count=len(exchange.body),
    )
    if exchange.status == 200 and "xml" in kind and b"<lastmod>" in exchange.body:
        _dated(seen, "sitemap", max(SITEMAP.findall(exchange.body), default=b"").decode())
    if seen.is_page:
        _read_page(seen, exchange, kind)
    return seen


def _led_to(address: str, location: str) -> str:
    """Where a redirect leads; nowhere if that is no address (`http://[`)."""
    try:
        return urljoin(address, location)
    except ValueError:
        return ""


def _is_no_page(exchange: Exchange) -> bool:
    """Whether an answer that calls itself a page is none: rules for robots, or binary data."""
    is_robots = split(exchange.address).path == "/robots.txt"
    return is_robots or (b"\0" in exchange.body[:1_000] and exchange.body[:2] not in UTF_16)


def _read_page(seen: Seen, exchange: Exchange, kind: str) -> None:
    html, book = in_ascii(exchange.body), rules.rulebook()
    hits = book.markup.find(html)
    parts = markup.parts(html, hits, book.edges)
    _read_tags(seen, parts)
    _read_data(seen, html, parts)
    _read_links(seen, html, parts)
    raw = markup.between_tags(parts.shown)
    said = _said(_most(raw).lower(), charset_of(html, kind))
    seen.is_whole = seen.is_whole and parts.is_all and len(raw) <= MOST_WORDS
    seen.is_script_built = len(said) < 50 and len(parts.scripts) > 4  # two places each
    spaced = f" {said}"  # a telephone number may be the first word
    in_words = book.text.find(words.in_bytes(spaced))
    _read_words(seen, spaced, words.places(in_words, book.text.texts))
    for mark, offset in marks.found(html, hits, parts, in_words, len(said) < marks.SHORT):
        _by_rule(seen, mark, offset)
    for name, value in exchange.headers:
        for mark in marks.in_header(name, value):
            _by_rule(seen, mark, -1)
        if name == "last-modified":
            _last_modified(seen, value)


def in_ascii(body: bytes) -> bytes:
    """A page in an encoding that writes markup as ASCII does; all but UTF-16 do."""
    if body[:2] in UTF_16:
        return body.decode("utf-16", "replace").encode("utf-8", "replace")
    return body


def charset_of(body: bytes, kind: str) -> str:
    """The encoding that a page is said to have: by its byte order mark, header or meta tag."""
    found = CHARSET.search(kind.lower().encode("ascii", "replace")) or CHARSET.search(
        body[:2_048].lower()
    )
    if body[:3] == b"\xef\xbb\xbf" or body[:2] in UTF_16 or not found:
        return "utf-8"
    try:
        name = codecs.lookup(found[1].decode()).name
    except (LookupError, ValueError):
        return "utf-8"
    # Pages in Latin 1 are read as Windows 1252 by browsers: it has the euro.
    return {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(name, name if ENCODED(name) else "utf-8")


def decoded(text: bytes, charset: str) -> str:
    """Text in the encoding that is said, else in UTF-8 or Windows 1252: never fails."""
    for name in (charset, "utf-8"):
        try:
            return text.decode(name)
        except ValueError:
            continue
    return text.decode("cp1252", "replace")


def _said(raw: bytes, charset: str) -> str:
    """Visible words in small letters; `raw` is one space apart, in small letters of ASCII."""
    text = decoded(raw, charset)
    if has_references := "&" in text:
        text = unescape(text.replace("&nbsp;", "\xa0"))
    if not text.isascii():  # small letters of all other alphabets would take longer
        text = text.replace("È", "è")
        if has_references or "\xa0" in text:
            text = text.replace("\xa0", " ").strip(" ")
            text = RUN.sub(" ", text) if "  " in text else text
    return text


def _most(raw: bytes) -> bytes:
    """What is read of the words of a page: all, or beginning and end of a very long one."""
    half = MOST_WORDS // 2
    return raw if len(raw) <= MOST_WORDS else raw[:half] + b" " + raw[-half:]


def _read_tags(seen: Seen, parts: markup.Parts) -> None:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    if parts.has_title:
        seen.note("title", "", "title")
    for node in LexborHTMLParser(parts.asked).css("meta,link,form,time") if parts.asked else ():
        named, tag = node.attributes, node.tag
        if tag == "meta":
            _read_meta(seen, named)
        elif tag == "link":
            seen.languages.add((named.get("hreflang") or "").lower()[:2])
        elif tag == "form":
            for signal, rule in forms.shown(node):
                seen.note(signal, "", rule)
        else:
            _dated(seen, "item", (named.get("datetime") or "")[:10])
    seen.languages -= {"", "x-"}
    if len(seen.languages) > 1:
        seen.note("language_versions", ",".join(sorted(seen.languages)), "hreflang")


def _read_data(seen: Seen, html: bytes, parts: markup.Parts) -> None:
    """Types and dates of structured data, in scripts and in attributes."""
    for data in parts.data:
        text = data.decode("utf-8", "replace")
        seen.types.update(TYPE.findall(text))
        _dated(seen, "item", max(DATED.findall(text), default=""))
    for place in parts.types:
        if found := ITEM_TYPE.match(html, place):
            text = found[1].decode("utf-8", "replace")
            name = text.rstrip("/").rsplit("/", 1)[-1]
            seen.types.add(name[:40])
    if seen.types:
        seen.note("structured_data", ",".join(sorted(seen.types)[:5]), "structured_data")


def _read_links(seen: Seen, html: bytes, parts: markup.Parts) -> None:
    own = host_of(seen.address)
    for link in channels.links(html, parts.links):
        if link.startswith("mailto:"):
            seen.mails.update(words.mail_domains(link))
        elif link.startswith(("tel:", "callto:")):
            seen.note("telephone", "", "tel_link")
        elif channel := channels.channel_of(link, own):
            seen.note(f"social_{channel}", "", f"link_{channel}")


def _read_meta(seen: Seen, named: dict[str, str | None]) -> None:
    name = (named.get("name") or named.get("property") or "").lower()
    content = (named.get("content") or "").strip()
    if name == "viewport" and "width=device-width" in content.replace(" ", "").lower():
        seen.note("mobile_viewport", "", "viewport")
    elif name in ("description", "og:description") and content:
        seen.note("description", "", "description")
    elif name in ("article:published_time", "article:modified_time"):
        _dated(seen, "item", content[:10])
    elif name == "generator":
        content = content.lower()
        for mark in rules.rulebook().generators:
            if mark.text in content:
                _by_rule(seen, mark, -1)


def _read_words(seen: Seen, said: str, known: words.Places) -> None:
    if words.says(words.PRICE, said, known):
        seen.note("prices", "", "price_in_words")
    if words.says(words.PHONE, said, known):
        seen.note("telephone", "", "number_in_words")
    elif words.has_number(said, known):
        seen.note("telephone", "", "number_alone")
    seen.mails.update(words.mail_domains(said, known))
    if words.has_vat_number(said, known):
        seen.note("vat_number", "", "vat_number")
    if years := words.copyright_years(said, known):
        _dated(seen, "copyright", f"{max(years)}-12-31")


def _dated(seen: Seen, source: str, text: str) -> None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return
    latest = seen.crawled or LAST_DAY
    if source == "copyright":  # a year stands for its last day, cut at the day of the visit
        found = min(found, latest) if found.year <= latest.year else date.min
    if date(1993, 1, 1) <= found <= latest:
        seen.dates[source] = max(found, seen.dates.get(source, found))


def _last_modified(seen: Seen, value: str) -> None:
    """A page made for the visit bears the visit's own day: that dates nothing."""
    try:
        found = parsedate_to_datetime(value).date()
    except (ValueError, TypeError):
        return
    if seen.crawled and found < seen.crawled:
        _dated(seen, "last_modified", found.isoformat())


def _by_rule(seen: Seen, mark: rules.Mark, offset: int) -> None:
    text = f"{mark.place}:{mark.text}"
    for signal in mark.rule.signals:
        seen.note(signal, mark.rule.name, mark.rule.id, offset, text)
