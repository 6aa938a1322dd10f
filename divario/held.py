"""An answer as it is held: its rows while they are few, else the rest of them in columns.

DuckDB makes a Python value in 0.15 µs, and a long answer has a hundred thousand. Arrow copies whole
columns, a code as the place it has in a list of codes; but before its first row it costs as much
as 2,000 values.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

SHORT = 512  # rows


@dataclass(frozen=True, eq=False)
class Held:
    """The columns' names, the first rows, and as an Arrow table those that follow, if any do."""

    names: tuple[str, ...]
    first: list[tuple]
    rest: pa.Table | None = None

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.first) + (self.rest.num_rows if self.rest is not None else 0)

    @cached_property
    def rows(self) -> tuple[tuple, ...]:
        """Every row; of those held in columns, equal codes are one and the same string."""
        if self.rest is None:
            return tuple(self.first)
        later = zip(*[_values(column) for column in self.rest.columns], strict=True)
        return (*self.first, *later)

    def where(self, chosen: Mapping[str, Collection[Any]]) -> Held:
        """The rows that have, in each column named, one of the values chosen; in their order."""
        kept = [(self.names.index(name), values) for name, values in chosen.items()]
        rows = [row for row in self.rows if all(row[place] in values for place, values in kept)]
        return Held(self.names, rows)

    def column(self, name: str) -> list[Any]:
        """The values of one column, without making the rows."""
        place = self.names.index(name)
        values = [row[place] for row in self.first]
        return values if self.rest is None else values + _values(self.rest.column(place))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """A column as the values that DuckDB would give; not for numbers of more than 64 bits."""
    values: list[Any] = []
    for chunk in column.chunks:
        codes = getattr(chunk, "dictionary", None)
        if codes is None:
            values += chunk.to_pylist()
        else:
            named = [sys.intern(code) for code in codes.to_pylist()]
            places = chunk.indices.to_pylist()
            if chunk.null_count:
                values += [None if place is None else named[place] for place in places]
            else:
                values += [named[place] for place in places]
    return values
