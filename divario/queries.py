"""The query layer: `run(name, **parameters)` answers with a frame and with where it comes from."""

from __future__ import annotations

import difflib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from divario import comparison, pointer, sqlfile, store
from divario.errors import UnknownQuery, UnknownRelease, WrongParameter
from divario.held import Held
from divario.provenance import Origin
from divario.sqlfile import SqlFile
from divario.store import Warehouse

if TYPE_CHECKING:
    import pandas as pd

CACHED_RESULTS = 2_000
CACHED_ROWS = 4_000  # a longer answer is not kept: each row holds about a kilobyte
MAX_CODES = 200
ORIGIN_COLUMNS = ("origin", "survey_origin")
MAX_LENGTH = 80
SPELLED = 3  # letters; of two, a code that shares one is another thing: RU is not UK
CURRENT = "current"  # names the release that answers


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query, as its header declares it.

    `type` is one of code, codes, year, years, release; `codes` the code list of the valid values.
    """

    name: str
    type: str
    codes: str
    required: bool
    example: Any

    @property
    def is_repeatable(self) -> bool:
        """Whether several values may be given."""
        return self.type in {"codes", "years"}

    @property
    def is_year(self) -> bool:
        """Whether its values are reference years."""
        return self.type in {"year", "years"}


@dataclass(frozen=True, eq=False)
class Result:
    """An answer with its proof; compared by identity, since answers are cached.

    `columns` and `rows` are the frame in plain Python, `frame` the same as a pandas DataFrame; both
    are made from `held`. `origins` are the origin records of every file that the rows come from,
    `release` the id of the data they were read from.
    """

    query: str
    sql: str
    parameters: Mapping[str, Any]
    held: Held
    origins: tuple[Origin, ...]
    release: str
    header: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.held.names

    @property
    def rows(self) -> tuple[tuple, ...]:
        """The rows as tuples."""
        return self.held.rows

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as a DataFrame (pandas is imported only here: it costs half a second)."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame({name: self.held.column(name) for name in self.columns})

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def marts() -> dict[str, SqlFile]:
    """Every query that may be asked, by name."""
    return {file.name: file for file in sqlfile.load_folder(store.QUERIES / "marts")}


def parameters_of(query: SqlFile) -> dict[str, Parameter]:
    """The parameters that a query's header declares, by name."""
    declared = query.header.get("parameters", {})
    return {name: Parameter(name=name, **spec) for name, spec in declared.items()}


def run(name: str, **parameters: Any) -> Result:
    """Answer one query from the current release.

    Raises UnknownQuery or WrongParameter (which names the parameter and the nearest valid value).
    Answers of up to CACHED_ROWS rows are cached per release; they are immutable.
    """
    return _answer(name, parameters)


def within(wider: Result, name: str, **parameters: Any) -> Result:
    """Answer one query from a wider answer that holds its rows; the same as `run`, but quicker.

    A query's header names the one that it is a selection of as `within`; each is also within
    itself, asked with fewer parameters. Where the answer given does not reach, it is asked as ever.
    """
    return _answer(name, parameters, wider)


def _answer(name: str, parameters: Mapping[str, Any], wider: Result | None = None) -> Result:
    known = marts()
    if (query := known.get(name)) is None:
        raise UnknownQuery(shortened(name), nearest(name, known))
    warehouse, given = ready(query, parameters)
    bound = validate(query, given, warehouse)
    key = (warehouse.release, name, tuple((k, *_listed(v)) for k, v in sorted(bound.items())))
    cached = _cache.get(key)
    if cached is None:
        if wider and wider.release == warehouse.release and _reaches(wider, query, bound):
            held = wider.held.where(_chosen(wider, bound))
        else:
            held = warehouse.ask(query.sql, bound, is_long=query.is_long(bound))
        cached = Result(
            query=name,
            sql=query.sql,
            parameters=bound,
            held=held,
            origins=_origins(held, warehouse),
            release=warehouse.release,
            header=query.header,
        )
        if len(held) <= CACHED_ROWS:
            _cache.put(key, cached)
    return cached


def ready(query: SqlFile, given: Mapping[str, Any]) -> tuple[Warehouse, Mapping[str, Any]]:
    """The warehouse that answers a query, and its parameters with releases by their ids.

    The present release, or what differs between two where the query takes releases: each by its id,
    the first digits of that, "shipped", or "current". Raises WrongParameter for one that is none,
    and DataRefused for one that this program cannot open.
    """
    pair = [one for one in parameters_of(query).values() if one.type == "release"]
    if not pair:
        return store.current(), given
    named = {one.name: _release(one, given.get(one.name)) for one in pair}
    return comparison.of(*named.values()), {**given, **named}


def _release(parameter: Parameter, value: Any) -> str:
    """The id of a release that somebody named."""
    hint = f"for example {parameter.example!r}"
    values = [one for one in (value if isinstance(value, list) else [value]) if one]
    if len(values) != 1:
        problem = "too many values" if values else "it is required"
        raise WrongParameter(parameter.name, value, problem, hint)
    text = str(values[0]).strip()
    try:
        return store.current().release if text == CURRENT else pointer.named(text)
    except UnknownRelease as error:
        raise WrongParameter(parameter.name, value, str(error), hint) from None


def _reaches(wider: Result, query: SqlFile, bound: Mapping[str, Any]) -> bool:
    """Whether every row that a query would give stands in a wider answer."""
    return wider.query in {query.name, query.header.get("within")} and all(
        held is None or (bound.get(name) and set(_listed(bound[name])) <= set(_listed(held)))
        for name, held in wider.parameters.items()
    )


def _chosen(wider: Result, bound: Mapping[str, Any]) -> dict[str, frozenset]:
    """What a query's parameters choose among the rows of a wider answer.

    What both were asked chooses nothing more: a query may add rows to it, as the profile of a
    sector adds the total beside it.
    """
    return {
        name: frozenset(_listed(value))
        for name, value in bound.items()
        if value is not None and value != wider.parameters.get(name)
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def validate(query: SqlFile, given: Mapping[str, Any], warehouse: Warehouse) -> dict[str, Any]:
    """Check every parameter against the query's header; returns what is bound to the statement."""
    declared = parameters_of(query)
    for name in given:
        if name not in declared:
            near = nearest(name, declared)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(declared) or 'none'}"
            raise WrongParameter(
                shortened(name), given[name], f"{query.name} has no such parameter", hint
            )
    return {name: _bound(one, given.get(name), warehouse) for name, one in declared.items()}


def _bound(parameter: Parameter, value: Any, warehouse: Warehouse) -> Any:
    """One parameter's value, checked and of the type that its statement expects."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        values = [] if value is None else [value]
    else:
        values = list(value)
    hint = f"for example {parameter.example!r}"
    if not values:
        if parameter.required:
            raise WrongParameter(parameter.name, value, "it is required", hint)
        return None
    if len(values) > (MAX_CODES if parameter.is_repeatable else 1):
        raise WrongParameter(parameter.name, value, "too many values", hint)
    checked = [_code(parameter, item, warehouse.codes[parameter.codes]) for item in values]
    return checked if parameter.is_repeatable else checked[0]


def _code(parameter: Parameter, value: Any, allowed: frozenset[str]) -> str | int:
    """One code that must stand in a code list; a year must be a whole number that was surveyed."""
    text = str(value).strip()
    if text in allowed:
        return int(text) if parameter.is_year else text
    near = nearest(text, allowed)
    hint = f"did you mean {near!r}?" if near else f"for example {parameter.example!r}"
    raise WrongParameter(parameter.name, value, f"{shortened(text)!r} is not a valid value", hint)


def shortened(text: str) -> str:
    """A text that somebody gave, short enough to be said back."""
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + "…"


def nearest(text: str, allowed: Iterable[str]) -> str | None:
    """The allowed value that comes nearest to a text, if any does; for years the nearest number."""
    text = str(text)[:MAX_LENGTH]
    options = sorted(allowed)
    if options and text.isascii() and text.isdigit() and all(item.isdigit() for item in options):
        return min(options, key=lambda item: (abs(int(item) - int(text)), item))
    folded = {item.casefold(): item for item in reversed(options)}
    begun = [item for item in options if text and item.casefold().startswith(text.casefold())]
    if begun:
        return min(reversed(begun), key=len)
    found = difflib.get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    return folded[found[0]] if found and len(text) >= SPELLED else None


def _origins(held: Held, warehouse: Warehouse) -> tuple[Origin, ...]:
    """The origin records that the rows name in ORIGIN_COLUMNS, by name; the second may be empty."""
    listed = [held.column(name) for name in ORIGIN_COLUMNS if name in held.names]
    named = set().union(*listed) - {None}
    codes = {origin.split(":", 1)[1].split("@", 1)[0] for origin in named}
    by_code = {origin.code: origin for origin in warehouse.origins.values()}
    return tuple([by_code[code] for code in sorted(codes)])


class _Cache:
    """The most recent answers; safe for many threads."""

    def __init__(self, size: int) -> None:
        self.size, self.lock = size, threading.Lock()
        self.results: OrderedDict[tuple, Result] = OrderedDict()

    def get(self, key: tuple) -> Result | None:
        with self.lock:
            if key in self.results:
                self.results.move_to_end(key)
            return self.results.get(key)

    def put(self, key: tuple, result: Result) -> None:
        with self.lock:
            self.results[key] = result
            while len(self.results) > self.size:
                self.results.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.results.clear()


_cache = _Cache(CACHED_RESULTS)
