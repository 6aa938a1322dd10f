"""Reading on a Dask cluster: a real scheduler, two workers, one of them killed on the way."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from divario.web import signals
from tests import archives
from tests.crawls import ROOT
from tests.unit.test_web_signals import LABELS, PAGES

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 90


def started(stack: ExitStack, *words: str) -> subprocess.Popen[bytes]:
    """A process of Dask that ends with the test."""
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    )
    stack.callback(process.kill)
    return process


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback: its address, and the workers."""
    from distributed import Client  # noqa: PLC0415 (heavy)

    with ExitStack() as stack:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        address = f"tcp://127.0.0.1:{port}"
        own = ("--host", "127.0.0.1", "--no-dashboard")
        started(stack, "distributed.cli.dask_scheduler", *own, "--port", port)
        one = (*own, "--no-nanny", "--nthreads", "1")
        workers = [
            started(stack, "distributed.cli.dask_worker", address, *one) for _number in range(2)
        ]
        with Client(address, timeout=PATIENCE_S) as client:
            client.wait_for_workers(2, timeout=PATIENCE_S)
        yield address, workers


def test_a_killed_worker_changes_no_byte(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    """Half of the cluster dies with files in hand: the other half gives the same two files.

    The one that will die is halted first, so that it dies before it is done however slow we are.
    """
    from distributed import Client  # noqa: PLC0415 (heavy)

    address, workers = cluster
    pages = [(PAGES / f"{name}.html").read_bytes() for name in sorted(LABELS)]
    files = [
        archives.write(
            tmp_path / f"part-{part}.warc.gz",
            [(f"https://www.ditta-{part}-{n}.it/", body) for n, body in enumerate(pages)],
        )
        for part in range(6)
    ]
    alone, together = tmp_path / "alone", tmp_path / "together"
    assert signals.run(files, firms=None, out=alone, workers=1, scheduler=None) == 0
    done: list[int] = []
    reading = threading.Thread(
        target=lambda: done.append(
            signals.run(files, firms=None, out=together, workers=1, scheduler=address)
        )
    )
    with Client(address, timeout=PATIENCE_S) as client:
        workers[0].send_signal(signal.SIGSTOP)
        reading.start()
        waited(reading, lambda: len(held := in_hand(client)) == 1 and 0 < held[0] < len(files))
        workers[0].kill()
    reading.join(PATIENCE_S)
    assert done == [0]
    for name in ("signals.parquet", "evidence.parquet"):
        assert (together / name).read_bytes() == (alone / name).read_bytes()


def in_hand(client: Client) -> list[int]:
    """How many files each worker has that has any."""
    return [len(tasks) for tasks in client.processing().values() if tasks]


def waited(reading: threading.Thread, is_so: Callable[[], bool]) -> None:
    """Until something is so, as long as the reading goes on."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        reading.join(0.02)
        assert reading.is_alive()
        assert time.monotonic() < deadline
