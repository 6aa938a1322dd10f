"""Thirty made-up firms on loopback: crawl, a kill in the middle of it, and what is left on disk."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from divario import cli
from divario.web.archive import locked
from tests.loopback import Answer, Loopback
from tests.thirty_firms import made, register, sites, window

ROOT = Path(__file__).resolve().parents[2]
LONG = 120  # seconds; only a broken program takes as long


def command(*words: str | Path) -> list[str]:
    """A command line of the project."""
    return [sys.executable, "-m", "divario", *map(str, words)]


def ran(order: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
    """A command that was run to its end."""
    return subprocess.run(order, cwd=ROOT, capture_output=True, timeout=LONG, check=False, **more)


def crawl(listed: Path, out: Path, hosts: Path, *more: str) -> list[str]:
    """The command that crawls a list that is served on loopback."""
    return command(
        *("crawl", listed, "--out", out, "--hosts", hosts),
        *("--contact", "prova@example.org", "--timeout", "2", *more),
    )


def lines_of(out: Path) -> list[dict[str, str]]:
    """The lines of `sites.csv`."""
    with (out / "sites.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def records_of(out: Path) -> Iterator[tuple[str, str, str, bytes]]:
    """Kind, address, firms and content of every record of a crawl's archives."""
    for path in sorted(out.glob("crawl-*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                headers = record.rec_headers
                content = record.content_stream().read()
                address, firms = headers["WARC-Target-URI"] or "", headers["Divario-Firm"] or ""
                yield record.rec_type, address, firms, content


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


def test_a_kill_loses_no_finished_site(tmp_path: Path) -> None:
    gate = threading.Event()

    async def held(writer) -> None:
        """Answers nothing until the first crawl was killed."""
        if not gate.is_set():
            await writer.wait_closed()
        body = window("Ultima")["/"].body
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ")
        writer.write(b"%d\r\n\r\n%s" % (len(body), body))

    names = [f"ditta-{number:02}.it" for number in range(20)]
    served = {name: window(name) for name in names} | {"ultima.it": {"/": Answer(raw=held)}}
    listed, out = tmp_path / "firms.csv", tmp_path / "out"
    listed.write_text("sito internet\nultima.it\n" + "\n".join(names), encoding="utf-8")
    with Loopback(served) as server:
        hosts = server.hosts_file(tmp_path / "hosts")
        order = crawl(listed, out, hosts, "--at-once", "2", "--timeout", str(LONG))
        first = subprocess.Popen(order, cwd=ROOT, stdout=subprocess.DEVNULL)
        _until(first, lambda: (out / "sites.csv").exists() and len(lines_of(out)) >= 8)
        first.kill()
        first.wait(LONG)
        finished = lines_of(out)
        # what a crash in the middle of writing leaves
        with (out / "sites.csv").open("ab") as file:
            file.write(b"21,http://half")
        with (out / "crawl-00001.warc.gz").open("ab") as file:
            file.write(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n")[:30])
        before, _ = len(server.asked), gate.set()
        second = ran(order)
        assert second.returncode == 0, second.stderr.decode()
        asked_again = {host for host, *_others in server.asked[before:]}
    lines = lines_of(out)
    assert lines[: len(finished)] == finished
    assert [line["outcome"] for line in lines] == ["page"] * 21
    assert {line["address"] for line in lines} == {f"http://{name}/" for name in served}
    assert not asked_again & {line["address"].split("/")[2] for line in finished}
    pages = Counter(address for kind, address, *_others in records_of(out) if kind == "metadata")
    assert pages == Counter(f"http://{name}/" for name in served)


def test_a_full_disk_ends_the_crawl_with_a_sentence(tmp_path: Path) -> None:
    resource = import_module("resource")  # not there on Windows

    def little_space() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))

    served = {f"ditta-{number:02}.it": window("Ditta") for number in range(12)}
    listed, out = tmp_path / "firms.csv", tmp_path / "out"
    listed.write_text("sito internet\n" + "\n".join(served), encoding="utf-8")
    with Loopback(served) as server:
        order = crawl(listed, out, server.hosts_file(tmp_path / "hosts"))
        full = ran(order, preexec_fn=little_space)
        assert full.returncode == 3
        assert "nothing finished is lost" in full.stderr.decode()
        finished = lines_of(out)
        assert 0 < len(finished) < len(served)
        assert ran(order).returncode == 0
    assert lines_of(out)[: len(finished)] == finished
    pages = [address for kind, address, *_others in records_of(out) if kind == "metadata"]
    assert sorted(pages) == sorted(f"http://{name}/" for name in served)


def _until(process: subprocess.Popen, is_so) -> None:
    """Wait until something is so; fails when the process ends first."""
    while not is_so():
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the crawl ended with {process.returncode} before it could be killed")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--contact", "nobody"], "give an e-mail address or a web page"),
        (["--contact", "a@b.it", "--delay", "0.1"], "at least 0.5 seconds"),
        (["--contact", "a@b.it", "--at-once", "0"], "from 1 to 500"),
        (["--contact", "a@b.it", "--hosts", "firms.csv"], "not a file of local hosts"),
    ],
)
def test_what_cannot_be_crawled_is_one_sentence(
    tmp_path: Path,
    words: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    monkeypatch.chdir(tmp_path)
    Path("firms.csv").write_text("sito internet\nrossi.it\n", encoding="utf-8")
    assert cli.main(["crawl", "firms.csv", "--out", "out", *words]) == 2
    assert sentence in capsys.readouterr().err
    assert not Path("out").exists()


def test_a_folder_keeps_to_its_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed, out = tmp_path / "firms.csv", tmp_path / "out"
    listed.write_text("sito internet\nrossi.it\n", encoding="utf-8")
    out.mkdir()
    (out / "crawl.toml").write_text('list = "other.csv"\nsha256 = "0"\n', encoding="utf-8")
    order = ["crawl", str(listed), "--out", str(out), "--contact", "a@b.it"]
    assert cli.main(order) == 2
    assert "the crawl of another list (other.csv)" in capsys.readouterr().err
    with locked(out) as is_ours:
        assert is_ours
        assert cli.main(order) == 2
    assert "another crawl is writing there" in capsys.readouterr().err
