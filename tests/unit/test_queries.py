"""The query layer: exact answers, and helpful refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import dictionary, queries, store
from divario.catalogue import EU, ITALY, LARGE, SME
from divario.errors import UnknownQuery, WrongParameter
from divario.store import Warehouse

MARTS = queries.marts()
EXAMPLES = {name: dictionary.examples(mart) for name, mart in MARTS.items()}
ASKED = [(name, parameter) for name, example in EXAMPLES.items() for parameter in example]
INJECTIONS = (
    "IT' or 1=1 --",
    "'; drop table cell; --",
    "IT') union select * from read_csv('/etc/passwd') --",
    "$indicator",
    "null",
    "%",
    "IT\0",
)


def ask(name: str, **changes: Any) -> queries.Result:
    """A mart's answer to its own example, some parameters changed."""
    return queries.run(name, **(EXAMPLES[name] | changes))


@pytest.mark.parametrize(
    ("indicator", "territory", "size_class", "expected"),
    [
        ("E_DI3_GELO", ITALY, SME, 79.49),
        ("E_DI3_GELO", EU, SME, 71.39),
        ("E_AI_TANY", ITALY, SME, 15.70),
        ("E_AI_TANY", EU, SME, 18.90),
        ("E_AI_TANY", ITALY, LARGE, 53.09),
        ("E_AI_TANY", EU, LARGE, 55.03),
    ],
)
def test_published_values(indicator: str, territory: str, size_class: str, expected: float) -> None:
    """Published figures come out to the last digit, with the origin of their dataset."""
    result = ask("sizes_by_territory", indicator=indicator, territory=[territory])
    (cell,) = [cell for cell in result.records if cell["size_class"] == size_class]
    dataset = {"E_DI3_GELO": "isoc_e_dii", "E_AI_TANY": "isoc_eb_ai"}[indicator]
    assert (cell["value"], cell["origin"]) == (expected, f"Eurostat:{dataset}@2026-02-27")


def test_observation_says_its_origin(warehouse: Warehouse) -> None:
    """One published cell: value, origin, origin record and release."""
    result = ask("observations")
    (row,) = result.records
    assert (row["value"], row["status"]) == (15.7, None)
    assert row["origin"] == "Eurostat:isoc_eb_ai@2026-02-27"
    assert [(o.code, o.publisher) for o in result.origins] == [("isoc_eb_ai", "Eurostat")]
    assert result.release == warehouse.release
    assert result.frame.to_dict("records") == result.records
    assert list(result.frame.columns) == list(result.columns)


@pytest.mark.parametrize(
    ("name", "hint"), [("observation", "observations"), ("Years_by_teritory", "years_by_territory")]
)
def test_unknown_query_names_the_nearest(name: str, hint: str) -> None:
    """A misspelt query is refused with the nearest name."""
    with pytest.raises(UnknownQuery, match=f"did you mean '{hint}'") as caught:
        queries.run(name)
    assert caught.value.hint == hint


def test_unknown_query_with_nothing_near() -> None:
    """A name like no other is refused without a guess, and staging may not be asked."""
    for name in ("", "x" * 10_000, "stg_survey", "../checks/keys_are_unique"):
        with pytest.raises(UnknownQuery):
            queries.run(name)


@pytest.mark.parametrize(
    ("change", "parameter", "hint"),
    [
        ({"territory": "it"}, "territory", "did you mean 'IT'?"),
        ({"territory": ["IT", "EU27"]}, "territory", "did you mean 'EU27_2020'?"),
        ({"territory": "RU"}, "territory", "for example ['IT']"),
        ({"sector": "B"}, "sector", "for example"),
        ({"indicator": "E_AI_TANI"}, "indicator", "did you mean 'E_AI_TANY'?"),
        ({"indicator": "e_ai_tany"}, "indicator", "did you mean 'E_AI_TANY'?"),
        ({"size_class": "10-248"}, "size_class", "did you mean '10-249'?"),
        ({"year": 2026}, "year", "did you mean '2025'?"),
        ({"year": "1800"}, "year", "did you mean '2009'?"),
        ({"year": "abc"}, "year", "for example [2025]"),
        ({"year": True}, "year", "for example [2025]"),
        ({"indicator": None}, "indicator", "for example 'E_AI_TANY'"),
        ({"indicator": []}, "indicator", "for example 'E_AI_TANY'"),
        ({"indicator": ""}, "indicator", "for example 'E_AI_TANY'"),
        ({"indicator": ["E_AI_TANY", "E_DI3_GELO"]}, "indicator", "for example 'E_AI_TANY'"),
        ({"territory": ["IT"] * 201}, "territory", "for example ['IT']"),
        ({"territori": "IT"}, "territori", "did you mean 'territory'?"),
        ({"zzzzz": "IT"}, "zzzzz", "known: indicator, dataset"),
    ],
)
def test_wrong_parameters_say_which_and_what_would_do(
    change: dict[str, Any], parameter: str, hint: str
) -> None:
    """A wrong, missing, doubled or unknown parameter is named, with the nearest valid value."""
    with pytest.raises(WrongParameter) as caught:
        ask("observations", **change)
    assert caught.value.parameter == parameter
    assert hint in caught.value.hint
    assert repr(parameter) in str(caught.value) and hint in str(caught.value)


@pytest.mark.parametrize("text", INJECTIONS)
def test_sql_in_a_parameter_is_only_a_wrong_code(text: str, warehouse: Warehouse) -> None:
    """SQL given as a value is refused like any unknown code, and nothing is changed."""
    before = warehouse.ask("select count(*) from cell", {}).rows
    for name, parameter in ASKED:
        with pytest.raises(WrongParameter) as caught:
            ask(name, **{parameter: text})
        assert caught.value.parameter == parameter
    assert warehouse.ask("select count(*) from cell", {}).rows == before


def test_long_values_are_cut_in_messages() -> None:
    """A value of a megabyte does not come back whole in the message."""
    with pytest.raises(WrongParameter) as caught:
        ask("observations", territory="x" * 1_000_000)
    assert len(str(caught.value)) < 300


def test_long_names_are_cut_in_messages() -> None:
    """The name of a query or parameter of a megabyte does not come back whole either."""
    long = "x" * 1_000_000
    with pytest.raises(UnknownQuery) as query:
        queries.run(long)
    with pytest.raises(WrongParameter) as parameter:
        ask("observations", **{long: "IT"})
    assert [len(str(caught.value)) < 300 for caught in (query, parameter)] == [True, True]


def test_whole_numbers_of_numpy_are_years() -> None:
    """A year taken from a frame is a year like any other."""
    assert ask("cells_by_indicator", year=np.int64(2025)).rows == ask("cells_by_indicator").rows
    assert ask("observations", year=np.array([2025])).rows == ask("observations").rows


def test_repeated_values_select_each_once() -> None:
    """Several values give the rows of each; order and repetition add none."""
    both = ask("observations", territory=["IT", "DE"]).rows
    assert set(both) == {
        *ask("observations", territory="IT").rows,
        *ask("observations", territory=("DE",)).rows,
    }
    assert ask("observations", territory=["DE", "IT", "DE"]).rows == both
    assert len(both) == 2


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("profile_by_sector", {"sector": "C"}),
        ("sectors_by_indicator", {"sector": ["C", "J"], "territory": "IT"}),
        ("sizes_by_indicator", {"sector": "C", "territory": "IT"}),
    ],
)
def test_a_query_within_itself_keeps_what_it_adds(name: str, asked: dict[str, object]) -> None:
    """As the Sectors page asks: all units first, then one; national totals stay beside it."""
    wider = queries.run(name, **asked)
    for unit in sorted({row["unit"] for row in wider.records}):
        narrow = queries.within(wider, name, **asked, unit=unit)
        rows = store.current().ask(narrow.sql, dict(narrow.parameters)).rows
        assert rows and narrow.rows == rows, unit


def test_an_answer_that_does_not_reach_is_asked_as_ever() -> None:
    """Another year, or a territory more, is not within: the warehouse is asked."""
    wider = queries.run("cells_by_indicator", indicator="E_AI_TANY", year=2025, territory=["IT"])
    asked = {"indicator": "E_AI_TANY", "sector": "C10-S951_X_K"}
    for year, territory in ((2024, ["IT"]), (2025, ["IT", "DE"])):
        codes = {**asked, "year": year, "territory": territory}
        narrow = queries.within(wider, "sizes_by_territory", **codes)
        rows = store.current().ask(narrow.sql, dict(narrow.parameters)).rows
        assert rows and narrow.rows == rows
    with pytest.raises(WrongParameter):
        queries.within(wider, "sizes_by_territory", indicator="E_AI_TANY")


def test_answers_are_cached_and_equal_however_they_are_asked() -> None:
    """The same question as text, number or list gives the same answer object."""
    first = ask("observations", year=2025, territory="IT")
    assert ask("observations", year=["2025"], territory=[" IT "]) is first


@given(st.sampled_from(ASKED), st.one_of(st.text(), st.integers(), st.lists(st.text(), max_size=4)))
def test_any_value_is_answered_or_refused(asked: tuple[str, str], value: Any) -> None:
    """Whatever is given, there is an answer or a WrongParameter that names the parameter."""
    name, parameter = asked
    try:
        result = ask(name, **{parameter: value})
    except WrongParameter as error:
        assert error.parameter == parameter
        assert error.hint and len(str(error)) < 400
    else:
        assert result.query == name and set(result.parameters) == set(EXAMPLES[name])


@given(st.data())
def test_origins_are_those_of_the_rows(data: st.DataObject) -> None:
    """An answer carries the record of each dataset that its rows name, and of no other."""
    codes = store.current().codes
    asked = {
        "indicator": data.draw(st.sampled_from(sorted(codes["publisher_indicator"]))),
        "territory": data.draw(st.lists(st.sampled_from(sorted(codes["territory"])), max_size=3)),
        "year": data.draw(st.lists(st.sampled_from(sorted(codes["year"])), max_size=3)),
    }
    result = queries.run("observations", **asked)
    assert {origin.code for origin in result.origins} == {row["dataset"] for row in result.records}
    for row in result.records:
        (own,) = [origin for origin in result.origins if origin.code == row["dataset"]]
        assert row["origin"].split("@")[0] == f"{own.publisher}:{own.code}"
        assert row["territory"] in asked["territory"] or not asked["territory"]
