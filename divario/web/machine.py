"""Many texts found in one pass over a page, several bytes at a time (Hyperscan)."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

import hyperscan

Hit = tuple[int, int]  # byte after the last, number in `Machine.texts`
Hits = list[Hit]


class Machine:
    """Finds every one of its texts, also those within and across one another.

    `texts` are they, the longest first; `shapes` are regular expressions that are found as well,
    each with the length that all of its matches have. Of the texts in `once` only the first place
    is told, as each is a call into Python. `is_caseless` takes capitals of ASCII for small letters.
    Threads may use it at the same time: each has its own room to work in.
    """

    def __init__(
        self,
        texts: Iterable[bytes],
        shapes: Mapping[bytes, int] = MappingProxyType({}),
        *,
        once: Collection[bytes] = (),
        is_caseless: bool = False,
    ) -> None:
        lengths = {text: len(text) for text in texts} | shapes
        self.texts = sorted(lengths, key=lengths.__getitem__, reverse=True)
        self.lengths = [lengths[text] for text in self.texts]
        self.is_once = [text in once for text in self.texts]
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[text if text in shapes else _literally(text) for text in self.texts],
            ids=list(range(len(self.texts))),
            elements=len(self.texts),
            flags=[
                hyperscan.HS_FLAG_CASELESS * is_caseless | hyperscan.HS_FLAG_SINGLEMATCH * is_once
                for is_once in self.is_once
            ],
        )
        self._own = threading.local()

    def find(self, within: bytes) -> Hits:
        """Where the texts stand, in the order of their ends, the longest first."""
        if not (scratch := getattr(self._own, "scratch", None)):
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        found: Hits = []
        keep = found.append

        def add(place: int, _from: int, end: int, _flags: int, _context: object) -> None:
            keep((end, place))

        self._database.scan(within, match_event_handler=add, scratch=scratch)
        found.sort()  # which of those that end together comes first, it does not say
        return found


def _literally(text: bytes) -> bytes:
    """A regular expression of one text, whatever bytes it has."""
    return b"".join(b"\\x%02x" % byte for byte in text)
