"""Which addresses may be fetched: public hosts over HTTP and HTTPS on their usual ports.

Lists of firms and the sites themselves are written by others. An address that leads into the
network of whoever crawls is refused, at the list, at each link and redirect, and (see
`resolver.py`) at each DNS answer.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Set
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

import tldextract

from divario.errors import DivarioError

PORTS = {"http": 80, "https": 443}
LONGEST = 2_000  # characters of an address
# IPv6 addresses that carry an IPv4 address of their own: NAT64 (RFC 6052) and its local form.
NAT64 = tuple(ipaddress.ip_network(block) for block in ("64:ff9b::/96", "64:ff9b:1::/48"))
# The list of public suffixes that comes with the package: nothing is fetched.
suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


class AddressRefused(DivarioError):
    """An address that is not fetched; `reason` is a short sentence, `shown` what was given."""

    def __init__(self, reason: str, given: str) -> None:
        self.reason, self.shown = reason, given[:200]
        super().__init__(f"{self.shown!r}: {reason}")


def canonical(given: str, allowed: Set[str] = frozenset()) -> str:
    """An address as firms write it, made whole: scheme, host in ASCII and lower case, path.

    The scheme is http where none is given. Of several addresses in one field the first counts.
    `allowed` are names that a test serves itself. Raises AddressRefused.
    """
    text = re.split(r"[\s;,|]|\s-\s", given.strip().strip("<>\"'()[]"), maxsplit=1)[0]
    text = re.sub(r"^(https?)(?=[:;/])[:;]*[/\\]+", r"\1://", text, flags=re.IGNORECASE)
    if "://" not in text and not re.match(r"[a-z][a-z0-9+.\-]*:(?!\d)", text, re.IGNORECASE):
        text = f"http://{text.lstrip('/')}"
    return check(text, allowed)


def check(url: str, allowed: Set[str] = frozenset()) -> str:
    """The same address in its canonical form, without fragment; raises AddressRefused."""
    if len(url) > LONGEST:
        raise AddressRefused(f"longer than {LONGEST} characters", url)
    try:
        parts = urlsplit(re.sub(r"[\x00-\x20\x7f]", "", url))
        port = parts.port
    except ValueError:
        raise AddressRefused("not an address", url) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise AddressRefused("not an address of the web (http or https)", url)
    if "@" in parts.netloc:
        raise AddressRefused("holds a user name, or is an e-mail address", url)
    if port not in (None, PORTS[scheme]):
        raise AddressRefused(f"port {port} is not the usual one", url)
    host = _host(parts.hostname or "", url)
    if host not in allowed:
        _require_public(host, url)
    shown = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|")
    return urlunsplit((scheme, shown, path, query, ""))


def _host(name: str, url: str) -> str:
    """A host in lower-case ASCII, without a final dot."""
    name = name.rstrip(".").lower()
    if ":" in name:
        return name
    try:
        host = name.encode("idna").decode() if not name.isascii() else name
    except UnicodeError:
        raise AddressRefused("the host is not a valid name", url) from None
    labels = host.split(".")
    if len(host) > 253 or not all(re.fullmatch(r"[a-z0-9_-]{1,63}", label) for label in labels):
        raise AddressRefused("the host is not a valid name", url)
    return host


def _require_public(host: str, url: str) -> None:
    """Refuse addresses of private networks and names that no public registry gives out."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        # 127.1, 0x7f000001 and 2130706433 are addresses to a resolver
        if re.fullmatch(r"\d+|0x[0-9a-f]*", host.rsplit(".", 1)[-1]):
            raise AddressRefused("an address of numbers in an unusual form", url) from None
        if registered_domain(host) is None:
            raise AddressRefused("the host is not a public name", url) from None
        return
    if not is_public(number):
        raise AddressRefused("an address of a private or special network", url)


def is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an IP address is one of the public internet, whatever way it is wrapped."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if any(number in block for block in NAT64):
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if number.is_site_local or int(number) < 2**32:  # fec0::/10, ::a.b.c.d
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


@lru_cache(100_000)
def registered_domain(host: str) -> str | None:
    """The name a firm registers (`rossi.it` of `www.rossi.it`); None when it is not public."""
    return suffixes(host).top_domain_under_public_suffix or None
