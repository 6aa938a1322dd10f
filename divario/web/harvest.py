"""What one file says, written to the disk page by page: the unit of work of any worker.

It imports no more than reading needs, since each process of a worker imports it anew.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from divario.web import page
from divario.web.reading import Loss, exchanges, split

MOST_ANSWERS = 200  # of one site in one file; its home page is read wherever it stands


@dataclass
class Read:
    """What came of one file: counts, and what was lost; the pages themselves are on the disk."""

    file: str
    answers_count: int = 0
    passed_count: int = 0  # answers of sites with more than `MOST_ANSWERS`
    loss: Loss = field(default_factory=lambda: Loss(""))


def read_file(path: Path, part: Path, day: str | None = None) -> Read:
    """Read one archive or folder into `part`; it depends on nothing but the file and the day.

    `day` is when saved pages were fetched (ISO), which archives know themselves.
    """
    read = Read(path.name, loss=Loss(path.name))
    of_site: Counter[str] = Counter()
    with part.open("wb") as file:
        for one in exchanges(path, read.loss, day):
            if isinstance(one, dict):
                put(file, (tuple(one["firm"].split()), "", one))
                continue
            read.answers_count += 1
            of_site[one.key] += 1
            if of_site[one.key] > MOST_ANSWERS and not _is_home(one.address):
                read.passed_count += 1
                continue
            seen = page.read(one)
            put(file, (seen.firms, seen.key, seen))
    return read


def _is_home(address: str) -> bool:
    return split(address).path in ("", "/")


def put(file: IO[bytes], record: tuple[Any, ...]) -> None:
    """Append one record: whose it is (firms, key of the site), then what was seen or said."""
    *names, what = record
    pickle.dump((*names, pickle.dumps(what, 5)), file, 5)


def records(path: Path) -> Iterator[tuple[Any, ...]]:
    """The records of a part in their order, the last field still packed; see `unpacked`."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 (this run's own file)
            except EOFError:
                return


def unpacked(packed: bytes) -> page.Seen | dict[str, str]:
    """What was seen on a page, or said by the crawl of a site."""
    return pickle.loads(packed)  # noqa: S301 (this run's own file)
