"""Commands of the what-if model: `simulate`, `equilibria`, and two for maintainers."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from divario.errors import WrongParameter

if TYPE_CHECKING:
    from divario.cycle.ledger import Ledger

MONTHS = 60
MOST_MONTHS = 1_200
MOST_RUNS = 10_000
ENTRY = ("preset", "settings", "initial", "months")
LEFT_BOUNDS = 1  # exit code: the run is printed as far as it went
LACKS_PACKAGE = 2


def add(commands: Any) -> None:
    """Add the parsers of the commands."""
    simulate = commands.add_parser("simulate", help="run the what-if model for one firm, or many")
    simulate.add_argument("--months", type=int)
    simulate.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help='a JSON list of {"preset"?, "settings"?, "initial"?, "months"?}; prints a JSON list',
    )
    simulate.set_defaults(run=_simulate)
    rest = commands.add_parser("equilibria", help="where a firm comes to rest, and what tips it")
    rest.set_defaults(run=_equilibria)
    for name, run, purpose in (
        ("sensitivity", _sensitivity, "compute anew what changes the outcome most (needs SALib)"),
        ("card", _card, "write the model card, docs/model-card.*.md, anew"),
    ):
        commands.add_parser(name, help=purpose).set_defaults(run=run)
    for parser in (simulate, rest):
        parser.add_argument("--preset", help="a scenario of data/cycle/presets.toml")
        parser.add_argument("--set", action="append", default=[], metavar="SYMBOL=VALUE")
        parser.add_argument("--json", action="store_true")


def _simulate(options: argparse.Namespace) -> int:
    from divario.cycle import ledger  # noqa: PLC0415 (numpy is loaded only when it is needed)

    known = ledger.current()
    if options.settings is None:
        months = {} if options.months is None else {"months": options.months}
        given = [{"preset": options.preset, "settings": _pairs(options.set), **months}]
        runs = _runs(known, [_checked(known, one) for one in given])
        print(json.dumps(runs[0]) if options.json else _table(runs[0]))
    else:
        if options.preset or options.set or options.months is not None:
            raise WrongParameter(
                "settings", options.settings, "it stands alone", "leave out the other options"
            )
        runs = _runs(known, _read(known, options.settings))
        print(json.dumps(runs))
    failed = [(number, run["failed"]) for number, run in enumerate(runs) if "failed" in run]
    for number, one in failed:
        print(
            f"Run {number} stopped: stock {one['stock']} left its bounds "
            f"at month {one['month']:g}; its series end before.",
            file=sys.stderr,
        )
    return LEFT_BOUNDS if failed else 0


def _equilibria(options: argparse.Namespace) -> int:
    from divario.cycle import equilibria, ledger  # noqa: PLC0415

    known = ledger.current()
    checked = _checked(known, {"preset": options.preset, "settings": _pairs(options.set)})
    found = [
        {"T": one.T, "stable": one.stable, "K": one.K, "G": one.G}
        for one in equilibria.equilibria(checked["parameters"])
    ]
    if options.json:
        print(json.dumps(found))
        return 0
    print("  trust  capability  customers")
    for one in found:
        said = "stable" if one["stable"] else "tipping point"
        print(f"{one['T']:7.4f}  {one['K']:10.4f}  {one['G']:9.4f}  {said}")
    return 0


def _sensitivity(_options: argparse.Namespace) -> int:
    from importlib.util import find_spec  # noqa: PLC0415

    from divario.cycle import ledger, offline  # noqa: PLC0415

    if find_spec("SALib") is None:
        print("SALib is not installed: 'python3 start.py test' sets it up.", file=sys.stderr)
        return LACKS_PACKAGE
    print("\n".join(offline.write(ledger.read(ledger.FOLDER))) or "Nothing has changed.")
    return 0


def _card(_options: argparse.Namespace) -> int:
    from divario import store  # noqa: PLC0415
    from divario.cycle import card  # noqa: PLC0415

    print("\n".join(str(path.relative_to(store.ROOT)) for path in card.write()))
    return 0


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        symbol, equals, value = text.partition("=")
        if not equals:
            raise WrongParameter("set", text, f"{text!r} is no SYMBOL=VALUE", "for example h=0.5")
        pairs[symbol.strip()] = value.strip()
    return pairs


def _read(known: Ledger, path: Path) -> list[dict[str, Any]]:
    """The entries of a settings file, each checked; raises WrongParameter with its number."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        problem = f"{path} cannot be read ({error})"
        raise WrongParameter("settings", path, problem, "it must hold a JSON list") from None
    if not isinstance(entries, list) or not 0 < len(entries) <= MOST_RUNS:
        problem = f"{path} holds no list of 1 to {MOST_RUNS} runs"
        raise WrongParameter("settings", path, problem, 'for example [{"preset": "small_wins"}]')
    checked = []
    for number, entry in enumerate(entries):
        try:
            checked.append(_checked(known, entry))
        except WrongParameter as error:
            problem = f"run {number}: {error.problem}"
            raise WrongParameter(error.parameter, error.value, problem, error.hint) from None
    return checked


def _checked(known: Ledger, entry: Any) -> dict[str, Any]:
    """One run asked for, as parameters, initial stocks and months; raises WrongParameter."""
    if not isinstance(entry, dict) or not set(entry) <= set(ENTRY):
        raise WrongParameter("run", entry, "it is no such object", f"keys: {', '.join(ENTRY)}")
    for name in ("settings", "initial"):
        if not isinstance(entry.get(name, {}), dict):
            hint = "symbols with their values"
            raise WrongParameter(name, entry[name], "it is no object", hint)
    settings = _preset(known, entry.get("preset")) | entry.get("settings", {})
    months = entry.get("months", MONTHS)
    if type(months) is not int or not 1 <= months <= MOST_MONTHS:
        hint = f"its range is 1 to {MOST_MONTHS}"
        raise WrongParameter("months", months, f"{months!r} is no such number of months", hint)
    parameters = known.values(settings)
    _refuse_empty_split(parameters)
    return {
        "parameters": parameters,
        "initial": known.start(entry.get("initial")),
        "months": months,
    }


def _refuse_empty_split(parameters: dict[str, float]) -> None:
    from divario.cycle import equations  # noqa: PLC0415

    equations.prepare(parameters)


def _preset(known: Ledger, name: Any) -> dict[str, float]:
    from divario.queries import nearest  # noqa: PLC0415

    if name is None:
        return {}
    if not isinstance(name, str) or name not in known.presets:
        near = nearest(str(name), known.presets)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known.presets)}"
        raise WrongParameter("preset", name, f"no preset is called {name!r}", hint)
    return dict(known.presets[name].settings)


def _runs(known: Ledger, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every run asked for, computed side by side, as plain series at whole months."""
    import numpy as np  # noqa: PLC0415

    from divario.cycle.solver import SERIES, simulate  # noqa: PLC0415

    parameters, initial = (
        {name: np.array([one[part][name] for one in asked]) for name in asked[0][part]}
        for part in ("parameters", "initial")
    )
    run = simulate(parameters, initial, max(one["months"] for one in asked))
    runs = []
    for number, one in enumerate(asked):
        count = one["months"] + 1
        when = run.failed_month[number]
        has_failed = bool(run.failed[number]) and when <= one["months"]
        if has_failed:
            count = int(np.ceil(when))
        series = {"t": run.t[:count].tolist()}
        series |= {name: run.series[name][:count, number].tolist() for name in SERIES}
        if has_failed:
            series["failed"] = {"stock": str(run.failed[number]), "month": float(when)}
        runs.append(series)
    return runs


def _table(run: dict[str, Any]) -> str:
    """A run for reading: once a year, and at its end."""
    names = [name for name in run if name not in ("t", "failed")]
    lines = [" ".join(["month", *(f"{name:>12}" for name in names)])]
    last = len(run["t"]) - 1
    for month in sorted({*range(0, last + 1, 12), last}):
        shown = (f"{run[name][month]:12.6g}" for name in names)
        lines.append(" ".join([f"{month:5d}", *shown]))
    return "\n".join(lines)
