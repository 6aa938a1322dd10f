"""From the pages of a site to its row: states of signals, and the stage that they amount to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlunsplit

from divario.web import domains, page, rules
from divario.web.firms import Firm
from divario.web.page import Seen
from divario.web.reading import host_of, split
from divario.web.vocabulary import ABSENT, CHANNELS, PRESENT, SIGNALS, STAGES, UNKNOWN

STALE_YEARS = 2
HOPS = 10
DOMAIN_STATES = ("parked", "for_sale", "under_construction", "expired")
DERIVED = (*STAGES, "ecommerce", "social", "phone_only", "pec_only", "fresh", "platform_page")
# What is known of the address alone, or has a rule of its own below.
OWN_RULE = ("reachable", "https", "https_redirect", "own_domain", *DERIVED)
# A crawl's words for a site that is there and broken; others say nothing of the site itself.
BROKEN = ("error", "dns", "tls", "redirects", "connection", "broken", "not_html")
NO_PAGE = {"not_html": "not_html", "redirects": "redirect_only"}


@dataclass
class Gathered:
    """All that the files hold of one site; `is_firm` where the key is a firm's."""

    is_firm: bool
    pages: list[tuple[str, Seen]] = field(default_factory=list)
    said: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""


def row_of(
    key: str, found: Gathered, firm: Firm | None
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of `signals.parquet` of a site or firm, and its rows of `evidence.parquet`."""
    said = found.said[-1][1] if found.said else {}
    asked = said.get("address") or (firm and firm.address) or found.address
    if not asked:
        asked = min((seen.address for _file, seen in found.pages), key=_depth)
    archive, home, was_redirected = _home(found.pages, asked)
    own = [seen for _file, seen in found.pages if seen.is_page]
    final = home.address if home else said.get("final_address") or asked
    row: dict[str, Any] = dict.fromkeys(SIGNALS, UNKNOWN)
    row |= {
        "firm": key if found.is_firm else None,
        "host": host_of(final),
        "address": _plain(asked),
        "final_address": _plain(final),
        "sector": firm and firm.sector,
        "size_class": firm and firm.size_class,
        "territory": firm and firm.territory,
        "crawled_date": _crawled(found, said),
        "pages_count": len(own),
        "archive": archive,
        "status": home.status if home else _number(said.get("status")),
        "outcome": _outcome(home, said, bool(found.pages)),
        "tld": domains.domain_of(host_of(final))[1] or None,
        "page_bytes": home.bytes_count if home and home.is_page else None,
        "is_script_built": home.is_script_built if home and home.is_page else None,
    }
    _of_address(row, asked, final, was_redirected)
    shown = _shown(home, own)
    if home and home.is_page:
        _states(row, home, own, {one.signal for _seen, one in shown})
    was_asked = row["outcome"] != "not_in_archive" and said.get("outcome") != "robots"
    row["reachable"] = PRESENT if row["outcome"] == "page" else ABSENT if was_asked else UNKNOWN
    is_wrong = home is not None and row["outcome"] in ("error", "not_html")
    _stage(row, is_broken=said.get("outcome") in BROKEN or is_wrong)
    return row, [_evidence(row, seen, one) for seen, one in shown]


def _home(pages: list[tuple[str, Seen]], asked: str) -> tuple[str | None, Seen | None, bool]:
    """The page that the address leads to, its file, and whether a redirect led there."""
    by_address = {_same(seen.address): (file, seen) for file, seen in reversed(pages)}
    wanted, hops = _same(asked), 0
    while hops < HOPS and wanted in by_address and by_address[wanted][1].location:
        seen = by_address[wanted][1]
        if not 300 <= seen.status < 400 or _same(seen.location) == wanted:
            break
        wanted, hops = _same(seen.location), hops + 1
    if wanted in by_address and not 300 <= by_address[wanted][1].status < 400:
        file, seen = by_address[wanted]
        return file, seen, hops > 0
    pages = [(f, s) for f, s in pages if not s.address.endswith("/robots.txt")]
    whole = [(_depth(seen.address), file, seen) for file, seen in pages if seen.is_page]
    if not whole:
        file, seen = next(((f, s) for f, s in pages if s.status >= 400), (None, None))
        return file, seen, False
    _depth_of, file, seen = min(whole, key=lambda one: one[0])
    return file, seen, False


def _of_address(row: dict[str, Any], asked: str, final: str, was_redirected: bool) -> None:
    """What the addresses themselves say."""
    held = _platform(host_of(asked)) or _platform(host_of(final))
    row["platform_page"] = PRESENT if held else ABSENT
    row["own_domain"] = ABSENT if held else PRESENT
    if held:
        row["platform_kind"], row["platform"] = held
    if row["outcome"] == "page":
        is_safe = final.startswith("https:")
        row["https"] = PRESENT if is_safe else ABSENT
        if asked.startswith("http:"):
            row["https_redirect"] = PRESENT if is_safe and was_redirected else ABSENT


def _platform(host: str) -> tuple[str, str] | None:
    known = rules.platforms()
    parts = host.split(".")
    return next((known[n] for i in range(len(parts)) if (n := ".".join(parts[i:])) in known), None)


def _shown(home: Seen | None, own: list[Seen]) -> list[tuple[Seen, page.Shown]]:
    """The first showing of each signal by each rule, the home page's before others'."""
    first: dict[tuple[str, str], tuple[Seen, page.Shown]] = {}
    ordered = sorted(own, key=lambda seen: (seen is not home, seen.address))
    book = rules.rulebook().rules
    for seen in ordered:
        for one in seen.shown:
            is_home_only = one.rule in book and book[one.rule].only
            if not is_home_only or seen is home:
                first.setdefault((one.signal, one.rule), (seen, one))
    return [first[key] for key in sorted(first)]


def _states(row: dict[str, Any], home: Seen, own: list[Seen], shown: set[str]) -> None:
    """Present where shown; absent where the home page was read whole; else unknown."""
    is_known = home.is_whole and not home.is_script_built
    mails = set().union(*(seen.mails for seen in own))
    domain = domains.domain_of(row["host"])[0]
    shown |= {f"email_{kind}" for kind in domains.of_kind(mails, domain)}
    for signal in SIGNALS:
        if signal not in OWN_RULE:
            row[signal] = PRESENT if signal in shown else ABSENT if is_known else UNKNOWN
    row["ecommerce"] = _any(row, "shop", "cart", "checkout")
    row["social"] = _any(row, *(f"social_{channel}" for channel in CHANNELS))
    ways = _any(row, "contact_form", "email_own_domain", "email_free", "email_pec", "chat")
    phone = ABSENT if mails else _any(row, "telephone", "social_whatsapp")
    row["phone_only"] = _both(phone, _not(ways))
    row["pec_only"] = _both(row["email_pec"], _not(_any(row, "email_own_domain", "email_free")))
    _dates(row, own)
    for column, signal in (("cms_name", "cms"), ("shop_platform", "shop")):
        names = sorted({one.value for seen in own for one in seen.shown if one.signal == signal})
        row[column] = ", ".join(names) or None
    row["languages"] = ",".join(sorted(set().union(*(seen.languages for seen in own)))) or None
    row["structured_types"] = ",".join(sorted(set().union(*(s.types for s in own)))) or None


def _dates(row: dict[str, Any], own: list[Seen]) -> None:
    newest: dict[str, date] = {}
    for seen in own:
        for source, found in seen.dates.items():
            newest[source] = max(found, newest.get(source, found))
    for source in ("last_modified", "sitemap", "item"):
        row[f"{source}_date"] = newest.get(source)
    if "copyright" in newest:
        row["copyright_year"] = newest["copyright"].year
    if newest and row["crawled_date"]:
        row["newest_source"], row["newest_date"] = max(
            newest.items(), key=lambda item: (item[1], item[0])
        )
        limit = _years_before(row["crawled_date"], STALE_YEARS)
        row["fresh"] = PRESENT if row["newest_date"] >= limit else ABSENT


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year - years, day=28)


def _stage(row: dict[str, Any], *, is_broken: bool) -> None:
    """The article's four words; `abandoned` comes first, since old tools work for nobody."""
    sells = _any(row, "ecommerce", "booking", "contact_form")
    gone = _any(row, "expired", "parked", "for_sale")
    old = PRESENT if is_broken else _not(row["fresh"])
    row["abandoned"] = PRESENT if PRESENT in (gone, old) else old
    row["working_tool"] = _both(sells, row["analytics"], row["fresh"])
    wears = _both(row["social"], row["pixels"])
    behind = _any(row, "analytics", "contact_form", "ecommerce")
    row["epidermic"] = _both(wears, _not(behind))
    acts = _any(row, "ecommerce", "booking", "contact_form", "newsletter", "analytics")
    row["window_only"] = _not(acts) if row["outcome"] == "page" else UNKNOWN
    first = next((stage for stage in STAGES if row[stage] == PRESENT), None)
    if first:  # a site is in one stage only
        row |= {stage: ABSENT for stage in STAGES if stage != first}
    is_other = all(row[stage] == ABSENT for stage in STAGES)
    row["stage"] = first or ("other" if is_other else UNKNOWN)


def _any(row: dict[str, Any], *signals: str) -> str:
    states = {row[signal] for signal in signals}
    return PRESENT if PRESENT in states else UNKNOWN if UNKNOWN in states else ABSENT


def _both(*states: str) -> str:
    return ABSENT if ABSENT in states else UNKNOWN if UNKNOWN in states else PRESENT


def _not(state: str) -> str:
    return {PRESENT: ABSENT, ABSENT: PRESENT}.get(state, UNKNOWN)


def _outcome(home: Seen | None, said: dict[str, str], has_answers: bool) -> str:
    if home and home.is_page:
        return "page"
    if home:
        return "error" if home.status >= 400 else "not_html"
    if said:
        return NO_PAGE.get(said.get("outcome", ""), "error")
    return "redirect_only" if has_answers else "not_in_archive"


def _crawled(found: Gathered, said: dict[str, str]) -> date | None:
    days = [seen.crawled for _file, seen in found.pages if seen.crawled]
    if days:
        return max(days)
    try:
        return date.fromisoformat((said.get("started_at") or said.get("date", ""))[:10])
    except ValueError:
        return None


def _evidence(row: dict[str, Any], seen: Seen, one: page.Shown) -> dict[str, Any]:
    return {
        "firm": row["firm"],
        "host": row["host"],
        "signal": one.signal,
        "state": PRESENT,
        "value": one.value or None,
        "rule": one.rule,
        "address": _plain(seen.address),
        "offset": one.offset if one.offset >= 0 else None,
        "snippet": one.mark or None,
    }


def _plain(address: str) -> str:
    """An address without its query, which may say who came."""
    return urlunsplit((*split(address)[:3], "", ""))


def _same(address: str) -> str:
    return address.split("#", maxsplit=1)[0].rstrip("/").lower()


def _depth(address: str) -> tuple[int, int, str]:
    path = _plain(address).split("/", 3)[-1].rstrip("/")
    return (path.count("/") + bool(path), len(address), address)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and int(text) < 1000 else None
