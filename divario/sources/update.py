"""The update: what is newer at the publisher becomes a new release beside the running one."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from divario import pointer, provenance, records, releases
from divario.errors import PublisherUnreachable, SourceRefused, WrongParameter
from divario.sources import arrival, build, counting, counts
from divario.sources.arrival import Arrived
from divario.sources.build import Warned
from divario.sources.eurostat import Api
from divario.sources.layout import Labels

# In the catalogue as the nearest publication, but of persons: it has no size class and no sector.
OF_PERSONS = ("isoc_ec_inb",)
Say = Callable[[str], None]


def update(names: list[str], api: Api, say: Say) -> str | None:
    """Fetch what is newer at Eurostat and publish it; returns the release, None if nothing was.

    `names` limits it to some datasets of the catalogue. Raises WrongParameter for an unknown one,
    PublisherUnreachable, SourceRefused, ReleaseBusy or DataRefused; then nothing has changed.
    """
    folder = pointer.folder_of(pointer.current_id())
    chosen, codes = _chosen(folder, names), _codes(folder)
    served = api.inventory()
    downloads = pointer.home() / "downloads"
    arrived: dict[str, list[Arrived]] = {}
    warned: list[Warned] = []
    labels: Labels = {}
    with tempfile.TemporaryDirectory() as scratch:
        for number, name in enumerate(chosen, 1):
            place, code = f"[{number}/{len(chosen)}] {name}", codes[name]
            if name in OF_PERSONS or code not in served:
                rule = "of_persons" if name in OF_PERSONS else "not_served"
                warned.append(Warned(name, rule, "", ""))
                say(f"{place}: {rule.replace('_', ' ')}, left as it is")
                continue
            known = _last_update(folder, name)
            if known and served[code] and served[code] <= known:
                say(f"{place}: unchanged since {known}")
                continue
            file = api.fetch(code, served[code], downloads)
            with _forgotten(name, file):
                item = arrival.read_file(file, folder / "reference", Path(scratch), served[code])
                _require(item, code)
            arrived[name] = [_labelled(item, api, labels)]
            say(f"{place}: {item.kept:,} cells of {item.read:,} lines")
        if not arrived:
            return None
        return _publish(arrived, warned, is_part=False, how=provenance.SERVED, say=say)


def update_from(
    source: Path, names: list[str], say: Say, *, is_part: bool = False, vintage: str = ""
) -> str | None:
    """The same from files fetched by hand: every file of a folder, several of a dataset merged."""
    folder = pointer.folder_of(pointer.current_id())
    if not source.is_dir():
        raise WrongParameter("from", source, "there is no such folder", "name the folder of files")
    chosen = set(_chosen(folder, names, is_any_publisher=True))
    arrived: dict[str, list[Arrived]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for number, path in enumerate(sorted(one for one in source.iterdir() if one.is_file())):
            place = Path(scratch) / str(number)
            place.mkdir()
            item = arrival.read_file(path, folder / "reference", place, vintage)
            if item.name not in chosen:
                say(f"{path.name}: {item.name} was not asked for, or is not catalogued")
                continue
            arrived.setdefault(item.name, []).append(item)
            say(f"{path.name}: {item.name}, {item.kept:,} cells of {item.read:,} lines")
        if not arrived:
            return None
        return _publish(arrived, [], is_part=is_part, how=provenance.BY_HAND, say=say)


def _publish(
    arrived: dict[str, list[Arrived]], warned: list[Warned], *, is_part: bool, how: str, say: Say
) -> str | None:
    """Publish what arrived; None where it left every figure as it was."""

    def change(folder: Path) -> None:
        found = list(warned)
        for name, items in arrived.items():
            file = pointer.home() / "downloads" / f"{items[0].layout.dataset}.csv.gz"
            add = counts.add if name == counting.NAME else build.add_dataset
            with _forgotten(name, file):
                found += add(folder, items, is_part=is_part, how=how)
        build.write_warnings(folder, found, {*arrived, *(item.dataset for item in warned)})
        say(f"{len(found)} warnings travel with the release")

    before = pointer.current_id()
    release = releases.publish(change, note=f"update: {', '.join(arrived)}"[:200])
    return release if release != before else None


@contextmanager
def _forgotten(code: str, download: Path) -> Iterator[None]:
    """Delete a download that is refused, so that the next run asks anew; name the dataset."""
    try:
        yield
    except SourceRefused as error:
        download.unlink(missing_ok=True)
        raise SourceRefused(code, error.problem, error.remedy) from None


def _chosen(folder: Path, names: list[str], *, is_any_publisher: bool = False) -> list[str]:
    """The datasets to ask for, in the catalogue's order."""
    known = [
        name
        for name, record in records.read_datasets(folder / "datasets.toml").items()
        if is_any_publisher or record["publisher"] == "Eurostat"
    ]
    for name in names:
        if name not in known:
            hint = f"the catalogue has {', '.join(known)}"
            problem = f"no dataset {name!r} of Eurostat is catalogued"
            raise WrongParameter("dataset", name, problem, hint)
    return [name for name in known if not names or name in names]


def _codes(folder: Path) -> dict[str, str]:
    """The publisher's code of each dataset of the catalogue."""
    known = records.read_datasets(folder / "datasets.toml")
    return {name: record.get("code", name) for name, record in known.items()}


def _labelled(item: Arrived, api: Api, labels: Labels) -> Arrived:
    """The same with the official label of each unknown code; a list is asked for once, if at all.

    Labels are a help to the reader: where the publisher does not give them the update goes on.
    """
    for dimension in {name for name, _, label, _ in item.unknown if not label} - labels.keys():
        try:
            labels[dimension] = replace(api, attempts=2).labels(dimension)
        except PublisherUnreachable:
            labels[dimension] = {}
    unknown = [
        (name, code, label or labels[name].get(code, ""), lines)
        for name, code, label, lines in item.unknown
    ]
    return replace(item, unknown=unknown)


def _require(item: Arrived, code: str) -> None:
    if item.layout.dataset != code:
        problem = f"it is another dataset ({item.layout.dataset})"
        raise SourceRefused(code, problem, "ask for it again later")


def _last_update(folder: Path, name: str) -> str:
    """When the release's copy was last updated by the publisher, or empty where that is unknown."""
    place = "reference" if name == counting.NAME else "survey"
    record = provenance.origin_path(folder / place / f"{name}.parquet")
    if not record.exists():
        return ""
    return tomllib.loads(record.read_text(encoding="utf-8")).get("last_update", "")
