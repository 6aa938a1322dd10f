"""Commands of the web evidence: crawl, signals, aggregate.

What each needs is imported when it runs: the app itself needs none of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from divario.errors import DivarioError


def add(commands: argparse._SubParsersAction) -> None:
    """Add the parsers of the three commands; see `divario/cli.py`."""
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
        help="for tests: names served locally, 'name:port address:port' a line",
    )
    crawl.set_defaults(run=lambda options: _guarded(_crawl, options))


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
    except DivarioError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename or 'disk'}: {error.strerror}; nothing finished is lost.",
            file=sys.stderr,
        )
        return 3
