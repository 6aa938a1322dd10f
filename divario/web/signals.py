"""From archives to one row a site: every signal present, absent or unknown, and what showed it.

Each file is read on its own, here, in other processes or on a Dask cluster (`scale.py`); what the
files say is then put together by site in one fixed order, so that the same archives give the same
bytes whoever read them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from divario.errors import DivarioError
from divario.web import firms as lists
from divario.web import page, site
from divario.web.page import Seen
from divario.web.reading import Loss, exchanges, host_of
from divario.web.schema import EVIDENCE_SCHEMA, SIGNALS_SCHEMA

ARCHIVES = (".warc", ".gz")


class SignalsRefused(DivarioError):
    """Files that cannot be read at all; the text says why and what to do."""


@dataclass
class Read:
    """What one file says: its pages, a crawl's own words on each site, what was lost."""

    file: str
    pages: list[Seen] = field(default_factory=list)
    said: list[dict[str, str]] = field(default_factory=list)
    loss: Loss | None = None


def read_file(path: Path) -> Read:
    """Read one archive or folder: the unit of work; it depends on nothing but the file."""
    loss = Loss(path.name)
    read = Read(path.name, loss=loss)
    for one in exchanges(path, loss):
        if isinstance(one, dict):
            read.said.append(one)
        else:
            read.pages.append(page.read(one))
    return read


def run(
    files: list[Path], *, firms: Path | None, out: Path, workers: int, scheduler: str | None
) -> int:
    """Write `signals.parquet` and `evidence.parquet` to a folder; prints what was read and lost.

    Raises SignalsRefused or ListRefused; returns 0, or 1 where a part of an archive was lost.
    """
    paths = _found(files)
    listed, _rejected = lists.read(firms) if firms else ([], [])
    reads = _read_all(paths, workers, scheduler)
    rows, evidence = site.rows(_by_site(reads, listed), {one.id: one for one in listed})
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "evidence.parquet", pa.Table.from_pylist(evidence, EVIDENCE_SCHEMA))
    _write(out / "signals.parquet", pa.Table.from_pylist(rows, SIGNALS_SCHEMA))
    pages = sum(len(one.pages) for one in reads)
    print(f"{len(paths)} files, {pages} answers, {len(rows)} sites.")
    lost = [(one.file, problem) for one in reads for problem in one.loss.problems]
    for file, problem in lost:
        print(f"{file}: {problem}", file=sys.stderr)
    return 1 if lost else 0


def _found(files: Iterable[Path]) -> list[Path]:
    """The files to read, each once, in the order of their names."""
    found = sorted({path.resolve() for path in files}, key=lambda path: (path.name, str(path)))
    if not found:
        raise SignalsRefused("No file: name archives (WARC) or folders of saved pages.")
    for path in found:
        if not path.exists():
            raise SignalsRefused(f"{path}: no such file or folder.")
        if path.is_file() and path.suffix not in ARCHIVES:
            raise SignalsRefused(f"{path}: not an archive; give .warc, .warc.gz or a folder.")
    return found


def _read_all(paths: list[Path], workers: int, scheduler: str | None) -> list[Read]:
    if scheduler:
        from divario.web import scale  # noqa: PLC0415 (Dask is heavy)

        return scale.read_all(paths, scheduler)
    if workers > 1 and len(paths) > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return list(pool.map(read_file, paths))
    return [read_file(path) for path in paths]


def _by_site(reads: list[Read], listed: list[lists.Firm]) -> dict[str, site.Gathered]:
    """Everything about each site, by firm or host; firms without an answer too."""
    by_host: dict[str, list[str]] = {}
    for one in listed:
        if one.address:
            by_host.setdefault(host_of(one.address), []).append(one.id)
    sites: dict[str, site.Gathered] = {}
    for read in reads:
        for seen in read.pages:
            for key in seen.firms or by_host.get(seen.key) or [seen.key]:
                kept = sites.setdefault(key, site.Gathered(key in seen.firms or key != seen.key))
                kept.pages.append((read.file, seen))
        for said in read.said:
            for key in said["firm"].split():
                sites.setdefault(key, site.Gathered(True)).said.append((read.file, said))
    for one in listed:
        if one.address:
            sites.setdefault(one.id, site.Gathered(True)).address = one.address
    return dict(sorted(sites.items()))


def _write(path: Path, table: pa.Table) -> None:
    """Write beside, then in its place; nothing of the file depends on when it was made."""
    beside = path.with_name(f"{path.name}.new")
    pq.write_table(table, beside, compression="zstd", store_schema=False)
    beside.replace(path)
