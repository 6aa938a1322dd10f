"""What files say, brought together by site over the disk: memory does not grow with the pages."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import count, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from divario.web import harvest
from divario.web.firms import Firm
from divario.web.page import Seen
from divario.web.reading import host_of
from divario.web.site import Gathered

IN_MEMORY = 10_000  # records sorted at a time
AT_ONCE = 100  # sorted runs of one length that are merged, each an open file

# Name of the site, number of the file, number in it, whether the name is a firm's, what: packed.
Item = tuple[str, int, int, bool, bytes]


def by_site(
    parts: list[tuple[str, Path]], listed: list[Firm], folder: Path
) -> Iterator[tuple[str, Gathered]]:
    """Every site in the order of firms or hosts, with all that the files hold of it.

    `parts` are each file's name and its records; firms of the list without an answer are there
    too. Runs of sorted records are kept in `folder` meanwhile.
    """
    files = [name for name, _part in parts]
    for name, items in groupby(_sorted(_items(parts, listed), folder), key=itemgetter(0)):
        found = Gathered(False)
        for _name, number, _order, is_firm, packed in items:
            found.is_firm |= is_firm
            what = harvest.unpacked(packed)
            if isinstance(what, str):
                found.address = what
            elif isinstance(what, Seen):
                found.pages.append((files[number], what))
            else:
                found.said.append((files[number], what))
        yield name, found


def _items(parts: list[tuple[str, Path]], listed: list[Firm]) -> Iterator[Item]:
    by_host: dict[str, list[str]] = {}
    for one in listed:
        if one.address:
            by_host.setdefault(host_of(one.address), []).append(one.id)
            yield one.id, -1, 0, True, pickle.dumps(one.address)
    for number, (_file, part) in enumerate(parts):
        for order, (firms, key, packed) in enumerate(harvest.records(part)):
            own = firms or by_host.get(key)
            for name in own or (key,):
                yield name, number, order, bool(own), packed


def _sorted(items: Iterable[Item], folder: Path) -> Iterator[Item]:
    """Items in order; no more than `IN_MEMORY` of them are held, and what the merge looks at.

    Runs are joined with runs that were joined as often, so that each item is written a few times
    only, however many there are.
    """
    levels: list[list[Path]] = [[]]
    paths = (folder / f"run-{number}" for number in count())
    items = iter(items)
    while held := sorted(islice(items, IN_MEMORY)):
        levels[0].append(_written(held, next(paths)))
        for number, runs in enumerate(levels):
            if len(runs) < AT_ONCE:
                break
            joined = _written(merge(*map(_read, runs)), next(paths))
            for run in runs:
                run.unlink()
            runs.clear()
            levels += [[]] if number + 1 == len(levels) else []
            levels[number + 1].append(joined)
    return merge(*(_read(run) for runs in levels for run in runs))


def _written(items: Iterable[Item], path: Path) -> Path:
    with path.open("wb") as file:
        for item in items:
            pickle.dump(item, file, 5)
    return path


def _read(path: Path) -> Iterator[Any]:
    return harvest.records(path)
