"""What websites show: rules, single pages, damaged archives, a labelled corpus, sameness."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli
from divario.web import page, rules, signals, site, words
from divario.web.reading import Exchange
from divario.web.schema import EVIDENCE_SCHEMA, SIGNALS_SCHEMA
from divario.web.vocabulary import SIGNALS
from tests import archives

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "web"
LABELS = tomllib.loads((PAGES / "labels.toml").read_text(encoding="utf-8"))
FLOORS = tomllib.loads((PAGES / "floors.toml").read_text(encoding="utf-8"))
DAY = date(2026, 11, 20)
HTML = (("content-type", "text/html"),)
GIVEN = ("reachable", "https", "own_domain", "title")  # of every labelled page, or not judged


def answered(body: bytes, address: str = "https://www.ditta.it/", **more: object) -> page.Seen:
    """One page read, as the home page of a firm."""
    made = {"status": 200, "headers": HTML, "is_whole": True} | more
    exchange = Exchange(
        "ditta.it", (), address, made["status"], made["headers"], body, made["is_whole"], DAY
    )
    return page.read(exchange)


def row_of(*seen: page.Seen) -> dict[str, object]:
    """The row of a site of these pages."""
    found = site.Gathered(False, [("a.warc.gz", one) for one in seen])
    return site.row_of("ditta.it", found, None)[0]


RECORDS = {
    name: record
    for path in sorted(rules.FOLDER.glob("*.toml"))
    for name, record in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("name", sorted(rules.rulebook().rules))
def test_every_rule_finds_its_own_page(name: str) -> None:
    """Each rule's test page shows what the rule says, by that rule."""
    record = RECORDS[name]
    seen = answered(f"<html><body>{record['page']}</body></html>".encode())
    found = {(one.signal, one.rule) for one in seen.shown}
    assert {(signal, name) for signal in record["signals"]} <= found


def test_capitals_change_nothing() -> None:
    """Every rule's page in capitals shows what it shows in small letters."""
    for name, record in RECORDS.items():
        if "page" in record:
            small, large = (
                {(one.signal, one.rule) for one in answered(page.encode()).shown}
                for page in (record["page"].lower(), record["page"].upper())
            )
            assert small == large, name


def test_marks_stand_where_they_must() -> None:
    """A tool that is only spoken of is not used; a word in a longer path is no cart."""
    spoken = b"<p>Usiamo cdn.shopify.com e wpcf7-form; vedi static.parastorage.com</p>"
    assert not answered(spoken).shown
    assert not answered(b'<a href="/cartoleria/">x</a><a href="/descartes/">y</a>').shown
    assert answered(b'<a href="/cart?x=1">x</a>').shown[0].signal == "cart"
    commented = b'<a href="https://www.iubenda.com/privacy-policy/1">Privacy</a>'
    assert {one.signal for one in answered(commented).shown} == {"privacy_page"}


@pytest.mark.parametrize(
    ("html", "signals"),
    [
        (b'<a\r\n href="/cart">x</a><a href=/checkout\n>y</a>', {"cart", "checkout"}),
        (b'<a\r\nhref="https://www.instagram.com/ditta">x</a>', {"social_instagram"}),
        (b'<p class="x\n\tprezzo">1</p>', {"prices"}),
        (b'<p data-class="prezzo" data-id="prezzo">1</p>', set()),
        (b"<p>Aggiungi &nbsp; &nbsp; al\xc2\xa0\n carrello</p>", {"cart"}),
        (b"<p>050 123456</p><p>Ditta</p>", {"telephone"}),
        (
            b'<script>a={"@type":"Shop"}</script><script type="application/ld+json">{}</script>',
            set(),
        ),
    ],
)
def test_marks_and_words_however_they_are_spaced(html: bytes, signals: set[str]) -> None:
    assert {one.signal for one in answered(html).shown} == signals


@pytest.mark.parametrize(
    ("number", "is_valid"),
    [("12345670017", True), ("12345670018", False), ("00000000000", False), ("1234567001", False)],
)
def test_vat_number(number: str, is_valid: bool) -> None:
    assert words.is_vat_number(number) == is_valid


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_every_labelled_page_is_in_the_labels(path: Path) -> None:
    assert path.stem in LABELS


def test_quality_over_the_labelled_pages() -> None:
    """Precision and recall per signal, and the stages, do not fall below the floors."""
    right, found, true = Counter(), Counter(), Counter()
    for name, label in LABELS.items():
        address = label.get("address", f"https://www.{name.replace('_', '-')}.it/")
        row = row_of(answered((PAGES / f"{name}.html").read_bytes(), address))
        for signal in SIGNALS:
            if signal in (*GIVEN, *site.STAGES):
                continue
            is_true, is_found = signal in label["shown"], row[signal] == "present"
            true[signal] += is_true
            found[signal] += is_found
            right[signal] += is_true and is_found
        assert row["stage"] == label["stage"], name
    judged = [signal for signal in SIGNALS if true[signal] or found[signal]]
    assert len(judged) >= 30
    for signal in judged:
        assert right[signal] >= FLOORS["recall"] * true[signal], signal
        assert right[signal] >= FLOORS["precision"] * found[signal], signal


def test_unknown_is_not_absent() -> None:
    """A page cut short, an empty shell, or no page at all proves no absence."""
    cut = row_of(answered(b"<html><body>Buongiorno a tutti", is_whole=False))
    assert cut["cart"] == cut["analytics"] == "unknown"
    assert cut["reachable"] == "present"
    gone = row_of(answered(b"guasto", status=500))
    assert gone["outcome"] == "error"
    assert gone["reachable"] == "absent"
    assert gone["cart"] == "unknown"
    assert gone["stage"] == "abandoned"


def test_redirects_lead_to_the_home_page() -> None:
    moved = answered(
        b"", "http://ditta.it/", status=301, headers=(("location", "https://www.ditta.it/"),)
    )
    row = row_of(moved, answered(b"<title>Ditta</title><p>Ciao</p>"))
    assert (row["https"], row["https_redirect"], row["title"]) == ("present",) * 3
    assert row["address"] == "http://ditta.it/"


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 100_000,
        b"<a href='/cart'>" * 20_000,
        bytes(range(256)) * 4_000,
        b"<script>" * 50_000,
        b"<" * 500_000,
        b'<a class="' * 50_000,
        b"",
    ],
    ids=["nested", "links", "binary", "scripts", "brackets", "classes", "empty"],
)
def test_hostile_pages_are_read(body: bytes) -> None:
    """Nothing is raised, nothing takes for ever."""
    assert answered(body).bytes_count == len(body)


@pytest.mark.parametrize("address", ["http://[/", "http://a]b/", "http://ditta\u2100.it/"])
def test_what_is_no_address_stops_nothing(address: str) -> None:
    """Archives of others hold such addresses, and servers lead to them."""
    kind = ("content-type", "text/html; charset=\udcff")
    moved = answered(b"", status=301, headers=(("location", address), kind))
    assert moved.location == ""
    assert row_of(moved)["outcome"] == "redirect_only"
    assert row_of(answered(b"<p>Ditta</p>", address, headers=(kind,)))["outcome"] == "page"


@pytest.mark.parametrize(
    ("crawled", "newest", "state"),
    [
        ("2026-11-30", "2024-11-29", "absent"),
        ("2026-11-30", "2024-11-30", "present"),
        ("2028-02-29", "2026-02-28", "present"),
        ("2028-02-29", "2026-02-27", "absent"),
    ],
)
def test_fresh_is_two_years_to_the_day(crawled: str, newest: str, state: str) -> None:
    body = f'<time datetime="{newest}">'.encode()
    seen = page.read(
        Exchange("d", (), "https://d.it/", 200, HTML, body, True, date.fromisoformat(crawled))
    )
    assert row_of(seen)["fresh"] == state


@settings(max_examples=40)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_no_page_makes_the_reader_fail(body: bytes, kind: str) -> None:
    headers = (("content-type", f"text/html; charset={kind}"), ("last-modified", kind))
    row = row_of(answered(b"<html><p>" + body, headers=headers))
    assert all(row[signal] in ("present", "absent", "unknown") for signal in SIGNALS)


@pytest.mark.parametrize(
    ("text", "charset"), [("città", "utf-8"), ("città", "latin-1"), ("città", "cp1252")]
)
def test_charsets(text: str, charset: str) -> None:
    body = text.encode(charset)
    assert page.decoded(body, page.charset_of(body, "text/html")) == text
    declared = f"<meta charset={charset}>{text}".encode(charset)
    assert page.decoded(declared, page.charset_of(declared, "text/html")).endswith(text)


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        ("text/html; charset=ISO-8859-1", "cp1252"),
        ("text/html; charset=idna", "utf-8"),
        ("text/html; charset=rot13", "utf-8"),
        ("text/html; charset=none_such", "utf-8"),
        ("text/html", "utf-8"),
    ],
)
def test_only_encodings_of_the_web_are_believed(kind: str, charset: str) -> None:
    assert page.charset_of(b"<p>x", kind) == charset


def test_a_page_in_utf_16_is_read() -> None:
    seen = answered("<title>Ditta</title><a href='/cart'>x</a> 12,50 €".encode("utf-16"))
    assert {one.signal for one in seen.shown} == {"title", "cart", "prices"}


def made(folder: Path, count: int = 4) -> list[Path]:
    """Archives with the labelled pages, several sites in each."""
    names = sorted(LABELS)
    return [
        archives.write(
            folder / f"part-{part}.warc.gz",
            [
                (f"https://www.{name}-{part}.it/", (PAGES / f"{name}.html").read_bytes())
                for name in names
            ],
        )
        for part in range(count)
    ]


def test_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    """One process, two processes, another order of the files: the same two Parquet files."""
    files = made(tmp_path)
    for name, order, workers in (("one", files, "1"), ("two", files[::-1], "2")):
        given_files = [str(path) for path in order]
        out = str(tmp_path / name)
        assert cli.main(["signals", *given_files, "--out", out, "--workers", workers]) == 0
    for file in ("signals.parquet", "evidence.parquet"):
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert one == two, file
    table = pq.read_table(tmp_path / "one" / "signals.parquet")
    assert table.schema.equals(SIGNALS_SCHEMA)
    assert table.num_rows == 4 * len(LABELS)
    evidence = pq.read_table(tmp_path / "one" / "evidence.parquet")
    assert evidence.schema.equals(EVIDENCE_SCHEMA)
    assert not any("@" in (text or "") for text in evidence.column("snippet").to_pylist())


def test_a_folder_of_saved_pages(tmp_path: Path) -> None:
    """`<base>` gives the address; firms of a list are found by their host."""
    folder = tmp_path / "pages"
    folder.mkdir()
    text = '<base href="https://www.ditta.it/"><title>Ditta</title><p>Buongiorno a tutti</p>'
    (folder / "x.html").write_text(text, encoding="utf-8")
    listed = tmp_path / "firms.csv"
    listed.write_text("id,address,sector\nA1,ditta.it,47\nA2,altra.it,25\n", encoding="utf-8")
    out = tmp_path / "out"
    done = signals.run([folder], firms=listed, out=out, workers=1, scheduler=None)
    rows = pq.read_table(out / "signals.parquet").to_pylist()
    assert done == 0
    assert [(row["firm"], row["outcome"], row["reachable"]) for row in rows] == [
        ("A1", "page", "present"),
        ("A2", "not_in_archive", "unknown"),
    ]
    assert not [path.name for path in out.iterdir() if path.suffix != ".parquet"]


@pytest.mark.parametrize("name", ["missing.warc.gz", "notes.txt"])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str, capsys: object) -> None:
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert cli.main(["signals", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
