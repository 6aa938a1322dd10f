"""Which format a publisher's file has, and which of its columns means what."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from divario.errors import SourceRefused

# Our name of each column that a reader fills; the publishers' names for it.
COLUMNS = {
    "flow": ("dataflow", "structure_id"),
    "updated": ("last update",),
    "frequency": ("freq",),
    "size_class": ("size_emp",),
    "sector": ("nace_r2",),
    "indicator": ("indic_is", "indic_sbs", "indic_sb"),
    "unit": ("unit",),
    "territory": ("geo",),
    "period": ("time_period", "time"),
    "value": ("obs_value",),
    "flags": ("obs_flag", "obs_status"),
    "confidentiality": ("conf_status",),
}
LONG = tuple(name for name in COLUMNS if name not in ("flow", "updated"))
CODED = ("size_class", "sector", "unit", "territory")
REQUIRED = ("size_class", "sector", "indicator", "unit", "territory", "period", "value")
STRUCTURAL = ("indic_sbs", "indic_sb")  # where the indicator's own code says its unit
OURS = {theirs: ours for ours, names in COLUMNS.items() for theirs in names}
IGNORED = ("structure", "structure_name", "action", "series_key", "obs_key", "decimals")
DATASET = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,39}")
HEADER_BYTES = 200_000
Labels = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Layout:
    """A file as a long table: one line per cell.

    `columns` names each column of `text` in order: ours, `label_<ours>`, or `extra_<number>`.
    `first` is the first line of a file that is read as it stands. `updated` is the publisher's time
    as `2026-02-27T11:00:00`, or empty where the file has none.
    """

    kind: str
    dataset: str
    publisher: str
    updated: str
    text: Path
    columns: tuple[str, ...]
    delimiter: str = ","
    title: str = ""
    labels: Labels = field(default_factory=dict)
    first: tuple[str, ...] = ()


def header_of(path: Path, name: str) -> tuple[list[str], str]:
    """The fields of the first line and their separator; raises SourceRefused without a line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read(HEADER_BYTES)
    line = text.splitlines()[0] if text.strip() else ""
    delimiter = "\t" if "\t" in line else max(",;|", key=line.count)
    if line.count(delimiter) < (1 if delimiter == "\t" else 2):
        problem = "its first line is not a header of columns"
        raise SourceRefused(name, problem, "give Eurostat TSV, SDMX-CSV, JSON-stat or Istat's CSV")
    return next(csv.reader([line], delimiter=delimiter)), delimiter


def named(header: list[str], name: str) -> tuple[str, ...]:
    """Our name of every column of an SDMX-CSV header, in any order.

    Raises SourceRefused where a needed column is missing, twice there or has another name.
    """
    ids = [field.split(":")[0].strip().lower() for field in header]
    has_label_columns = "structure_name" in ids
    names: list[str] = []
    for position, given in enumerate(ids):
        before = names[-1] if names else ""
        if given in OURS:
            names.append(OURS[given])
        elif has_label_columns and before in COLUMNS and given not in IGNORED:
            names.append(f"label_{before}")
        else:
            names.append(f"extra_{position}")
    if has_label_columns:
        # "Time" and "Unit of measure" may spell like a code: the second one is the label.
        names = _with_labels(names)
    missing = [column for column in required(ids) if column not in names]
    if missing:
        theirs = ", ".join(COLUMNS[column][0] for column in missing)
        unknown = [header[i] for i, n in enumerate(names) if n.startswith("extra_") and header[i]]
        unknown = [one for one in unknown if one.split(":")[0].strip().lower() not in IGNORED]
        others = ", ".join(unknown)[:200] or "none"
        problem = f"it lacks the column {theirs} (unknown here: {others})"
        raise SourceRefused(name, problem, "choose a dataset on enterprises with these dimensions")
    doubled = sorted({column for column in names if names.count(column) > 1})
    if doubled:
        raise SourceRefused(name, f"the column {doubled[0]} stands twice", "fetch the file again")
    return tuple(names)


def required(ids: list[str]) -> tuple[str, ...]:
    """Our names of the columns that a file with these dimensions must have."""
    if set(ids) & set(STRUCTURAL):
        return tuple(column for column in REQUIRED if column != "unit")
    return REQUIRED


def _with_labels(names: list[str]) -> list[str]:
    seen: set[str] = set()
    out = []
    for item in names:
        out.append(f"label_{item}" if item in seen else item)
        seen.add(item)
    return out


def dataset_in(flow: str, name: str) -> str:
    """The dataset's code in a flow such as `ESTAT:ISOC_E_DII$DEFAULTVIEW(1.0)`, lower case."""
    found = re.fullmatch(r"(?:[A-Za-z_.]+:)?([A-Za-z0-9_]+)(?:\$\w+)?(?:\([\d.]+\))?", flow.strip())
    if not found or not DATASET.fullmatch(found[1]):
        raise SourceRefused(name, f"it names no dataset ({flow[:60]!r})", "fetch the file again")
    return found[1].lower()


def dataset_of_name(name: str) -> str:
    """The dataset's code in a file name such as `estat_isoc_e_dii.tsv.gz`."""
    stem = name.split(".", maxsplit=1)[0].lower().removeprefix("estat_")
    if not DATASET.fullmatch(stem):
        problem = "its name does not say which dataset it is"
        raise SourceRefused(name, problem, "name it like estat_isoc_e_dii.tsv")
    return stem


def moment(text: str) -> str:
    """A publisher's time in our form, without zone (Eurostat's is Brussels), or empty."""
    text = text.strip()
    if found := re.match(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})", text):
        return f"{found[1]}T{found[2]}"
    for form in ("%d/%m/%y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).isoformat()
        except ValueError:
            continue
    return ""
