"""A figure: a chart with everything that it must carry wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from divario.errors import ChartWithoutOrigin
from divario.provenance import KINDS
from divario.queries import Result


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key, for what cannot be labelled directly."""

    label: str
    colour: str
    shape: str  # a name in MARKS of image.js and, as dv-mark-…, in divario.css


@dataclass(frozen=True)
class Table:
    """The text equivalent of a chart: what it shows, cell by cell.

    `header` and `rows` are in the reader's language; `raw_header` and `raw_rows` are the same cells
    as codes and numbers, for the CSV. `notes` explain the letters in the last column.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    raw_header: tuple[str, ...]
    raw_rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()


class LaterTable:
    """A Table that is written when it is first looked into: few readers open one.

    What it is written from is asked for in a run that holds the release of its figure, as all is.
    """

    def __init__(self, write: Callable[..., Table], *given: Any) -> None:
        self._write = partial(write, *given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        vars(self).update(vars(self._write()))
        return vars(self)[name]


@dataclass(frozen=True)
class Recipe:
    """How a figure was made: chart function, query, its parameters as text, further arguments."""

    builder: str
    query: str
    asked: tuple[tuple[str, str], ...]
    arguments: str = ""


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart as Plotly traces and layout, with title, words, table and origins.

    `narrow` is laid over the layout on screens under 560 px. `kind` is one of provenance.KINDS.
    `recipe` is set by charts.recipes: with it the figure can be drawn again from an address.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    how: str
    kind: str
    result: Result
    table: Table | LaterTable
    traces: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    narrow: dict[str, Any] = field(default_factory=dict)
    key: tuple[Key, ...] = ()
    note: str = ""
    recipe: Recipe | None = None

    @property
    def is_map(self) -> bool:
        """Whether traces name a territory whose outline the browser has to fill in."""
        return any("outline" in trace.get("meta", {}) for trace in self.traces)

    def checked(self) -> Figure:
        """The figure itself, if it may be shown; raises ChartWithoutOrigin if not."""
        if not self.result.origins:
            raise ChartWithoutOrigin(f"figure {self.name!r} has no origin")
        if self.kind not in KINDS:
            raise ChartWithoutOrigin(f"figure {self.name!r} is of no known kind: {self.kind!r}")
        if not self.alt.strip():
            raise ChartWithoutOrigin(f"figure {self.name!r} has no alternative text")
        return self

    @property
    def meta(self) -> dict[str, Any]:
        """What Plotly's layout.meta holds: release, query, parameters, sources."""
        return {
            "release": self.result.release,
            "query": self.result.query,
            "parameters": dict(self.result.parameters),
            "origins": [origin.citation for origin in self.result.origins],
            "kind": self.kind,
        }
