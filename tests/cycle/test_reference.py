"""The published reference runs and equilibria, and the commands that print them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from divario import cli
from divario.cycle import equilibria, ledger, solver
from divario.cycle.commands import LEFT_BOUNDS

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "cycle.json").read_text("utf-8"))
CLOSE = 1e-6
SERIES = {"t", *solver.SERIES}
NO_SPLIT = tuple(f"--set=s_{name}=0" for name in ("tool", "cons", "train", "staff"))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints, read as JSON; it must succeed."""
    assert cli.main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The sentence with which a command refuses; it prints nothing else."""
    assert cli.main(list(arguments)) == 2
    out, said = capsys.readouterr()
    assert out == ""
    assert said.count("\n") == 1
    return said


@pytest.mark.parametrize("run", GOLDEN["runs"], ids=lambda run: run["name"])
def test_reference_run(run: dict[str, Any]) -> None:
    known = ledger.current()
    ours = solver.one(known.values(run["settings"]), known.start(), 120)
    for month, values in run["at"].items():
        assert len(values) == len(solver.SERIES)
        for name, value in values.items():
            assert ours.series[name][int(month)] == pytest.approx(value, rel=CLOSE, abs=0)


def test_reference_equilibria() -> None:
    found = equilibria.equilibria(ledger.current().values({"d": 0}))
    assert [one.stable for one in found] == [True, False, True]
    for ours, theirs in zip(found, GOLDEN["at_rest"], strict=True):
        assert (ours.T, ours.K, ours.G, ours.budget) == pytest.approx(
            (theirs["T"], theirs["K"], theirs["G"], theirs["B"]), rel=1e-9
        )


def test_a_list_of_settings_gives_the_reference_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = [{"settings": run["settings"], "months": 120} for run in GOLDEN["runs"]]
    asked.append({"preset": "small_wins", "initial": {"T0": 0.5}, "months": 3})
    (tmp_path / "asked.json").write_text(json.dumps(asked), "utf-8")
    runs = printed(capsys, "simulate", "--settings", str(tmp_path / "asked.json"))
    assert len(runs) == len(asked)
    for run, theirs in zip(runs[:-1], GOLDEN["runs"], strict=True):
        assert set(run) == SERIES
        for month, values in theirs["at"].items():
            for name, value in values.items():
                assert run[name][int(month)] == pytest.approx(value, rel=CLOSE, abs=0)
    assert runs[-1]["t"] == [0, 1, 2, 3]
    assert runs[-1]["T"][0] == 0.5


def test_preset_and_set_print_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    small = next(run for run in GOLDEN["runs"] if run["name"] == "small_wins")
    run = printed(capsys, "simulate", "--preset", "small_wins", "--months", "120", "--json")
    assert set(run) == SERIES
    assert run["T"][60] == pytest.approx(small["at"]["60"]["T"], rel=CLOSE)
    other = printed(capsys, "simulate", "--preset", "small_wins", "--set", "h=0.5", "--json")
    assert len(other["t"]) == 61
    assert other["G"][60] < run["G"][60]


def test_equilibria_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "equilibria", "--set", "d=0", "--json")
    assert [set(one) for one in found] == [{"T", "stable", "K", "G"}] * 3
    assert cli.main(["equilibria"]) == 0
    assert "tipping point" in capsys.readouterr().out


def test_a_run_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "--months", "30"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["month", *solver.SERIES]
    assert [line.split()[0] for line in lines[1:]] == ["0", "12", "24", "30"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "h=1.5"), "'h': 1.5 is outside its range; its range is 0 to 1"),
        (("--set", "h=nan"), "'h': nan is outside its range; its range is 0 to 1"),
        (("--set", "L=inf"), "'L': inf is outside its range; its range is 1 to 24"),
        (("--set", "h=much"), "'h': 'much' is not a number; its range is 0 to 1"),
        (("--set", "h"), "no SYMBOL=VALUE"),
        (("--set", "honesty=1"), "no such parameter"),
        (("--preset", "small_win"), "did you mean 'small_wins'"),
        (("--months", "0"), "its range is 1 to 1200"),
        (NO_SPLIT, "the split sums to 0"),
        (("--settings", "none.json"), "cannot be read"),
        (("--settings", "none.json", "--preset", "small_wins"), "stands alone"),
    ],
)
def test_wrong_arguments_are_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert said in refused(capsys, "simulate", *arguments)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "cannot be read"),
        ("{}", "no list of 1 to"),
        ("[]", "no list of 1 to"),
        ("[1]", "run 0: it is no such object"),
        ('[{}, {"speed": 1}]', "run 1: it is no such object"),
        ('[{"settings": {"h": NaN}}]', "run 0: nan is outside its range"),
        ('[{"settings": [1]}]', "run 0: it is no object"),
        ('[{"settings": {"h": null}}]', "run 0: None is not a number"),
        ('[{"initial": {"eA0": 1}}]', "run 0: 1 is outside its range"),
        ('[{"initial": {"h": 1}}]', "no such parameter"),
        ('[{"months": 2.5}]', "run 0: 2.5 is no such number of months"),
        ('[{"preset": ["a"]}]', "run 0: no preset is called"),
    ],
)
def test_a_wrong_settings_file_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "asked.json").write_text(text, "utf-8")
    assert said in refused(capsys, "simulate", "--settings", str(tmp_path / "asked.json"))


def test_a_run_that_leaves_its_bounds_stops_and_names_the_stock(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    money = {"vouch": 100_000, "vouch_t": 1, "t0": 1, "commit": 50_000, "commit_t": 12}
    firm = {"N": 1, "Y0": 10_000, "cK_fix": 5_000, "cK_emp": 800, "k_s": 1}
    staff = {"mix0": 1, "z_staff": 1, "z_tool": 0.01, "z_cons": 0, "z_train": 0}
    asked = [{"settings": money | firm | staff, "months": 24}, {"months": 24}]
    (tmp_path / "asked.json").write_text(json.dumps(asked), "utf-8")
    assert cli.main(["simulate", "--settings", str(tmp_path / "asked.json")]) == LEFT_BOUNDS
    out, said = capsys.readouterr()
    left, whole = json.loads(out)
    assert left["failed"] == {"stock": "K", "month": 1.25}
    assert left["t"] == [0, 1]
    assert all(np.isfinite(left[name]).all() for name in SERIES)
    assert "stock K left its bounds at month 1.25" in said
    assert "failed" not in whole
    assert len(whole["t"]) == 25
    known = ledger.current()
    with pytest.raises(solver.LeftBounds, match="stock K left its bounds"):
        solver.one(known.values(asked[0]["settings"]), known.start(), 24)
