"""Every page beside the plain Streamlit page: filter change, first chart, and over a slow line.

And what it says of itself: the leads over all cells, and the saving of images. The plain page is
the one of `pages.py`; what is painted is found the same way on both. `--rounds N` (3).
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

import harness
from harness import ROOT, median, percentile
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

import pages
from pages import Change

OURS, PLAIN = "http://127.0.0.1:8743", "http://127.0.0.1:8744"
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6}
TARGETS = {"new": 0.35, "again": 0.35, "first": 0.65, "slow": 0.35}
TITLES = {
    "new": "change, new answers",
    "again": "change, asked before",
    "first": "first chart",
    "slow": "first chart, 10 Mbit/s, 40 ms",
}
# Notes the second frame after the first mark of any chart stands in the document.
FIRST = """
(() => {
  const marks = ".js-plotly-plot .point, .js-plotly-plot .js-line, .js-plotly-plot .hm";
  const watcher = new MutationObserver(() => {
    if (!document.querySelector(marks)) return;
    watcher.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__first = performance.now();
    }));
  });
  watcher.observe(document, { subtree: true, childList: true });
})();
"""
SETTLED = (
    f"(quiet) => ({pages.SETTLED.strip()})(quiet) && !document.querySelector({pages.UNDRAWN!r})"
)
TRIES = 3
FIGURES = ("sizes", "sectors", "years", "countries")


@dataclass
class Case:
    """A page, what is changed on it, and what was measured: milliseconds."""

    name: str
    address: str
    changes: tuple[Change, ...] = ()
    measured: dict[str, list[float]] = field(default_factory=dict)

    def note(self, what: str, value: float) -> None:
        """Keep one measurement."""
        self.measured.setdefault(what, []).append(value)


def choices(*pairs: tuple[str, str]) -> tuple[Change, ...]:
    """Changes of our native lists."""
    return tuple(Change(name, code, "") for name, code in pairs)


def cases() -> list[Case]:
    """Our pages with charts; the last change of each leads back to the view that was opened."""
    topics = (("topic", "ai"), ("topic", "cloud"), ("topic", ""))
    return [
        Case("overview", f"{OURS}/?lang=en"),
        Case("gaps", f"{OURS}/gaps?lang=en&indicator=E_AI_TANY&size=GE10", pages.CHANGES),
        Case(
            "sectors",
            f"{OURS}/sectors?lang=en",
            choices(("sector", "J"), ("sector", "F"), *topics, ("sector", "C")),
        ),
        Case(
            "leads",
            f"{OURS}/leads?lang=en",
            choices(*topics, ("kind", "change"), ("kind", "sector"), ("kind", "")),
        ),
        Case(
            "claims",
            f"{OURS}/claims?lang=en&claim=trap",
            choices(("claim", "product_culture"), ("claim", "vanity"), ("claim", "trap")),
        ),
        Case(
            "web",
            f"{OURS}/web?lang=en",
            choices(("country", "DE"), ("sector", "F"), ("sector", "J"), ("country", "FR")),
        ),
    ]


def settled(page: Page) -> float:
    """As on the Gaps page, and no figure waits for its script, as it may over a slow line."""
    page.wait_for_function(SETTLED, arg=pages.QUIET_MS, timeout=pages.TIMEOUT_MS, polling=50)
    return page.evaluate("window.__seen.painted - window.__seen.event")


def opened(browser: Browser, address: str, is_slow: bool = False) -> tuple[BrowserContext, Page]:
    """A reader with an empty cache and a drawn page; where it is not drawn, that is said."""
    for _ in range(TRIES):
        context, page = _open(browser, address, is_slow)
        try:
            settled(page)
        except TimeoutError:
            missing = page.locator(pages.UNDRAWN).count()
            print(f"{address}: not drawn in a minute, {missing} figures missing", file=sys.stderr)
            context.close()
        else:
            return context, page
    raise SystemExit(f"{address} was not drawn")


def _open(browser: Browser, address: str, is_slow: bool) -> tuple[BrowserContext, Page]:
    """A page of its own on its way to an address."""
    context = browser.new_context(viewport=harness.VIEWPORT)
    context.add_init_script(pages.OBSERVER + FIRST)
    page = context.new_page()
    if is_slow:
        client = context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="commit")
    return context, page


def visit(browser: Browser, case: Case) -> None:
    """Open, make every change twice, and open once more over a slow line."""
    context, page = opened(browser, case.address)
    case.note("first", page.evaluate("window.__first"))
    choose = pages.choose_plain if case.address == PLAIN else pages.choose_ours
    if case.address == PLAIN:
        for change in (pages.MEASURED, pages.ALL_SIZES):
            choose(page, change)
            settled(page)
    for what in ("new", "again"):
        for change in case.changes:
            choose(page, change)
            case.note(what, settled(page))
    context.close()
    context, page = opened(browser, case.address, is_slow=True)
    case.note("slow", page.evaluate("window.__first"))
    context.close()


def images(browser: Browser) -> list[float]:
    """Milliseconds from the button to the saved PNG, three times for each of four figures."""
    context, page = opened(browser, f"{OURS}/gaps?lang=en&indicator=E_AI_TANY")
    took = []
    for name in FIGURES:
        figure = page.locator(f"[data-figure={name}]")
        figure.get_by_role("button", name="Image", exact=True).click()
        save = figure.get_by_role("button", name="Save PNG")
        save.wait_for()
        for _ in range(3):
            began = time.perf_counter()
            with page.expect_download():
                save.click()
            took.append((time.perf_counter() - began) * 1000)
    context.close()
    return took


def leads() -> dict[str, list[float]]:
    """Milliseconds for the leads of Italy: found anew, chosen from those in memory.

    The first country of a release, which the app finds before a reader comes, waits for the EU too.
    """
    from divario import findings, queries  # noqa: PLC0415
    from divario.ui import leads_view  # noqa: PLC0415

    first, then = "found anew, as for the first reader of a country", "a page run"
    opening = "found anew, as the first of a release"
    took: dict[str, list[float]] = {opening: [], first: [], then: []}
    for _ in range(9):
        findings._others.cache_clear()
        for what in (opening, first):
            findings._leads.cache_clear()
            queries._cache.clear()
            began = time.perf_counter()
            findings.leads_of("IT")
            took[what].append((time.perf_counter() - began) * 1000)
        for topic in ("", "ai", "cloud"):
            began = time.perf_counter()
            leads_view.resolve({"topic": topic})
            took[then].append((time.perf_counter() - began) * 1000)
    return took


def report(ours: list[Case], plain: Case) -> None:
    """Medians of each page, their ratio to the plain page, and the targets."""
    rows = []
    for case in ours:
        for what, values in case.measured.items():
            own, other = median(values), median(plain.measured[what])
            is_met = "yes" if own / other <= TARGETS[what] else "MISSED"
            row = [case.name, TITLES[what], own, percentile(values, 0.9), other, own / other]
            rows.append([*row, f"≤ {TARGETS[what]}", is_met])
    header = ("page", "what, ms", "median", "p90", "plain", "ratio", "target", "met")
    harness.print_table(header, rows)


def main() -> None:
    """Measure in turn and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    print(harness.machine(), end="\n\n")
    ours, plain = cases(), Case("plain", PLAIN, pages.CHANGES)
    with sync_playwright() as playwright:
        browser = harness.chromium(playwright)
        for _ in range(rounds):
            with ExitStack() as stack:
                stack.enter_context(harness.served(ROOT / "app.py", 8743))
                stack.enter_context(harness.served(ROOT / "benchmarks" / "plain_app.py", 8744))
                for address in (PLAIN, *(case.address for case in ours)):
                    browser_warm(browser, address)
                for case in (plain, *ours):
                    visit(browser, case)
                saved = images(browser)
        browser.close()
    report(ours, plain)
    print(f"\nPNG saved: median {median(saved):.0f} ms, worst {max(saved):.0f} (target 1000)")
    for name, took in leads().items():
        print(f"leads of Italy, {name}: median {median(took):.0f} ms, worst {max(took):.0f}")


def browser_warm(browser: Browser, address: str) -> None:
    """A first reader, whom nobody measures: the servers load what they load once."""
    context = browser.new_context(viewport=harness.VIEWPORT)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    context.close()


if __name__ == "__main__":
    main()
