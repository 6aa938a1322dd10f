"""A hundred readers over the real websocket, each changing one filter every five seconds.

Each walks its own indicators and years twice (new answers, then cached ones), and the numbers that
come back must be its own.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import harness
import psutil
from harness import ROOT, median, percentile
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from divario import catalogue, queries
from divario.charts.sizes import size_dots
from divario.ui import component, figure
from divario.ui.view import GapsView, resolve

VIEWERS = 100
QUESTIONS = 8
PASSES = ("new answers", "asked before")
THINK_SECONDS = 5.0
OPENING_SECONDS = 25.0
SETTLE_SECONDS = 5.0
ANSWER_SECONDS = 60.0
TARGET_MS = 150
PORT = 8751
ADDRESS = f"ws://{harness.HOST}:{PORT}/_stcore/stream"
PAGE = f"http://{harness.HOST}:{PORT}/gaps"
TRIGGER = "$$STREAMLIT_INTERNAL_KEY_{}__events"
SMALL_BYTES = 400
KEPT_RUNS = 2

Choice = tuple[str, str]


@dataclass
class Run:
    """One change: all that was chosen so far, how long it took, the messages that answered."""

    chosen: dict[str, str]
    milliseconds: float
    messages: list[bytes]


@dataclass
class Viewer:
    """One reader: its session's ids, the messages that its browser would keep, its runs."""

    number: int
    page_hash: str = ""
    fragment: str = ""
    widget: str = ""
    kept: list[dict[str, bytes]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    opening: float = 0.0
    error: str = ""

    def learn(self, messages: list[bytes]) -> list[bytes]:
        """Take ids and cacheable messages from what a run sent; returns the messages in full."""
        cached: dict[str, bytes] = {}
        full = []
        for raw in messages:
            message = ForwardMsg.FromString(raw)
            if message.metadata.cacheable:
                cached[message.hash] = raw
            if message.ref_hash:
                cached[message.ref_hash] = self._known(message.ref_hash)
            full.append(cached.get(message.ref_hash, raw))
            if message.delta.fragment_id:
                self.fragment = message.delta.fragment_id
                self.page_hash = message.metadata.active_script_hash
            component = message.delta.new_element.bidi_component
            if component.id.endswith("-gaps-controls"):
                self.widget = TRIGGER.format(component.id)
        self.kept = [cached, *self.kept][:KEPT_RUNS]
        return full

    def _known(self, digest: str) -> bytes:
        """A message that was sent in full before and is only named now."""
        return next(run[digest] for run in self.kept if digest in run)


def walk(number: int, indicators: list[str]) -> Iterator[tuple[dict[str, str], Choice]]:
    """A viewer's own sequence: an indicator, one of its other years, the next indicator …"""
    own = random.Random(number)
    while True:
        indicator = own.choice(indicators)
        yield {"indicator": indicator}, ("indicator", indicator)
        years = resolve({"indicator": indicator}).options.years
        if len(years) > 1:
            year = str(own.choice(years[1:]))
            yield {"indicator": indicator, "year": year}, ("year", year)


def rerun(viewer: Viewer, choice: Choice | None) -> bytes:
    """What a browser sends: the first run, or one choice of the filter bar."""
    message = BackMsg()
    state = message.rerun_script
    state.query_string = "lang=en"
    state.context_info.url = PAGE
    state.context_info.timezone = "UTC"
    state.context_info.locale = "en-US"
    if choice is None:
        state.page_name = "gaps"
        return message.SerializeToString()
    state.page_script_hash = viewer.page_hash
    state.fragment_id = viewer.fragment
    state.cached_message_hashes.extend({digest for run in viewer.kept for digest in run})
    widget = state.widget_states.widgets.add(id=viewer.widget)
    value = {"name": choice[0], "value": choice[1]}
    widget.json_trigger_value = json.dumps([{"event": "choice", "value": value}])
    return message.SerializeToString()


async def exchange(socket: ClientConnection, sent: bytes) -> tuple[float, list[bytes]]:
    """Send and wait until the script has finished; milliseconds, and the messages."""
    start = time.perf_counter()
    await socket.send(sent)
    messages: list[bytes] = []
    async with asyncio.timeout(ANSWER_SECONDS):
        while True:
            raw = bytes(await socket.recv())
            messages.append(raw)
            if len(raw) < SMALL_BYTES and ForwardMsg.FromString(raw).HasField("script_finished"):
                return (time.perf_counter() - start) * 1000, messages


async def visit(viewer: Viewer, indicators: list[str], start: float) -> None:
    """One reader's visit: open the page, then change filters at its own pace from `start` on."""
    own = random.Random(-viewer.number)
    await asyncio.sleep(OPENING_SECONDS * viewer.number / VIEWERS)
    try:
        async with connect(ADDRESS, max_size=None, compression=None) as socket:
            viewer.opening, messages = await exchange(socket, rerun(viewer, None))
            viewer.learn(messages)
            due = start + own.uniform(0, THINK_SECONDS)
            own_walk = list(islice(walk(viewer.number, indicators), QUESTIONS))
            for chosen, choice in own_walk * len(PASSES):
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                taken, messages = await exchange(socket, rerun(viewer, choice))
                viewer.runs.append(Run(chosen, taken, viewer.learn(messages)))
                due = max(due + THINK_SECONDS, time.perf_counter())
    except (OSError, TimeoutError, WebSocketException, StopIteration) as error:
        viewer.error = f"{type(error).__name__}: {error}"


def figure_data(run: Run, name: str) -> dict[str, Any] | None:
    """What was sent of one figure in a run, inside the page's one element."""
    for raw in run.messages:
        component = ForwardMsg.FromString(raw).delta.new_element.bidi_component
        if component.id.endswith("-gaps"):
            return next(inside(json.loads(component.bytes), name), None)
    return None


def inside(piece: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The figures of a name in a box of a sheet, and in its boxes."""
    for item in piece["items"]:
        if "items" in item:
            yield from inside(item, name)
        elif item.get("name") == name:
            yield item


def asked(view: GapsView) -> queries.Result:
    """What the size figure of a view must show."""
    return queries.run(
        "sizes_by_territory",
        indicator=view.indicator,
        sector=view.sector,
        year=view.year,
        territory=view.territories,
    )


def is_own(run: Run) -> bool:
    """Whether the size figure is, to the last value, the one of this viewer's own question."""
    data = figure_data(run, "sizes")
    if data is None:
        return False
    wanted = figure.payload(size_dots(asked(resolve(run.chosen)), "en"), "en")
    return {name: data[name] for name in wanted} == json.loads(component.packed(wanted))


async def load(viewers: list[Viewer], server: psutil.Process) -> float:
    """All visits at once; CPU seconds from the first change to the end.

    The readers collect no garbage meanwhile: a pause of theirs would count as the server's.
    """
    indicators = [name for name in catalogue.current().indicators if is_usable(name)]
    gc.disable()
    start = time.perf_counter() + OPENING_SECONDS + SETTLE_SECONDS
    visits = [asyncio.create_task(visit(viewer, indicators, start)) for viewer in viewers]
    await asyncio.sleep(start - time.perf_counter())
    before = harness.cpu_seconds(server)
    await asyncio.gather(*visits)
    return harness.cpu_seconds(server) - before


def is_usable(indicator: str) -> bool:
    """Whether the size figure has rows in every year of an indicator."""
    options = resolve({"indicator": indicator}).options
    views = [resolve({"indicator": indicator, "year": str(year)}) for year in options.years]
    return all(asked(view).rows for view in views)


def report(viewers: list[Viewer], cpu: float, memory: tuple[float, float]) -> None:
    """Print what was measured, and the first thing that went wrong, if any."""
    runs = [run for viewer in viewers for run in viewer.runs]
    errors = [viewer.error for viewer in viewers if viewer.error]
    wrong = [run.chosen for run in runs if not is_own(run)]
    sent = [sum(map(len, run.messages)) / 1000 for run in runs]
    missing = VIEWERS * QUESTIONS * len(PASSES) - len(runs)
    rows = [
        ("changes answered", len(runs), f"{missing} missing"),
        *(row for number in range(len(PASSES)) for row in pass_rows(viewers, number)),
        ("errors", len(errors), errors[0] if errors else "target 0: yes"),
        ("another's numbers", len(wrong), str(wrong[0]) if wrong else "target 0: yes"),
        ("opening p50, ms", median([viewer.opening for viewer in viewers]), "script only"),
        ("server CPU per change, ms", cpu * 1000 / len(runs), ""),
        ("kB per change, in full", median(sent), ""),
        ("memory before, MB", memory[0], "after one viewer"),
        ("memory after, MB", memory[1], f"{(memory[1] - memory[0]) / VIEWERS:.2f} per viewer"),
    ]
    harness.print_table((f"{VIEWERS} viewers", "measured", ""), rows)


def pass_rows(viewers: list[Viewer], number: int) -> list[tuple[str, float, str]]:
    """How long the changes of one pass through the viewers' walks took."""
    first = number * QUESTIONS
    runs = [run for viewer in viewers for run in viewer.runs[first : first + QUESTIONS]]
    times = [run.milliseconds for run in runs] or [float("nan")]
    p95, name = percentile(times, 0.95), PASSES[number]
    met = "yes" if p95 < TARGET_MS else "MISSED"
    return [
        (f"{name}: p50, ms", median(times), ""),
        (f"{name}: p95, ms", p95, f"target < {TARGET_MS}: {met}"),
        (f"{name}: longest, ms", max(times), ""),
    ]


async def measure(server: psutil.Process) -> None:
    """Open once to warm the server, then all viewers."""
    async with connect(ADDRESS, max_size=None, compression=None) as socket:
        await exchange(socket, rerun(Viewer(-1), None))
    first = harness.resident_mb(server)
    viewers = [Viewer(number) for number in range(VIEWERS)]
    cpu = await load(viewers, server)
    report(viewers, cpu, (first, harness.resident_mb(server)))


def main() -> None:
    """Measure and print."""
    print(harness.machine(), end="\n\n")
    with harness.served(ROOT / "app.py", PORT) as server:
        asyncio.run(measure(server))


if __name__ == "__main__":
    main()
