"""The model in the browser and the model in Python: the same numbers, in a real browser."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from divario.cycle import equilibria, ledger, solver, uncertainty
from divario.ui import assets

COUNT, MONTHS, DRAWS = 1_000, 60, 200
CLOSE = 1e-9
SERIES = ("W", "A", "K", "G", "R", "P", "X", "T", "Y", "own")
STARTS = {"T0": 1.0, "K0": 1.0, "eA0": 0.95, "G0": 1.0}
RUNS = """
async ([address, columns, initials, names, months, count]) => {
  const { simulate } = await import(address);
  const out = new Float64Array(count * names.length * (months + 1)).fill(NaN);
  const failed = [];
  const row = (table, at) => Object.fromEntries(Object.entries(table).map(([k, v]) => [k, v[at]]));
  for (let at = 0; at < count; at += 1) {
    const run = simulate(row(columns, at), row(initials, at), months);
    failed.push(run.failed?.stock ?? "");
    names.forEach((name, place) => out.set(run[name], (at * names.length + place) * (months + 1)));
  }
  const bytes = new Uint8Array(out.buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return { failed, values: btoa(text) };
}
"""
ENDINGS = """
async ([address, columns, count]) => {
  const { equilibria } = await import(address);
  return Array.from({ length: count }, (_, at) => equilibria(
    Object.fromEntries(Object.entries(columns).map(([k, v]) => [k, v[at]])),
  ));
}
"""
BANDS = """
async ([address, ledger, settings, draws, months]) => {
  const { draw, ensemble } = await import(address);
  const sets = draw(ledger, settings, draws, 7);
  const found = ensemble(sets, ledger.initial, months);
  const plain = (band) => Object.fromEntries(Object.entries(band).map(([k, v]) => [k, [...v]]));
  return { sets, out: found.out, failed: found.failed.length, T: plain(found.T), G: plain(found.G),
    own: plain(found.own) };
}
"""


@pytest.fixture(scope="module")
def page(profile: BrowserContext, server: str) -> Iterator[Page]:
    """A page of the server that holds nothing: the modules are imported into it."""
    opened = profile.new_page()
    opened.goto(f"{server}/_stcore/health")
    yield opened
    opened.close()


def at_random(count: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings anywhere in the ledger's ranges, and starts anywhere."""
    generator = np.random.default_rng(11)
    known = ledger.current().parameters
    columns = {name: generator.uniform(one.low, one.high, count) for name, one in known.items()}
    return columns, {name: generator.uniform(0, top, count) for name, top in STARTS.items()}


def plain(columns: Mapping[str, Any]) -> dict[str, list[float]]:
    """Arrays as lists, for the browser."""
    return {name: values.tolist() for name, values in columns.items()}


def difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The largest relative difference; where one has no value, the other must have none."""
    assert np.array_equal(np.isnan(ours), np.isnan(theirs))
    size = np.maximum(np.abs(ours), np.abs(theirs))
    return float(np.nanmax(np.abs(ours - theirs) / np.where(size > 0, size, 1)))


def test_a_thousand_random_settings(page: Page) -> None:
    columns, initials = at_random(COUNT)
    address = assets.script("cycle.js").address
    asked = [address, plain(columns), plain(initials), list(SERIES), MONTHS, COUNT]
    found = page.evaluate(RUNS, asked)
    shape = (COUNT, len(SERIES), MONTHS + 1)
    browser = np.frombuffer(base64.b64decode(found["values"])).reshape(shape)
    run = solver.simulate(columns, initials, MONTHS)
    assert found["failed"] == list(run.failed)
    assert np.mean(run.failed == "") > 0.99
    python = np.stack([run.series[name].T for name in SERIES], axis=1)
    worst = difference(python, browser)
    assert worst <= CLOSE, f"largest relative difference {worst:.2e}"


def test_endings_and_tipping_points(page: Page) -> None:
    """Random settings have one ending as a rule; around the central firm there are several."""
    values = ledger.current().values()
    honesty = np.linspace(0.5, 0.9, 41)
    columns = {name: np.full(honesty.size, value) for name, value in values.items()}
    columns |= {"h": honesty, "d": np.zeros(honesty.size)}
    random, _ = at_random(40)
    columns = {name: np.concatenate([columns[name], random[name]]) for name in columns}
    count = honesty.size + 40
    address = assets.script("cycle-rest.js").address
    found = page.evaluate(ENDINGS, [address, plain(columns), count])
    several = 0
    for at in range(count):
        expected = equilibria.equilibria({name: float(v[at]) for name, v in columns.items()})
        assert [one["stable"] for one in found[at]] == [one.stable for one in expected], at
        for one, other in zip(found[at], expected, strict=True):
            for name in ("T", "K", "G"):
                assert abs(one[name] - getattr(other, name)) <= CLOSE, (at, name)
        several += len(expected) > 1
    assert several > 10


def test_the_same_draws_give_the_same_bands(page: Page) -> None:
    known, settings = ledger.for_browser(), {"h": 0.9, "L": 4, "commit": 1500, "commit_t": 6}
    address = assets.script("cycle-draws.js").address
    found = page.evaluate(BANDS, [address, known, settings, DRAWS, MONTHS])
    sets = {name: np.array([one[name] for one in found["sets"]]) for name in found["sets"][0]}
    for name, one in ledger.current().parameters.items():
        assert np.all((sets[name] >= one.low) & (sets[name] <= one.high)), name
        is_varied = one.is_drawn and name not in settings
        assert (np.ptp(sets[name]) > 0) == is_varied, name
        assert abs(np.mean(sets[name]) - (one.low + one.value + one.high) / 3) <= (
            0.2 * (one.high - one.low) if is_varied else np.inf
        )
    run = solver.simulate(sets, known["initial"], MONTHS)
    assert found["failed"] == 0 and run.is_whole.all()
    assert found["out"] == round(uncertainty.escaped_share(run) * DRAWS)
    for name in ("T", "G", "own"):
        for band, end in zip(uncertainty.bands(run, name), ("low", "mid", "high"), strict=True):
            assert difference(band, np.array(found[name][end])) <= CLOSE, (name, end)


def test_the_marker_follows_the_levers(profile: BrowserContext, server: str) -> None:
    """The tipping point on the page is that of Python's solver, to three digits, at each step."""
    page = profile.new_page()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{server}/whatif?lang=en")
    page.wait_for_selector(".dv-whatif[data-ready=true]")
    answer = page.locator(".dv-whatif-answer")
    lever = page.locator("input[name=h]")
    lever.focus()
    tips = set()
    for percent in range(74, 64, -1):
        lever.press("ArrowLeft")
        expect(lever).to_have_attribute("aria-valuetext", f"{percent}%")
        tip = equilibria.tipping_point(ledger.current().values({"h": percent / 100}))
        shown = "" if tip is None else f"{tip:.6f}"
        expect(answer).to_have_attribute("data-tip", shown)
        if tip is not None:
            expect(answer).to_contain_text(f"the tipping point of {100 * tip:.1f}%")
        tips.add(shown)
    assert len(tips) > 5
    page.close()
