"""The commands of releases: `python -m divario release list|use|diff`."""

from __future__ import annotations

import argparse
import sys

from divario import releases

LARGEST = 20


def add(commands: argparse._SubParsersAction) -> None:
    """Add `release` and what can be done with one."""
    release = commands.add_parser("release", help="list the kept releases of the data, or choose")
    actions = release.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="every kept release, the newest first").set_defaults(run=_list)
    use = actions.add_parser("use", help="serve another kept release; a running app follows")
    use.add_argument("release", help="its id, the first digits of it, or 'shipped'")
    use.set_defaults(run=_use)
    diff = actions.add_parser("diff", help="what differs between two kept releases")
    for name, which in (("before", "earlier"), ("after", "later")):
        text = f"the {which} one: its id, the first digits of it, 'shipped' or 'current'"
        diff.add_argument(name, metavar=name.upper(), help=text)
    diff.add_argument("--format", choices=("text", "csv", "json"), default="text")
    diff.set_defaults(run=_diff)


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


def _diff(options: argparse.Namespace) -> int:
    from divario import export, queries  # noqa: PLC0415

    asked = {"before": options.before, "after": options.after}
    if options.format == "text":
        print("\n".join(_told(asked)))
    else:
        answer = queries.run("revisions_by_cell", **asked)
        sys.stdout.write(export.render(answer, options.format))
    return 0


def _told(asked: dict[str, str]) -> list[str]:
    """What differs, in lines: each dataset, the largest revisions, other files."""
    from divario import comparison, queries  # noqa: PLC0415

    counts = queries.run("revisions_by_dataset", **asked)
    before, after = (counts.parameters[name] for name in ("before", "after"))
    changed = [row for row in counts.records if any(row[f"{c}_count"] for c in comparison.CHANGES)]
    lines = [f"From release {before} to release {after}:"]
    for row in changed:
        said = ", ".join(f"{row[f'{c}_count']} {c}" for c in comparison.CHANGES)
        lines.append(f"  {row['dataset']}: {said}")
    others = comparison.other_files(before, after)
    lines += [
        f"  {file.name}: {_rows(file.rows_before)} before, {_rows(file.rows_after)} after"
        for file in others
    ]
    if not changed and not others:
        return [*lines, "  no published figure differs."]
    largest = queries.run("revisions_by_rank", **asked, change="revised").records[:LARGEST]
    return [*lines, *(["Largest revisions:"] if largest else []), *map(_line, largest)]


def _rows(count: int | None) -> str:
    return "missing" if count is None else f"{count} rows"


def _line(row: dict) -> str:
    """One revision: how much, from what to what, and the codes of its cell."""
    names = ("dataset", "indicator", "unit", "size_class", "sector", "territory", "year")
    codes = " ".join(str(row[name]) for name in names)
    values = f"{row['value_before']} -> {row['value_after']}"
    return f"  {row['change_points']:+.2f}  {values}  {codes}"
