"""A drag of 100 steps on the What-if page: frames, the band after the last move, one run."""

from __future__ import annotations

import harness
from playwright.sync_api import Page, sync_playwright

from divario.ui import assets

PORT = 8743
STEPS = 100
ROUNDS = 5
FRAME_MS, BAND_MS, RUN_MS = 50.0, 200.0, 1.0
READY = ".dv-whatif[data-ready=true][data-answered]"
WATCH = """
() => {
  const seen = window.__drag = { frames: [], drawn: [], last: 0, band: 0 };
  const root = document.querySelector(".dv-whatif");
  let before, count, wasDrawn = false;
  const tick = (now) => {  // only frames beside which the page was redrawn: idle ones flatter
    const isDrawn = root.dataset.frames !== count;
    if (seen.isDragging && (isDrawn || wasDrawn)) seen.frames.push(now - before);
    [before, count, wasDrawn] = [now, root.dataset.frames, isDrawn];
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  root.addEventListener("input", () => { seen.last = performance.now(); seen.band = 0; }, true);
  new MutationObserver(() => {
    if (root.dataset.band === "true" && !seen.band) seen.band = performance.now();
  }).observe(root, { attributes: true, attributeFilter: ["data-band"] });
}
"""
RUN = """
async (address) => {
  const model = await import(address);
  const found = await (await fetch(performance.getEntriesByType("resource")
    .map((one) => one.name).find((name) => name.includes("/assets/simulator-")))).json();
  const { ledger } = found;
  const parameters = model.parametersOf(ledger, { n_f: 2.3, rho: -0.7 });
  for (let i = 0; i < 500; i += 1) model.simulate(parameters, ledger.initial, 60);
  const times = [];
  for (let i = 0; i < 40; i += 1) {
    const start = performance.now();
    for (let j = 0; j < 25; j += 1) model.simulate(parameters, ledger.initial, 60);
    times.push((performance.now() - start) / 25);
  }
  return times;
}
"""


def dragged(page: Page) -> dict[str, list[float]]:
    """One drag of the honesty lever, there and back; milliseconds of frames, drawing and band."""
    page.goto(f"http://{harness.HOST}:{PORT}/whatif?lang=en", wait_until="commit")
    page.wait_for_selector(READY, timeout=120_000)
    lever = page.locator("input[name=h]")
    lever.scroll_into_view_if_needed()
    box = lever.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.evaluate(WATCH)
    page.mouse.move(box["x"] + box["width"] * 0.75, middle)
    page.mouse.down()
    page.evaluate("window.__drag.isDragging = true; performance.clearMeasures()")
    for step in range(STEPS):
        share = 0.2 + 0.75 * abs(1 - 2 * step / STEPS)
        drawn = page.locator(".dv-whatif").get_attribute("data-frames")
        page.mouse.move(box["x"] + box["width"] * share, middle)
        page.wait_for_function(
            "before => document.querySelector('.dv-whatif').dataset.frames !== before"
            " || performance.now() - window.__drag.last > 500",
            arg=drawn,
        )
    page.evaluate("window.__drag.isDragging = false")
    page.wait_for_function("() => window.__drag.band > window.__drag.last")
    page.mouse.up()
    found = page.evaluate(
        "() => ({frames: window.__drag.frames, band: [window.__drag.band - window.__drag.last],"
        " drawing: performance.getEntriesByName('divario:frame').map((one) => one.duration)})"
    )
    if len(found["drawing"]) < STEPS / 2:
        raise SystemExit("fewer than half of the steps were drawn")
    return found


def row(name: str, values: list[float], limit: float | None, share: float) -> list[object]:
    """Median, the decisive percentile and its limit."""
    decisive = harness.percentile(values, share)
    met = "" if limit is None else "yes" if decisive <= limit else "MISSED"
    target = "" if limit is None else f"≤ {limit:g}"
    return [name, len(values), harness.median(values), decisive, target, met]


def main() -> None:
    """Measure some drags and print; the first only warms the server."""
    print(harness.machine(), end="\n\n")
    all_found: dict[str, list[float]] = {}
    with harness.served(harness.ROOT / "app.py", PORT), sync_playwright() as playwright:
        browser = harness.chromium(playwright)
        for number in range(ROUNDS + 1):
            page = browser.new_context(viewport=harness.VIEWPORT).new_page()
            found = dragged(page)
            if number:
                for name, values in found.items():
                    all_found.setdefault(name, []).extend(values)
                runs = page.evaluate(RUN, assets.script("cycle.js").address)
                all_found.setdefault("run", []).extend(runs)
            page.context.close()
        browser.close()
    rows = [
        row("frame to frame during the drag, ms", all_found["frames"], FRAME_MS, 0.95),
        row("our work in a frame, ms", all_found["drawing"], None, 0.95),
        row("last move to the band of 200 firms, ms", all_found["band"], BAND_MS, 0.95),
        row("one run of 60 months, warm, ms", all_found["run"], RUN_MS, 0.5),
    ]
    harness.print_table(("measure", "count", "median", "p95", "target", "met"), rows)


if __name__ == "__main__":
    main()
