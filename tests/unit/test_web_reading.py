"""Archives and folders as they come: cut, damaged, in chunks, saved by other programs."""

from __future__ import annotations

import gzip
import pickle
import zlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import brotli
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli
from divario.web import bodies, gather, harvest, signals
from divario.web.harvest import MOST_ANSWERS
from divario.web.reading import Loss, exchanges
from tests import archives
from tests.unit.test_web_signals import LABELS, made


def test_a_cut_archive_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Cut anywhere: no failure, what was lost is named, whole records before the cut are there."""
    whole = made(tmp_path, 1)[0].read_bytes()
    cut = tmp_path / "cut.warc.gz"
    for length in range(200, len(whole), len(whole) // 25):
        cut.write_bytes(whole[:length])
        loss = Loss(cut.name)
        found = list(exchanges(cut, loss))
        assert len(found) <= len(LABELS)
        assert loss.problems
    cut.write_bytes(whole[: len(whole) // 2])
    assert signals.run([cut], firms=None, out=tmp_path / "out", workers=1, scheduler=None) == 1
    assert 0 < pq.read_table(tmp_path / "out" / "signals.parquet").num_rows < len(LABELS)


@settings(max_examples=40)
@given(st.binary(max_size=600))
def test_no_archive_makes_the_reader_fail(tmp_path: Path, noise: bytes) -> None:
    damaged = tmp_path / "damaged.warc"
    damaged.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n" + noise)
    loss = Loss(damaged.name)
    list(exchanges(damaged, loss))


def test_an_archive_damaged_in_the_middle(tmp_path: Path) -> None:
    """Bytes turned over at any place: no failure, the loss is named, all but two records stay."""
    whole = made(tmp_path, 1)[0].read_bytes()
    damaged = tmp_path / "damaged.warc.gz"
    for place in range(100, len(whole) - 100, len(whole) // 12):
        damaged.write_bytes(whole[:place] + bytes(8) + b"\xff" * 8 + whole[place + 16 :])
        loss = Loss(damaged.name)
        found = list(exchanges(damaged, loss))
        assert len({one.address for one in found}) >= len(LABELS) - 2, place
        assert loss.problems, place


HTTRACK = (
    " Mirrored from www.ditta.it/ by HTTrack Website Copier/3.x, Fri, 15 Jan 2029 10:00:00 GMT"
)
SINGLE_FILE = "\n Page saved with SingleFile \n saved date: Wed Mar 10 2027 10:27:53 GMT"


@pytest.mark.parametrize(
    ("note", "given_day", "day", "fresh"),
    [
        ("", "2026-11-20", date(2026, 11, 20), "present"),
        ("", None, None, "unknown"),
        (SINGLE_FILE, None, date(2027, 3, 10), "present"),
        (HTTRACK, "2026-11-20", date(2029, 1, 15), "absent"),
    ],
)
def test_the_day_of_a_saved_page_is_not_its_files(
    tmp_path: Path, note: str, given_day: str | None, day: date | None, fresh: str
) -> None:
    """A copied folder gives the same rows: the day is written in the page, given, or unknown."""
    pages = tmp_path / "pages"
    pages.mkdir()
    text = f"<!--{note}--><title>Ditta</title><p>Ciao © 2026</p>"
    (pages / "www.ditta.it.html").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    dated = ["--date", given_day] if given_day else []
    assert cli.main(["signals", str(pages), "--out", str(out), *dated]) == 0
    (row,) = pq.read_table(out / "signals.parquet").to_pylist()
    assert (row["crawled_date"], row["fresh"], row["copyright_year"]) == (day, fresh, 2026)


def test_bodies_in_chunks_and_compressed() -> None:
    """What a body is said to be, where it is that; a bomb gives its beginning."""
    text = b"<p>Ditta</p>" * 100
    packed = gzip.compress(text)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (packed[:9], packed[9:]))
    both = {"transfer-encoding": "chunked", "content-encoding": "gzip"}
    assert bodies.plain(chunks + b"0\r\n\r\n", both, 9_999) == (text, True)
    assert bodies.plain(chunks, both, 9_999) == (text, False)
    assert bodies.plain(packed[:-20], both, 9_999)[1] is False
    assert bodies.plain(text, both, 9_999) == (text, True)
    assert bodies.plain(gzip.compress(bytes(10**7)), both, 1_000) == (bytes(1_000), False)
    assert bodies.plain(zlib.compress(text), {"content-encoding": "deflate"}, 9_999) == (text, True)
    assert bodies.plain(packed[:9] + b"x" * 99, both, 99)[0] == packed[:9] + b"x" * 90


@pytest.mark.parametrize("encoding", ["deflate", "br", "gzip"])
def test_bodies_without_a_head(encoding: str) -> None:
    """Deflate as some servers send it, and Brotli; what is neither, whatever it says, stays."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)

    def packed(text: bytes) -> bytes:
        bare = squeezer.copy()
        return brotli.compress(text) if encoding == "br" else bare.compress(text) + bare.flush()

    said = {"content-encoding": f" {encoding.upper()}"}
    text = b"".join(b"<p>%d Ditta %d</p>" % (number, number**3) for number in range(400))
    assert bodies.plain(packed(text), said, 99_999) == (text, True)
    assert bodies.plain(packed(bytes(10**7)), said, 1_000) == (bytes(1_000), False)
    cut, is_all = bodies.plain(packed(text)[:-200], said, 99_999)
    assert (text.startswith(cut), len(cut) > 1_000, is_all) == (True, True, False)
    for other in (text, b"", b"<", b"<!doctype html>", b"\x00", b"\xff" * 50):
        assert bodies.plain(other, said, 99_999) == (other, True)


def test_of_a_very_large_site_the_beginning_is_read(tmp_path: Path, capsys: object) -> None:
    """Its first answers of each file, and its home page wherever that stands."""
    page = b"<title>Ditta</title><a href='/cart'>x</a>"
    answers = [(f"https://www.ditta.it/{number}", page) for number in range(MOST_ANSWERS + 50)]
    path = archives.write(tmp_path / "a.warc.gz", [*answers, ("https://www.ditta.it/", page)])
    out = tmp_path / "out"
    assert signals.run([path], firms=None, out=out, workers=1, scheduler=None) == 0
    (row,) = pq.read_table(out / "signals.parquet").to_pylist()
    assert (row["pages_count"], row["address"]) == (MOST_ANSWERS + 1, "https://www.ditta.it/")
    assert "50 answers of sites with very many" in capsys.readouterr().out


def test_runs_on_the_disk_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few records are sorted at a time, and however few runs are merged."""
    files = made(tmp_path, 2)
    for name, at_a_time, at_once in (("whole", 10_000, 100), ("runs", 3, 2)):
        monkeypatch.setattr(gather, "IN_MEMORY", at_a_time)
        monkeypatch.setattr(gather, "AT_ONCE", at_once)
        out = tmp_path / name
        assert signals.run(files, firms=None, out=out, workers=1, scheduler=None) == 0
        assert sorted(path.name for path in out.iterdir()) == [
            "evidence.parquet",
            "signals.parquet",
        ]
    for file in ("signals.parquet", "evidence.parquet"):
        assert (tmp_path / "whole" / file).read_bytes() == (tmp_path / "runs" / file).read_bytes()


def test_each_record_is_written_a_few_times_however_many_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[gather.Item] = []
    write = gather._written

    def counted(items: Iterable[gather.Item], path: Path) -> Path:
        kept = list(items)
        written.extend(kept)
        return write(kept, path)

    monkeypatch.setattr(gather, "_written", counted)
    monkeypatch.setattr(gather, "IN_MEMORY", 2)
    monkeypatch.setattr(gather, "AT_ONCE", 3)
    items = [(str(number * 7 % 486), 0, number, False, b"") for number in range(486)]
    assert list(gather._sorted(items, tmp_path)) == sorted(items)
    assert len(written) == 6 * len(items)  # 243 runs, joined by threes five times


def test_what_is_read_goes_to_the_disk(tmp_path: Path) -> None:
    """After reading a file of many pages a worker keeps counts, no page."""
    path = made(tmp_path, 1)[0]
    read = harvest.read_file(path, tmp_path / "part")
    assert read.answers_count == len(list(harvest.records(tmp_path / "part"))) == len(LABELS)
    assert len(pickle.dumps(read)) < 300
