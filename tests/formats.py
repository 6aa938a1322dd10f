"""The same cells in every publisher's format, for the tests of the readers."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import duckdb

from divario import store
from divario.sources import arrival
from tests.eurostat_server import sdmx_csv

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


def changed(old: str, new: str) -> bytes:
    """The SDMX-CSV file with one text replaced, which must be there."""
    text = sdmx_csv("isoc_eb_ai", ROWS).decode()
    assert old in text
    return text.replace(old, new, 1).encode()
