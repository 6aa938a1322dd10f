"""The Gaps page beside a plain Streamlit page with the same charts, in headless Chromium.

Filter change to everything painted, server CPU per change, and opening; in turn, several rounds.
Every change is made twice on servers started for the round: new answers, then cached ones.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import harness
import psutil
from harness import ROOT, median, percentile
from playwright.sync_api import Browser, Page, sync_playwright

QUIET_MS = 600
TIMEOUT_MS = 60_000
TARGETS = {"changes": 0.35, "cpu": 0.15, "openings": 0.65}
# Runs in the page: notes the last change within a chart, and the second frame after it.
OBSERVER = """
(() => {
  const seen = window.__seen = { event: 0, last: 0, painted: 0, open: 0 };
  const charts = ".js-plotly-plot, figure[data-figure]";
  const inside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(charts);
  const holds = (node) => node.nodeType === 1
    && (node.matches(charts) || node.querySelector(charts));
  const note = () => {
    seen.last = performance.now();
    seen.open += 1;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      seen.open -= 1;
      seen.painted = performance.now();
    }));
  };
  new MutationObserver((records) => {
    if (records.some((record) => inside(record.target) || [...record.addedNodes].some(holds))) {
      note();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const chosen = (event) => {
    const isChoice = event.type === "change" ? event.target.matches("select")
      : event.key === "Enter";
    if (isChoice) seen.event = performance.now();
  };
  for (const name of ["change", "keydown"]) addEventListener(name, chosen, true);
})();
"""
SETTLED = """
(quiet) => {
  const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
  const seen = window.__seen;
  return state === "notRunning" && !seen.open && seen.last > seen.event
    && performance.now() - seen.last > quiet;
}
"""
UNDRAWN = "figure[data-figure]:not([data-drawn])"


@dataclass(frozen=True)
class Change:
    """One filter change: the filter, its code on our page, its label on the plain one."""

    name: str
    code: str
    label: str


ROUNDS = 5
WARM_UP = Change("indicator", "E_CC", "Purchase of cloud computing services")
MEASURED = Change("indicator", "E_AI_TANY", "Use of at least one AI technology")
LARGE = Change("size", "GE250", "250 or more")
ALL_SIZES = Change("size", "GE10", "10 or more")
CHANGES = (
    Change("sector", "C", "Manufacturing"),
    Change("year", "2024", "2024"),
    Change("sector", "J", "Information and communication"),
    Change("year", "2023", "2023"),
    Change("sector", "C10-S951_X_K", "All activities"),
    Change("size", "10-49", "10–49 persons"),
    Change("year", "2025", "2025"),
    ALL_SIZES,
)
PASSES = ("new answers", "asked before")
PLAIN_LABELS = {
    "indicator": "Indicator",
    "year": "Year",
    "size": "Size class",
    "sector": "Sector",
}


def choose_ours(page: Page, change: Change) -> None:
    """Choose in our filter bar; the address must then say so."""
    if change.name == "indicator":
        box = page.get_by_role("combobox", name="Indicator")
        box.click()
        box.fill(change.label)
        page.locator(f".dv-active[data-value={change.code}]").wait_for()
        box.press("Enter")
    else:
        page.select_option(f"select[name={change.name}]", change.code)


def choose_plain(page: Page, change: Change) -> None:
    """Choose in a selectbox by typing its label and Enter."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=PLAIN_LABELS[change.name])
    field_ = box.locator("input")
    field_.click()
    field_.fill(change.label)
    page.get_by_role("option").first.filter(has_text=change.label).wait_for()
    field_.press("Enter")


@dataclass
class Site:
    """A page to measure, and what was measured: milliseconds, by pass through the changes."""

    name: str
    script: Path
    port: int
    path: str
    choose: Callable[[Page, Change], None]
    server: psutil.Process | None = None
    changes: dict[str, list[float]] = field(default_factory=dict)
    openings: list[float] = field(default_factory=list)
    cpu: dict[str, list[float]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://{harness.HOST}:{self.port}{self.path}"


def settled(page: Page) -> float:
    """Wait until nothing is drawn any more; milliseconds from the event (or start) to paint."""
    page.wait_for_function(SETTLED, arg=QUIET_MS, timeout=TIMEOUT_MS, polling=50)
    if page.locator(UNDRAWN).count():
        raise SystemExit("a figure was not drawn")
    return page.evaluate("window.__seen.painted - window.__seen.event")


def visit(browser: Browser, site: Site, is_measured: bool) -> None:
    """One reader with an empty cache: opening, an indicator, then every change twice."""
    context = browser.new_context(viewport=harness.VIEWPORT)
    context.add_init_script(OBSERVER)
    page = context.new_page()
    page.goto(site.address, wait_until="commit")
    opening = settled(page)
    for change in (MEASURED if is_measured else WARM_UP, LARGE, ALL_SIZES):
        site.choose(page, change)
        settled(page)
    if is_measured:
        site.openings.append(opening)
        for name in PASSES:
            before = harness.cpu_seconds(site.server)
            for change in CHANGES:
                site.choose(page, change)
                site.changes.setdefault(name, []).append(settled(page))
            spent = (harness.cpu_seconds(site.server) - before) * 1000 / len(CHANGES)
            site.cpu.setdefault(name, []).append(spent)
    context.close()


def round_of(browser: Browser, sites: list[Site]) -> None:
    """Fresh servers, one visit to warm each, then the measured ones."""
    with ExitStack() as stack:
        for site in sites:
            site.server = stack.enter_context(harness.served(site.script, site.port))
            visit(browser, site, is_measured=False)
        for site in sites:
            visit(browser, site, is_measured=True)


def report(ours: Site, plain: Site) -> None:
    """Print the medians, their ratios and the targets."""
    rows = [
        _row(f"{what}, {name}", getattr(ours, kind)[name], getattr(plain, kind)[name], kind)
        for kind, what in (("changes", "change to paint, ms"), ("cpu", "server CPU, ms"))
        for name in PASSES
    ]
    rows.append(_row("opening, warm server, ms", ours.openings, plain.openings, "openings"))
    header = ("median", "Divario", "p90", "plain", "p90", "ratio", "target", "met")
    harness.print_table(header, rows)


def _row(name: str, ours: list[float], plain: list[float], target: str) -> list[object]:
    ratio, limit = median(ours) / median(plain), TARGETS[target]
    ends = [median(ours), percentile(ours, 0.9), median(plain), percentile(plain, 0.9)]
    return [name, *ends, ratio, f"≤ {limit}", "yes" if ratio <= limit else "MISSED"]


def main() -> None:
    """Measure in turn and print; the first round only warms the servers."""
    print(harness.machine(), end="\n\n")
    ours = Site("ours", ROOT / "app.py", 8741, "/gaps?lang=en", choose_ours)
    plain = Site("plain", ROOT / "benchmarks" / "plain_app.py", 8742, "/", choose_plain)
    with sync_playwright() as playwright:
        browser = harness.chromium(playwright)
        for number in range(ROUNDS):
            round_of(browser, [ours, plain] if number % 2 else [plain, ours])
        browser.close()
    report(ours, plain)


if __name__ == "__main__":
    main()
