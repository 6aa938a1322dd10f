"""Signals from gzipped WARC: pages a second, two workers, memory, beside BeautifulSoup.

The pages are made here, of 40 to 350 kB, with words of our own texts; `--pages FOLDER` adds saved
pages of that size. Rates are of the processor; those of two workers are of the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import ROOT, machine, print_table
from plain_signals import plainly

sys.path.insert(0, str(ROOT))

from divario.web import harvest, page, rules
from divario.web.reading import Exchange, Loss, exchanges
from tests import archives

PAGES, BESIDE, ROUNDS = 240, 24, 3
SMALLEST, LARGEST = 40_000, 350_000
RECORDS = 100_000
READ_ALL = """
import sys, time
from pathlib import Path
from divario.web import signals
workers, folder, *files = sys.argv[1:]
many = 20 * [Path(file) for file in files]
parts = [Path(folder) / str(number) for number in range(len(many))]
start = time.perf_counter()
signals.read_all(many, parts, workers=int(workers))
print(time.perf_counter() - start)
"""
HEAD = (
    '<link rel="stylesheet" href="/wp-content/plugins/woocommerce/assets/woocommerce.css">'
    '<script src="https://www.googletagmanager.com/gtag/js?id=G-A"></script>'
)


def made_page(own: random.Random, words: list[str], size: int) -> bytes:
    """A page with menus, cards, images and scripts, as long as real ones are."""
    numbers = ", ".join(str(own.random()) for _ in range(size // 80))
    head = f"{HEAD}<script>var data = {{'x': [{numbers}]}};</script>"
    parts, length = [], len(head)
    while length < size:
        text = " ".join(own.choices(words, k=12))
        number = own.randrange(10_000)
        card = (
            f'<div class="card item-{number}"><a href="/prodotto/{number}" title="{text}">'
            f'<img src="/media/{number}.jpg" alt="{text}"></a><p class="text">{text}</p></div>'
        )
        parts.append(card)
        length += len(card)
    foot = "<footer>© 2026 Ditta · P.IVA 12345670017 · info@ditta.it</footer>"
    return (
        f"<html><head><title>Ditta</title>{head}</head><body>{''.join(parts)}{foot}</body></html>"
    ).encode()


def answer(body: bytes) -> Exchange:
    """A page as a site's answer."""
    headers = (("content-type", "text/html"),)
    return Exchange("ditta.it", (), "https://www.ditta.it/", 200, headers, body, True, None)


def rate(bodies: list[bytes]) -> float:
    """Pages a second of one core, without archive: the best of some rounds."""
    best = float("inf")
    for _round in range(ROUNDS):
        start = time.process_time()
        for body in bodies:
            page.read(answer(body))
        best = min(best, time.process_time() - start)
    return len(bodies) / best


def beside(bodies: list[bytes]) -> tuple[float, float]:
    """How many times as long BeautifulSoup takes, and the share of showings both agree on."""
    agreed = total = 0
    for body in bodies:
        ours = {(one.signal, one.rule) for one in page.read(answer(body)).shown}
        theirs = plainly(body, "ditta.it")
        agreed, total = agreed + len(ours & theirs), total + len(ours | theirs)
    start = time.process_time()
    for body in bodies:
        plainly(body, "ditta.it")
    theirs_s = (time.process_time() - start) / len(bodies)
    return theirs_s * rate(bodies), agreed / max(1, total)


def from_archives(files: list[Path], folder: Path) -> tuple[float, float, float]:
    """Pages a second of one core out of archives, and how many times as fast two workers are.

    The last is what the machine allows: two processes that read at the same time, each alone.
    """
    best = float("inf")
    for _round in range(ROUNDS):
        start = time.process_time()
        for file in files:
            harvest.read_file(file, folder / "part")
        best = min(best, time.process_time() - start)
    one, two = (_seconds(files, folder / "parts", workers) for workers in (1, 2))
    with ThreadPoolExecutor(2) as pool:
        apart = list(pool.map(lambda name: _seconds(files, folder / name, 1), ("a", "b")))
    return PAGES / best, one / two, 2 * one / max(apart)


def _seconds(files: list[Path], folder: Path, workers: int) -> float:
    """Seconds by the clock of reading the archives some times over, workers' start included.

    In a program of its own, as the command is: workers import the main module of their parent
    anew, and that of a benchmark is heavy.
    """
    folder.mkdir(exist_ok=True)
    return float(_said(READ_ALL, [str(workers), str(folder), *map(str, files)]))


def _said(code: str, words: list[str]) -> str:
    """The last word that a program over the project says."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    order = [sys.executable, "-c", code, *words]
    done = subprocess.run(order, capture_output=True, check=True, env=environment)
    return done.stdout.split()[-1].decode()


def memory(folder: Path, count: int) -> float:
    """Most memory in MB of a run over `count` small records of as many sites, in ten files."""
    step = count // 10
    body = b"<title>Ditta</title><a href='/cart'>x</a>" + b"<p>olio</p>" * 100
    files = []
    for number in range(10):
        named = ((f"https://www.ditta-{number}-{n}.it/", body) for n in range(step))
        files.append(archives.write(folder / f"m{count}-{number}.warc.gz", list(named)))
    code = (
        "import resource,sys;from divario import cli;cli.main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1000)"
    )
    words = ["signals", *map(str, files), "--out", str(folder / "out")]
    return float(_said(code, words))


def main() -> None:
    """Make the pages and archives, read them in each way, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=Path, help="a folder of saved pages to read as well")
    parser.add_argument("--records", type=int, default=RECORDS)
    options = parser.parse_args()
    print(machine(), end="\n\n")
    own = random.Random(7)
    words = (ROOT / "divario/i18n/it.toml").read_text(encoding="utf-8").split()
    words = [word for word in words if word.isalpha()]
    sizes = [int(own.triangular(SMALLEST, LARGEST, 90_000)) for _ in range(PAGES)]
    bodies = [made_page(own, words, size) for size in sizes]
    rules.rulebook()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        named = [(f"https://www.ditta-{n}.it/", body) for n, body in enumerate(bodies)]
        files = [archives.write(folder / f"{n}.warc.gz", named[n::4]) for n in range(4)]
        sets = {"made pages": bodies}
        if options.pages:
            found = [one.body for one in exchanges(options.pages, Loss("x"))]
            sets["saved pages"] = [one for one in found if SMALLEST <= len(one) <= LARGEST]
        for kind, some in sets.items():
            times, agreed = beside(some[:BESIDE])
            kilobytes = sum(map(len, some)) / len(some) / 1000
            rows += [
                (f"{kind}: mean, kB", kilobytes, ""),
                (f"{kind}: pages a second, one core, without archive", rate(some), ""),
                (f"{kind}: BeautifulSoup + lxml, times as long", times, "target 10"),
                (f"{kind}: showings that both agree on, %", 100 * agreed, ""),
            ]
        for size in (40_000, 90_000, 160_000, 350_000):
            some = [made_page(own, words, size) for _ in range(20)]
            rows.append((f"pages of {size // 1000} kB: pages a second", rate(some), "target 600"))
        one, two, allowed = from_archives(files, folder)
        rows += [
            ("made pages out of gzipped WARC, a second", one, "target 600"),
            ("two workers, times one (their start included)", two, "target 1.8"),
            ("two programs at once, each alone, times one: what the machine allows", allowed, ""),
        ]
        for count in (options.records // 10, options.records):
            rows.append((f"most memory over {count} records, MB", memory(folder, count), "400"))
    print_table(("signals", "measured", ""), rows)


if __name__ == "__main__":
    main()
