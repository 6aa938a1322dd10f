"""Data addresses, as another programme asks them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from divario import queries, store
from divario.ui import assets

CELL = "/data/observations.{}?indicator=E_AI_TANY&territory=IT&size_class=10-249&year=2025"


def ask(server: str, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers (lower case) and body of one GET."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


def test_one_cell_with_its_origin(server: str) -> None:
    status, headers, body = ask(server, CELL.format("csv"))
    assert status == 200
    row = next(csv.DictReader(io.StringIO(body)))
    assert float(row["value"]) == 15.7
    assert row["origin"] == "Eurostat:isoc_eb_ai@2026-02-27"
    assert headers["x-divario-release"] == store.current().release
    assert headers["access-control-allow-origin"] == "*"
    assert "must-revalidate" in headers["cache-control"]
    assert headers["content-type"].startswith("text/csv")


def test_unchanged_answers_304_without_a_body(server: str) -> None:
    _, headers, _ = ask(server, CELL.format("json"))
    again = ask(server, CELL.format("json"), **{"If-None-Match": headers["etag"]})
    assert (again[0], again[2], again[1]["etag"]) == (304, "", headers["etag"])
    assert ask(server, CELL.format("json"), **{"If-None-Match": '"other"'})[0] == 200


@pytest.mark.parametrize(
    ("path", "status", "parameter", "hint"),
    [
        ("/data/observation.csv", 404, "", "observations"),
        ("/data/observations.xml?indicator=E_CC", 404, "", "csv, json or sql"),
        ("/data/observations.csv", 400, "indicator", "E_AI_TANY"),
        ("/data/observations.csv?indicator=E_AI_TANI", 400, "indicator", "'E_AI_TANY'"),
        ("/data/observations.csv?indicator=E_CC&colour=red", 400, "colour", "did you mean"),
        ("/data/observations.csv?indicator=E_CC&year=2019x", 400, "year", "20"),
        ("/data/observations.csv?indicator=E_CC'%20or%201=1--", 400, "indicator", ""),
        ("/data/observations.csv?indicator=E_CC&territory=" + "A" * 9000, 400, "", "fewer"),
    ],
)
def test_wrong_questions_say_what_was_wrong(
    server: str, path: str, status: int, parameter: str, hint: str
) -> None:
    answered, headers, body = ask(server, path)
    problem = json.loads(body)
    assert answered == status
    assert set(problem) == {"error", "parameter", "hint"}
    assert problem["parameter"] == parameter
    assert hint in problem["hint"]
    assert headers["access-control-allow-origin"] == "*"


def test_every_mart_answers_its_example_in_every_form(server: str) -> None:
    for name, query in queries.marts().items():
        pairs = []
        for key, parameter in queries.parameters_of(query).items():
            values = parameter.example if parameter.is_repeatable else [parameter.example]
            pairs += [f"{key}={value}" for value in values]
        for form in ("csv", "json", "sql"):
            status, _, body = ask(server, f"/data/{name}.{form}?{'&'.join(pairs)}")
            assert status == 200, (name, form, body)
            assert len(body) > 20


def test_every_answer_carries_the_security_headers(server: str) -> None:
    for path in ("/", "/gaps", CELL.format("csv"), "/_stcore/health"):
        _, headers, _ = ask(server, path)
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/gaps?lang=en", "/claims?claim=trap"])
def test_pages_with_charts_ask_for_their_scripts_at_once(server: str, path: str) -> None:
    """Each address of the header is there; the page runs plotly.js by itself, packed or not."""
    library = assets.plotly_script().address
    _, headers, page = ask(server, path)
    asked = re.findall("<([^>]+)>; rel=", headers["link"])
    assert library in asked and any("BidiComponent" in address for address in asked)
    assert [address for address in asked if ask(server, address)[0] != 200] == []
    assert f'data-library="{library}"' in page and "etag" not in headers
    _, headers, packed = ask_packed(server, path)
    assert headers["content-encoding"] == "gzip" and gzip.decompress(packed).decode() == page


def test_pages_without_charts_do_not(server: str) -> None:
    for path in ("/method", "/claims"):
        _, headers, page = ask(server, path)
        assert "link" not in headers and "data-library" not in page


def test_scripts_travel_compressed_and_are_kept(server: str) -> None:
    _, _, page = ask(server, "/")
    script = page.split('src="./static/js/')[1].split('"')[0]
    status, headers, _ = ask_packed(server, f"/static/js/{script}")
    assert (status, headers["content-encoding"]) == (200, "gzip")


def test_data_travel_compressed_to_whoever_takes_it(server: str) -> None:
    path = "/data/observations.json?indicator=E_AI_TANY&territory=IT"
    _, plain, body = ask(server, path)
    _, headers, packed = ask_packed(server, path)
    assert "content-encoding" not in plain and headers["etag"] == plain["etag"]
    assert gzip.decompress(packed).decode() == body
    assert len(packed) < len(body) / 3


def ask_packed(server: str, path: str) -> tuple[int, dict[str, str], bytes]:
    """Like ask(), for a compressed body."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
