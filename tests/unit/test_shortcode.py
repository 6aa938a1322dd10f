"""Short codes: there and back, one spelling each, and nothing that was cut or edited."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from divario import shortcode
from divario.shortcode import View, WrongCode, decode, encode

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TEXT = st.text(st.characters(blacklist_characters="\n", blacklist_categories=["Cs"]), max_size=12)
WORD = TEXT.filter(bool)
PAIRS = st.lists(st.tuples(WORD, TEXT), max_size=4).map(lambda pairs: tuple(sorted(pairs)))
VIEWS = st.builds(View, page=WORD, parameters=PAIRS, figure=TEXT, builder=TEXT, asked=PAIRS)
GAPS = View("gaps", (("indicator", "E_AI_TANY"), ("lang", "en"), ("year", "2024")), "sizes")


@given(VIEWS)
def test_there_and_back(view: View) -> None:
    """A code says its view, in letters that need no escaping."""
    code = encode(view)
    assert decode(code) == view
    assert set(code) <= set(ALPHABET)


def test_a_code_is_short_and_stays_the_same() -> None:
    """Codes that were given away must be readable for ever: this one is from version 1."""
    assert encode(GAPS) == "AZptofcDJzV87oKnGkiAAAA"
    assert decode("AZptofcDJzV87oKnGkiAAAA") == GAPS
    assert len(encode(GAPS)) < 30


@given(st.integers(0, 200), st.sampled_from(ALPHABET))
def test_an_edited_letter_is_found(place: int, letter: str) -> None:
    """No code with one letter changed is taken for a view."""
    code = encode(GAPS)
    place %= len(code)
    assume(code[place] != letter)
    with pytest.raises(WrongCode):
        decode(code[:place] + letter + code[place + 1 :])


def test_a_cut_or_lengthened_code_is_found() -> None:
    """Neither a beginning of a code nor a code with something after it is a code."""
    code = encode(GAPS)
    wrong = [code[:length] for length in range(len(code))]
    wrong += [code + letter for letter in ALPHABET] + [code + "=", code + "==", f" {code}"]
    for one in wrong:
        with pytest.raises(WrongCode):
            decode(one)


@given(st.text(max_size=60))
def test_anything_else_is_no_code(text: str) -> None:
    """Whatever is typed is refused, and nothing else is raised."""
    with pytest.raises(WrongCode):
        decode(text)


def test_codes_of_another_make_are_refused() -> None:
    """A valid check over what we would not write: another version, a bomb, too many fields."""

    def made(body: bytes, version: int = shortcode.VERSION) -> str:
        raw = bytes([version]) + shortcode._check(body) + body
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def packed(text: bytes, level: int = 9) -> bytes:
        packer = zlib.compressobj(level, zlib.DEFLATED, -15, zdict=shortcode.DICTIONARY)
        return packer.compress(text) + packer.flush()

    for code in (
        made(packed(b"gaps"), version=2),
        made(packed(b"gaps", level=0)),
        made(packed(b"gaps\n" + b"a" * 1_000_000)),
        made(packed(b"gaps\n\n\n\n\n\n\n\nx")),
        made(packed(b"gaps\nindicator")),
        made(packed(b"\xff\xfe")),
        made(packed(b"gaps") + b"more"),
    ):
        with pytest.raises(WrongCode):
            decode(code)


def test_a_view_too_long_for_an_address_has_no_code() -> None:
    """It is refused when it is made, not when it is opened."""
    noise = "".join(chr(0x4E00 + place * 37 % 20_000) for place in range(3_000))
    with pytest.raises(WrongCode):
        encode(View("gaps", (("sector", noise),)))
    with pytest.raises(WrongCode):
        encode(View("gaps\nmore"))
