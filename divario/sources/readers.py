"""One reader per format: each gives the file as a long table, one line per cell."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from divario.errors import SourceRefused
from divario.sources import layout
from divario.sources.layout import LONG, Labels, Layout

CELL = re.compile(r"(:|[-+\d.,\u00a0]+(?: \d{3})*(?:e[-+]?\d+)?)? ?([A-Za-z]*) ?@?([A-Z]?)")
DIMENSIONS = {theirs: ours for theirs, ours in layout.OURS.items() if ours in LONG}
ISTAT = {
    "ITTER107": "territory",
    "VARICT": "indicator",
    "ATECO_2007": "sector",
    "CLLVT": "size_class",
    "TIME": "period",
    "Value": "value",
    "Flag Codes": "flags",
}
ISTAT_LABELS = {"ATECO_2007": "NACE 2007", "ITTER107": "Territory", "VARICT": "Data type"}
LARGEST_CUBE = 50_000_000
Row = tuple[str, ...]


def read(text: Path, name: str, folder: Path) -> Layout:
    """Recognise the format of a plain text (see `plain.unpack`) and lay it out.

    `name` is the file's own name, `folder` takes what must be written. Raises SourceRefused.
    """
    with text.open(encoding="utf-8-sig", newline="") as file:
        start = file.read(1000).lstrip()
    if start.startswith(("{", "[")):
        return _json_stat(text, name, folder)
    header, delimiter = layout.header_of(text, name)
    if delimiter == "\t" or "\\" in header[0]:
        return _wide(text, name, folder)
    if "ITTER107" in header:
        return _istat(text, name, folder, delimiter)
    columns = layout.named(header, name)
    with text.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, delimiter=delimiter)
        next(rows)
        first = next(rows, None)
    if not first or len(first) != len(header):
        raise SourceRefused(name, "it has a header and no data", "fetch the file again")
    fields = dict(zip(columns, first, strict=True))
    flow = fields.get("flow", "").split(": ")[0]
    dataset = layout.dataset_in(flow, name) if flow else layout.dataset_of_name(name)
    kind = "SDMX-CSV 2.0" if header[0].upper().startswith("STRUCTURE") else "SDMX-CSV 1.0"
    updated = layout.moment(fields.get("updated", ""))
    plain = Layout(kind, dataset, "Eurostat", updated, text, columns, delimiter)
    if any(": " in field for field in header):
        return _split_labels(plain, folder)
    return replace(plain, first=tuple(first))


def _written(path: Path, rows: Iterable[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(LONG)
        out.writerows(rows)
    return path


def _split_labels(joined: Layout, folder: Path) -> Layout:
    """SDMX-CSV with codes and labels in one field, `A: Annual`: codes stay, labels are kept."""
    labels: Labels = {}
    columns = joined.columns
    places = [columns.index(name) if name in columns else -1 for name in LONG]

    def rows() -> Iterator[Row]:
        with joined.text.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, delimiter=joined.delimiter)
            next(lines)
            for line in lines:
                given = [line[place] if 0 <= place < len(line) else "" for place in places]
                codes = [field.partition(": ") for field in given]
                for name, (code, _, label) in zip(LONG, codes, strict=True):
                    if label:
                        labels.setdefault(name, {})[code] = label
                yield tuple(code for code, _, _ in codes)

    path = _written(folder / f"{joined.text.stem}.long.csv", rows())
    return replace(joined, text=path, columns=LONG, delimiter=",", labels=labels)


def _wide(text: Path, name: str, folder: Path) -> Layout:
    """Eurostat's wide TSV: dimensions joined by commas, a column per period, `12.3 b` or `: c`."""
    with text.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline().rstrip("\r\n").split("\t")
    ids = [field.strip().lower() for field in head[0].split("\\")[0].split(",")]
    periods = [field.strip() for field in head[1:]]
    ours = [DIMENSIONS.get(field, "") for field in ids]
    lacking = [n for n in layout.required(ids) if n not in (*ours, "period", "value")]
    if lacking or "" in ours or not periods:
        theirs = ", ".join(layout.COLUMNS[n][0] for n in lacking) or "a period"
        problem = (
            f"its dimensions are {', '.join(ids)[:200]}: {theirs} is missing or one is unknown"
        )
        raise SourceRefused(name, problem, "choose a dataset on enterprises with these dimensions")
    return Layout(
        "wide TSV",
        layout.dataset_of_name(name),
        "Eurostat",
        "",
        _written(folder / f"{text.stem}.long.csv", _wide_rows(text, name, ours, periods)),
        LONG,
    )


def _wide_rows(text: Path, name: str, ours: list[str], periods: list[str]) -> Iterator[Row]:
    with text.open(encoding="utf-8-sig", newline="") as file:
        next(file)
        for number, line in enumerate(file, 2):
            if not line.strip():
                continue
            key, *cells = line.rstrip("\r\n").split("\t")
            codes = [code.strip() for code in key.split(",")]
            if len(codes) != len(ours) or len(cells) != len(periods):
                problem = f"line {number} has another number of columns than the header"
                raise SourceRefused(name, problem, "it is cut: fetch the file again")
            fields = dict(zip(ours, codes, strict=True))
            start = tuple(fields.get(field, "") for field in LONG[:6])
            for period, cell in zip(periods, cells, strict=True):
                found = CELL.fullmatch(cell.strip())
                value, flags, secret = found.groups() if found else (cell.strip(), "", "")
                yield (*start, period, "" if value == ":" else value or "", flags, secret)


def _istat(text: Path, name: str, folder: Path, delimiter: str) -> Layout:
    """Istat's CSV of DCSP_ICT: its own codes for sizes, indicators and territories."""
    labels: Labels = {"sector": {}, "territory": {}, "indicator": {}}

    def rows() -> Iterator[Row]:
        with text.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.DictReader(file, delimiter=delimiter)
            lacking = [one for one in ISTAT if one not in (lines.fieldnames or ())]
            if lacking:
                problem = f"it lacks the column {', '.join(lacking)}"
                raise SourceRefused(name, problem, "export the table with codes and labels")
            for number, line in enumerate(lines, 2):
                if None in line or None in line.values():
                    problem = f"line {number} has another number of columns than the header"
                    raise SourceRefused(name, problem, "it is cut: fetch the file again")
                for theirs, label in ISTAT_LABELS.items():
                    labels[ISTAT[theirs]][line[theirs]] = line.get(label) or ""
                yield _istat_row({ours: line[theirs] for theirs, ours in ISTAT.items()})

    path = _written(folder / f"{text.stem}.long.csv", rows())
    return Layout("Istat CSV", "DCSP_ICT", "Istat", "", path, LONG, labels=labels)


def _istat_row(fields: dict[str, str]) -> Row:
    """One line in our codes: `W10_49` is 10-49, `E_BD_PERC` is E_BD in per cent."""
    size = fields["size_class"].removeprefix("W").removeprefix("_").replace("_", "-")
    secret = "C" if fields["flags"] == "c" else ""
    flags = "" if fields["value"] == "" else fields["flags"]
    indicator = fields["indicator"].replace("_PERC", "")
    return (
        "A", size, fields["sector"], indicator, "PC",
        fields["territory"], fields["period"], fields["value"], flags, secret,
    )  # fmt: skip


def _labels(category: dict[str, Any]) -> dict[str, str]:
    return {str(code): str(label) for code, label in category.get("label", {}).items()}


def _json_stat(text: Path, name: str, folder: Path) -> Layout:
    """JSON-stat 2.0 of Eurostat's statistics API, with status and labels."""
    again = "fetch it again as JSON-stat 2.0"
    try:
        cube = json.loads(text.read_text(encoding="utf-8-sig"))
        if "error" in cube:
            raise SourceRefused(
                name, f"the publisher answered an error: {cube['error']}"[:300], again
            )
        ids, sizes = [str(one) for one in cube["id"]], [int(one) for one in cube["size"]]
        indexes = [
            _codes(cube["dimension"][one]["category"], size)
            for one, size in zip(ids, sizes, strict=True)
        ]
        ours = [DIMENSIONS.get(one.lower(), "") for one in ids]
        needed = layout.required([one.lower() for one in ids])
        lacking = [n for n in needed if n not in ours and n != "value"]
        if lacking or "" in ours:
            problem = (
                f"its dimensions are {', '.join(ids)[:200]}: another population or a renamed one"
            )
            raise SourceRefused(name, problem, "choose a dataset on enterprises")
        labels = {
            our: _labels(cube["dimension"][one]["category"])
            for our, one in zip(ours, ids, strict=True)
        }
        extension = cube.get("extension") or {}
        dataset = layout.dataset_in(str(extension.get("id", "")), name)
        rows = _cube_rows(cube, name, ours, indexes)
        path = _written(folder / f"{text.stem}.long.csv", rows)
        updated = layout.moment(str(cube.get("updated", "")))
        title = str(cube.get("label", ""))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        problem = f"it is not whole JSON-stat 2.0 ({type(error).__name__}: {error})"[:300]
        raise SourceRefused(name, problem, again) from None
    return Layout(
        "JSON-stat 2.0", dataset, "Eurostat", updated, path, LONG, title=title, labels=labels
    )


def _codes(category: dict[str, Any], size: int) -> list[str]:
    """Codes of a dimension by position; the index may be a list, a table, or absent for one."""
    index = category.get("index") or list(category["label"])
    codes = sorted(index, key=index.get) if isinstance(index, dict) else list(index)
    if len(codes) != size:
        raise ValueError(f"a dimension has {len(codes)} codes, its size is {size}")
    return [str(code) for code in codes]


def _cube_rows(
    cube: dict[str, Any], name: str, ours: list[str], indexes: list[list[str]]
) -> Iterator[Row]:
    """Every cell with a value or a status, found from its position in the cube."""
    values, status = (_by_position(cube.get(key)) for key in ("value", "status"))
    cells = math.prod(len(codes) for codes in indexes)
    if cells > LARGEST_CUBE:
        raise SourceRefused(name, f"it declares {cells:,} cells", "ask for less, or for SDMX-CSV")
    for position in sorted(values.keys() | status.keys()):
        if not 0 <= position < cells:
            raise ValueError(f"the cell {position} lies outside the cube of {cells} cells")
        rest, codes = position, dict.fromkeys(LONG, "")
        for our, index in zip(reversed(ours), reversed(indexes), strict=True):
            rest, place = divmod(rest, len(index))
            codes[our] = index[place]
        letters, _, secret = str(status.get(position) or "").partition("|")
        value = values.get(position)
        codes |= {
            "value": "" if value is None else str(value),
            "flags": letters,
            "confidentiality": secret,
        }
        yield tuple(codes.values())


def _by_position(given: Any) -> dict[int, Any]:
    if isinstance(given, list):
        return {place: value for place, value in enumerate(given) if value is not None}
    return {int(place): value for place, value in (given or {}).items()}
