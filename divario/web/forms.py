"""What a form of a page asks for: a message, an address to write to, days to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NO_LETTER = re.compile(r"[^a-z\n]+")
# What a field is asked for, by its name without all but letters.
ASKED = re.compile(
    r"(?P<arrival>(?:data)?(?:di)?(?:arrivo|arrival|checkin)\w*|\w*checkin|arrivaldate)"
    r"|(?P<departure>(?:data)?(?:di)?(?:partenza|departure|checkout)\w*|\w*checkout|departuredate)"
    r"|(?P<date>(?:data|date|giorno|day)(?:prenotazione|reservation|booking)?)"
    r"|(?P<time>(?:ora|orario|time|hour)(?:prenotazione|reservation|booking)?)"
    r"|(?P<guests>(?:n|num|numero)?(?:persone|ospiti|coperti|guests|people|partysize|pax))"
)
# One of these is in the names of a form that asks when, unless it has a field for a date.
ONE_OF = ("arriv", "checkin", "data", "date", "giorno", "day")


def shown(form: Any) -> Iterator[tuple[str, str]]:
    """Signals that a form (a node of the parser) shows, each with the rule.

    A form with room for a message writes to the firm; one for an address alone subscribes; one
    that asks when somebody comes takes bookings. Forms to search, to log in, or to comment on an
    article do neither.
    """
    fields = [(one.tag, one.attributes) for one in form.css("input,textarea,select")]
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
    lettered = NO_LETTER.sub("", "\n".join(names).lower())
    if not asked and not any(one in lettered for one in ONE_OF):
        return False  # as nearly all forms
    for name in lettered.split("\n"):
        if found := ASKED.fullmatch(name):
            asked.add(found.lastgroup or "")
    return {"arrival", "departure"} <= asked or {"date", "time", "guests"} <= asked
