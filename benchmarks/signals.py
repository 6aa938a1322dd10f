"""Signals from gzipped WARC: pages a second, two workers, memory, beside BeautifulSoup.

The pages are made here, of 40 to 350 kB, in the manner of shops; times are of the processor.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from bs4 import BeautifulSoup
from harness import ROOT, machine, print_table

sys.path.insert(0, str(ROOT))

from divario.web import rules, signals
from divario.web.reading import Loss, exchanges
from divario.web.words import COPYRIGHT, MAIL
from tests import archives

PAGES = 240
BESIDE = 24
WORDS = [
    "olio",
    "vino",
    "legno",
    "pietra",
    "bottega",
    "officina",
    "cantina",
    "prezzo",
    "consegna",
    "qualità",
    "famiglia",
]


def made_page(own: random.Random) -> bytes:
    """A page with menus, cards, images and scripts, as long as real ones are."""
    size = int(own.triangular(40_000, 350_000, 90_000))
    head = (
        '<link rel="stylesheet" href="/wp-content/plugins/woocommerce/assets/woocommerce.css">'
        '<script src="https://www.googletagmanager.com/gtag/js?id=G-A"></script>'
        f"<script>var data = {{'x': [{', '.join(str(own.random()) for _ in range(size // 80))}]}};"
        "</script>"
    )
    parts, length = [], len(head)
    while length < size:
        text = " ".join(own.choices(WORDS, k=12))
        number = own.randrange(10_000)
        card = (
            f'<div class="card item-{number}"><a href="/prodotto/{number}" title="{text}">'
            f'<img src="/media/{number}.jpg" alt="{text}"></a><p class="text">{text}</p></div>'
        )
        parts.append(card)
        length += len(card)
    foot = "<footer>© 2026 Ditta · P.IVA 12345670017 · info@ditta.it</footer>"
    body = (
        f"<html><head><title>Ditta</title>{head}</head><body>{''.join(parts)}{foot}</body></html>"
    )
    return body.encode()


def plainly(body: bytes) -> int:
    """The same questions put to BeautifulSoup with lxml: every mark of every rule, links, words."""
    soup = BeautifulSoup(body, "lxml")
    found = 0
    scripts = " ".join(tag.get_text() for tag in soup.find_all("script")).lower()
    values = [
        str(value).lower() for tag in soup.find_all(True) for value in tag.attrs.values() if value
    ]
    for rule in rules.rulebook().rules.values():
        for _place, text in rule.marks:
            found += any(text in value for value in values) or text in scripts
    for tag in soup(["script", "style"]):
        tag.decompose()
    words = soup.get_text(" ").lower()
    return found + len(MAIL.findall(words)) + len(COPYRIGHT.findall(words))


def main() -> None:
    """Make the archive, read it in each way, print."""
    print(machine(), end="\n\n")
    own = random.Random(7)
    bodies = [made_page(own) for _ in range(PAGES)]
    with tempfile.TemporaryDirectory() as folder:
        named = [(f"https://www.ditta-{n}.it/", body) for n, body in enumerate(bodies)]
        files = [
            archives.write(Path(folder) / f"part-{part}.warc.gz", named[part::4])
            for part in range(4)
        ]
        rules.rulebook()
        start = time.process_time()
        for file in files:
            signals.read_file(file)
        ours = (time.process_time() - start) / PAGES
        found = list(exchanges(files[0], Loss("x")))[:BESIDE]
        start = time.process_time()
        for one in found:
            plainly(one.body)
        theirs = (time.process_time() - start) / len(found)
        walls = []
        for workers in (1, 2):
            begun = time.perf_counter()
            signals._read_all(files * 4, workers, None)
            walls.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    kilobytes = sum(map(len, bodies)) / len(bodies) / 1000
    print_table(
        ("signals", "measured", ""),
        [
            ("pages a second, one core", 1 / ours, "target 600"),
            ("mean page, kB", kilobytes, ""),
            ("BeautifulSoup + lxml, times as long", theirs / ours, "target 10"),
            ("two workers, times one (their start included)", walls[0] / walls[1], "target 1.8"),
            ("most memory, MB", memory, "target 400"),
        ],
    )


if __name__ == "__main__":
    main()
