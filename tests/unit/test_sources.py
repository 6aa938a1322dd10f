"""Readers of the publishers' formats: what is kept and what is counted."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli, provenance
from divario.errors import SourceRefused
from divario.schema import SURVEY_COLUMNS
from tests.eurostat_server import sdmx_csv
from tests.formats import ACCOUNT, FORMATS, KEPT, ROWS, TOTAL, cells, changed, read


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
