"""How fast the crawler is when nothing slows it: sites served on loopback, good and hostile.

Starts the command as a user does; names served locally are not delayed. On a real crawl politeness
sets the pace (docs/crawling.md).
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import thirty_firms  # noqa: E402
from tests.loopback import Answer, Loopback, Sites  # noqa: E402

NOISE = b"<!-- " + os.urandom(20_000).hex().encode() + b" -->"  # 40 KB that hardly compress


def good(count: int) -> Sites:
    """Shops of four pages of 40 KB: six requests each, with robots.txt and sitemap."""
    pages = thirty_firms.shop("Ditta")
    pages = {path: Answer(page.body + NOISE, headers=page.headers) for path, page in pages.items()}
    return {f"ditta-{number:05}.it": pages for number in range(count)}


def hostile(count: int) -> Sites:
    """Bodies and headers without end, a bomb, markup nested 390,000 deep, noise called HTML."""
    packed = (thirty_firms.HTML, ("Content-Encoding", "gzip"))
    kinds = [
        Answer(raw=thirty_firms.huge),
        Answer(raw=thirty_firms.headers),
        Answer(gzip.compress(b" " * 60_000_000), headers=packed),
        Answer(gzip.compress(b"<div>" * 390_000), headers=packed),
        Answer(os.urandom(1_900_000), headers=(thirty_firms.HTML,)),
    ]
    return {f"ditta-{number:05}.it": {"/": kinds[number % 5]} for number in range(count)}


def measure(name: str, sites: Sites, at_once: int) -> None:
    """Crawl sites once; print wall and CPU time, rate and peak memory of the crawler."""
    with tempfile.TemporaryDirectory() as folder, Loopback(sites) as server:
        listed, out = Path(folder, "firms.csv"), Path(folder, "out")
        listed.write_text("sito internet\n" + "\n".join(sites), encoding="utf-8")
        hosts = server.hosts_file(Path(folder, "hosts"))
        order = [sys.executable, "-m", "divario", "crawl", str(listed), "--out", str(out)]
        order += ["--contact", "benchmark@example.org", "--at-once", str(at_once)]
        began = time.perf_counter()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen([*order, "--hosts", str(hosts)], cwd=ROOT, **quiet)
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
    print(
        f"{name}: {len(sites)} sites, {at_once} at once, {len(server.asked)} requests: "
        f"{seconds:.1f} s, {cpu:.1f} s of CPU, {len(sites) / cpu:.0f} sites per CPU second, "
        f"{used.ru_maxrss / 1024:.0f} MB at most, exit code {process.returncode}"
    )


if __name__ == "__main__":
    measure("good", good(600), 32)
    measure("good", good(400), 200)
    measure("hostile", hostile(320), 64)
