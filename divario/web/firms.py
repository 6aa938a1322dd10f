"""Lists of firms: ours and those of Italian open registers, read row by row.

Any column may be missing. A row that cannot be used goes to a report and never stops the list; a
firm without a usable address stays a firm, because shares of all firms count it.
"""

from __future__ import annotations

import codecs
import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from divario.errors import DivarioError
from divario.web.addresses import AddressRefused, canonical
from divario.web.classes import plain, sector_of, size_class_of, territory_of

COLUMNS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("columns.toml").read_text(encoding="utf-8")
)
PLACEHOLDERS = frozenset(COLUMNS.pop("no_address"))
HEADER_LINES = 20  # registers may put a title or notes before the header
JOINED_LINES = 10  # a quoted field may hold line breaks; a stray quote must not swallow the list
LONGEST_LINE = 100_000  # characters; a longer line is no row of a list
# The fiscal code of a person, which identifies the person: such a firm is known by its row.
PERSONAL_CODE = re.compile(r"[A-Z]{6}[0-9L-V]{2}[A-Z][0-9L-V]{2}[A-Z][0-9L-V]{3}[A-Z]")


class ListRefused(DivarioError):
    """A list of firms that cannot be read at all; the text says why and what to do."""


@dataclass(frozen=True)
class Firm:
    """One firm of a list; None where the list does not say, or says what is not understood.

    `address` is canonical (see `addresses.canonical`); `sector` is a NACE division or section,
    `size_class` one of `classes.SIZES`, `territory` a code of ours.
    """

    id: str
    address: str | None
    sector: str | None
    size_class: str | None
    territory: str | None


@dataclass(frozen=True)
class Rejected:
    """A row, or the address in it (`is_kept`: the firm itself stays), that could not be used."""

    line: int
    reason: str
    value: str
    is_kept: bool


def read(path: Path) -> tuple[list[Firm], list[Rejected]]:
    """Firms of a list in the order of its rows, and what could not be used of it.

    Separators `;`, `,` and tab, UTF-8 with or without mark, UTF-16 and Windows-1252 are told
    apart by the file itself. Raises ListRefused when no row names a column that is known.
    """
    rows = _rows(path)
    first_lines, places, width, separator = _header(path, rows)
    firms: dict[str, Firm] = {}
    lines: dict[str, int] = {}
    rejected: list[Rejected] = []
    for line, cells in _records(rows, separator, width):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != width:
            reason = f"{len(cells)} fields where the header has {width}"
            rejected.append(Rejected(line, reason, "", False))
            continue
        firm, problem = _firm(cells, places, line)
        if firm.id in firms:
            reason = f"same firm as in line {lines[firm.id]}"
            rejected.append(Rejected(line, reason, firm.id, False))
            continue
        if problem:
            rejected.append(Rejected(line, f"address: {problem.reason}", problem.shown, True))
        firms[firm.id], lines[firm.id] = firm, line
    if not firms:
        raise ListRefused(
            f"{path.name}: below the header in line {first_lines} no row could be read; "
            "each row needs as many fields as the header."
        )
    return list(firms.values()), rejected


def write(path: Path, firms: list[Firm]) -> None:
    """Write firms as a list of our own, which `read` takes back as it was."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Firm)])
        writer.writeheader()
        writer.writerows(asdict(firm) for firm in firms)


def write_rejected(path: Path, rejected: list[Rejected]) -> None:
    """Write the report of rows and addresses that could not be used, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Rejected)])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rejected)


def _firm(
    cells: list[str], places: dict[str, int], line: int
) -> tuple[Firm, AddressRefused | None]:
    """A firm from one row, and why its address cannot be used."""
    given = {name: cells[place].strip() for name, place in places.items()}
    problem, address = None, None
    if plain(given.get("address", "")) not in PLACEHOLDERS:
        try:
            address = canonical(given["address"])
        except AddressRefused as error:
            problem = error
    name = re.sub(r"[^\w.\-/]+", "_", given.get("id", "")).strip("_")[:64]
    if not name or PERSONAL_CODE.fullmatch(name.upper()):
        name = f"row-{line}"
    return (
        Firm(
            id=name,
            address=address,
            sector=sector_of(given.get("sector", "")),
            size_class=size_class_of(given.get("size_class", "")),
            territory=territory_of(given.get("territory", "")),
        ),
        problem,
    )


def _encoding(path: Path) -> str:
    """The encoding of a text file: a mark decides, else valid UTF-8, else Windows-1252."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            decoder.decode(start)
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """Physical lines with their numbers, without line ends; a line too long is cut off."""
    try:
        with path.open(encoding=_encoding(path), errors="replace", newline=None) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                yield number, line.rstrip("\n").replace("\0", "")
    except OSError as error:
        raise ListRefused(
            f"{path}: the list cannot be opened ({error.strerror}); give a readable CSV file."
        ) from None


def _header(path: Path, rows: Iterator[tuple[int, str]]) -> tuple[int, dict[str, int], int, str]:
    """Line of the header, place of each known column, number of columns, and the separator."""
    for line, text in rows:
        for separator in (";", ",", "\t"):
            names = [_column_name(cell) for cell in next(csv.reader([text], delimiter=separator))]
            places = {
                column: names.index(alias)
                for column, aliases in COLUMNS.items()
                if (alias := next((alias for alias in aliases if alias in names), None))
            }
            if "address" in places or len(places) > 1:
                return line, places, len(names), separator
        if line == HEADER_LINES:
            break
    raise ListRefused(
        f"{path.name}: none of the first {HEADER_LINES} lines names the columns of a list of "
        "firms; name at least one column 'address' or 'sito internet'."
    )


def _column_name(cell: str) -> str:
    """A column's name for comparison: `Classe di addetti ultimo anno (2)` without its note."""
    return plain(re.sub(r"\(\d+\)", "", cell.replace("_", " ")))


def _records(
    rows: Iterator[tuple[int, str]], separator: str, width: int
) -> Iterator[tuple[int, list[str]]]:
    """Records with the number of their first line, joining lines that a quoted field spans.

    A quote that is never closed costs its own line only: the lines read ahead are read again.
    """
    waiting: list[tuple[int, str]] = []
    while row := (waiting.pop(0) if waiting else next(rows, None)):
        line, text = row
        ahead = 0
        while text.count('"') % 2 and ahead < JOINED_LINES:
            if ahead == len(waiting) and (following := next(rows, None)):
                waiting.append(following)
            if ahead == len(waiting) or waiting[ahead][1].count(separator) >= width - 1:
                break  # the list ends, or a row of its own begins
            text += "\n" + waiting[ahead][1]
            ahead += 1
        if text.count('"') % 2:
            text, ahead = row[1].replace('"', ""), 0
        del waiting[:ahead]
        try:
            cells = next(csv.reader(text.splitlines(keepends=True), delimiter=separator), [])
        except csv.Error:
            cells = []
        yield line, cells
