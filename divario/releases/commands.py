"""The commands of releases: `python -m divario release list|use`."""

from __future__ import annotations

import argparse

from divario import releases


def add(commands: argparse._SubParsersAction) -> None:
    """Add `release` and what can be done with one."""
    release = commands.add_parser("release", help="list the kept releases of the data, or choose")
    actions = release.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="every kept release, the newest first").set_defaults(run=_list)
    use = actions.add_parser("use", help="serve another kept release; a running app follows")
    use.add_argument("release", help="the id of a release, or 'shipped'")
    use.set_defaults(run=_use)


def _list(_options: argparse.Namespace) -> int:
    for item in releases.list_releases():
        mark = "*" if item.is_current else " "
        print(f"{mark} {item.id}  {item.published_at or 'shipped with the program'}  {item.note}")
        print(
            f"    {item.problem or f'{item.rows_count} rows in {item.files_count} files'}, newest "
            f"vintage {item.newest_vintage or 'unknown'}, from {', '.join(item.publishers)}"
            + (f", made from {item.before}" if item.before else "")
        )
    return 0


def _use(options: argparse.Namespace) -> int:
    print(f"{releases.use(options.release)} is the current release; a running app follows it.")
    return 0
