"""Many texts found in one pass over a page, several bytes at a time (Hyperscan)."""

from __future__ import annotations

import threading

import hyperscan

Hits = list[tuple[int, int, int]]  # byte after the last, first byte, number of the text


class Machine:
    """Finds every one of its texts, also those within and across one another.

    Threads may use it at the same time: each has its own room to work in.
    """

    def __init__(self, texts: list[bytes]) -> None:
        self._lengths = [len(text) for text in texts]
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=texts,
            ids=list(range(len(texts))),
            elements=len(texts),
            flags=[0] * len(texts),
            literal=True,
        )
        self._own = threading.local()

    def find(self, within: bytes) -> Hits:
        """Where the texts stand, in the order of their ends, the longest first."""
        if not (scratch := getattr(self._own, "scratch", None)):
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        found: Hits = []
        lengths, keep = self._lengths, found.append

        def add(place: int, _from: int, end: int, _flags: int, _context: object) -> None:
            keep((end, end - lengths[place], place))

        self._database.scan(within, match_event_handler=add, scratch=scratch)
        found.sort()  # which of those that end together comes first, it does not say
        return found
