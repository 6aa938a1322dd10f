"""Structural business statistics: from the publisher's files to the counts of enterprises."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from divario import cli, pointer, provenance, queries, store
from tests.eurostat_server import eurostat

TOTAL = "B-S_X_O_S94"
PARTS = {"0-9": 900, "10-19": 60, "20-49": 25, "50-249": 12, "GE250": 3, "TOTAL": 1000}
OURS = {"0-9": 900, "10-49": 85, "50-249": 12, "10-249": 97, "GE250": 3, "GE10": 100}
HEADER = "DATAFLOW,LAST UPDATE,freq,indic_sbs,nace_r2,size_emp,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"
DAY, WHEN = "12/03/26 23:00:00", "2026-03-12T23:00:00+0100"


def sdmx(parts: dict[str, object] = PARTS, *more: str) -> bytes:
    """The counts of a total and of a section in SDMX-CSV 1.0, with other lines between."""
    rows = [f"ENT_NR,{sector},{size},IT,2024,{value},p"
            for sector in (TOTAL, "C") for size, value in parts.items()]  # fmt: skip
    rows += [f"NETTUR_MEUR,C,GE250,IT,2024,{10.5},", "ENT_NR,C10111,0-9,IT,2024,7,", *more]
    start = f"ESTAT:SBS_SC_OVW(1.0),{DAY},A,"
    return "\n".join([HEADER, *(start + row for row in rows), ""]).encode()


def wide(parts: dict[str, object] = PARTS) -> bytes:
    """The counts of the older dataset in Eurostat's wide TSV."""
    lines = ["freq,nace_r2,size_emp,indic_sb,geo\\TIME_PERIOD\t2019 \t2020 "]
    lines += [f"A,C,{size},V11110,IT\t: c\t{value} e" for size, value in parts.items()]
    return "\n".join([*lines, "A,C,GE250,V12110,IT\t1 \t2 ", ""]).encode()


def imported(folder: Path, name: str, content: bytes) -> tuple[int, list[dict[str, str]]]:
    """The exit code of an import, and the counts that it wrote."""
    (folder / name).write_bytes(content)
    out = folder / "out" / "reference"
    code = cli.main(["import", str(folder / name), "--out", str(out)])
    file = out / "enterprise_counts.csv"
    if not file.exists():
        return code, []
    with file.open(encoding="utf-8", newline="") as opened:
        return code, list(csv.DictReader(opened))


def test_size_classes_of_the_survey_are_made_of_the_publisher_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sums of parts, every line accounted for, an origin that verifies."""
    code, rows = imported(tmp_path, "sbs.csv", sdmx())
    printed = capsys.readouterr().out
    assert code == 0
    assert {row["size_class"]: int(row["enterprises_count"]) for row in rows[:6]} == OURS
    assert {(row["sector"], row["territory"], row["year"]) for row in rows} == {
        (TOTAL, "IT", "2024"), ("C", "IT", "2024")}  # fmt: skip
    assert "read 14, kept 12" in printed
    assert "1 other_indicator" in printed and "1 other_sector" in printed
    origin = provenance.verify(tmp_path / "out")["enterprise_counts"]
    assert (origin.code, origin.vintage, origin.rows) == ("sbs_sc_ovw", "2026-03-12", 12)
    assert origin.is_direct and "S94" in origin.limits["it"]


def test_the_older_dataset_and_the_publisher_s_own_class_come_first(tmp_path: Path) -> None:
    """`10-49` published wins over the sum; a class with a part missing is left out."""
    _, rows = imported(tmp_path, "estat_sbs_sc_sca_r2.tsv", wide(PARTS | {"10-49": 84}))
    found = {(row["size_class"], row["year"]): int(row["enterprises_count"]) for row in rows}
    assert found["10-49", "2020"] == 84 and found["10-249", "2020"] == 96
    assert {year for _, year in found} == {"2020"}
    _, rows = imported(tmp_path, "estat_sbs_sc_sca_r2.tsv", wide(PARTS | {"20-49": ":"}))
    assert {row["size_class"] for row in rows} == {"0-9", "50-249", "GE250"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (sdmx(PARTS | {"GE250": -3}), "negative or not whole"),
        (sdmx(PARTS | {"GE250": 2.5}), "negative or not whole"),
        (sdmx(PARTS | {"GE250": "many"}), "not a number"),
        (sdmx(PARTS, f"ENT_NR,{TOTAL},GE250,IT,2024,4,"), "stands twice"),
        (sdmx({"TOTAL": 5}), "no count of enterprises"),
        (sdmx().replace(b"nace_r2", b"activity"), "lacks the column nace_r2"),
    ],
)
def test_bad_counts_are_named_and_refused(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path, "sbs.csv", content) == (3, [])
    printed = capsys.readouterr().err
    assert said in printed and "Nothing was changed" in printed


def test_update_fetches_the_counts_and_publishes_them(shelf: Path) -> None:
    """A part of the shipped counts would be a loss; whole, they replace them, once."""
    shipped = store.open_warehouse(pointer.SHIPPED)
    store.use(shipped)
    before = len(queries.run("enterprises_by_sector", territory="IT").rows)
    years = "\n".join(
        f"ESTAT:SBS_SC_OVW(1.0),{DAY},A,ENT_NR,{sector},{size},{place},{year},{value},"
        for sector in (TOTAL, *"CDEFGHIJ")
        for place in ("IT", "EU27_2020", "DE")
        for year in (2023, 2024)
        for size, value in PARTS.items()
    )
    whole = f"{HEADER}\n{years}\n".encode()
    with eurostat() as api:
        command = ["update", "enterprise_counts", "--pause", "0", "--base", api.base]
        api.served["sbs_sc_ovw"] = (WHEN, sdmx())
        assert cli.main(command) == 3
        api.served["sbs_sc_ovw"] = (WHEN, whole)
        assert cli.main(command) == 0
        asked = sum(api.asked.values())
        assert cli.main(command) == 0 and sum(api.asked.values()) == asked + 1
    folder = pointer.folder_of(pointer.current_id())
    section = (folder / "datasets.toml").read_text(encoding="utf-8").split("[enterprise_counts]")[1]
    assert 'status = "shipped"' in section.split("\n[")[0]
    store.use(store.open_release(pointer.current_id()))
    answer = queries.run("enterprises_by_sector", territory="IT", year=[2024])
    assert before > 0 and {row["origin"] for row in answer.records} == {
        "Eurostat:sbs_sc_ovw@2026-03-12"
    }
    assert {
        row["size_class"]: row["enterprises_count"]
        for row in answer.records
        if row["sector"] == TOTAL
    } == OURS
    assert [origin.name for origin in answer.origins] == ["enterprise_counts"]
