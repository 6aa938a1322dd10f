"""Which warehouse answers: the current release, kept in step with the pointer.

A run (of a page, of an address) holds the warehouse it began with until it ends, so that no view
mixes two releases. A new release is built and checked beside the running one and then takes its
place in one step; a broken one is refused, and the running one goes on. Of older releases the
latest asked for are kept; a warehouse is freed when neither they nor a run hold it.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from divario import pointer
from divario.errors import DivarioError

if TYPE_CHECKING:
    from divario.store import Warehouse

KEPT = 3  # the current release, the one before it, and one that somebody asked for
CHECK_S = 1.0
log = logging.getLogger(__name__)
_held: ContextVar[Warehouse | None] = ContextVar("held", default=None)


class Live:
    """The warehouses in use; safe for many threads."""

    def __init__(self, open_release: Callable[[str], Warehouse]) -> None:
        self.open_release = open_release
        self.lock, self.opening = threading.Lock(), threading.Lock()
        self.live: Warehouse | None = None
        self.kept: OrderedDict[str, Warehouse] = OrderedDict()
        self.seen: pointer.Stamp | None = None
        self.watcher: threading.Thread | None = None

    def current(self) -> Warehouse:
        """The warehouse that this run holds, else that of the current release.

        The first call builds it; where the pointed release is broken, that of the shipped data.
        """
        return _held.get() or self.live or self._first()

    def served(self) -> str:
        """The id of the current release, whatever this run holds."""
        return (self.live or self._first()).release

    def _first(self) -> Warehouse:
        with self.opening:
            if self.live is None:
                self.seen = pointer.stamp()
                self.use(self._begin())
            return self.live

    def _begin(self) -> Warehouse:
        if pointer.read() is not None:
            try:
                return self.open_release(pointer.current_id())
            except DivarioError as error:
                log.error("The current release is refused, the shipped data serve: %s", error)
        return self.open_release(pointer.shipped_id())

    def use(self, warehouse: Warehouse | None) -> None:
        """Make another warehouse the current one (None: build anew at the next question)."""
        with self.lock:
            self.live = warehouse
            if warehouse is None:
                self.kept.clear()
            else:
                self._keep(warehouse)

    def _keep(self, warehouse: Warehouse) -> None:
        """Keep a warehouse among the latest asked for; the lock is held."""
        self.kept[warehouse.release] = warehouse
        self.kept.move_to_end(warehouse.release)
        for release in list(self.kept):
            if len(self.kept) > KEPT and self.kept[release] is not self.live:
                del self.kept[release]

    def of(self, release: str) -> Warehouse:
        """The warehouse of a kept release, opened where it is not (one or two seconds).

        Raises UnknownRelease, or DataRefused where this program cannot open it.
        """
        self.current()
        if (found := self._known(release)) is None:
            with self.opening:
                if (found := self._known(release)) is None:
                    found = self.open_release(release)
                    with self.lock:
                        self._keep(found)
        return found

    def _known(self, release: str) -> Warehouse | None:
        with self.lock:
            if release in self.kept:
                self.kept.move_to_end(release)
            return self.kept.get(release)

    @staticmethod
    def holding() -> Warehouse | None:
        """The warehouse that this run holds, if it holds one."""
        return _held.get()

    def in_memory(self) -> list[Warehouse]:
        """Every warehouse kept, the one asked for last first."""
        with self.lock:
            return list(reversed(self.kept.values()))

    @contextmanager
    def held(self, warehouse: Warehouse | None = None) -> Iterator[Warehouse]:
        """Answer everything within from one warehouse: the given, else the present one."""
        chosen = warehouse or self.current()
        token = _held.set(chosen)
        try:
            yield chosen
        finally:
            _held.reset(token)

    def follow(self, ready: Callable[[], None] = lambda: None) -> bool:
        """Take over a release that the pointer was moved to; returns whether one was.

        `ready` is called while the new release is held, before anybody else gets it. A release that
        cannot be opened, or that `ready` fails on, is refused with a line in the log.
        """
        self.current()
        stamp = pointer.stamp()
        if stamp == self.seen:
            return False
        self.seen = stamp  # a refused release is not tried again until the pointer moves
        before = self.live.release
        wanted = pointer.current_id()
        if wanted == before:
            return False
        try:
            warehouse = self.of(wanted)
            with self.held(warehouse):
                ready()
        except Exception as error:  # whatever it is, the running release goes on
            log.error("Release %s is refused and %s goes on: %s", wanted[:12], before, error)
            return False
        self.use(warehouse)
        log.warning("Release %s is served from now on, after %s.", warehouse.release, before)
        return True

    def watch(self, ready: Callable[[], None] = lambda: None) -> None:
        """Follow the pointer once a second in the background, as long as the process lives."""

        def watching() -> None:
            pause = threading.Event()
            while not pause.wait(CHECK_S):
                try:
                    self.follow(ready)
                except Exception:
                    log.exception("The pointer of the releases cannot be followed.")

        with self.lock:
            if self.watcher is None:
                self.watcher = threading.Thread(target=watching, name="releases", daemon=True)
                self.watcher.start()
