"""Thirty made-up firms on loopback: crawl, what is left on disk, shares, and the page."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from divario import cli, queries
from divario.web.schema import SIGNALS, SIGNALS_SCHEMA, STAGES
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


def stage_of(home: bytes) -> str:
    """The stage of a made-up site, by the mark that its maker put into it.

    Stands in for the reader of signals, which has tests of its own: what is tested here is the way
    from a site through its archive to the page.
    """
    marks = {b"woocommerce": "working_tool", b"fbq(": "epidermic", "© 2015".encode(): "abandoned"}
    return next((stage for mark, stage in marks.items() if mark in home), "window_only")


def write_stages(out: Path) -> None:
    """Write the stages of all sites as signals, unknown where the archives hold no home page."""
    homes = {(address, firm): body for _kind, address, firm, body in responses_of(out)}
    rows = []
    for line in lines_of(out):
        row = dict.fromkeys(SIGNALS, "unknown") | {"firm": line["firm"]}
        row["crawled_date"] = date.fromisoformat(line["started_at"][:10])
        row["reachable"] = "present" if line["outcome"] == "page" else "absent"
        if line["outcome"] == "page":
            home = homes[line["final_address"], line["firm"]]
            row |= dict.fromkeys(STAGES, "absent") | {stage_of(home): "present"}
        rows.append(row)
    pq.write_table(pa.Table.from_pylist(rows, SIGNALS_SCHEMA), out / "signals.parquet")


def responses_of(out: Path) -> list[tuple[str, str, str, bytes]]:
    """The responses in a crawl's archives."""
    return [record for record in records_of(out) if record[0] == "response"]


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_page_shows_exactly_what_was_made(
    crawled: tuple[Path, Loopback], shelf: Path, language: str
) -> None:
    out, _server = crawled
    write_stages(out)
    assert cli.main(["aggregate", str(out), "--name", "trenta", "--publish"]) == 0
    found = {
        (row["indicator"], row["sector"], row["base"]): (
            row["numerator_count"],
            row["denominator_count"],
        )
        for row in queries.run("crawls_by_sector", crawl="trenta", territory="TOTAL").records
        if row["size_class"] == "TOTAL"
    }
    # 19 of 30 sites gave a home page: 6 shops, 2 with social links only, 1 old, 10 windows
    assert found["reachable", "TOTAL", "sites"] == (19, 30)
    assert found["reachable", "TOTAL", "firms"] == (19, 33)
    assert found["address_listed", "TOTAL", "firms"] == (30, 33)
    for stage, count in {
        "working_tool": 6,
        "epidermic": 2,
        "abandoned": 1,
        "window_only": 10,
    }.items():
        assert found[stage, "TOTAL", "sites"] == (count, 19)
        assert found[stage, "TOTAL", "firms"] == (count, 33)
    assert found["working_tool", "G", "sites"] == found["working_tool", "G47", "sites"] == (6, 12)
    assert found["working_tool", "G", "firms"] == (6, 14)
    assert found["working_tool", "C", "sites"] == (None, 7)  # under ten: nothing is said
    shown = figures(opened("web", lang=language))
    assert (
        shown["web-funnel"]["title"]
        == {
            "it": "Strumento di lavoro: 31,6% dei siti; solo vetrina: 52,6%",
            "en": "Working tool: 31.6% of websites; window only: 52.6%",
        }[language]
    )
    bars = shown["web-funnel"]["plot"]["traces"][0]["x"]
    assert sorted(bars) == pytest.approx([100 * n / 19 for n in (1, 2, 6, 10)], abs=0.01)
    assert shown["web-funnel-sectors"]["plot"]["traces"][0]["x"] == [50.0]
