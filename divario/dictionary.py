"""The data dictionary: queries, columns and datasets as one page of Markdown.

The same files give the same page: it holds no date and no release id.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from divario import queries, store
from divario.provenance import Origin
from divario.sqlfile import SqlFile

PATH = store.ROOT / "docs" / "data-dictionary.md"
COMMAND = "python -m divario dictionary"
INTRO = f"""# Data dictionary

Every query that may be asked, every column it returns, and every dataset behind it. Built from
`queries/` and `data/` by `{COMMAND}`: change those, not this page.

An answer has an address: `/data/<query>.csv`, or `.json`, or `.sql` for the statement itself, on
the host where Divario runs. A parameter of type `codes` or `years` is repeated, once for each
value, at most {queries.MAX_CODES} times. A cell that was not published has no row, never a zero.

Valid codes are shown by queries: `coverage_by_indicator` (code lists `indicator` and, under
`publisher_code`, `publisher_indicator`, which also holds codes outside the catalogue),
`options_by_indicator` (`year`), `sources_by_dataset` (`dataset`), `labels_by_code` (the others).
"""
STATUSES = {
    "shipped": "Here, with the limits named.",
    "partial": "Here in part; each entry says what is missing.",
    "wanted": "Not here; each entry says what it would tell and what comes nearest.",
}


@dataclass(frozen=True)
class Column:
    """What one column is; `label` holds both languages, `unit` is empty where there is none."""

    name: str
    type: str
    unit: str
    label: dict[str, str]
    meaning: str


def columns(path: Path = store.QUERIES / "columns.toml") -> dict[str, Column]:
    """The dictionary of columns, by name."""
    records = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: Column(name=name, **record) for name, record in records.items()}


def examples(query: SqlFile) -> dict[str, Any]:
    """The example value of each parameter of a query, from its header."""
    return {name: spec.example for name, spec in queries.parameters_of(query).items()}


def write(path: Path = PATH) -> None:
    """Write the page."""
    path.write_text(render(), encoding="utf-8")


def render() -> str:
    """The whole page, from the current warehouse; raises KeyError for a column without entry."""
    known, marts = columns(), queries.marts().values()
    returned = {query.name: queries.run(query.name, **examples(query)).columns for query in marts}
    inner = known.keys() - {name for names in returned.values() for name in names}
    parts = [
        INTRO,
        "## Queries\n",
        *(_query(query, [known[name] for name in returned[query.name]]) for query in marts),
        "## Columns of staging and prepared tables\n\nNone of the queries above returns these.\n",
        _columns(column for name, column in known.items() if name in inner),
        "## Datasets\n",
        *_datasets(),
    ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; a bar within a cell is escaped."""
    lines = [[cell.replace("|", "\\|") for cell in line] for line in (header, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _columns(entries: Iterable[Column]) -> str:
    rows = ((f"`{c.name}`", c.label["it"], c.type, c.unit, c.meaning) for c in entries)
    return _table(("Column", "In Italian", "Type", "Unit", "Meaning"), rows)


def _query(query: SqlFile, returned: list[Column]) -> str:
    """One query: what it answers, what it takes, what it returns, what to beware of."""
    header, given = query.header, urlencode(examples(query), doseq=True)
    taken = [
        (f"`{p.name}`", p.type, p.codes, "yes" if p.required else "no", f"`{p.example}`")
        for p in queries.parameters_of(query).values()
    ]
    head = ("Parameter", "Type", "Code list", "Required", "Example")
    lines = [
        f"### {query.name}\n\n{header['question']['en']}  \n*{header['question']['it']}*\n",
        f"- Grain: {header['grain']}; key: {_codes(header['key'])}",
        f"- Address: `/data/{query.name}.csv{'?' if given else ''}{given}`",
        *(f"- Beware: {warning}" for warning in header["warnings"]),
        "",
        _table(head, taken) if taken else "It takes no parameter.\n",
        _columns(returned),
    ]
    return "\n".join(lines)


def _codes(names: Iterable[Any]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _datasets() -> Iterable[str]:
    """The datasets by status, then the files of codes and counts that have no dataset entry."""
    records, origins = queries.run("sources_by_dataset").records, store.current().origins
    for status, meaning in STATUSES.items():
        yield f"### Status: {status}\n\n{meaning}\n"
        for record in records:
            if record["dataset_status"] == status:
                yield _dataset(record, origins.get(record["dataset"]))
    yield "### Reference files\n\nNames of codes, and counts of enterprises.\n"
    for name in sorted(origins.keys() - {record["dataset"] for record in records}):
        yield f"#### {name}\n\n{_origin(origins[name])}"


def _dataset(record: dict[str, Any], origin: Origin | None) -> str:
    title = f"{record['publisher']}: {record['title_en']}  \n*{record['title_it']}*"
    nearest = _codes(record["nearest_datasets"])
    said = f"#### {record['dataset']}\n\n{title}\n\n{record['gives_en']}\n\n"
    return said + (f"- Nearest: {nearest}\n" if nearest else "") + _origin(origin)


def _origin(origin: Origin | None) -> str:
    if origin is None:
        return ""
    return (
        f"- Licence: {origin.licence}\n- Vintage: {origin.vintage}\n- Rows: {origin.rows}\n"
        f"- Reached us: {origin.reached_us}\n- Cite: {origin.citation}\n"
        f"- Limits: {origin.limits['en']}\n"
    )
