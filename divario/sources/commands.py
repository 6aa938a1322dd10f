"""The commands of sources: `python -m divario import` and `python -m divario update`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REFUSED, BUSY, UNREACHABLE = 3, 4, 5
EXIT_CODES = (
    "exit codes: 0 done (published, or nothing is newer); 2 a wrong question; 3 data refused; "
    "4 another command is publishing; 5 the publisher could not be reached. "
    "After any but 0 the current release is as it was."
)


def add(commands: argparse._SubParsersAction) -> None:
    """Add `import` and `update`."""
    read = commands.add_parser(
        "import", help="read publishers' files into the survey's schema", epilog=EXIT_CODES
    )
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--out", type=Path, required=True, metavar="DIR")
    read.add_argument("--vintage", default="", help="date (2026-02-27) of files that have none")
    read.set_defaults(run=_import)
    update = commands.add_parser(
        "update", help="fetch what is newer at Eurostat into a new release", epilog=EXIT_CODES
    )
    update.add_argument("datasets", nargs="*", metavar="DATASET")
    update.add_argument("--from", dest="source", type=Path, metavar="DIR", help="files, no network")
    update.add_argument("--part", action="store_true", help="with --from: cells they lack stay")
    update.add_argument("--vintage", default="", help="with --from: date of files that have none")
    update.add_argument("--base", metavar="ADDRESS", help="another address of the API")
    update.add_argument("--pause", type=float, default=2.0, help="seconds before a second attempt")
    update.set_defaults(run=_update)


def _import(options: argparse.Namespace) -> int:
    from divario.errors import SourceRefused  # noqa: PLC0415
    from divario.sources import importing  # noqa: PLC0415

    try:
        report = importing.import_files(options.files, options.out, options.vintage)
    except SourceRefused as error:
        print(error, file=sys.stderr)
        return REFUSED
    print("\n".join(report))
    return 0


def _update(options: argparse.Namespace) -> int:
    from divario.errors import PublisherUnreachable, ReleaseBusy, SourceRefused  # noqa: PLC0415
    from divario.sources import eurostat, update  # noqa: PLC0415

    def say(line: str) -> None:
        print(line, flush=True)

    try:
        if options.source:
            release = update.update_from(
                options.source,
                options.datasets,
                say,
                is_part=options.part,
                vintage=options.vintage,
            )
        else:
            api = eurostat.Api(options.base or eurostat.BASE, options.pause)
            release = update.update(options.datasets, api, say)
    except SourceRefused as error:
        print(error, file=sys.stderr)
        return REFUSED
    except PublisherUnreachable as error:
        print(error, file=sys.stderr)
        return UNREACHABLE
    except ReleaseBusy as error:
        print(error, file=sys.stderr)
        return BUSY
    say(f"Release {release} is served now." if release else "Nothing is newer; nothing changed.")
    return 0
