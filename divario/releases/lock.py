"""One publisher at a time: a lock that the system takes back when its process dies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from divario import pointer
from divario.errors import ReleaseBusy


@contextmanager
def lock() -> Iterator[None]:
    """Hold the lock of the releases folder; raises ReleaseBusy where another process holds it."""
    pointer.home().mkdir(parents=True, exist_ok=True)
    with (pointer.home() / "lock").open("a+b") as file:
        try:
            _take(file)
        except OSError:
            raise ReleaseBusy from None
        yield  # closing the file gives the lock back


def _take(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
