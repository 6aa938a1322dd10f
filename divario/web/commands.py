"""Commands of the web evidence: crawl, signals, aggregate.

What each needs is imported when it runs: the app itself needs none of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

from divario.errors import DataRefused, DivarioError, ReleaseBusy


def add(commands: argparse._SubParsersAction) -> None:
    """Add the parsers of the three commands; see `divario/cli.py`."""
    _add_crawl(commands)
    _add_signals(commands)
    _add_aggregate(commands)


def _add_crawl(commands: argparse._SubParsersAction) -> None:
    crawl = commands.add_parser("crawl", help="visit the sites of a list of firms, politely")
    crawl.add_argument("firms", type=Path, help="CSV: own columns or those of an open register")
    crawl.add_argument("--out", type=Path, required=True, metavar="DIR")
    crawl.add_argument(
        "--contact", required=True, help="address or web page where a site's owner reaches you"
    )
    crawl.add_argument("--at-once", type=int, default=32, help="sites visited at the same time")
    crawl.add_argument("--pages", type=int, default=6, help="most pages of a site")
    crawl.add_argument(
        "--delay", type=float, default=1.0, help="seconds between requests to a site"
    )
    crawl.add_argument("--timeout", type=float, default=30.0, help="seconds for one answer")
    crawl.add_argument(
        "--hosts",
        type=Path,
        help="for tests: the only names to be found, 'name:port address:port' a line",
    )
    crawl.set_defaults(run=lambda options: _guarded(_crawl, options))


def _add_signals(commands: argparse._SubParsersAction) -> None:
    signals = commands.add_parser("signals", help="read what sites show out of archives or pages")
    signals.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WARC, or a folder")
    signals.add_argument("--firms", type=Path, help="the list of firms that the sites belong to")
    signals.add_argument("--out", type=Path, required=True, metavar="DIR")
    signals.add_argument(
        "--date",
        type=_day,
        metavar="YYYY-MM-DD",
        help="when saved pages were fetched that do not say it; archives know it themselves",
    )
    signals.add_argument("--workers", type=int, default=1)
    signals.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of a Dask cluster")
    signals.set_defaults(run=lambda options: _guarded(_signals, options))


def _add_aggregate(commands: argparse._SubParsersAction) -> None:
    aggregate = commands.add_parser(
        "aggregate", help="shares by sector, size and region out of signals, and a release of them"
    )
    aggregate.add_argument("folders", nargs="+", type=Path, metavar="DIR", help="with signals")
    aggregate.add_argument("--name", help="of the crawl; the first folder's where none is given")
    aggregate.add_argument("--firms", type=Path, help="the list, where no folder holds firms.csv")
    aggregate.add_argument(
        "--out", type=Path, help="folder for the files; the first DIR if not given"
    )
    aggregate.add_argument("--publish", action="store_true", help="make a release of the data")
    aggregate.set_defaults(run=lambda options: _guarded(_aggregate, options))


def _day(text: str) -> str:
    """A day in ISO form; argparse refuses anything else in a sentence."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-20") from None


def _signals(options: argparse.Namespace) -> int:
    signals = import_module("divario.web.signals")
    return signals.run(
        options.files,
        firms=options.firms,
        out=options.out,
        workers=options.workers,
        scheduler=options.scheduler,
        day=options.date,
    )


def _aggregate(options: argparse.Namespace) -> int:
    aggregate = import_module("divario.web.aggregate")
    return aggregate.run(
        options.folders,
        name=options.name,
        listed=options.firms,
        out=options.out,
        publish=options.publish,
    )


def _crawl(options: argparse.Namespace) -> int:
    campaign = import_module("divario.web.campaign")
    return campaign.run(
        options.firms,
        options.out,
        contact=options.contact,
        at_once=options.at_once,
        pages=options.pages,
        delay=options.delay,
        timeout=options.timeout,
        hosts=options.hosts,
    )


def _guarded(run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command; what is wrong with what it was given is one sentence and code 2."""
    try:
        return run(options)
    except (DataRefused, ReleaseBusy):
        raise  # the command line has codes of its own for these
    except DivarioError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename or 'disk'}: {error.strerror}; nothing finished is lost.",
            file=sys.stderr,
        )
        return 3
