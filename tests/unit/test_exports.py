"""What a query is exported as, and what the command line prints of it or refuses."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import Any

import pytest

from divario import cli, dictionary, export, queries, store
from divario.store import Warehouse
from tests.conftest import ROOT, DataCopy

MARTS = queries.marts()
EXAMPLES = {name: dictionary.examples(mart) for name, mart in MARTS.items()}


@pytest.mark.parametrize("name", MARTS)
def test_exports_round_trip(name: str, warehouse: Warehouse) -> None:
    """CSV and JSON hold each value, the SQL with its parameters gives the same rows again."""
    result = queries.run(name, **EXAMPLES[name])
    header, *lines = csv.reader(io.StringIO(export.to_csv(result)))
    assert tuple(header) == result.columns
    assert lines == [[in_csv(item) for item in row] for row in result.rows]
    assert "\r" not in export.to_csv(result)
    record = json.loads(export.to_json(result))
    assert record["rows"] == result.records
    assert (record["query"], record["release"]) == (name, warehouse.release)
    assert [origin["code"] for origin in record["origins"]] == [o.code for o in result.origins]
    bound = re.match(r"/\* parameters: (.*) \*/\n", export.to_sql(result))
    assert bound
    asked = json.loads(bound[1])
    answering, _ = queries.ready(MARTS[name], asked)
    again = answering.ask(export.to_sql(result), asked)
    assert (again.names, again.rows) == (result.columns, result.rows)


def in_csv(item: Any) -> str:
    """What a CSV holds for a value."""
    if isinstance(item, list):
        return " ".join(map(str, item))
    return "" if item is None else str(item)


@pytest.mark.parametrize("name", MARTS)
@pytest.mark.parametrize("form", cli.FORMATS)
def test_command_line_prints_the_export(
    name: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`query` prints exactly the export, whichever way its parameters are written."""
    arguments = ["query", name, "--format", form]
    for parameter, value in EXAMPLES[name].items():
        for item in value if isinstance(value, list) else [value]:
            arguments += [f"--{parameter.replace('_', '-')}", str(item)]
    assert cli.main(arguments) == 0
    assert capsys.readouterr() == (export.render(queries.run(name, **EXAMPLES[name]), form), "")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["query", "observation"], 2, "did you mean 'observations'?"),
        (["query", "observations"], 2, "Parameter 'indicator'"),
        (["query", "observations", "--indicator=E_AI_TANI"], 2, "did you mean 'E_AI_TANY'?"),
        (["query", "observations", "--indicator"], 2, "Expected --parameter value"),
        (["query", "observations", "E_AI_TANY"], 2, "Expected --parameter value"),
        (["queries", "more"], 2, "Unknown arguments: more"),
    ],
)
def test_command_line_refusals(
    arguments: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong question gives code 2, one line on stderr and nothing on stdout."""
    assert cli.main(arguments) == code
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["quary"], ["query", "observations", "--format", "xml"]])
def test_command_line_usage(arguments: list[str]) -> None:
    """No command, an unknown one and an unknown format end with code 2."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_command_line_lists_queries(capsys: pytest.CaptureFixture[str]) -> None:
    """`queries` names every query with its parameters and its question."""
    assert cli.main(["queries"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in MARTS)
    assert "observations indicator [dataset]" in out


def test_command_line_refuses_bad_data(
    small_data: DataCopy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused data give code 3; `seal` mends a changed file and then finds nothing to do."""
    small_data.file("reference/units.csv").write_bytes(b"code\nPC\n")
    monkeypatch.setattr(store, "current", small_data.open)
    assert cli.main(["query", "observations", "--indicator", "E_AI_TANY"]) == 3
    out, err = capsys.readouterr()
    assert out == "" and "reference/units.csv" in err and "SHA-256" in err
    monkeypatch.setattr(store, "DATA", small_data.folder)
    assert cli.main(["seal"]) == 0
    assert capsys.readouterr().out == "units.origin.toml\n"
    assert cli.main(["seal"]) == 0
    assert "agrees" in capsys.readouterr().out


def test_a_reader_who_has_enough_sees_no_error() -> None:
    """As with `| head`: the pipe is closed long before the end of what is written."""
    command = [sys.executable, "-m", "divario", "simulate", "--months", "600", "--json"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait() == 0
