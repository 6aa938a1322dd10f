"""Where links lead beside the site itself: to mail, to a telephone, to a firm's own channels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from divario.web.vocabulary import CHANNELS

HOSTS = {f"{name}.com": name for name in CHANNELS} | {
    "twitter.com": "x",
    "wa.me": "whatsapp",
    "t.me": "telegram",
    "fb.com": "facebook",
    "telegram.me": "telegram",
    "threads.net": "threads",
    "api.whatsapp.com": "whatsapp",
}
# Links that pass a page on, lead to one film or belong to a tool: nothing of the firm's own.
SHARING_PATH = "/(?:share|intent/|plugins/|embed/|pin/create|watch)"
SHARING = re.compile(SHARING_PATH)
# Most links to a channel's host pass the page on: what follows the host says so at once. If it is
# not the link's own host, that one is another place.
SHARING_HOST = re.compile(rb"[a-z.]++" + SHARING_PATH.encode())
# Texts of which every link that counts holds one; an address may be written in references (&#109;).
TEXTS = tuple(text.encode() for text in ("mailto:", "tel:", "callto:", '="&#', "='&#", *HOSTS))
LINK_TAGS = tuple(b"<a" + space for space in (b" ", b"\n", b"\t", b"\r", b"\f", b"rea"))
LONGEST_TAG = 4_096
MOST_LINKS = 2_000  # of those texts that are looked at
HREF = re.compile(rb"\shref\s*+=\s*+[\"']?([^\"'>]{0,500})")


def links(html: bytes, places: list[int]) -> Iterator[str]:
    """Addresses of links around places of `TEXTS`; all in small letters, each link once."""
    last = -1
    for place in places[:MOST_LINKS]:
        if SHARING_HOST.match(html, place):
            continue
        opened = html.rfind(b"<", max(0, place - LONGEST_TAG), place)
        if opened in (-1, last):
            continue
        tag = html[opened : place + 500].lower()
        if not tag.startswith(LINK_TAGS):
            continue
        last = opened
        named = tag.find(b"href")
        if named >= 0 and (found := HREF.search(tag, named - 1)):
            link = found[1].decode("utf-8", "replace")
            yield (unescape(link) if "&" in link else link).strip()


def channel_of(link: str, own: str) -> str | None:
    """The channel on which a link shows an account; `own` is the host that the link stands on."""
    host, path = places(link)
    channel = HOSTS.get(host) or HOSTS.get(".".join(host.split(".")[-2:]))
    if channel is None or host == own or SHARING.search(path):
        return None
    account = path.strip("/")
    is_film = channel == "vimeo" and account.isdigit()
    return channel if channel == "whatsapp" or (account and not is_film) else None


def places(link: str) -> tuple[str, str]:
    """Host, without `www.`, and path of a link with `//`; empty where there is none."""
    if "//" not in link[:10]:  # within the site: marks of paths are found in the markup
        return "", "/"
    whole = link.partition("//")[2].partition("?")[0].partition("#")[0]
    host, _, path = whole.partition("/")
    host = host.rpartition("@")[2].partition(":")[0].lower()
    return host.removeprefix("www."), f"/{path}"
