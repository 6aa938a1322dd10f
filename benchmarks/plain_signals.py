"""The questions of `divario.web.page` put to BeautifulSoup with lxml: the same showings, plainly.

Every rule of the project, links, forms, head, structured data and words; not: dates, cookies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup

from divario.web import channels, forms, rules, words

STEPS = re.compile(r"[/?#]")
TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]{2,40})"')
SHORT = 600


@dataclass
class Values:
    """Attributes by what may stand in them, one a line, and the text of scripts and of the page."""

    links: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    scripts: str = ""
    said: str = ""
    generator: str = ""


def plainly(body: bytes, own: str) -> set[tuple[str, str]]:
    """(signal, rule) of everything that a page shows; `own` is its host."""
    soup = BeautifulSoup(body, "lxml")
    values = Values()
    shown = set()
    for tag in soup.find_all(True):
        is_link = tag.name in ("a", "area")
        for name, value in tag.attrs.items():
            text = (" ".join(value) if isinstance(value, list) else str(value)).lower()
            if name in ("class", "id"):
                values.names += text.split()
            (values.links if is_link else values.addresses).append(text)
            if tag.name == "form":
                values.links.append(text)
            if name == "itemtype":
                shown.add(("structured_data", "structured_data"))
        if is_link:
            shown |= _of_link(str(tag.get("href") or "").lower().strip(), own)
    shown |= _of_head(soup, values) | _of_forms(soup)
    scripts = soup.find_all("script")
    values.scripts = "\n".join(f"{tag.get('type') or ''}\n{tag.get_text()}" for tag in scripts)
    if TYPE.search("".join(t.get_text() for t in scripts if "ld+json" in (t.get("type") or ""))):
        shown.add(("structured_data", "structured_data"))
    values.scripts = values.scripts.lower()
    for tag in soup(["script", "style", "noscript", "template", "title"]):
        tag.decompose()
    values.said = " ".join(soup.get_text(" ").lower().split())
    return shown | _of_words(values.said) | _of_rules(values)


def _of_link(link: str, own: str) -> set[tuple[str, str]]:
    if link.startswith(("tel:", "callto:")):
        return {("telephone", "tel_link")}
    channel = channels.channel_of(link, own)
    return {(f"social_{channel}", f"link_{channel}")} if channel else set()


def _of_head(soup: BeautifulSoup, values: Values) -> set[tuple[str, str]]:
    shown = set()
    if soup.title and soup.title.get_text().strip():
        shown.add(("title", "title"))
    for tag in soup.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or "").lower()
        content = str(tag.get("content") or "").strip().lower()
        if name == "viewport" and "width=device-width" in content.replace(" ", ""):
            shown.add(("mobile_viewport", "viewport"))
        elif name in ("description", "og:description") and content:
            shown.add(("description", "description"))
        elif name == "generator":
            values.generator += content
    languages = {str(tag["hreflang"]).lower()[:2] for tag in soup.select("link[hreflang]")}
    if len(languages - {"", "x-"}) > 1:
        shown.add(("language_versions", "hreflang"))
    return shown


def _of_forms(soup: BeautifulSoup) -> set[tuple[str, str]]:
    shown = set()
    for form in soup.find_all("form"):
        kinds = [str(one.get("type") or "text").lower() for one in form.find_all("input")]
        action = str(form.get("action") or "").lower()
        if "search" in kinds or "password" in kinds or "comment" in action:
            continue
        fields = form.find_all(["input", "textarea", "select"])
        names = [str(one.get("name") or one.get("id") or "") for one in fields]
        if is_booking := forms.asks_when(names, kinds):
            shown.add(("booking", "form_for_dates"))
        if form.find("textarea"):
            shown.add(("contact_form", "form_with_message"))
        elif not is_booking and "email" in kinds and kinds.count("text") <= 1:
            shown.add(("newsletter", "form_for_an_address"))
    return shown


def _of_words(said: str) -> set[tuple[str, str]]:
    shown = set()
    if words.PRICE.search(said):
        shown.add(("prices", "price_in_words"))
    if words.PHONE.search(said):
        shown.add(("telephone", "number_in_words"))
    elif words.has_number(said):
        shown.add(("telephone", "number_alone"))
    if any(words.is_vat_number(number) for number in words.VAT.findall(said)):
        shown.add(("vat_number", "vat_number"))
    words.MAIL.findall(said)
    words.COPYRIGHT.findall(said)
    return shown


def _of_rules(values: Values) -> set[tuple[str, str]]:
    links, addresses = "\n".join(values.links), "\n".join(values.addresses)
    steps = {step for link in values.links for step in STEPS.split(link)[1:]}
    names = "\n".join(("", *values.names))
    shown = set()
    for rule in rules.rulebook().rules.values():
        for place, text in rule.marks:
            is_there = {
                "link": text in links,
                "path": text in steps,
                "class": f"\n{text}" in names,
                "generator": text in values.generator,
                "code": text in values.scripts,
                "address": text in addresses or text in values.scripts,
                "text": text in values.said and (rule.only != "short" or len(values.said) < SHORT),
            }.get(place, False)
            if is_there:
                shown |= {(signal, rule.id) for signal in rule.signals}
    return shown
