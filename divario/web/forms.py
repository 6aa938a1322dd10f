"""What a form of a page asks for: a message, an address to write to, days to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

FIELDS = frozenset(("input", "textarea", "select"))
NO_LETTERS = bytes(set(range(256)) - set(b"abcdefghijklmnopqrstuvwxyz\n"))
# What a field is asked for, by its name without all but letters.
ASKED = re.compile(
    rb"(?P<arrival>(?:data)?(?:di)?(?:arrivo|arrival|checkin)\w*|\w*checkin|arrivaldate)"
    rb"|(?P<departure>(?:data)?(?:di)?(?:partenza|departure|checkout)\w*|\w*checkout|departuredate)"
    rb"|(?P<date>(?:data|date|giorno|day)(?:prenotazione|reservation|booking)?)"
    rb"|(?P<time>(?:ora|orario|time|hour)(?:prenotazione|reservation|booking)?)"
    rb"|(?P<guests>(?:n|num|numero)?(?:persone|ospiti|coperti|guests|people|partysize|pax))"
)
# One of these is in the names of a form that asks when, unless it has a field for a date.
ONE_OF = (b"arriv", b"checkin", b"data", b"date", b"giorno", b"day")


def shown(form: Any) -> Iterator[tuple[str, str]]:
    """Signals that a form (a node of the parser) shows, each with the rule.

    A form with room for a message writes to the firm; one for an address alone subscribes; one
    that asks when somebody comes takes bookings. Forms to search, to log in, or to comment on an
    article do neither.
    """
    # Walked, not selected: compiling what is selected took most of a form's time.
    fields = [(one.tag, one.attributes) for one in form.traverse() if one.tag in FIELDS]
    kinds = [(named.get("type") or "text").lower() for tag, named in fields if tag == "input"]
    action = (form.attributes.get("action") or "").lower()
    if "search" in kinds or "password" in kinds or "comment" in action:
        return
    names = [named.get("name") or named.get("id") or "" for _tag, named in fields]
    if is_booking := asks_when(names, kinds):
        yield "booking", "form_for_dates"
    if any(tag == "textarea" for tag, _named in fields):
        yield "contact_form", "form_with_message"
    elif not is_booking and "email" in kinds and kinds.count("text") <= 1:
        yield "newsletter", "form_for_an_address"


def asks_when(names: list[str], kinds: list[str]) -> bool:
    """Whether fields ask for arrival and departure, or for day, time and how many come."""
    asked = {"date", "time"} & set(kinds)
    lettered = "\n".join(names).lower().encode("ascii", "ignore").translate(None, NO_LETTERS)
    if not asked and not any(one in lettered for one in ONE_OF):
        return False  # as nearly all forms
    for name in lettered.split(b"\n"):
        if found := ASKED.fullmatch(name):
            asked.add(found.lastgroup or "")
    return {"arrival", "departure"} <= asked or {"date", "time", "guests"} <= asked
