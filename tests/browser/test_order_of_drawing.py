"""When charts are drawn: new ones in turn, what is out of sight later."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from divario.ui import assets

Visit = Callable[..., Page]
IN_TURN = """
async (address) => {
  const { inTurn } = await import(address);
  let frames = 0;
  const count = () => { frames += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
  const drawn = [];
  const drawing = (name) => async () => {
    drawn.push([name, frames]);
    if (name === "broken") throw new Error(name);
  };
  await Promise.allSettled(["first", "broken", "last"].map((name) => inTurn(drawing(name))));
  return drawn;
}
"""


def test_new_figures_are_drawn_one_in_a_frame(visit: Visit) -> None:
    """In their order, each seen before the next; one that fails holds up nobody."""
    page = visit("/method")
    drawn = page.evaluate(IN_TURN, assets.script("plot.js").address)
    assert [name for name, _ in drawn] == ["first", "broken", "last"]
    frames = [frame for _, frame in drawn]
    assert frames == sorted(set(frames))


OUT_OF_SIGHT = """
async (address) => {
  const { watch, whenSeen } = await import(address);
  const done = [];
  const until = async (holds) => { while (!holds()) await new Promise(requestAnimationFrame); };
  const nodes = ["0px", "20000px"].map((top) => {
    const node = document.createElement("div");
    node.style.cssText = `position: absolute; width: 9px; height: 9px; top: ${top}`;
    document.body.append(node);
    watch(node);
    return node;
  });
  let isWatched = false;
  new IntersectionObserver(() => { isWatched = true; }).observe(nodes[1]);
  await until(() => isWatched);
  const [near, far] = nodes;
  const ask = (name) => whenSeen(far, () => done.push(name));
  whenSeen(near, () => done.push("near"));
  ask("replaced");
  ask("printed");
  const first = `${done} ${"waits" in far.dataset}`;
  dispatchEvent(new Event("beforeprint"));
  const printed = `${done} ${"waits" in far.dataset}`;
  ask("quiet");
  await until(() => done.length === 3);
  ask("come near");
  far.style.top = "0px";
  await until(() => done.length === 4);
  return [first, printed, `${done}`];
}
"""


def test_what_is_out_of_sight_waits(visit: Visit) -> None:
    """Hidden till it is drawn, as asked last: for print, when all is quiet, or when it is near."""
    page = visit("/method?lang=en")
    assert page.evaluate(OUT_OF_SIGHT, assets.script("sight.js").address) == [
        "near true",
        "near,printed false",
        "near,printed,quiet,come near",
    ]


HELD = """
async (address) => {
  const { hold, isNear, release, watch, whenSeen } = await import(address);
  const done = [];
  const frame = () => new Promise(requestAnimationFrame);
  const node = document.createElement("div");
  node.style.cssText = "position: absolute; width: 9px; height: 9px; top: 20000px";
  document.body.append(node);
  watch(node);
  let isSeen = false;
  new IntersectionObserver(([entry]) => { isSeen = entry.isIntersecting; }).observe(node);
  whenSeen(node, () => done.push("old"), isNear(node));
  hold();
  node.style.top = "0px";
  while (!isSeen) await frame();
  await frame();
  const held = `${done}`;
  whenSeen(node, () => done.push("new"), false);
  release();
  release();
  return [held, `${done}`, isNear(node)];
}
"""


def test_what_comes_near_waits_for_the_rest_of_the_answer(visit: Visit) -> None:
    """A page grown shorter brings a chart near whose new figures follow: it is drawn once."""
    page = visit("/method?lang=en")
    held = page.evaluate(HELD, assets.script("sight.js").address)
    assert held == ["", "new", True]
