"""Was a figure revised: the same cell in two releases, judged as queries/comparison judges it."""

from __future__ import annotations

from divario.stats.gaps import Cell, Gap, half_width

VERDICTS = ("same", "reflagged", "refined", "revised", "new", "gone", "none")


def verdict(then: Cell | None, now: Cell | None) -> str:
    """One of VERDICTS; `refined` where the new value rounds to the old, coarser one."""
    if then is None or now is None:
        return "none" if then is now else "new" if then is None else "gone"
    if then["value"] == now["value"]:
        flags = (then["status"] or "", now["status"] or "")
        return "same" if flags[0] == flags[1] else "reflagged"
    change = abs(Gap(then, now).difference or 0.0)
    is_rounding = change <= max(half_width(then), half_width(now)) + 1e-9
    return "refined" if is_rounding else "revised"
