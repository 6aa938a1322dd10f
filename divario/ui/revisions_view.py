"""What the Revisions page shows: two releases, filters and a quoted figure, out of an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from divario import catalogue, comparison, queries, releases, store
from divario.catalogue import ALL_SIZES, DEFAULT_INDICATOR, ITALY, SME, TOTAL
from divario.comparison import CHANGES
from divario.errors import DivarioError
from divario.pointer import PREFIX, SHIPPED_NAME
from divario.releases import Release
from divario.ui.view import Notice, picked, strangers

PAIR = ("before", "after")
FILTERS = ("dataset", "change")
QUOTED = ("indicator", "territory", "size", "sector", "year")
NAMES = (*PAIR, *FILTERS, *QUOTED)
LISTS = {"territory": "territory", "size": "size_class", "sector": "sector", "year": "year"}
FIRST = {"territory": (ITALY,), "size": (SME, ALL_SIZES), "sector": (TOTAL,), "year": ()}


@dataclass(frozen=True)
class RevisionsView:
    """A complete, valid state of the page.

    `known` are the releases that can be compared, the newest first; with one alone, or with a pair
    that this program cannot open (`is_refused`), there is nothing to compare and nothing else set.
    `options` holds the codes of the quoted indicator by name, as either release measured it.
    """

    known: tuple[Release, ...]
    before: str = ""
    after: str = ""
    is_refused: bool = False
    dataset: str = ""
    change: str = ""
    indicator: str = ""
    quoted: Mapping[str, str] | None = None
    options: Mapping[str, tuple[str, ...]] | None = None
    plain: Mapping[str, str] | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def is_comparison(self) -> bool:
        """Whether two releases stand side by side."""
        return self.quoted is not None

    @property
    def asked(self) -> dict[str, str]:
        """The two releases, as queries take them."""
        return {"before": self.before, "after": self.after}

    def address(self) -> dict[str, str]:
        """The parameters that say this view, defaults left out."""
        own = {name: getattr(self, name) for name in (*PAIR, *FILTERS, "indicator")}
        own |= self.quoted or {}
        plain = self.plain or {}
        return {name: value for name, value in own.items() if value != plain.get(name, "")}


def resolve(given: Mapping[str, str]) -> RevisionsView:
    """Make any parameters into a valid view; what is not valid becomes the nearest that is."""
    known, notices = releases.comparable(), strangers(given, NAMES)
    if len(known) < 2:
        asked = [Notice(name, given[name], "") for name in NAMES if given.get(name)]
        return RevisionsView(tuple(known), notices=(*notices, *asked))

    pick = partial(picked, given, notices)
    held = store.current().release
    after = _release("after", given, known, held, notices)
    before = _release("before", given, known, usual := releases.before(after, known), notices)
    try:
        compared = comparison.of(before, after)
    except DivarioError:
        return RevisionsView(tuple(known), before, after, is_refused=True, notices=tuple(notices))
    indicators = _indicators(after, before)
    first = _first(indicators, DEFAULT_INDICATOR)
    indicator = pick("indicator", indicators, first)
    options = _options(indicator, before, after)
    usually = {name: _first(codes, *FIRST[name]) for name, codes in options.items()}
    return RevisionsView(
        known=tuple(known),
        before=before,
        after=after,
        dataset=pick("dataset", compared.codes["dataset"], ""),
        change=pick("change", CHANGES, ""),
        indicator=indicator,
        quoted={name: pick(name, options[name], usually[name]) for name in LISTS},
        options=options,
        plain={"after": held, "before": usual, "indicator": first, **usually},
        notices=tuple(notices),
    )


def _release(
    name: str,
    given: Mapping[str, str],
    known: Sequence[Release],
    default: str,
    notices: list[Notice],
) -> str:
    """A kept release by its id, the first digits of it, or "shipped"."""
    value = given.get(name, "").strip()[: queries.MAX_LENGTH]
    ids = [item.id for item in known]
    default = default if default in ids else ids[0]
    found = [
        item.id
        for item in known
        if (PREFIX.fullmatch(value) and item.id.startswith(value))
        or (value == SHIPPED_NAME and item.is_shipped)
    ]
    if value and len(found) != 1:
        notices.append(Notice(name, value, default))
    return found[0] if len(found) == 1 else default


def _indicators(*pair: str) -> list[str]:
    """The indicators that the catalogue of any of these releases knows, each once."""
    known: dict[str, None] = {}
    for release in pair:
        with store.held(store.of_release(release)):
            known |= dict.fromkeys(catalogue.current().indicators)
    return list(known)


def _first(codes: Sequence[str], *wanted: str) -> str:
    """The first of the wanted codes that there is, else the first of all."""
    return next((code for code in wanted if code in codes), codes[0])


def _options(indicator: str, before: str, after: str) -> dict[str, tuple[str, ...]]:
    """The codes that either release measured of an indicator, by name in the address."""
    found: dict[str, dict[str, None]] = {name: {} for name in LISTS}
    for release in (after, before):
        with store.held(store.of_release(release)):
            if indicator not in catalogue.current().indicators:
                continue
            rows = queries.run("options_by_indicator", indicator=indicator).records
        for name, code_list in LISTS.items():
            found[name] |= {row["code"]: None for row in rows if row["code_list"] == code_list}
    return {
        name: tuple(sorted(codes, reverse=True) if name == "year" else codes)
        for name, codes in found.items()
    }
