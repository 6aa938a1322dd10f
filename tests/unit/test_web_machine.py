"""The machine that finds many texts in one pass, beside a search for one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario.errors import DataRefused
from divario.web import rules
from divario.web.machine import Machine

TEXTS = [b"aba", b"ab", b"b", b'="&#', b"\xc3\xa8", b"bab a", b"a" * 40]
MACHINE = Machine(TEXTS)
PIECES = st.sampled_from([*TEXTS, b"a", b"A", b" ", b"\0", b"\xc3", b"<", b"x" * 70])


def one_by_one(within: bytes) -> list[tuple[int, int]]:
    return sorted(
        (at + len(text), place)
        for place, text in enumerate(MACHINE.texts)
        for at in range(len(within))
        if within.startswith(text, at)
    )


@given(st.lists(PIECES, max_size=30))
def test_it_finds_what_a_plain_search_finds(pieces: list[bytes]) -> None:
    within = b"".join(pieces)
    assert MACHINE.find(within) == one_by_one(within)


def test_the_longest_of_those_that_end_together_comes_first() -> None:
    ends = [(end, MACHINE.texts[place]) for end, place in MACHINE.find(b"xab")]
    assert ends == [(3, b"ab"), (3, b"b")]


def test_shapes_and_capitals() -> None:
    """A shape has one length, a text has any bytes; capitals are those of ASCII."""
    machine = Machine([b"ab.\0", b"\xe8"], {rb"[ (]0[0-9?]": 3}, is_caseless=True)
    found = [(end, machine.texts[place]) for end, place in machine.find(b"aB.\0 (05ab_\0\xe8\xc8")]
    assert found == [(4, b"ab.\0"), (8, rb"[ (]0[0-9?]"), (13, b"\xe8")]
    assert machine.lengths == [4, 3, 1]


def test_a_text_told_once_is_told_where_it_first_stands() -> None:
    machine = Machine([b"ab", b"b"], once=[b"ab"])
    found = [(end, machine.texts[place]) for end, place in machine.find(b"xab ab b")]
    assert found == [(3, b"ab"), (3, b"b"), (6, b"b"), (8, b"b")]


def test_threads_may_search_at_the_same_time() -> None:
    pages = [b"ab" * (number % 300) for number in range(2_000)]
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda page: len(MACHINE.find(page)), pages))
    assert counts == [max(0, 3 * (number % 300) - 1) for number in range(2_000)]


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("text:l’offerta", "Latin 1"),
        ("text:chi è?", "Latin 1"),
        ("page:cart", "place:text"),
        ("path:a", "place:text"),
    ],
)
def test_a_mark_that_cannot_be_found_is_refused(tmp_path: Path, mark: str, reason: str) -> None:
    rule = f'[offer]\nname = "x"\nsignals = ["cart"]\nmarks = ["{mark}"]\n'
    (tmp_path / "offers.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(DataRefused, match=reason):
        rules.rulebook(tmp_path)
