"""From signals to indicators: shares of sites and of firms, by sector, size class and region.

Two denominators, as the European statistics on enterprises' websites have them: `sites` are the
sites of which a signal is known (present or absent); `firms` are all firms of the list, with a
site or without, so that a share of firms is at least what was seen.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from divario.errors import DivarioError
from divario.stats import shares
from divario.web import firms
from divario.web.vocabulary import PRESENT, SIGNALS, UNKNOWN

Place = tuple[str | None, str | None, str | None]
PLACE = ("sector", "size_class", "territory")
OWN_SCHEMA = pa.schema(
    [
        ("crawl", pa.string()),
        ("indicator", pa.string()),
        ("sector", pa.string()),
        ("size_class", pa.string()),
        ("territory", pa.string()),
        ("year", pa.int16()),
        ("numerator", pa.int32()),
        ("denominator", pa.int32()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("base", pa.string()),
        ("is_suppressed", pa.bool_()),
    ]
)
LONGEST_CRAWL = timedelta(days=180)  # from the first visit to the last; the year is the last's
# Of all firms of the list, those with an address: what a directory says, before any visit.
LISTED = "address_listed"


class AggregateRefused(DivarioError):
    """Signals that cannot be counted; the text says why and what to do."""


@dataclass
class Counted:
    """Signals of one or more folders, counted by place; `firms` is empty without a list."""

    known: Counter[tuple[str, Place]]
    present: Counter[tuple[str, Place]]
    firms: Counter[Place]
    listed: Counter[Place]
    dates: set[date]
    sites_count: int = 0


def run(
    folders: list[Path], *, name: str | None, listed: Path | None, out: Path | None, publish: bool
) -> int:
    """Aggregate the signals in folders under one name; write a release with them, or files to out.

    Raises AggregateRefused, ListRefused, and what publishing raises; returns 0.
    """
    name = name or re.sub(r"[^a-z0-9]+", "_", folders[0].resolve().name.lower()).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
        raise AggregateRefused(
            f"--name {name!r}: give small letters, digits and '_', beginning with a letter."
        )
    counted = count(folders, listed)
    rows = indicators(counted, name)
    if publish:
        releases = import_module("divario.releases")
        release = releases.publish(lambda folder: write(folder / "crawl", name, rows, counted))
        print(f"Release {release}: a running app and every next start show the crawl {name!r}.")
    else:
        out = out or folders[0]
        write(out, name, rows, counted)
        print(f"{out / f'own_{name}.parquet'}; --publish makes a release of it.")
    suppressed = sum(row["is_suppressed"] for row in rows)
    print(
        f"{counted.sites_count} sites, {counted.firms.total()} firms, {len(rows)} cells, ", end=""
    )
    print(f"{suppressed} of them under {shares.SMALLEST} and suppressed.")
    return 0


def count(folders: list[Path], listed: Path | None) -> Counted:
    """Count signals and firms by place; raises AggregateRefused where a folder has no signals."""
    counted = Counted(Counter(), Counter(), Counter(), Counter(), set())
    lists: dict[Path, dict[str, Place]] = {}
    for folder in folders:
        table = _signals(folder)
        path = listed or folder / "firms.csv"
        if path not in lists and (listed or path.exists()):
            lists[path] = _count_firms(counted, path)
        _count_signals(counted, table, lists.get(path, {}))
    if counted.dates and max(counted.dates) - min(counted.dates) > LONGEST_CRAWL:
        raise AggregateRefused(
            f"The sites were visited from {min(counted.dates)} to {max(counted.dates)}; aggregate "
            "each crawl under its own --name."
        )
    return counted


def _count_firms(counted: Counted, path: Path) -> dict[str, Place]:
    """Add the firms of a list; returns the place of each."""
    places: dict[str, Place] = {}
    for firm in firms.read(path)[0]:
        places[firm.id] = (firm.sector, firm.size_class, firm.territory)
        counted.firms[places[firm.id]] += 1
        counted.listed[places[firm.id]] += firm.address is not None
    return places


def _signals(folder: Path) -> pa.Table:
    """The signals of a folder."""
    path = folder / "signals.parquet"
    try:
        return pq.read_table(path)
    except (OSError, pa.ArrowInvalid):
        raise AggregateRefused(
            f"{path}: no readable signals; run 'python -m divario signals' into {folder} first."
        ) from None


def _count_signals(counted: Counted, table: pa.Table, places: dict[str, Place]) -> None:
    """Add the states of one table; the list's own sector, size and region win where it is given."""
    columns = {name: table[name].to_pylist() for name in ("firm", *PLACE)}
    own = zip(*(columns[name] for name in PLACE), strict=True)
    where = [places.get(firm, place) for firm, place in zip(columns["firm"], own, strict=True)]
    strangers = {firm for firm in columns["firm"] if firm not in places} if places else set()
    if strangers:
        raise AggregateRefused(
            f"Firm {min(map(str, strangers))} has signals but is not in the list; give the list "
            "that was crawled with --firms."
        )
    for signal in SIGNALS:
        for place, state in zip(where, table[signal].to_pylist(), strict=True):
            if state != UNKNOWN and state is not None:
                counted.known[signal, place] += 1
                counted.present[signal, place] += state == PRESENT
    counted.dates.update(day for day in table["crawled_date"].to_pylist() if day)
    counted.sites_count += table.num_rows


def indicators(counted: Counted, name: str) -> list[dict]:
    """One row for each indicator, cell and base, in a fixed order; see `shares.share`."""
    if not counted.dates:
        raise AggregateRefused(
            "No site was dated: nothing says of which year it is; read saved pages with --date."
        )
    year = max(counted.dates).year
    firms_in = shares.counted(counted.firms.items())
    numbers = []
    for signal in SIGNALS:
        present, known = (shares.counted(_of(c, signal)) for c in (counted.present, counted.known))
        numbers += [(signal, "sites", present, known), (signal, "firms", present, firms_in)]
    numbers.append((LISTED, "firms", shares.counted(counted.listed.items()), firms_in))
    rows = [
        {"crawl": name, "indicator": indicator, "year": year, "base": base}
        | dict(zip(PLACE, cell, strict=True))
        | shares.share(numerators.get(cell, 0), denominator)
        for indicator, base, numerators, denominators in numbers
        for cell, denominator in denominators.items()
        if denominator
    ]
    key = ("indicator", *PLACE, "base")
    return sorted(rows, key=lambda row: tuple(row[column] for column in key))


def _of(counts: Counter[tuple[str, Place]], signal: str) -> list[tuple[Place, int]]:
    """The counts of one signal by place."""
    return [(place, number) for (name, place), number in counts.items() if name == signal]


def write(folder: Path, name: str, rows: list[dict], counted: Counted) -> None:
    """Write `own_<name>.parquet` and its origin record, each beside and then in its place."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"own_{name}.parquet"
    beside = path.with_suffix(".new")
    pq.write_table(pa.Table.from_pylist(rows, OWN_SCHEMA), beside, compression="zstd")
    digest = import_module("divario.provenance").sha256_of(beside)
    record = folder / f"own_{name}.origin.toml"
    text = _origin(name, counted) | {"sha256": digest, "rows": len(rows)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in text.items()]
    record.with_suffix(".new").write_text("\n".join([*lines, ""]), encoding="utf-8")
    shutil.move(beside, path)
    shutil.move(record.with_suffix(".new"), record)


def _origin(name: str, counted: Counted) -> dict[str, str]:
    """The origin record of an own crawl."""
    first, last = min(counted.dates), max(counted.dates)
    sites, listed = counted.sites_count, counted.firms.total()
    return {
        "publisher": "Divario",
        "code": name,
        "title.it": f"Siti delle imprese di una lista, visitati con Divario: {name}",
        "title.en": f"Websites of the firms of a list, visited with Divario: {name}",
        "licence": f"© {last.year}",  # of whoever crawled; nothing else is known
        "citation": f"Divario, own crawl {name}, {first} to {last}",
        "vintage": f"{last:%Y-%m}",
        "reached_us": "visited and read with Divario's own crawler",
        "limits.it": (
            f"{sites} siti letti su {listed or 'un numero non noto di'} imprese della lista: vale "
            "per quella lista, non per tutte le imprese. Base «siti»: quelli in cui il segnale si "
            "è potuto accertare. Base «imprese»: tutte quelle della lista, anche senza sito; la "
            "quota è quindi un minimo. Poche pagine per sito; ciò che appare solo con gli script "
            "può sfuggire. L’intervallo al 95% misura solo il caso, non gli errori di lettura."
        ),
        "limits.en": (
            f"{sites} sites read of {listed or 'an unknown number of'} firms of the list: it "
            "holds for that list, not for all firms. Base sites: those where the signal could be "
            "established. Base firms: all of the list, also without a site; the share is therefore "
            "a minimum. A few pages per site; what only scripts show may be missed. The 95% "
            "interval measures chance only, not errors of reading."
        ),
    }
