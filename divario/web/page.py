"""What one page shows: marks of rules, and what stands in its head, forms, links and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from divario.web import marks, rules
from divario.web.reading import Exchange, host_of
from divario.web.schema import CHANNELS

CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
PRICE = re.compile(r"(?:€|&euro;|eur)\s?\d{1,5}(?:[.,]\d{2})?|\d{1,5},\d{2}\s?(?:€|&euro;|eur)")
PHONE = re.compile(r"(?:tel(?:efono)?|cell|phone|fax)[.: ]{1,3}\+?[\d(][\d ()./-]{6,}")
MAIL = re.compile(r"[\w.+-]{1,64}@([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
VAT = re.compile(r"(?:p\.? ?iva|partita iva|vat|c\.?f\.?)[^\d]{0,25}(?:it)? ?(\d{11})(?!\d)")
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\D{0,20}((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)\d\d))?"
)
TIME = re.compile(r"((?:19|20)\d\d-\d\d-\d\d)")
SITEMAP = re.compile(rb"<lastmod>\s*((?:19|20)\d\d-\d\d-\d\d)")
TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]{2,40})"')
DATED = re.compile(r'"date(?:published|modified)"\s*:\s*"((?:19|20)\d\d-\d\d-\d\d)', re.IGNORECASE)
CHANNEL_HOSTS = {f"{name}.com": name for name in CHANNELS} | {
    "twitter.com": "x",
    "youtu.be": "youtube",
    "wa.me": "whatsapp",
    "t.me": "telegram",
    "fb.com": "facebook",
    "telegram.me": "telegram",
    "threads.net": "threads",
    "api.whatsapp.com": "whatsapp",
}
# Links that pass a page on or belong to a tool: nothing of the firm's own.
SHARING = ("/sharer", "/share", "/intent/", "/plugins/", "/embed/", "/shareArticle", "/pin/create")
DEEPEST = 500
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)")
VOID = frozenset(b"area base br col embed hr img input link meta source track wbr li p".split())
NODES = "a[href],area[href],meta,link[hreflang],form,time[datetime],script,[itemtype],html"


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
        if not any(one.signal == signal and one.rule == rule for one in self.shown):
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
        location=urljoin(exchange.address, headers.get("location", "")),
        bytes_count=len(exchange.body),
    )
    if exchange.status == 200 and "xml" in kind and b"<lastmod>" in exchange.body:
        _dated(seen, "sitemap", max(SITEMAP.findall(exchange.body), default=b"").decode())
    if seen.is_page:
        _read_page(seen, exchange, kind)
    return seen


def _is_no_page(exchange: Exchange) -> bool:
    """Whether an answer that calls itself a page is none: rules for robots, or binary data."""
    is_robots = urlsplit(exchange.address).path == "/robots.txt"
    return is_robots or (b"\0" in exchange.body[:1_000] and exchange.body[:2] not in UTF_16)


def _read_page(seen: Seen, exchange: Exchange, kind: str) -> None:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415

    body = decoded(exchange.body, kind).encode("utf-8", "replace")
    shallow = _shallow(body)
    seen.is_whole = seen.is_whole and len(shallow) == len(body)
    tree = LexborHTMLParser(shallow)
    _read_nodes(seen, tree, exchange)
    tree.strip_tags(["script", "style", "noscript", "template"])
    words = " ".join((tree.body.text(separator=" ") if tree.body else "").lower().split())
    _read_words(seen, words)
    seen.is_script_built = len(words) < 50 and body.count(b"<script") > 2
    _read_marks(seen, body, words, exchange.headers)


def _shallow(body: bytes) -> bytes:
    """The page up to where its tags are nested deeper than any real page: trees cost depth²."""
    closed = body.count(b"</")
    if body.count(b"<") - 2 * closed < DEEPEST:
        return body
    depth = 0
    for tag in TAG.finditer(body):
        if tag[1]:
            depth -= depth > 0
        elif tag[2].lower() not in VOID:
            depth += 1
            if depth > DEEPEST:
                return body[: tag.start()]
    return body


def decoded(body: bytes, kind: str) -> str:
    """The text of a page: by its byte order mark, its header, its meta tag, else by trying."""
    found = CHARSET.search(kind.encode()) or CHARSET.search(body[:2_048])
    names = ["utf-8-sig" if body[:3] == b"\xef\xbb\xbf" else "", found[1].decode() if found else ""]
    for name in [*names, "utf-8"]:
        try:
            return body.decode(name)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _read_nodes(seen: Seen, tree: object, exchange: Exchange) -> None:
    title = tree.css_first("head > title") or tree.css_first("title")
    if title is not None and title.text(strip=True):
        seen.note("title", "", "title")
    for node in tree.css(NODES):
        named = node.attributes
        tag = node.tag
        if tag in ("a", "area"):
            _read_link(seen, named.get("href") or "", exchange.address)
        elif tag == "meta":
            _read_meta(seen, named)
        elif tag == "link" or (tag == "html" and named.get("hreflang")):
            seen.languages.add((named.get("hreflang") or "").lower()[:2])
        elif tag == "form":
            _read_form(seen, node)
        elif tag == "time":
            _dated(seen, "item", (named.get("datetime") or "")[:10])
        elif tag == "script" and "ld+json" in (named.get("type") or "").lower():
            text = node.text()
            seen.types.update(TYPE.findall(text))
            _dated(seen, "item", max(DATED.findall(text), default=""))
        if named.get("itemtype"):
            seen.types.add(named["itemtype"].rstrip("/").rsplit("/", 1)[-1][:40])
    if seen.types:
        seen.note("structured_data", ",".join(sorted(seen.types)[:5]), "structured_data")
    seen.languages -= {"", "x-"}
    if len(seen.languages) > 1:
        seen.note("language_versions", ",".join(sorted(seen.languages)), "hreflang")


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
        for mark in rules.rulebook().generators:
            if mark.text.decode() in content.lower():
                _by_rule(seen, mark, -1)


def _read_link(seen: Seen, link: str, base: str) -> None:
    link = link.strip()
    if link.lower().startswith("mailto:"):
        seen.mails.update(MAIL.findall(link.lower())[:5])
        return
    if link.lower().startswith(("tel:", "callto:")):
        seen.note("telephone", "", "tel_link")
        return
    try:
        parts = urlsplit(urljoin(base, link))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return
    host = host if host in CHANNEL_HOSTS else ".".join(host.split(".")[-2:])
    channel = CHANNEL_HOSTS.get(host)
    is_own = host == host_of(base) or (channel != "whatsapp" and not parts.path.strip("/"))
    if channel and not is_own and not any(one in parts.path for one in SHARING):
        seen.note(f"social_{channel}", "", f"link_{channel}")


def _read_form(seen: Seen, node: object) -> None:
    """A form with room for a message writes to the firm; one for an address alone subscribes."""
    fields = node.css("input,textarea,select")
    kinds = [(one.attributes.get("type") or "text").lower() for one in fields if one.tag == "input"]
    if "search" in kinds or "password" in kinds:
        return
    if any(one.tag == "textarea" for one in fields):
        seen.note("contact_form", "", "form_with_message")
    elif "email" in kinds and kinds.count("text") <= 1:
        seen.note("newsletter", "", "form_for_an_address")


def _read_words(seen: Seen, words: str) -> None:
    if PRICE.search(words):
        seen.note("prices", "", "price_in_words")
    if PHONE.search(words):
        seen.note("telephone", "", "number_in_words")
    seen.mails.update(MAIL.findall(words)[:20])
    if any(is_vat_number(number) for number in VAT.findall(words)):
        seen.note("vat_number", "", "vat_number")
    years = [int(year) for pair in COPYRIGHT.findall(words) for year in pair if year]
    if years:
        _dated(seen, "copyright", f"{max(years)}-12-31")


def is_vat_number(number: str) -> bool:
    """Whether eleven digits are an Italian VAT number: the last one checks the others."""
    if len(number) != 11 or not number.isascii() or not number.isdigit() or not int(number):
        return False
    digits = [int(one) for one in number]
    doubled = sum(sum(divmod(2 * one, 10)) for one in digits[1:10:2])
    return (sum(digits[0:10:2]) + doubled + digits[10]) % 10 == 0


def _dated(seen: Seen, source: str, text: str) -> None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return
    latest = seen.crawled or datetime.now(UTC).date()
    if source == "copyright":  # a year stands for its last day, cut at the day of the visit
        found = min(found, latest) if found.year <= latest.year else date.min
    if date(1993, 1, 1) <= found <= latest:
        seen.dates[source] = max(found, seen.dates.get(source, found))


def _read_marks(seen: Seen, body: bytes, words: str, headers: tuple[tuple[str, str], ...]) -> None:
    for mark, offset in marks.found(body, words, headers):
        _by_rule(seen, mark, offset)
    for name, value in headers:
        if name == "last-modified":
            _last_modified(seen, value)


def _last_modified(seen: Seen, value: str) -> None:
    """A page made for the visit bears the visit's own day: that dates nothing."""
    try:
        found = parsedate_to_datetime(value).date()
    except (ValueError, TypeError):
        return
    if seen.crawled and found < seen.crawled:
        _dated(seen, "last_modified", found.isoformat())


def _by_rule(seen: Seen, mark: rules.Mark, offset: int) -> None:
    text = f"{mark.place}:{mark.text.decode()}"
    for signal in mark.rule.signals:
        seen.note(signal, mark.rule.name, mark.rule.id, offset, text)
