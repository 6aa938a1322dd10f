"""Domains of hosts and of e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterator

from divario.web import rules
from divario.web.addresses import suffixes


def domain_of(host: str) -> tuple[str, str]:
    """The registered domain of a host, and its public suffix; empty where there is none."""
    parts = suffixes(host)
    return f"{parts.domain}.{parts.suffix}" if parts.suffix and parts.domain else "", parts.suffix


def of_kind(mails: set[str], own: str) -> Iterator[str]:
    """The kinds of the domains of e-mail addresses: own_domain, free, pec."""
    free, pec = rules.names("mail", "free"), rules.names("mail", "pec")
    for domain in mails:
        if domain in pec or domain.startswith("pec.") or ".pec." in domain:
            yield "pec"
        elif domain in free:
            yield "free"
        elif own and (domain == own or domain.endswith(f".{own}")):
            yield "own_domain"
