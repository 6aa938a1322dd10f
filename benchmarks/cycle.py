"""How long ten thousand firms take in the what-if model, beside a bare loop of the same sums."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import harness
import numpy as np
import psutil

from divario.cycle import equations, ledger, solver, uncertainty

FIRMS, MONTHS, ROUNDS = 10_000, 60, 6
SECONDS, MEGABYTES, TIMES = 1.5, 500, 2.0
STEPS = round(MONTHS / solver.STEP)


def bare(drawn: dict) -> None:
    """The same rates, 4 a step, and the same sums; no windows, records or bounds."""
    for first in range(0, FIRMS, solver.CHUNK):
        _bare_part(solver._part(drawn, slice(first, first + solver.CHUNK)))


def _bare_part(drawn: dict) -> None:
    with np.errstate(all="ignore"):
        c: SimpleNamespace = equations.prepare(drawn)
        stocks = np.array(np.broadcast_arrays(*equations.start(c, ledger.current().start())))
        for _ in range(STEPS):
            k = [np.array(equations.rates(c, stocks, equations.NO_INTERVENTION)) for _ in range(4)]
            stocks = stocks + solver.STEP / 6 * (k[0] + 2 * k[1] + 2 * k[2] + k[3])


def best_in_turns(*runs: Callable[[], object]) -> list[tuple[float, float]]:
    """Wall and CPU seconds of the fastest of some rounds of each, one after the other."""
    times: list[list[tuple[float, float]]] = [[] for _ in runs]
    for _ in range(ROUNDS):
        for run, own in zip(runs, times, strict=True):
            start, spent = time.perf_counter(), time.process_time()
            run()
            own.append((time.perf_counter() - start, time.process_time() - spent))
    return [min(own) for own in times]


def main() -> int:
    """Measure, print, and fail when a target is missed."""
    print(harness.machine())
    known = ledger.current()
    drawn = uncertainty.draw(known, FIRMS)
    ours, floor = best_in_turns(
        lambda: solver.simulate(drawn, known.start(), MONTHS), lambda: bare(drawn)
    )
    megabytes = getattr(psutil.Process().memory_info(), "peak_wset", 0) / 1e6 or _peak()
    rows = [
        ["10,000 firms × 60 months, wall s", ours[0], f"< {SECONDS}"],
        ["the same, CPU s", ours[1], ""],
        ["bare loop, wall s", floor[0], ""],
        ["bare loop, CPU s", floor[1], ""],
        ["times the bare loop, CPU", ours[1] / floor[1], f"< {TIMES:g}"],
        ["peak memory, MB", megabytes, f"< {MEGABYTES}"],
    ]
    harness.print_table(("what", "measured", "target"), rows)
    is_met = ours[0] < SECONDS and ours[1] < TIMES * floor[1] and megabytes < MEGABYTES
    return 0 if is_met else 1


def _peak() -> float:
    import resource  # noqa: PLC0415 (not on Windows)

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main())
