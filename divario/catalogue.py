"""Names of things: the curated indicators and the labels of every code, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from divario import queries, store

SME = "10-249"
SMALL = "10-49"
MEDIUM = "50-249"
LARGE = "GE250"
ALL_SIZES = "GE10"
TOTAL = "C10-S951_X_K"
ITALY = "IT"
EU = "EU27_2020"
DEFAULT_INDICATOR = "E_DI3_GELO"


@dataclass(frozen=True)
class Catalogue:
    """The indicators and labels of one release."""

    indicators: dict[str, dict[str, Any]]
    labels: dict[tuple[str, str], dict[str, Any]]

    def text(self, code_list: str, code: str, language: str, form: str = "label") -> str:
        """The name of a code; `form` is label, short (an axis) or phrase (within a sentence)."""
        return self.labels[code_list, code][f"{form}_{language}"]

    def indicator(self, indicator: str, language: str, form: str = "label") -> str:
        """A text of an indicator: label, predicate or definition."""
        return self.indicators[indicator][f"{form}_{language}"]

    def unit(self, indicator: str, language: str) -> str:
        """The unit of an indicator, short enough for an axis."""
        return self.text("unit", self.indicators[indicator]["unit"], language, "short")

    def level(self, code_list: str, code: str) -> str:
        """The level of a code: section, country, sme and so on."""
        return self.labels[code_list, code]["level_name"]

    def ancestors(self, sector: str) -> list[str]:
        """The sectors that hold a sector, from the nearest up."""
        chain: list[str] = []
        while (parent := self.labels["sector", sector]["parent"]) and parent not in chain:
            chain.append(parent)
            sector = parent
        return chain

    def codes(self, code_list: str) -> list[str]:
        """Every code of a list, in its order."""
        return [code for name, code in self.labels if name == code_list]


@lru_cache(maxsize=4)
def _of_release(_release: str) -> Catalogue:
    return Catalogue(
        indicators={row["indicator"]: row for row in queries.run("coverage_by_indicator").records},
        labels={
            (row["code_list"], row["code"]): row for row in queries.run("labels_by_code").records
        },
    )


def current() -> Catalogue:
    """The catalogue of the current release, read once."""
    return _of_release(store.current().release)
