"""The command line: `python -m divario query|queries|dictionary|seal`."""

from __future__ import annotations

import argparse
import sys

from divario import dictionary, export, provenance, queries, store
from divario.errors import DataRefused, UnknownQuery, WrongParameter

FORMATS = ("csv", "json", "sql")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0, or 2 for a wrong question and 3 for data that is refused."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options, rest = _parser().parse_known_args(arguments)
    try:
        if options.command == "query":
            return _query(options, rest)
        if rest:
            print(f"Unknown arguments: {' '.join(rest)}", file=sys.stderr)
            return 2
        return {"queries": _queries, "dictionary": _dictionary, "seal": _seal}[options.command]()
    except (UnknownQuery, WrongParameter) as error:
        print(error, file=sys.stderr)
        return 2
    except DataRefused as error:
        print(error, file=sys.stderr)
        return 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m divario", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    query = commands.add_parser(
        "query",
        help="answer one query; its parameters are given as --name value, repeatable",
    )
    query.add_argument("name")
    query.add_argument("--format", choices=FORMATS, default="csv")
    commands.add_parser("queries", help="list every query with its parameters")
    commands.add_parser("dictionary", help="write docs/data-dictionary.md anew")
    commands.add_parser("seal", help="write hash and rows of changed data files into their origins")
    return parser


def _query(options: argparse.Namespace, rest: list[str]) -> int:
    """`query <name> --parameter value …`."""
    pairs: list[tuple[str, str]] = []
    waiting = list(rest)
    while waiting:
        flag = waiting.pop(0)
        name, equals, value = flag.removeprefix("--").partition("=")
        if not flag.startswith("--") or not (equals or waiting):
            print(f"Expected --parameter value, found {flag!r}.", file=sys.stderr)
            return 2
        pairs.append((name.replace("-", "_"), value if equals else waiting.pop(0)))
    result = queries.run(options.name, **export.grouped(pairs))
    sys.stdout.write(export.render(result, options.format))
    return 0


def _queries() -> int:
    for name, query in queries.marts().items():
        declared = queries.parameters_of(query).values()
        shown = " ".join(p.name if p.required else f"[{p.name}]" for p in declared)
        print(f"{name} {shown}\n    {query.header['question']['en']}")
    return 0


def _dictionary() -> int:
    dictionary.write()
    print(dictionary.PATH.relative_to(store.ROOT))
    return 0


def _seal() -> int:
    changed = provenance.seal(store.DATA, store.row_count)
    print("\n".join(changed) or "Every origin record agrees with its file.")
    return 0
