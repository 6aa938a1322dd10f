"""The switch of releases: beside the running one, in one step, and never two in one run."""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from divario import live, queries, releases, store
from divario.errors import UnknownRelease
from divario.store import Warehouse
from divario.ui import release as ui_release
from divario.ui import routes
from divario.ui.one_release import OneRelease
from tests.conftest import finished, shelved
from tests.unit.test_releases import revised

CELL = {"indicator": "E_AI_TANY", "territory": "IT", "size_class": "10-249", "year": 2025}


def shown() -> tuple[str, float]:
    """Release and value of the cell that tests change, from one answer."""
    answer = queries.run("observations", **CELL)
    row = next(row for row in answer.records if row["sector"] == "C10-S951_X_K")
    return answer.release, row["value"]


Publish = Callable[[], str]


@pytest.fixture(scope="module")
def ready(
    tmp_path_factory: pytest.TempPathFactory, two_surveys: Path, warehouse: Warehouse
) -> tuple[Path, str]:
    """Kept releases of the small data, before and after one revision, and the id of the later."""
    with shelved(tmp_path_factory.mktemp("ready"), two_surveys, warehouse) as home:
        return home / "releases", releases.publish(revised(15.75))


@pytest.fixture
def publish(shelf: Path, ready: tuple[Path, str]) -> Publish:
    """What publishes the later release: made once for all tests, and put in its place by a copy."""

    def put() -> str:
        shutil.copytree(ready[0], shelf / "releases")
        return releases.use(ready[1])

    return put


def test_a_run_keeps_to_the_release_it_began_with(publish: Publish) -> None:
    """What is held answers from the old release after the switch; the next run has the new one."""
    shipped, old = shown()
    with store.held():
        release = publish()
        assert store.follow() is True
        assert shown() == (shipped, old)
        assert store.served() == release
    assert shown() == (release, 15.75)
    assert store.follow() is False
    releases.use("shipped")
    assert store.follow() is True
    assert shown() == (shipped, old)


def test_a_broken_release_is_refused_and_the_old_one_goes_on(
    publish: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    """One sentence in the log, once; the next good release is taken."""
    shipped, old = shown()
    release = publish()
    file = releases.folder_of(release) / "indicators.toml"
    file.chmod(0o644)
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert [store.follow(), store.follow()] == [False, False]
    assert shown() == (shipped, old)
    assert len(caplog.records) == 1
    assert f"Release {release} is refused and {shipped} goes on" in caplog.text
    with caplog.at_level(logging.ERROR):
        store.use(None)
        assert shown() == (shipped, old), "a start with a broken release serves the shipped data"
    assert "the shipped data serve" in caplog.text


def test_threads_never_mix_two_releases(publish: Publish) -> None:
    """While the release goes to and fro, each run finds one value, that of its release."""
    first = shown()
    second = (publish(), 15.75)
    expected, stop, mixed, seen = {first, second}, threading.Event(), [], set()

    def reading() -> None:
        while not stop.is_set():
            with store.held() as warehouse:
                found = {shown() for _ in range(5)}
            if (
                len(found) != 1
                or not found <= expected
                or {r for r, _ in found} != {warehouse.release}
            ):
                mixed.append(found)
            seen.update(found)

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(reading) for _ in range(4)]
        for turn in range(20):
            releases.use(second[0] if turn % 2 == 0 else first[0])
            store.follow()
            queries._cache.clear()
        stop.set()
        for run in running:
            run.result()
    assert mixed == []
    assert seen == expected


def test_few_warehouses_are_kept(publish: Publish) -> None:
    """Of many releases asked for, the current one and the latest few stay in memory."""
    shown()
    made = [publish(), *(releases.publish(revised(value)) for value in (15.1, 15.2, 15.3))]
    for release in made:
        with store.held(store.of_release(release)):
            assert shown()[0] == release
    kept = [warehouse.release for warehouse in store.in_memory()]
    assert len(kept) == live.KEPT
    assert store.served() in kept
    with pytest.raises(UnknownRelease):
        store.of_release("0" * 12)


def asked(path: str) -> tuple[int, bytes]:
    """Status and body of one GET, through the middleware that holds a release."""
    app = Starlette(
        routes=[Route("/data/{query}.{form}", routes.data)], middleware=[Middleware(OneRelease)]
    )
    name, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": name,
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost")],
        "server": ("localhost", 80),
        "scheme": "http",
    }
    got: list[dict] = []

    async def receive() -> dict:
        return {"type": "http.request", "body": b""}

    async def send(message: dict) -> None:
        got.append(message)

    finished(app(scope, receive, send))
    return got[0]["status"], b"".join(message.get("body", b"") for message in got[1:])


def test_addresses_keep_to_the_release_they_name(publish: Publish) -> None:
    """`release=` answers the same bytes after a new release; without it the new figures."""
    shipped, old = shown()
    path = "/data/observations.json?indicator=E_AI_TANY&territory=IT&size_class=10-249&year=2025"
    before = asked(f"{path}&release={shipped}")
    release = publish()
    store.follow()
    assert asked(f"{path}&release={shipped}") == before
    assert before[0] == 200 and json.loads(before[1])["release"] == shipped
    assert json.loads(asked(path)[1])["release"] == release
    status, body = asked(f"{path}&release=000000000000")
    assert status == 404
    assert json.loads(body)["parameter"] == "release" and release in json.loads(body)["error"]
    assert old != 15.75


class Again(Exception):
    """What running the whole page again does to a fragment: it ends there."""


def test_a_fragment_adds_nothing_of_another_release(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It draws the release that is on its page; after a switch the whole page runs instead."""

    def rerun() -> None:
        raise Again

    streamlit = SimpleNamespace(fragment=lambda page: page, session_state={}, rerun=rerun)
    monkeypatch.setattr(ui_release, "st", streamlit)
    monkeypatch.setattr(ui_release.state, "release", str)
    drawn: list[tuple[str, float]] = []
    page = ui_release.fragment(lambda: drawn.append(shown()))
    with ui_release.held():
        page()
    page()
    first = shown()
    second = (publish(), 15.75)
    store.follow()
    with pytest.raises(Again):
        page()
    assert drawn == [first, first]
    with ui_release.held():
        page()
    page()
    assert drawn == [first, first, second, second]


def test_runs_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two draw at once and a third waits; one that fails gives its turn back."""
    streamlit = SimpleNamespace(fragment=lambda page: page, session_state={})
    monkeypatch.setattr(ui_release, "st", streamlit)
    monkeypatch.setattr(ui_release.state, "release", str)
    inside, full, gate = [], threading.Event(), threading.Event()

    def drawn() -> None:
        inside.append(shown())
        if len(inside) == 2:
            full.set()
        assert gate.wait(30)
        raise Again

    def reader() -> None:
        with pytest.raises(Again), ui_release.held():
            ui_release.fragment(drawn)()

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    assert full.wait(30) and not ui_release.TURNS.acquire(blocking=False)
    assert len(inside) == 2
    gate.set()
    for thread in readers:
        thread.join(30)
    assert len(inside) == 3
    with ui_release.TURNS, ui_release.TURNS:
        pass
