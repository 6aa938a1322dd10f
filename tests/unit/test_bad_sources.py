"""Files that cannot be trusted: named and refused, whatever is wrong with them."""

from __future__ import annotations

import gzip
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli
from divario.errors import SourceRefused
from divario.sources import plain
from tests.eurostat_server import HEADER, HTML, QUEUED, sdmx_csv
from tests.formats import FORMATS, ROWS, cells, changed, json_stat, read, wide


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """An archive of equal files."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return memory.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.csv", lambda: b"", "0 bytes"),
    "blank": ("a.csv", lambda: b"\r\n \r\n", "holds nothing"),
    "html": ("a.csv", lambda: HTML, "page of a website"),
    "html_gz": ("a.csv.gz", lambda: gzip.compress(HTML), "page of a website"),
    "queued": ("a.csv", lambda: QUEUED.format(key="k", state="SUBMITTED").encode(), "queued"),
    "cut_gzip": ("a.csv.gz", lambda: gzip.compress(sdmx_csv("x_y", ROWS))[:-9], "cut or damaged"),
    "cut_line": ("a.csv", lambda: sdmx_csv("isoc_eb_ai", ROWS)[:-24], "cannot be read"),
    "cut_json": ("a.json", lambda: json_stat()[:-40], "JSON-stat"),
    "cut_wide": ("isoc_eb_ai.tsv", lambda: wide()[:-10] + b"\nA,GE10", "line"),
    "binary": ("a.csv", lambda: b"PAR1\0\0\0" * 30, "not a text file"),
    "gzip_bomb": ("a.csv.gz", lambda: gzip.compress(b"7" * 30_000_000), "larger than"),
    "zip_bomb": ("a.zip", lambda: zipped("a.csv", content=b"7" * 30_000_000), "larger than"),
    "zip_of_two": ("a.zip", lambda: zipped("a.csv", "b.csv"), "2 files"),
    "doubled": ("a.csv", lambda: sdmx_csv("isoc_eb_ai", [*ROWS, ROWS[0]]), "stands twice"),
    "over_100": ("a.csv", lambda: changed("14.22", "100.01"), "outside 0 and 100"),
    "thousands": ("a.csv", lambda: changed("14.22", '"1,234.5"'), "1234.5"),
    "negative": ("a.csv", lambda: changed("14.22", "-0.1"), "outside 0 and 100"),
    "infinite": ("a.csv", lambda: changed("14.22", "inf"), "outside 0 and 100"),
    "no_number": ("a.csv", lambda: changed("14.22", "n.a."), "not a number"),
    "no_year": ("a.csv", lambda: changed("2025", "9999"), "not a year"),
    "renamed": ("a.csv", lambda: changed("size_emp", "size_class"), "lacks the column size_emp"),
    "renamed_wide": (
        "isoc_eb_ai.tsv",
        lambda: wide().replace(b"size_emp", b"sizen_r2"),
        "size_emp is missing",
    ),
    "renamed_json": ("a.json", lambda: json_stat(id=["a"], size=[1]), "JSON-stat"),
    "more_sizes": ("a.json", lambda: json_stat(size=[1, 3, 1, 1, 1, 1, 2]), "codes, its size"),
    "outside_cube": ("a.json", lambda: json_stat(value={"8": 1.0}), "outside the cube"),
    "huge_cube": ("a.json", lambda: json_stat(size=[10**9] * 7), "JSON-stat"),
    "json_list": ("a.json", lambda: b"[]", "JSON-stat"),
    "json_error": ("a.json", lambda: b'{"error": [{"status": 404}]}', "answered an error"),
    "two_datasets": (
        "a.csv",
        lambda: changed("ESTAT:ISOC_EB_AI(1.0)", "ESTAT:ISOC_E_DII(1.0)"),
        "several datasets",
    ),
    "no_columns": ("a.csv", lambda: b"hello\nworld\n", "not a header"),
    "header_only": ("a.csv", f"{HEADER}\n".encode, "no data"),
    "all_unknown": (
        "a.csv",
        lambda: sdmx_csv("isoc_eb_ai", ROWS).replace(b",PC_ENT,", b",THS_EUR,"),
        "no cell of it can be used",
    ),
    "new_dimension": (
        "a.csv",
        lambda: sdmx_csv("isoc_eb_ai", [f"{row},{i}" for i, row in enumerate(ROWS)]).replace(
            b"CONF_STATUS", b"CONF_STATUS,ownership"
        ),
        "unknown and holds several values",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_named_and_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence with the file and the fault, code 3, and nothing written."""
    file, content, said = BAD[name]
    out = tmp_path / "out"
    good, bad = tmp_path / "good.csv", tmp_path / file
    good.write_bytes(sdmx_csv("isoc_eb_das", ROWS))
    bad.write_bytes(content())
    assert cli.main(["import", str(good), str(bad), "--out", str(out)]) == 3
    printed = capsys.readouterr().err
    assert said in printed and "Nothing was changed" in printed
    assert list(out.iterdir()) == []


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file of some format with a few bytes changed, inserted or taken away."""
    name, content, _ = draw(st.sampled_from(list(FORMATS.values())))
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        piece = draw(
            st.one_of(st.binary(max_size=3), st.sampled_from([b",", b'"', b"\n", b"\t", b"-"]))
        )
        data[place : place + draw(st.integers(0, 40))] = piece
    return name, bytes(data)


@settings(max_examples=60)
@given(spoiled())
def test_spoiled_files_are_read_or_refused(file: tuple[str, bytes]) -> None:
    """Nothing but a refusal comes out of a spoiled file; what is kept obeys the rules."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            item = read(*file, Path(folder))
        except SourceRefused as error:
            assert error.file and error.problem and error.remedy
            return
        found = cells(item)
        assert len(found) == item.kept > 0
        assert len({cell[:6] for cell in found}) == len(found)
        assert all(0 <= cell[6] <= 100 for cell in found)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(content: bytes) -> None:
    """Unpacking gives a file in UTF-8, or a refusal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        try:
            text = plain.unpack(path, Path(folder))
        except SourceRefused:
            return
        text.read_text(encoding="utf-8")
