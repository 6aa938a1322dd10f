"""Signals from gzipped WARC: pages a second, two workers, memory, beside BeautifulSoup.

The pages are made here (`made_pages.py`), of 40 to 350 kB, with words of our own texts; `--pages
FOLDER` adds saved pages of that size. Rates are of the processor, what is compared takes turns;
those of two workers are of the clock.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import ROOT, machine, print_table
from made_pages import made_page
from plain_signals import plainly
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(ROOT))

from divario.web import harvest, page
from divario.web.reading import Exchange, Loss, exchanges
from tests import archives

PAGES, BESIDE, ROUNDS, OF_ONE_SIZE = 240, 24, 3, 20
TURNS = 9
SIZES = (40_000, 90_000, 160_000, 350_000)
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


def by_turns(file: Path) -> dict[str, tuple[float, float]]:
    """Pages a second of one core out of an archive, by way: undisturbed, and in the best turn.

    Undisturbed is each page in its own best turn: others who use the machine slow single pages. The
    ways without signals are what a reader could reach that did nothing but get the pages, or get
    them and let the parser (lexbor) build their trees.
    """
    ways = {"signals": _signals, "the archive alone": exchanges, "archive and tree": _trees}
    pages: dict[str, list[float]] = {}
    turns: dict[str, float] = {}
    for _turn in range(TURNS):
        for name, way in ways.items():
            took = list(_seconds_each(way(file, Loss("x"))))
            pages[name] = list(map(min, pages.get(name, took), took))
            turns[name] = min(turns.get(name, float("inf")), sum(took))
    return {name: (len(own) / sum(own), len(own) / turns[name]) for name, own in pages.items()}


def _signals(file: Path, loss: Loss) -> Iterator[None]:
    with Path(os.devnull).open("wb") as part:
        for one in exchanges(file, loss):
            seen = page.read(one)
            yield harvest.put(part, (seen.firms, seen.key, seen))


def _trees(file: Path, loss: Loss) -> Iterator[LexborHTMLParser]:
    return (LexborHTMLParser(one.body) for one in exchanges(file, loss))


def _seconds_each(steps: Iterator[object]) -> Iterator[float]:
    """Seconds of the processor that each step of an iterator takes."""
    start = time.process_time()
    for _step in steps:
        yield time.process_time() - start
        start = time.process_time()


def of_two(files: list[Path], folder: Path) -> tuple[float, float]:
    """How many times as fast two workers are as one, and two programs at once, each alone.

    The latter is what the machine allows. In turns, each at its best of three.
    """
    one, two, apart = [], [], []
    with ThreadPoolExecutor(2) as pool:
        for _round in range(ROUNDS):
            one.append(_seconds(files, folder / "parts", 1))
            two.append(_seconds(files, folder / "parts", 2))
            each = pool.map(lambda name: _seconds(files, folder / name, 1), ("a", "b"))
            apart.append(max(each))
    return min(one) / min(two), 2 * min(one) / min(apart)


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


def of_pages(kind: str, bodies: list[bytes], folder: Path) -> list[tuple[str, object, object, str]]:
    """Rows on a set of pages out of a gzipped archive."""
    named = [(f"https://www.ditta-{n}.it/", body) for n, body in enumerate(bodies)]
    file = archives.write(folder / "pages.warc.gz", named)
    size = sum(map(len, bodies)) / len(bodies) / 1000
    return [
        (f"{kind} of {size:.0f} kB: {way}, pages a second", *rates, "600" * (way == "signals"))
        for way, rates in by_turns(file).items()
    ]


def main() -> None:
    """Make the pages and archives, read them in each way, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=Path, help="a folder of saved pages to read as well")
    parser.add_argument(
        "--records", type=int, default=RECORDS, help="for the memory; 0: not looked at"
    )
    options = parser.parse_args()
    print(machine(), end="\n\n")
    own = random.Random(7)
    words = (ROOT / "divario/i18n/it.toml").read_text(encoding="utf-8").split()
    words = [word for word in words if word.isalpha()]
    sizes = [int(own.triangular(SMALLEST, LARGEST, 90_000)) for _ in range(PAGES)]
    sets = {"made pages": [made_page(own, words, size) for size in sizes]}
    if options.pages:
        found = [one.body for one in exchanges(options.pages, Loss("x"))]
        sets["saved pages"] = [one for one in found if SMALLEST <= len(one) <= LARGEST]
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind, some in sets.items():
            times, agreed = beside(some[:BESIDE])
            rows += of_pages(kind, some, folder)
            rows += [
                (f"{kind}: BeautifulSoup + lxml, times as long", times, "", "10"),
                (f"{kind}: showings that both agree on, %", 100 * agreed, "", ""),
            ]
        for size in SIZES:
            some = [made_page(own, words, size) for _ in range(OF_ONE_SIZE)]
            rows += of_pages("made pages of one size", some, folder)
        named = [(f"https://www.ditta-{n}.it/", one) for n, one in enumerate(sets["made pages"])]
        files = [archives.write(folder / f"{n}.warc.gz", named[n::4]) for n in range(4)]
        two, allowed = of_two(files, folder)
        rows += [
            ("two workers, times one (their start included)", two, "", "1.8"),
            ("two programs, each alone, times one: what the machine allows", allowed, "", ""),
        ]
        for count in (options.records // 10, options.records) if options.records else ():
            rows.append((f"most memory over {count} records, MB", memory(folder, count), "", "400"))
    print_table(("signals", "measured", "best whole turn", "target"), rows)


if __name__ == "__main__":
    main()
