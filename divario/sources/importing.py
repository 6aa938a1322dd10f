"""`import`: publishers' files into Parquet with origins, and the account of every line."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from divario import pointer, provenance, records, sqlfile, store
from divario.schema import SURVEY_COLUMNS
from divario.sources import arrival, build, counting, counts
from divario.sources.arrival import QUERIES, Arrived


def import_files(files: list[Path], out: Path, vintage: str = "") -> list[str]:
    """Read files, write `<dataset>.parquet` with its origin into `out`; returns the report.

    Counts of enterprises become `enterprise_counts.csv`.

    Several files of a dataset are merged, the newest vintage first. Raises SourceRefused for the
    first file that cannot be trusted; nothing is written then.
    """
    data = pointer.folder_of(pointer.current_id())
    known = records.read_datasets(data / "datasets.toml")
    report: list[str] = []
    arrived: dict[str, list[Arrived]] = {}
    out.mkdir(parents=True, exist_ok=True)
    # Beside the target, so that the last step is a rename on the same disk.
    with tempfile.TemporaryDirectory(prefix=".import-", dir=out) as scratch:
        for number, path in enumerate(files):
            place = Path(scratch) / str(number)
            place.mkdir()
            item = arrival.read_file(path, data / "reference", place, vintage)
            arrived.setdefault(item.name, []).append(item)
            report += account(path.name, item)
        ready = Path(scratch) / "ready" / "survey"
        ready.mkdir(parents=True)
        for dataset, items in arrived.items():
            plain = dict.fromkeys(provenance.LANGUAGES, items[0].layout.title or dataset)
            title = known.get(dataset, {}).get("title") or plain
            if dataset == counting.NAME:
                csv = ready / f"{dataset}.csv"
                counts.write(csv, items, title, is_part=True, how=provenance.BY_HAND)
                continue
            parquet = ready / f"{dataset}.parquet"
            _put(items, parquet, Path(scratch))
            text = build.origin_text(title, items, provenance.BY_HAND)
            provenance.origin_path(parquet).write_text(text, encoding="utf-8")
        provenance.seal(ready.parent, store.row_count)
        (ready / "report.txt").write_text("\n".join([*report, ""]), encoding="utf-8")
        for file in ready.iterdir():
            file.replace(out / file.name)
    return report


def _put(items: list[Arrived], parquet: Path, scratch: Path) -> None:
    """One file is taken as it is; several are merged by the rule of an update."""
    if len(items) == 1:
        shutil.move(items[0].parquet, parquet)
        return
    columns = ", ".join(f"{name} {kind}" for name, kind in SURVEY_COLUMNS.items())
    with store.scratch(scratch) as connection:
        connection.execute(f"create table present ({columns})")
        connection.execute(f"create table arrived ({columns}, file_order integer)")
        for order, item in enumerate(items):
            connection.execute(
                "insert into arrived select *, $place from read_parquet($file)",
                {"file": str(item.parquet), "place": order},
            )
        query = sqlfile.parse(QUERIES / "merged.sql").sql
        connection.execute(f"create table merged as {query}", {"is_part": True})
        connection.execute("copy (from merged) to $file (format parquet)", {"file": str(parquet)})


def account(name: str, item: Arrived) -> list[str]:
    """What was read, kept and not kept of one file, in lines of text."""
    update = item.layout.updated or "date unknown"
    lines = [
        f"{name}: {item.layout.kind}, {item.layout.dataset} ({update})",
        f"    read {item.read}, kept {item.kept}",
    ]
    lines += [
        f"    not kept: {number} {reason}" for reason, number in sorted(item.problems.items())
    ]
    lines += [
        f"    unknown {dimension} {code!r}: {label or 'no label in the file'} ({count} lines)"
        for dimension, code, label, count in item.unknown
    ]
    return lines
