"""A crawl that is killed, runs out of disk or is asked for wrongly: nothing finished is lost."""

from __future__ import annotations

import csv
import gzip
import subprocess
import threading
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request

from divario import cli
from divario.web.archive import Journal, SiteRecords, locked
from tests.crawls import LONG, ROOT, crawl, lines_of, ran, records_of
from tests.loopback import Answer, Loopback
from tests.thirty_firms import window


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


def finished(journal: Journal, names: Iterable[str]) -> None:
    """Write sites as a visit leaves them."""
    for name in names:
        url = f"http://{name}.it/"
        records = SiteRecords([name])
        response = HtmlResponse(url, body=b"<p>" + name.encode(), request=Request(url))
        records.add(url, response)
        journal.add([name], {"address": url, "outcome": "page"}, records)


@given(st.integers(0, 2_000), st.integers(0, 600))
def test_whatever_a_crash_leaves_is_made_whole(
    tmp_path_factory: pytest.TempPathFactory, archive_end: int, lines_end: int
) -> None:
    folder = tmp_path_factory.mktemp("crash")
    journal = Journal(folder, "agent")
    finished(journal, "abc")
    journal.close()
    for name, end in (("crawl-00001.warc.gz", archive_end), ("sites.csv", lines_end)):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:end] + (b"\x1f\x8b" if end >= len(whole) else b""))
    again = Journal(folder, "agent")
    kept = set(again.finished)
    finished(again, "def"[: 1 + archive_end % 3])
    again.close()
    with (folder / "sites.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert kept <= {row["address"] for row in rows}
    assert len(rows) == len(kept) + 1 + archive_end % 3
    whole = (folder / "crawl-00001.warc.gz").read_bytes()
    assert gzip.decompress(whole).startswith(b"WARC/1.0\r\nWARC-Type: warcinfo")
    for row in rows:
        start = int(row["offset"])
        text = gzip.decompress(whole[start : start + int(row["length"])])
        assert f"<p>{row['firm']}".encode() in text
    assert sum(int(row["length"]) for row in rows) + int(rows[0]["offset"]) == len(whole)
