"""Servers of the app as a user runs it, each on a port of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Ends a server when its owner is gone, and itself when either is.
WATCH = """
import sys, time, psutil
owner, server = (psutil.Process(int(number)) for number in sys.argv[1:])
while owner.is_running() and server.is_running():
    time.sleep(1)
if server.is_running():
    server.terminate()
"""
STARTING_S = 120  # on a machine that does much else; 3 seconds on an idle one


def free_port() -> int:
    """A port that nothing uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Address(str):
    """Where a server answers, the number of its process, and the process where it is our child."""

    pid: int
    process: subprocess.Popen


def started(port: int = 0) -> Address:
    """The app as a user runs it, on a port of its own or a given one, as soon as it answers."""
    port = port or free_port()
    address = Address(f"http://127.0.0.1:{port}")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        address.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said
        )
        deadline = time.monotonic() + STARTING_S
        while time.monotonic() < deadline and address.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    return address
            except OSError:
                time.sleep(0.2)
        address.process.kill()
        said.seek(0)
        pytest.fail(f"the server did not answer within {STARTING_S} s: {said.read()}")


def watched(address: Address, owner: int) -> None:
    """Let a server end with the process that owns it, however that ends."""
    numbers = [str(owner), str(address.process.pid)]
    subprocess.Popen([sys.executable, "-I", "-c", WATCH, *numbers], stderr=subprocess.DEVNULL)


@contextmanager
def running_server(port: int = 0) -> Iterator[Address]:
    """A server of one test's own; gives its address."""
    address = started(port)
    try:
        yield address
    finally:
        address.process.terminate()
        address.process.wait(timeout=20)
