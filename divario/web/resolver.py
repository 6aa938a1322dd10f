"""Names to addresses, for the crawler: an answer that leads into a private network is dropped.

The addresses that pass are those connected to, for every connection anew: a name that changes its
answer between check and connection (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path

from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer, provider

from divario.errors import DivarioError
from divario.web.addresses import is_public

Hosts = dict[tuple[str, int], tuple[str, int]]


# Names whose last answer was refused, with that answer: Scrapy only says that nothing was found.
refused: dict[str, str] = {}


class HostsRefused(DivarioError):
    """A file of local hosts with a line that is not `name:port address:port`."""


def read_hosts(path: Path) -> Hosts:
    """Names that a test serves itself, one `name:port address:port` a line, `#` for remarks.

    These names are connected to that address, which must be on loopback, and no other name is found
    then. Raises HostsRefused.
    """
    hosts: Hosts = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for line in lines:
            words = line.partition("#")[0].split()
            if words:
                (name, port), (address, local) = (word.rsplit(":", 1) for word in words)
                if not ipaddress.IPv4Address(address).is_loopback:
                    raise ValueError(f"{address} is not this machine")
                hosts[name.lower(), int(port)] = (address, int(local))
    except (OSError, ValueError) as error:
        raise HostsRefused(
            f"{path}: not a file of local hosts ({error}); write 'name:port address:port' per line."
        ) from None
    return hosts


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver behind a guard."""

    @classmethod
    def from_crawler(cls, crawler, reactor):
        """Made by Scrapy (setting TWISTED_DNS_RESOLVER), with the hosts of setting LOCAL_HOSTS."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.hosts = crawler.settings.get("LOCAL_HOSTS", {})
        return resolver

    def resolveHostName(self, receiver, name, portNumber=0, *kinds):  # noqa: N802, N803
        """Resolve one name for one connection; see Twisted's IHostnameResolver."""
        if not self.hosts:
            guard = _Guard(receiver, name)
            return super().resolveHostName(guard, name, portNumber, *kinds)
        resolution = HostResolution(name)
        receiver.resolutionBegan(resolution)
        if local := self.hosts.get((name, portNumber)):
            receiver.addressResolved(IPv4Address("TCP", *local))
        receiver.resolutionComplete()
        return resolution


@provider(IResolutionReceiver)
class _Guard:
    """Passes on public addresses only."""

    def __init__(self, receiver: IResolutionReceiver, name: str) -> None:
        self.receiver, self.name = receiver, name
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete

    def addressResolved(self, address) -> None:  # noqa: N802
        if is_public(ipaddress.ip_address(address.host.partition("%")[0])):
            self.receiver.addressResolved(address)
            return
        if len(refused) > 1_000:
            refused.clear()
        refused[self.name] = address.host
