"""My firm: what the survey measured sets where a firm starts, and the rest says assumption."""

from __future__ import annotations

import json
from typing import Any

import pytest

from divario import queries
from divario.catalogue import TOTAL
from divario.cycle import firms, ledger


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return json.loads(json.dumps(firms.for_browser(), allow_nan=False))


def share(indicator: str, size: str, sector: str, year: int) -> float:
    """One published Italian share."""
    rows = queries.run(
        "observations", indicator=indicator, territory=["IT"], size_class=[size], sector=[sector],
        year=[year],
    ).records  # fmt: skip
    (value,) = {row["value"] for row in rows}
    return value


def test_every_size_and_sector_is_a_firm_within_the_ledger(known: dict[str, Any]) -> None:
    for size in known["sizes"]:
        for sector in known["sectors"]:
            one = known["firms"][f"{size['id']}|{sector['id']}"]
            ledger.current().checked(one["settings"])
            assert set(ledger.current().start(one["initial"])) == {"T0", "K0", "eA0", "G0"}
            for fact in one["facts"]:
                assert fact["kind"] in ("measured", "derived", "assumption")
                assert fact["label"]["it"]
                assert fact["origin"]["it"] != fact["origin"]["en"]
    assert len(known["firms"]) == len(known["sizes"]) * len(known["sectors"])


def test_the_first_firm_is_the_ledgers(known: dict[str, Any]) -> None:
    first = known["firms"][f"{known['sizes'][0]['id']}|{known['sectors'][0]['id']}"]
    assert first["initial"] == ledger.current().initial
    assert first["settings"] == ledger.current().sizes[0]


def test_starting_stocks_follow_the_measured_shares(known: dict[str, Any]) -> None:
    medium = known["firms"][f"50-249|{TOTAL}"]["initial"]
    ratios = [
        share(code, "50-249", TOTAL, 2025) / share(code, "10-49", TOTAL, 2025)
        for code in ("E_ERP1", "E_CRM1")
    ]
    assert medium["eA0"] == pytest.approx(0.35 * (ratios[0] * ratios[1]) ** 0.5, abs=5e-5)
    hotels = known["firms"]["10-49|I"]["initial"]
    training = share("E_ITT2", "GE10", "I", 2024) / share("E_ITT2", "GE10", TOTAL, 2024)
    staff = share("E_ITSP2", "GE10", "I", 2022) / share("E_ITSP2", "GE10", TOTAL, 2022)
    assert hotels["K0"] == pytest.approx(0.12 * (training * staff) ** 0.5, abs=5e-5)
    assert hotels["eA0"] == 0.35
    assert (hotels["T0"], hotels["G0"]) == (0.2, 0.06)
    assert known["firms"]["50-249|J"]["initial"]["K0"] == firms.CEILING


def test_a_measured_fact_is_the_published_cell(known: dict[str, Any]) -> None:
    facts = known["firms"][f"50-249|{TOTAL}"]["facts"]
    erp = next(fact for fact in facts if fact["label"]["en"].startswith("Use of ERP"))
    assert erp["kind"] == "measured"
    assert erp["value"] == share("E_ERP1", "50-249", TOTAL, 2025)
    assert "isoc_eb_iip, 2025" in erp["origin"]["en"]


def test_a_micro_firm_starts_from_assumptions_only(known: dict[str, Any]) -> None:
    micro = known["firms"]["0-9|J"]
    assert micro["initial"] == ledger.current().initial
    website = {"value": 72.0, "kind": "measured"}
    kinds = [fact for fact in micro["facts"] if fact["kind"] != "assumption"]
    assert [{key: one[key] for key in website} for one in kinds] == [website]


def test_a_release_without_an_indicator_leaves_the_firm_an_assumption(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What the release does not hold is not asked for twice, and nothing breaks."""
    monkeypatch.setattr(firms, "STOCKS", {"eA0": ("E_GONE",), "K0": ("E_GONE",)})
    facts = firms.firm("50-249", "C")["facts"]
    assert {fact["kind"] for fact in facts} == {"assumption", "measured"}
    monkeypatch.setattr(firms, "_cells", lambda *_, **__: [])
    assert {fact["kind"] for fact in firms.firm("50-249", "C")["facts"]} == {"assumption"}
