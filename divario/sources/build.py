"""Put what arrived into a data folder: merged, checked, with origins, catalogue and warnings."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from divario import provenance, records, sqlfile, store
from divario.errors import SourceRefused
from divario.schema import SURVEY_COLUMNS
from divario.sources.arrival import QUERIES, Arrived

LARGEST_LOSS = 0.2  # of the extract's cells that may go at once
WARNING_COLUMNS = ("dataset", "rule", "cell", "detail")
LISTED = 500  # warnings of one rule in one dataset; the last line says how many more there are
LIMITS = {
    "it": "Le cifre sono quelle del file dell’editore alla data indicata.",
    "en": "The figures are those of the publisher’s file at the date given.",
}


@dataclass(frozen=True)
class Warned:
    """One thing that a reader of the release should know: codes and figures, no sentence."""

    dataset: str
    rule: str
    cell: str
    detail: str


def add_dataset(folder: Path, arrived: list[Arrived], *, is_part: bool, how: str) -> list[Warned]:
    """Merge files of one dataset into a data folder's survey; returns the warnings.

    A whole file replaces the publisher's extract; with `is_part` cells that it lacks stay. Raises
    SourceRefused when a check on arrival fails; the folder may be half changed then: give a copy.
    """
    dataset = arrived[0].layout.dataset
    target = folder / "survey" / f"{dataset}.parquet"
    catalogued = _catalogued(folder / "indicators.toml", dataset)
    with tempfile.TemporaryDirectory() as scratch, store.scratch(Path(scratch)) as connection:
        merged = Path(scratch) / "merged.parquet"
        _merge(connection, arrived, target, merged, is_part)
        warned = _checked(connection, dataset, catalogued, is_part)
        shutil.move(merged, target)
        facts = facts_of(connection)
    warned += [
        Warned(dataset, "unknown_code", f"{name} {code}", f"{label} ({lines})")
        for item in arrived
        for name, code, label, lines in item.unknown
    ]
    _write_origin(target, arrived, folder, how)
    update_catalogue(folder / "datasets.toml", dataset, facts, arrived)
    return warned


def _catalogued(path: Path, dataset: str) -> list[tuple[str, str]]:
    """Code and unit of each of a dataset's indicators."""
    return [
        (entry["code"], entry["unit"])
        for entry in records.read_indicators(path).values()
        if entry["datasets"][0] == dataset
    ]


def _merge(
    connection: Any, arrived: list[Arrived], present: Path, target: Path, is_part: bool
) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in SURVEY_COLUMNS.items())
    connection.execute(f"create table present ({columns})")
    connection.execute(f"create table arrived ({columns}, file_order integer)")
    if present.exists():
        connection.execute(
            "insert into present select * from read_parquet($file)", {"file": str(present)}
        )
    for order, item in enumerate(arrived):
        connection.execute(
            "insert into arrived select *, $place from read_parquet($file)",
            {"file": str(item.parquet), "place": order},
        )
    query = sqlfile.parse(QUERIES / "merged.sql").sql
    connection.execute(f"create table merged as {query}", {"is_part": is_part})
    connection.execute(
        "copy (from merged) to $file (format parquet, compression zstd)", {"file": str(target)}
    )


def _checked(
    connection: Any, dataset: str, catalogued: list[tuple[str, str]], is_part: bool
) -> list[Warned]:
    """Run `queries/arrival/rules`; a failure refuses the dataset, a warning is returned."""
    extract = "lineage in ('extract', 'typed_from_extract')"
    before, after = (
        connection.execute(f"select count(*) from {table} where {extract}").fetchall()[0][0]
        for table in ("present", "merged")
    )
    if not is_part and after < before * (1 - LARGEST_LOSS):
        problem = f"it has {after:,} cells where the release has {before:,}"
        remedy = "fetch the whole dataset, or give --part to keep the cells that it lacks"
        raise SourceRefused(dataset, problem, remedy)
    connection.execute("create table catalogued (indicator varchar, unit varchar)")
    for pair in catalogued:
        connection.execute("insert into catalogued values ($1, $2)", pair)
    warned: list[Warned] = []
    for query in sqlfile.load_folder(QUERIES / "rules"):
        rows = connection.execute(query.sql).fetchall()
        if rows and query.header["severity"] == "failure":
            first = " = ".join(str(item) for item in rows[0])
            problem = f"a check failed: {query.header['rule']} ({len(rows)} cells, first: {first})"
            raise SourceRefused(dataset, problem, "wait for the publisher's correction")
        warned += listed(dataset, query.name, rows)
    return warned


def listed(dataset: str, rule: str, rows: list[tuple[str, str]]) -> list[Warned]:
    """The cells that a rule found, as warnings: `LISTED` of them, then how many more."""
    found = [Warned(dataset, rule, cell, detail) for cell, detail in rows[:LISTED]]
    more = len(rows) - LISTED
    return found + ([Warned(dataset, rule, "…", f"+{more}")] if more > 0 else [])


def facts_of(connection: Any) -> tuple[int, int, int, int]:
    """Cells, territories, first and last year of the merged dataset."""
    return connection.execute(
        "select count(*), count(distinct territory), min(year), max(year) from merged"
    ).fetchall()[0]


def origin_text(
    title: dict[str, str], arrived: list[Arrived], how: str, limits: dict[str, str] = LIMITS
) -> str:
    """The origin record of a dataset; `last_update` is what the next update compares."""
    dataset, publisher = arrived[0].layout.dataset, arrived[0].layout.publisher
    updates = sorted({item.layout.updated for item in arrived if item.layout.updated})
    vintage = " / ".join(sorted({update[:10] for update in updates})) or "not recorded"
    fields = {
        "publisher": publisher,
        "code": dataset,
        "title.it": title["it"],
        "title.en": title["en"],
        "licence": "CC BY 4.0",
        "citation": f"{publisher}, {title['en']} (online data code: {dataset}), {vintage}",
        "vintage": vintage,
        "reached_us": how,
        "limits.it": limits["it"],
        "limits.en": limits["en"],
    }
    if updates:
        fields["last_update"] = updates[-1]
    return "".join(f"{key} = {_quoted(text)}\n" for key, text in fields.items())


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's is but for one sign."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_origin(target: Path, arrived: list[Arrived], folder: Path, how: str) -> None:
    known = records.read_datasets(folder / "datasets.toml")
    layout = arrived[0].layout
    if layout.dataset not in known:
        problem = "the catalogue does not know this dataset"
        raise SourceRefused(layout.dataset, problem, "add it to data/datasets.toml first")
    record = provenance.origin_path(target)
    text = origin_text(known[layout.dataset]["title"], arrived, how)
    record.write_text(text, encoding="utf-8")


def update_catalogue(
    path: Path, dataset: str, facts: tuple[int, int, int, int], arrived: list[Arrived]
) -> None:
    """A dataset that was wanted or partial is here now, and its sentence says what it holds."""
    text = path.read_text(encoding="utf-8")
    start = text.index(f"[{dataset}]\n")
    end = text.find("\n[", start + 1)
    section = text[start : end if end > 0 else None]
    if 'status = "shipped"' in section:
        return
    cells, territories, first, last = facts
    day = arrived[-1].layout.updated[:10] or "–"
    gives = {
        "it": f"Cifre dell’editore (aggiornamento: {day}): {cells} celle, {territories} territori, "
        f"anni {first}–{last}.",
        "en": f"The publisher’s figures (update: {day}): {cells} cells, {territories} territories, "
        f"years {first}–{last}.",
    }
    changed = re.sub(r"(?m)^status = .*$", 'status = "shipped"', section)
    for language, sentence in gives.items():
        line = f"gives.{language} = {_quoted(sentence)}"
        changed = re.sub(rf"(?m)^gives\.{language} = .*$", lambda _, line=line: line, changed)
    path.write_text(text.replace(section, changed), encoding="utf-8")


def write_warnings(folder: Path, warned: Iterable[Warned], datasets: set[str]) -> None:
    """Write `warnings.csv`; warnings of datasets that were not updated now stay."""
    path = folder / "warnings.csv"
    rows: list[tuple[str, ...]] = []
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            rows = [
                tuple(row[name] for name in WARNING_COLUMNS)
                for row in csv.DictReader(file)
                if row["dataset"] not in datasets
            ]
    rows += [(item.dataset, item.rule, item.cell, item.detail) for item in warned]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(WARNING_COLUMNS)
        out.writerows(sorted(rows))
