"""What the benchmarks share: a server of their own on loopback, percentiles, a small table."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

HOST = "127.0.0.1"
START_SECONDS = 60
CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWPORT = {"width": 1280, "height": 1600}
PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "playwright")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share (0–1) of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table in Markdown, columns padded, numbers with two decimals below ten."""
    lines = [list(header), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        print("| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |")


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:.2f}" if abs(cell) < 10 else f"{cell:,.0f}"
    return str(cell)


def machine() -> str:
    """The machine and the versions, in one line."""
    load = os.getloadavg()[0]
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, load {load:.1f} at the start; {python}, {packages}"


@contextmanager
def served(script: Path, port: int) -> Iterator[psutil.Process]:
    """A Streamlit server for one script on a loopback port; ended by its process id.

    Started in the repository for the app (so that its settings hold), in an empty folder for
    anything else (so that Streamlit's defaults do), without uvloop, which Streamlit does not bring.
    """
    is_app = script == ROOT / "app.py"
    settings = ["--server.port", str(port), "--server.address", HOST, "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *settings]
    command += ["--browser.gatherUsageStats", "false"]
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryFile() as log:
        folder, known = str(ROOT), dict(os.environ)
        if not is_app:
            folder = known["PYTHONPATH"] = empty
            Path(empty, "uvloop.py").write_text("raise ModuleNotFoundError", encoding="utf-8")
        process = subprocess.Popen(command, cwd=folder, env=known, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"the server on port {port} did not start")


def cpu_seconds(process: psutil.Process) -> float:
    """User and system seconds of a process and all that it started."""
    times = [part.cpu_times() for part in (process, *process.children(recursive=True))]
    return sum(time.user + time.system for time in times)


def resident_mb(process: psutil.Process) -> float:
    """Resident memory of a process and all that it started."""
    return sum(
        part.memory_info().rss / 1e6 for part in (process, *process.children(recursive=True))
    )


def chromium(playwright: Playwright) -> Browser:
    """The machine's Chromium, headless."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
