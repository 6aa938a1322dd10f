"""From archives to one row a site: every signal present, absent or unknown, and what showed it.

Each file is read on its own (`harvest.py`), here, in other processes or on a Dask cluster
(`scale.py`); what the files say is then put together by site in one fixed order (`gather.py`), so
that the same archives give the same bytes whoever read them.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from divario.errors import DivarioError
from divario.web import firms as lists
from divario.web.harvest import Read, read_file

ARCHIVES = (".warc", ".gz")
AT_ONCE = 5_000  # rows of a group of the Parquet files, all that is held of them


class SignalsRefused(DivarioError):
    """Files that cannot be read at all; the text says why and what to do."""


def run(
    files: list[Path],
    *,
    firms: Path | None,
    out: Path,
    workers: int,
    scheduler: str | None,
    day: str | None = None,
) -> int:
    """Write `signals.parquet` and `evidence.parquet` to a folder; prints what was read and lost.

    `day` (ISO) is when saved pages were fetched. Raises SignalsRefused or ListRefused; returns 0,
    or 1 where a part of an archive was lost.
    """
    paths = _found(files)
    listed, _rejected = lists.read(firms) if firms else ([], [])
    with _workshop(out) as folder:
        parts = [folder / f"part-{number}" for number in range(len(paths))]
        reads = read_all(paths, parts, workers=workers, scheduler=scheduler, day=day)
        names = [(path.name, part) for path, part in zip(paths, parts, strict=True)]
        sites = _write(out, folder, names, listed)
    pages = sum(one.answers_count for one in reads)
    print(f"{len(paths)} files, {pages} answers, {sites} sites.")
    if passed := sum(one.passed_count for one in reads):
        print(f"{passed} answers of sites with very many of them were passed over.")
    lost = [(one.file, problem) for one in reads for problem in one.loss.problems]
    for file, problem in lost:
        print(f"{file}: {problem}", file=sys.stderr)
    return 1 if lost else 0


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside the results for what is needed meanwhile; gone in the end."""
    folder = out / ".reading"
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _found(files: Iterable[Path]) -> list[Path]:
    """The files to read, each once, in the order of their names."""
    found = sorted({path.resolve() for path in files}, key=lambda path: (path.name, str(path)))
    if not found:
        raise SignalsRefused("No file: name archives (WARC) or folders of saved pages.")
    for path in found:
        if not path.exists():
            raise SignalsRefused(f"{path}: no such file or folder.")
        if not path.is_dir() and (path.suffix not in ARCHIVES or not path.is_file()):
            raise SignalsRefused(f"{path}: not an archive; give .warc, .warc.gz or a folder.")
    return found


def read_all(
    paths: list[Path],
    parts: list[Path],
    *,
    workers: int = 1,
    scheduler: str | None = None,
    day: str | None = None,
) -> list[Read]:
    """Read each file into its part, in this process or in others; see `harvest.read_file`."""
    if scheduler:
        from divario.web import scale  # noqa: PLC0415 (Dask is heavy)

        return scale.read_all(paths, parts, scheduler, day)
    if workers > 1 and len(paths) > 1:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return list(pool.map(read_file, paths, parts, repeat(day)))
    return [read_file(path, part, day) for path, part in zip(paths, parts, strict=True)]


def _write(out: Path, folder: Path, parts: list[tuple[str, Path]], listed: list[lists.Firm]) -> int:
    """Write both files beside, then in their place; returns the number of sites.

    Nothing of the files depends on when they were made, or on who read what.
    """
    from divario.web import gather, site  # noqa: PLC0415 (workers need none of it)
    from divario.web.schema import EVIDENCE_SCHEMA, SIGNALS_SCHEMA  # noqa: PLC0415

    by_id = {one.id: one for one in listed}
    count = 0
    with (
        _table(folder / "signals.parquet", SIGNALS_SCHEMA) as add_rows,
        _table(folder / "evidence.parquet", EVIDENCE_SCHEMA) as add_evidence,
    ):
        for key, found in gather.by_site(parts, listed, folder):
            row, evidence = site.row_of(key, found, by_id.get(key) if found.is_firm else None)
            add_rows([row])
            add_evidence(evidence)
            count += 1
    for name in ("evidence.parquet", "signals.parquet"):
        (folder / name).replace(out / name)
    return count


@contextmanager
def _table(path: Path, schema: object) -> Iterator[object]:
    """What adds rows to a Parquet file that is written in groups."""
    import pyarrow as pa  # noqa: PLC0415 (workers need none of it)
    import pyarrow.parquet as pq  # noqa: PLC0415

    held: list[dict] = []
    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:

        def add(rows: list[dict]) -> None:
            held.extend(rows)
            while len(held) >= AT_ONCE:
                writer.write_table(pa.Table.from_pylist(held[:AT_ONCE], schema))
                del held[:AT_ONCE]

        yield add
        writer.write_table(pa.Table.from_pylist(held, schema))
