"""Readers of the publishers' formats: what is kept, what is counted, what is refused."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli, provenance, store
from divario.errors import SourceRefused
from divario.schema import SURVEY_COLUMNS
from divario.sources import arrival, plain
from tests.eurostat_server import HEADER, HTML, QUEUED, sdmx_csv

REFERENCE = store.DATA / "reference"
TOTAL = "C10-S951_X_K"
ROWS = [
    f"10-49,{TOTAL},E_AI_TANY,PC_ENT,IT,2025,14.22,,",
    f"50-249,{TOTAL},E_AI_TANY,PC_ENT,IT,2025,26.46,bu,",
    f"GE250,{TOTAL},E_AI_TANY,PC_ENT,IT,2025,,,C",
    f"GE10,{TOTAL},E_AI_TANY,PC_ENT,IT,2024,:,,",
]
KEPT = [
    ("E_AI_TANY", "PC_ENT", "10-49", TOTAL, "IT", 2025, 14.22, None),
    ("E_AI_TANY", "PC_ENT", "50-249", TOTAL, "IT", 2025, 26.46, "bu"),
]
ACCOUNT = {"confidential": 1, "no_value": 1}


def read(name: str, content: bytes, folder: Path) -> arrival.Arrived:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(content)
    return arrival.read_file(path, REFERENCE, folder)


def cells(item: arrival.Arrived) -> list[tuple]:
    """Keys, value and status of what was kept."""
    with duckdb.connect(":memory:") as connection:
        return connection.execute(
            "select indicator, unit, size_class, sector, territory, year, value, status "
            f"from '{item.parquet}' order by all"
        ).fetchall()


def wide() -> bytes:
    """The cells above in Eurostat's wide TSV."""
    lines = [
        "freq,size_emp,nace_r2,indic_is,unit,geo\\TIME_PERIOD\t2024 \t2025 ",
        f"A,10-49,{TOTAL},E_AI_TANY,PC_ENT,IT\t \t14.22 ",
        f"A,50-249,{TOTAL},E_AI_TANY,PC_ENT,IT\t \t26.46 bu",
        f"A,GE250,{TOTAL},E_AI_TANY,PC_ENT,IT\t \t: @C",
        f"A,GE10,{TOTAL},E_AI_TANY,PC_ENT,IT\t: \t ",
    ]
    return "\n".join([*lines, ""]).encode()


def second_version(*, is_labelled: bool) -> bytes:
    """The cells above in SDMX-CSV 2.0, columns in another order, with or without labels."""
    if is_labelled:
        header = (
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,geo,Place,size_emp,Size,"
            "nace_r2,Sector,indic_is,Indicator,unit,Unit of measure,TIME_PERIOD,Time,OBS_VALUE,"
            "Observation value,OBS_FLAG,Status,CONF_STATUS,Confidentiality"
        )
        start, order = (
            'dataflow,ESTAT:ISOC_EB_AI$DEFAULTVIEW(1.0),"AI, all",A,Annual',
            (4, 0, 1, 2, 3, 5, 6, 7, 8),
        )
    else:
        header = (
            "STRUCTURE,STRUCTURE_ID,freq,geo,size_emp,nace_r2,indic_is,unit,TIME_PERIOD,"
            "OBS_VALUE,OBS_FLAG,CONF_STATUS"
        )
        start, order = "dataflow,ESTAT:ISOC_EB_AI(1.0),A", (4, 0, 1, 2, 3, 5, 6, 7, 8)
    lines = [header]
    for row in ROWS:
        fields = [row.split(",")[place] for place in order]
        lines.append(",".join([start, *(f"{one},label" if is_labelled else one for one in fields)]))
    return "\n".join([*lines, ""]).encode()


def json_stat(**changes: object) -> bytes:
    """The cells above in JSON-stat 2.0."""
    codes = {
        "freq": ["A"],
        "size_emp": ["10-49", "50-249", "GE250", "GE10"],
        "nace_r2": [TOTAL],
        "indic_is": ["E_AI_TANY"],
        "unit": ["PC_ENT"],
        "geo": ["IT"],
        "time": ["2024", "2025"],
    }
    cube = {
        "version": "2.0",
        "class": "dataset",
        "label": "AI",
        "updated": "2026-02-27T11:00:00+0100",
        "id": list(codes),
        "size": [len(one) for one in codes.values()],
        "dimension": {
            name: {
                "category": {
                    "index": {c: i for i, c in enumerate(one)},
                    "label": {c: f"label of {c}" for c in one},
                }
            }
            for name, one in codes.items()
        },
        "value": {"1": 14.22, "3": 26.46},
        "status": {"3": "bu", "5": "|C", "6": ":"},
        "extension": {"id": "ISOC_EB_AI"},
    }
    return json.dumps(cube | changes).encode()


FORMATS: dict[str, tuple[str, bytes, str]] = {
    "sdmx_1": ("a.csv", sdmx_csv("isoc_eb_ai", ROWS), "SDMX-CSV 1.0"),
    "sdmx_1_bom": ("a.csv", b"\xef\xbb\xbf" + sdmx_csv("isoc_eb_ai", ROWS), "SDMX-CSV 1.0"),
    "sdmx_2": ("a.csv", second_version(is_labelled=False), "SDMX-CSV 2.0"),
    "sdmx_2_labels": ("a.csv", second_version(is_labelled=True), "SDMX-CSV 2.0"),
    "wide": ("estat_isoc_eb_ai.tsv", wide(), "wide TSV"),
    "wide_crlf": ("isoc_eb_ai.tsv", wide().replace(b"\n", b"\r\n"), "wide TSV"),
    "wide_gz": ("estat_isoc_eb_ai.tsv.gz", gzip.compress(wide()), "wide TSV"),
    "json_stat": ("a.json", json_stat(), "JSON-stat 2.0"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_cells(name: str, tmp_path: Path) -> None:
    """The same figures come out of each format, with their statuses and the account of the rest."""
    file, content, kind = FORMATS[name]
    item = read(file, content, tmp_path)
    assert (item.layout.kind, item.layout.dataset) == (kind, "isoc_eb_ai")
    assert cells(item) == KEPT
    assert item.kept == len(KEPT)
    expected = {"confidential": 1, "no_value": 5} if "wide" in name else ACCOUNT
    assert item.problems == expected
    assert item.read == item.kept + sum(expected.values())


def test_the_schema_is_the_survey_s(tmp_path: Path) -> None:
    """Columns and types are those of the warehouse; the vintage is the date in the file."""
    item = read("a.csv", sdmx_csv("isoc_eb_ai", ROWS), tmp_path)
    with duckdb.connect(":memory:") as connection:
        described = connection.execute(f"describe select * from '{item.parquet}'").fetchall()
        same = connection.execute(
            "select distinct dataset, lineage, vintage, caveats, copies_count "
            f"from '{item.parquet}'"
        ).fetchall()
    assert {row[0]: row[1] for row in described} == SURVEY_COLUMNS
    assert same == [("isoc_eb_ai", "extract", "2026-02-27", None, 1)]


def test_codes_and_labels_in_one_field(tmp_path: Path) -> None:
    """`A: Annual` is read as the code A, and the label of an unknown code is kept."""
    text = sdmx_csv("isoc_eb_ai", ROWS).decode().replace("geo,", "geo: Place,")
    text = text.replace(",IT,2025,14.22", ",XX: Atlantis,2025,14.22").replace(",IT,", ",IT: Italy,")
    item = read("a.csv", text.encode(), tmp_path)
    assert cells(item) == KEPT[1:]
    assert item.unknown == [("territory", "XX", "Atlantis", 1)]


ISTAT = (
    '\ufeff"ITTER107","Territory","VARICT","Data type","ATECO_2007","NACE 2007","CLLVT","Size",'
    '"TIME","Select time","Value","Flag Codes","Flags"\r\n'
    '"ITC","Nord-ovest","E_CC_PANY_PERC","à","0035","t","W10_49","10-49","2018","2018",15.29,,\r\n'
    '"IT","Italy","E_CC_PANY_PERC","à","C","x","W_GE250","250 and over","2018","2018",44,,\r\n'
    '"IT","Italy","E_CC_PANY_PERC","à","F","x","W_GE10","10 and over","2018","2018",,"c","no"\r\n'
    '"IT","Italy","E_CC_PANY_PERC","à","QQ","new","W_GE10","10 and over","2018","2018",1,,\r\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_istat(encoding: str, tmp_path: Path) -> None:
    """Istat's sizes and indicators get our codes, in UTF-8 with mark as in Latin-1 without."""
    text = ISTAT if encoding == "utf-8" else ISTAT.removeprefix("\ufeff")
    item = read("export.csv", text.encode(encoding), tmp_path)
    assert item.layout.publisher == "Istat"
    assert cells(item) == [
        ("E_CC_PANY", "PC", "10-49", "0035", "ITC", 2018, 15.29, None),
        ("E_CC_PANY", "PC", "GE250", "C", "IT", 2018, 44.0, None),
    ]
    assert item.problems == {"confidential": 1, "unknown_sector": 1}
    assert item.unknown == [("sector", "QQ", "new", 1)]


@pytest.mark.parametrize(
    ("spelling", "value"),
    [("12.5", 12.5), ("12,5", 12.5), (" 7 ", 7.0), ("1e1", 10.0), ("100", 100.0), ("0", 0.0)],
)
def test_spellings_of_numbers(spelling: str, value: float, tmp_path: Path) -> None:
    """Decimal commas and spaces are read; the bounds belong to the range."""
    row = f'GE10,{TOTAL},E_X,PC_ENT,IT,2025,"{spelling}",,'
    assert cells(read("a.csv", sdmx_csv("isoc_eb_ai", [row]), tmp_path))[0][6] == value


def changed(old: str, new: str) -> bytes:
    """The SDMX-CSV file with one text replaced, which must be there."""
    text = sdmx_csv("isoc_eb_ai", ROWS).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


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


def test_import_writes_files_that_verify(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Parquet, origin and report stand in the folder, and hash and rows agree."""
    older = changed("27/02/26", "27/02/25").replace(b"27/02/26", b"27/02/25")
    older = older.replace(b"14.22", b"14.0").replace(b"PC_ENT,IT,2025,26.46", b"PC_ENT,FR,2025,9.0")
    files = {"new.csv": sdmx_csv("isoc_eb_ai", ROWS), "old.csv": older}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    out = tmp_path / "out" / "survey"
    paths = [str(tmp_path / name) for name in files]
    assert cli.main(["import", *paths, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "read 4, kept 2" in printed and "1 confidential" in printed
    origin = provenance.verify(out.parent)["isoc_eb_ai"]
    assert (origin.vintage, origin.rows) == ("2025-02-27 / 2026-02-27", 3)
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            "select territory, size_class, value, vintage "
            f"from '{out / 'isoc_eb_ai.parquet'}' order by all"
        ).fetchall()
    assert found == [
        ("FR", "50-249", 9.0, "2025-02-27"),
        ("IT", "10-49", 14.22, "2026-02-27"),
        ("IT", "50-249", 26.46, "2026-02-27"),
    ]


VALUES = st.one_of(st.none(), st.decimals(0, 100, places=2, allow_nan=False))
KEYS = st.tuples(
    st.sampled_from(["10-49", "50-249", "10-249", "GE250", "GE10"]),
    st.sampled_from([TOTAL, "C", "F", "J61"]),
    st.sampled_from(["E_WEB", "E_CRM"]),
    st.just("PC_ENT"),
    st.sampled_from(["IT", "FR", "EU27_2020"]),
    st.integers(2009, 2030),
)


@settings(max_examples=15)
@given(st.dictionaries(KEYS, st.tuples(VALUES, st.sampled_from(["", "b", "eu", "p"])), min_size=1))
def test_round_trip(given_cells: dict) -> None:
    """Whatever is written as SDMX-CSV comes back, cell by cell, and every line is accounted for."""
    rows = [
        ",".join([*map(str, key), "" if value is None else str(value), flag, ""])
        for key, (value, flag) in given_cells.items()
    ]
    expected = sorted(
        (i, u, size, s, t, y, float(value), flag or None)
        for (size, s, i, u, t, y), (value, flag) in given_cells.items()
        if value is not None
    )
    with tempfile.TemporaryDirectory() as folder:
        if not expected:
            with pytest.raises(SourceRefused, match="no cell"):
                read("a.csv", sdmx_csv("isoc_ciweb", rows), Path(folder))
            return
        item = read("a.csv", sdmx_csv("isoc_ciweb", rows), Path(folder))
        assert item.read == len(rows)
        assert [cell[:7] for cell in cells(item)] == [cell[:7] for cell in expected]
        assert {cell[:6]: cell[7] for cell in cells(item)} == {c[:6]: c[7] for c in expected}


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
