"""The end of the What-if page: how sure the model is, in both languages."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import bodies, components, figures, html, opened  # the one beside this file

from divario import queries
from divario.cycle import card, cited, ledger
from divario.i18n import DEFAULT, LANGUAGES, t

DRAWN = {
    *("cycle-tornado-small-wins", "cycle-tornado-as-usual", "cycle-sobol-small-wins"),
    *("cycle-sobol-as-usual", "cycle-regimes-as-usual", "cycle-regimes-small-wins"),
}


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest) -> tuple[AppTest, str]:
    return opened("whatif", lang=request.param), request.param


def test_every_parameter_stands_with_kind_and_source(shown: tuple[AppTest, str]) -> None:
    app, language = shown
    body = " ".join(bodies(app))
    found = dict(re.findall(r'<th scope="row"><code>(\w+)</code></th>(.*?)</tr>', body))
    rows = {row["symbol"]: row for row in queries.run("parameters_by_symbol").records}
    assert list(found) and set(found) == set(rows) == set(ledger.SYMBOLS)
    for symbol, cells in found.items():
        row = rows[symbol]
        name = row["parameter_kind"]
        kind = t(f"honesty.kind.{name}", language)
        assert f'dv-whatif-kind-{name}">{kind}</span>' in cells, symbol
        assert cells.count("data-head=") == 5
    text = html(app)
    for row in rows.values():
        assert row[f"meaning_{language}"] in text
        for source, _ in cited.parts(row["cited"], language) if row["cited"] else ():
            assert source in text
    title = '<span lang="en">The CMO Survey</span>'
    assert (title in body) == (language == "it")
    assert ("Anderson e McKenzie 2022; Iacovone, Maloney e McKenzie" in text) == (language == "it")
    unread = t("honesty.ledger.unread", language)
    assert text.count(unread) == sum(row["is_source_read"] is False for row in rows.values()) > 3


def test_figures_are_simulated_in_words(shown: tuple[AppTest, str]) -> None:
    app, language = shown
    drawn = figures(app)
    assert set(drawn) == DRAWN
    for name, data in drawn.items():
        assert t("kind.simulated", language) in data["caption"], name
        assert {"it": "Dal modello di questo sito", "en": "From this site’s model"}[language] in (
            data["caption"]
        )
        assert "imulat" in data["subtitle"] and "imulat" in data["alt"], name
        assert "€" not in data["title"] + data["alt"], name
        assert data["plot"]["layout"]["meta"]["kind"] == "simulated"
    rows = len(drawn["cycle-tornado-as-usual"]["table"]["rows"])
    assert rows == len(queries.run("sensitivities_by_symbol", scenario="as_usual").rows)


def test_the_two_switches_and_the_card_are_at_hand(shown: tuple[AppTest, str]) -> None:
    app, language = shown
    body = " ".join(bodies(app))
    spoken = "" if language == DEFAULT else f"&amp;lang={language}"
    for address in ("?n_f=1", "?worst=1"):
        assert f'href="{address}{spoken}"' in body
    said = " ".join(one.value for one in app.markdown)
    assert all(line in said for line in card.render(language).splitlines() if line[:1] == "|")


def test_loops_lead_to_the_theses_behind_them(shown: tuple[AppTest, str]) -> None:
    app, language = shown
    sent = components(app)["whatif"]["theses"]
    claims = {row["claim"]: row for row in queries.run("claims_by_id").records}
    assert set(sent) == {"R1", "R2", "R3", "R4", "R5", "R6", "B2", "B3"}
    for theses in sent.values():
        for one in theses:
            spoken = "" if language == DEFAULT else f"&lang={language}"
            claim = re.fullmatch(rf"claims\?claim=(\w+){spoken}", one["href"])[1]
            assert one["title"] == claims[claim][f"title_{language}"]
