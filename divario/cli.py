"""The command line: `python -m divario <command>`.

Commands of a topic live with it, in `divario/<topic>/commands.py`: `add(commands)` adds their
parsers, each with `set_defaults(run=function)`, where `function(options)` returns an exit code.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from divario import dictionary, export, provenance, queries, store
from divario.errors import DataRefused, ReleaseBusy, UnknownQuery, UnknownRelease, WrongParameter

FORMATS = ("csv", "json", "sql")
TOPICS: tuple[str, ...] = ("cycle", "releases", "sources", "web")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0, 2 for a wrong question, 3 for refused data, 4 for a busy lock.

    Commands of a topic document their own codes beyond these.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    options, rest = _parser().parse_known_args(arguments)
    try:
        if rest and options.command != "query":
            print(f"Unknown arguments: {' '.join(rest)}", file=sys.stderr)
            return 2
        code = _query(options, rest) if options.command == "query" else options.run(options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # who reads, as `head`, has had enough: not even the end is written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UnknownQuery, UnknownRelease, WrongParameter) as error:
        print(error, file=sys.stderr)
        return 2
    except DataRefused as error:
        print(error, file=sys.stderr)
        return 3
    except ReleaseBusy as error:
        print(error, file=sys.stderr)
        return 4


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m divario")
    commands = parser.add_subparsers(dest="command", required=True)
    query = commands.add_parser(
        "query",
        help="answer one query; its parameters are given as --name value, repeatable",
    )
    query.add_argument("name")
    query.add_argument("--format", choices=FORMATS, default="csv")
    for name, run, purpose in (
        ("queries", _queries, "list every query with its parameters"),
        ("dictionary", _dictionary, "write docs/data-dictionary.md anew"),
        ("seal", _seal, "write hash and rows of changed data files into their origins"),
    ):
        commands.add_parser(name, help=purpose).set_defaults(run=run)
    for topic in TOPICS:
        importlib.import_module(f"divario.{topic}.commands").add(commands)
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


def _queries(_options: argparse.Namespace) -> int:
    for name, query in queries.marts().items():
        declared = queries.parameters_of(query).values()
        shown = " ".join(p.name if p.required else f"[{p.name}]" for p in declared)
        print(f"{name} {shown}\n    {query.header['question']['en']}")
    return 0


def _dictionary(_options: argparse.Namespace) -> int:
    dictionary.write()
    print(dictionary.PATH.relative_to(store.ROOT))
    return 0


def _seal(_options: argparse.Namespace) -> int:
    changed = provenance.seal(store.DATA, store.row_count)
    print("\n".join(changed) or "Every origin record agrees with its file.")
    return 0
