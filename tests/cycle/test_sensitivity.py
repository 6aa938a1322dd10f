"""What ships of the model's sensitivity: of this ledger, recomputed in part, refused when stale."""

from __future__ import annotations

import csv
import dataclasses
import tomllib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import cli, queries
from divario.charts import cycle_words
from divario.cycle import ledger, mismatches, offline, sensitivity, uncertainty
from divario.errors import DataRefused
from divario.i18n import LANGUAGES
from tests.conftest import DataCopy

KNOWN = ledger.current()
SCENARIOS = pytest.mark.parametrize("scenario", sensitivity.SCENARIOS)
DIGITS = 1e-8  # ten digits are shipped
DRAWS = 2_400


def shipped(name: str) -> list[dict[str, str]]:
    with (ledger.FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def asked(scenario: str) -> dict[str, dict[str, Any]]:
    answer = queries.run("sensitivities_by_symbol", scenario=scenario)
    return {row["symbol"]: row for row in answer.records}


@pytest.mark.parametrize("name", offline.FILES)
def test_what_ships_is_of_this_ledger(name: str) -> None:
    made = tomllib.loads((ledger.FOLDER / f"{name}.origin.toml").read_text("utf-8"))["made"]
    rows = shipped(name)
    assert {row["ledger_version"] for row in rows} == {made["ledger"]} == {KNOWN.version}, (
        "the ledger has changed: run 'python -m divario sensitivity'"
    )
    assert {row["seed"] for row in rows} == {str(made["seed"])} == {str(uncertainty.SEED)}
    assert {row["computed_date"] for row in rows} == {made["date"]}
    assert (made["sample"], made["draws"]) == (sensitivity.SAMPLE, sensitivity.DRAWS)


def test_the_version_is_of_the_numbers_not_of_the_texts() -> None:
    def changed(**own: Any) -> str:
        parameters = KNOWN.parameters | {"mu": dataclasses.replace(KNOWN.parameters["mu"], **own)}
        return dataclasses.replace(KNOWN, parameters=parameters).version

    assert changed() == changed(label={"it": "x", "en": "y"}) == KNOWN.version
    assert len({KNOWN.version, changed(high=0.56), changed(value=0.39), changed(kind="lever")}) == 4


@SCENARIOS
def test_the_tornado_is_the_models(scenario: str) -> None:
    rows = sensitivity.tornado(KNOWN, scenario)
    assert [row["symbol"] for row in rows] == [
        row["symbol"] for row in shipped("sensitivity") if row["scenario"] == scenario
    ]
    names = {"value": "parameter_value", "low": "range_low", "high": "range_high"}
    for row in rows:
        found = asked(scenario)[row.pop("symbol")]
        assert {name: found[names.get(name, name)] for name in row} == pytest.approx(
            row, rel=DIGITS
        )


def test_neither_levers_nor_size_nor_the_scenarios_own_settings_are_moved() -> None:
    both = [set(asked(scenario)) for scenario in sensitivity.SCENARIOS]
    drawn = {one.symbol for one in KNOWN.parameters.values() if one.is_drawn}
    assert both[0] == drawn
    assert both[1] == drawn - set(KNOWN.presets["small_wins"].settings)
    assert "m0" in both[0] - both[1]


@pytest.mark.parametrize("symbol", ["rho", "mu", "n_f", "a0"])
def test_the_triangular_law_is_scipys(symbol: str) -> None:
    from scipy import stats  # noqa: PLC0415 (heavy)

    one = KNOWN.parameters[symbol]
    width = one.high - one.low
    law = stats.triang((one.value - one.low) / width, one.low, width)
    shares = np.linspace(0, 1, 41)
    assert sensitivity.triangular(shares, one) == pytest.approx(law.ppf(shares), abs=1e-12)


def test_sobol_indices_are_seeded() -> None:
    first, again = (sensitivity.sobol(KNOWN, "small_wins", 16) for _ in range(2))
    other = sensitivity.sobol(KNOWN, "small_wins", 16, seed=5)
    assert first == again != other
    assert [row["symbol"] for row in first] == [
        one.symbol for one in sensitivity.uncertain(KNOWN, "small_wins")
    ]


@SCENARIOS
def test_shipped_indices_keep_their_bounds(scenario: str) -> None:
    rows = asked(scenario).values()
    for row in rows:
        spread = row["first_margin"] + row["total_margin"] + 0.01
        assert -spread <= row["first_order"] <= row["total_order"] + spread <= 1 + 2 * spread
        assert row["total_order"] >= 0
    margin = np.sqrt(sum(row["first_margin"] ** 2 for row in rows))
    assert sum(row["first_order"] for row in rows) <= 1 + margin
    assert sum(row["total_order"] for row in rows) >= 1 - margin


def test_another_estimate_finds_the_same_first_order() -> None:
    """The variance of the mean outcome within slices of one parameter, over plain random draws."""
    drawn = uncertainty.draw(KNOWN, DRAWS, 3, KNOWN.presets["small_wins"].settings)
    found = sensitivity.outcome(KNOWN, drawn)
    slices = 20
    for row in sorted(asked("small_wins").values(), key=lambda row: -row["total_order"])[:5]:
        order = np.argsort(drawn[row["symbol"]])
        means = found[order].reshape(slices, -1).mean(axis=1)
        noise = found.var() / (DRAWS / slices)  # of a mean that says nothing
        share = (means.var(ddof=1) - noise) / found.var()
        assert row["first_order"] == pytest.approx(share, abs=0.04 + row["first_margin"]), row


def test_regimes_are_those_of_the_model_within_sampling_error() -> None:
    rows = queries.run("regimes_by_size").records
    assert len(rows) == len(sensitivity.SCENARIOS) * len(KNOWN.sizes)
    for row in rows:
        assert row["trap_count"] + row["two_count"] + row["growth_count"] == row["draws_count"]
    central = next(row for row in rows if row["persons_count"] == 12)
    again = sensitivity.regimes(KNOWN, "as_usual", KNOWN.sizes[0], draws=400, seed=1)
    for name in ("trap_count", "two_count", "growth_count", "escaped_count"):
        share = central[name] / central["draws_count"]
        error = np.sqrt(share * (1 - share) * (1 / 400 + 1 / central["draws_count"]))
        assert again[name] / 400 == pytest.approx(share, abs=4 * error + 1e-9), name


def test_the_mismatches_are_the_models() -> None:
    found = {row["target"]: row for row in queries.run("mismatches_by_target").records}
    large = found["large"]["model_value"]
    for row in mismatches.rows(KNOWN, large):
        assert found[row["target"]]["model_value"] == pytest.approx(row["model"], rel=DIGITS)
    big = queries.run("regimes_by_size", scenario="as_usual").records[-1]
    assert large == pytest.approx(100 * big["growth_count"] / big["draws_count"])
    assert found["large"]["survey_origin"].startswith("Eurostat:isoc_e_dii")
    assert {row["survey_origin"] for name, row in found.items() if name != "large"} == {None}


@pytest.mark.parametrize(
    ("file", "old", "new", "row"),
    [
        ("cycle/parameters.csv", "mu,0.38,0.25", "mu,0.38,0.24", "as_usual, mu"),
        ("cycle/regimes.csv", KNOWN.version, "0123456789ab", "ledger 0123456789ab"),
    ],
)
def test_stale_results_are_refused(
    small_data: DataCopy, file: str, old: str, new: str, row: str
) -> None:
    small_data.replace(file, old, new)
    small_data.seal()
    with pytest.raises(DataRefused, match="computed with the ledger beside it") as caught:
        small_data.open()
    assert row in str(caught.value)


@given(st.lists(st.integers(0, 4_000), min_size=3, max_size=3).filter(any))
def test_firms_in_a_hundred_add_up_to_a_hundred(counts: list[int]) -> None:
    names = [f"{name}_count" for name in cycle_words.REGIMES]
    row = dict(zip(names, counts, strict=True)) | {"draws_count": sum(counts)}
    shown = cycle_words.in_hundred(row)
    assert sum(shown.values()) == 100
    for name, count in zip(cycle_words.REGIMES, counts, strict=True):
        assert abs(shown[name] - 100 * count / sum(counts)) < 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_scenarios_are_called_as_in_the_simulator(language: str) -> None:
    for name in sensitivity.SCENARIOS:
        assert cycle_words.scenario(name, language) == KNOWN.presets[name].name[language]


def test_without_salib_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert cli.main(["sensitivity"]) == 2
    assert "start.py test" in capsys.readouterr().err
