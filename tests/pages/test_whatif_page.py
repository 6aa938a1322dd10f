"""The What-if page through AppTest: what it says first, and what the simulator is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_pages import bodies, components, html, opened  # the one beside this file

from divario import releases, search, store
from divario.cycle import card, ledger
from divario.i18n import LANGUAGES, t, texts
from divario.ui import assets


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_first_what_it_is(language: str) -> None:
    shown = html(opened("whatif", lang=language))
    for step in ("loop", "broken", "sure"):
        assert t(f"whatif.intro.{step}", language) in shown
    assert ("simulati, non misurati" if language == "it" else "simulated, not measured") in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_simulator_is_sent_addresses_that_are_served(language: str) -> None:
    sent = components(opened("whatif", lang=language, h="0.9", colour="red"))["whatif"]
    assert sent["view"] == {"h": "0.9", "colour": "red"}
    for name in ("model", "worker"):
        assert assets.find(sent[name].removeprefix("/assets/")) is not None, name
    model = json.loads(assets.simulator(language).body)
    assert sent["model"] == assets.simulator(language).address
    assert model["ledger"] == json.loads(json.dumps(ledger.for_browser()))
    wanted = {key for key in texts(language) if key.startswith("whatif.")}
    assert set(model["words"]) == wanted


def test_the_address_keeps_what_the_browser_wrote() -> None:
    app = opened("whatif", lang="en", h="0.9", L="3", compare="small_wins")
    assert dict(app.query_params) == {"lang": "en", "h": "0.9", "L": "3", "compare": "small_wins"}
    app.query_params["h"] = "0.5"
    app.run()
    assert components(app)["whatif"]["view"]["h"] == "0.5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_are_of_a_hundred_firms_and_nothing_is_promised_in_euros(language: str) -> None:
    answers = [text for key, text in texts(language).items() if key.startswith("whatif.answer.")]
    assert not any("€" in text for text in answers)
    for key in ("usual", "choice", "own", "given"):
        said = t(f"whatif.answer.{key}", language)
        assert {"it": "su 100 imprese", "en": "in 100 plausible firms"}[language] in said
        assert said.startswith("Simulat")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_search_box_finds_the_page(language: str) -> None:
    pages = dict(search.groups(language))["pages"]
    assert t("whatif.nav", language) in {one["label"] for one in pages if one["id"] == "whatif"}


def test_the_simulator_reads_the_ledger_of_its_release(shelf: Path) -> None:
    """With another release come its parameters and presets; a kept one keeps its own."""
    before = store.current().release

    def moved(folder: Path) -> None:
        for name, old, new in (
            ("parameters.csv", "\nh,0.75", "\nh,0.76"),
            ("presets.toml", "T0 = 0.2", "T0 = 0.25"),
        ):
            path = folder / "cycle" / name
            text = path.read_text(encoding="utf-8")
            assert old in text
            path.write_text(text.replace(old, new), encoding="utf-8")

    def sent(**query: str) -> tuple[float, float, float]:
        page = opened("whatif", **query)
        model = assets.find(components(page)["whatif"]["model"].removeprefix("/assets/"))
        known = json.loads(model.body)
        (h,) = (one["value"] for one in known["ledger"]["parameters"] if one["symbol"] == "h")
        started = known["firms"]["firms"]["0-9|J"]["initial"]["T0"]
        return h, known["ledger"]["initial"]["T0"], started

    old_card = card.render("it")
    after = releases.publish(moved)
    store.follow()
    assert sent() == (0.76, 0.25, 0.25)
    assert sent(release=before) == (0.75, 0.2, 0.2)
    page = opened("whatif", release=before)
    body = " ".join(bodies(page))
    assert f'href="?n_f=1&amp;release={before}"' in body
    assert f"release={before}" in components(page)["whatif"]["theses"]["R1"][0]["href"]
    assert ledger.current().parameters["h"].value == 0.76
    assert card.render("it") != old_card
    with store.held(store.of_release(before)):
        assert card.render("it") == old_card
    store.use(None)  # no warehouse: a command's model is that of the pointed release as well
    releases.use(before)
    assert ledger.current().parameters["h"].value == 0.75
    releases.use(after)
    assert ledger.current().parameters["h"].value == 0.76
    assert store.in_memory() == []
