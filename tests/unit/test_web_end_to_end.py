"""Thirty made-up firms on loopback: crawl, what is left on disk, shares, and the page."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from divario import cli, queries
from tests.crawls import crawl, lines_of, ran, records_of
from tests.loopback import Loopback
from tests.pages.test_pages import figures, opened
from tests.thirty_firms import made, register, sites


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Loopback]:
    """The thirty firms, crawled once, and what their server was asked."""
    folder = tmp_path_factory.mktemp("thirty")
    listed = folder / "imprese.csv"
    listed.write_text(register(), encoding="cp1252")
    with Loopback(sites()) as server:
        hosts = server.hosts_file(folder / "hosts")
        run = ran(crawl(listed, folder / "out", hosts))
    assert run.returncode == 0, run.stderr.decode()
    assert "33 firms, 30 sites, 0 finished before." in run.stdout.decode()
    return folder / "out", server


def test_every_site_has_its_outcome(crawled: tuple[Path, Loopback]) -> None:
    out, _server = crawled
    found = {line["address"]: line["outcome"] for line in lines_of(out)}
    assert found == {f"http://{firm.host}/": firm.outcome for firm in made()}
    by_host = {line["address"]: line for line in lines_of(out)}
    assert by_host["http://www.bottega-a.it/"]["pages_count"] == "4"
    assert by_host["http://torneria-uno.it/"]["final_address"] == "https://www.torneria-uno.it/"
    assert by_host["http://torneria-due.it/"]["final_address"] == "https://www.torneria-due.it/"
    assert "127.0.0.1" in by_host["http://porta-interna.it/"]["note"]
    assert (out / "crawl.log").read_text(encoding="utf-8") == ""


def test_rows_that_cannot_be_used_are_reported(crawled: tuple[Path, Loopback]) -> None:
    out, _server = crawled
    with (out / "rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = [(row["line"], row["is_kept"]) for row in csv.DictReader(file)]
    assert rejected == [("33", "True"), ("35", "False")]


def test_the_crawler_is_polite(crawled: tuple[Path, Loopback]) -> None:
    _out, server = crawled
    assert {agent for _host, _path, agent in server.asked} == {
        "DivarioBot/0.1 (+prova@example.org)"
    }
    assert max(server.most_at_once.values()) == 1
    for host in server.sites:
        assert server.paths(host)[0] == "/robots.txt"
    assert server.paths("vietato.it") == ["/robots.txt"]
    assert server.paths("guasto-robots.it") == ["/robots.txt"]
    # at most home, five linked pages, robots.txt and the sitemap, once each
    shop = server.paths("www.bottega-a.it")
    assert sorted(shop) == sorted(
        ["/robots.txt", "/", "/contatti/", "/negozio/", "/privacy/", "/sitemap.xml"]
    )


def test_archives_hold_what_was_fetched(crawled: tuple[Path, Loopback]) -> None:
    out, server = crawled
    records = list(records_of(out))
    kinds = Counter(kind for kind, *_others in records)
    assert kinds["warcinfo"] == 1
    assert kinds["metadata"] == 30
    assert (
        kinds["request"]
        == kinds["response"]
        == sum(int(line["requests_count"]) for line in lines_of(out)) - _unanswered(out)
    )
    home = made()[0].pages["/"].body
    assert ("response", "http://www.bottega-a.it/", "00000000001", home) in records
    assert not any(b"Infinity" in content for *_others, content in records)
    outcome = next(
        content
        for kind, address, _firms, content in records
        if kind == "metadata" and address == "http://giostra.it/"
    )
    assert b"outcome: redirects" in outcome
    assert len(server.asked) >= kinds["response"]


def _unanswered(out: Path) -> int:
    """Requests without response: where there is no connection, also over https and with www."""
    without = {"timeout": 1, "too_large": 1, "connection": 3}
    return sum(without.get(line["outcome"], 0) for line in lines_of(out))


def test_each_line_names_the_place_of_its_records(crawled: tuple[Path, Loopback]) -> None:
    out, _server = crawled
    for line in lines_of(out):
        whole = (out / line["archive"]).read_bytes()
        start, length = int(line["offset"]), int(line["length"])
        text = gzip.decompress(whole[start : start + length])
        assert text.count(b"WARC/1.0\r\n") >= 1
        assert f"Divario-Firm: {line['firm']}\r\n".encode() in text


def test_the_page_shows_exactly_what_was_made(crawled: tuple[Path, Loopback], shelf: Path) -> None:
    out, _server = crawled
    archives = [str(path) for path in sorted(out.glob("*.warc.gz"))]
    listed = str(out / "firms.csv")
    assert cli.main(["signals", *archives, "--firms", listed, "--out", str(out)]) == 0
    assert cli.main(["aggregate", str(out), "--name", "trenta", "--publish"]) == 0
    found = {
        (row["indicator"], row["sector"], row["base"]): (
            row["numerator_count"],
            row["denominator_count"],
        )
        for row in queries.run("crawls_by_sector", crawl="trenta", territory="TOTAL").records
        if row["size_class"] == "TOTAL"
    }
    # 30 sites: two are never asked (robots), ten give no page, one of them binary sent as one
    assert found["reachable", "TOTAL", "sites"] == (18, 28)
    assert found["reachable", "TOTAL", "firms"] == (18, 33)
    assert found["address_listed", "TOTAL", "firms"] == (30, 33)
    # Eight windows, of which three of works and one of 100,000 nested tags; abandoned: old, parked,
    # and five that are broken. Nothing is known of five refused, too slow or too large, nor of the
    # two unasked.
    for stage, count in {
        "working_tool": 6,
        "epidermic": 2,
        "abandoned": 7,
        "window_only": 8,
    }.items():
        assert found[stage, "TOTAL", "sites"] == (count, 23), stage
        assert found[stage, "TOTAL", "firms"] == (count, 33), stage
    assert found["working_tool", "G", "sites"] == found["working_tool", "G47", "sites"] == (6, 12)
    assert found["working_tool", "G", "firms"] == (6, 14)
    assert found["working_tool", "C", "sites"] == (0, 11)
    titles = {
        "it": "Strumento di lavoro: 26,1% dei siti; solo vetrina: 34,8%",
        "en": "Working tool: 26.1% of websites; window only: 34.8%",
    }
    for language, title in titles.items():
        shown = figures(opened("web", lang=language))
        assert shown["web-funnel"]["title"] == title
        bars = shown["web-funnel"]["plot"]["traces"][0]["x"]
        assert sorted(bars) == pytest.approx([100 * n / 23 for n in (2, 6, 7, 8)], abs=0.01)
        assert shown["web-funnel-sectors"]["plot"]["traces"][0]["x"] == [50.0, 0.0]
