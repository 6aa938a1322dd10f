"""Looking around anchors finds what looking through all the words finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario.web import channels, rules, words

# one a comma; "_" stands for a space
PIECES = (
    "_050 123456,_(0587) 12345,_333 1234567,_02-1234567,p.iva_,partita iva_,vat_,c.f._,cf,it,"
    "12345670017,1234567001,_,:_,©_,(c)_,copyright_,2019,–,2026,ditta_,tel,telefono,call us_,"
    "chiamaci al_,._,+39_,050 123456,_0٥0 12345٦,_(41٥) 555-2671,fax:_,"
    "€,_eur_,1200,info,@,ditta.it,pec.it_,+,-,è"
)
PIECES = [*(piece.replace("_", " ") for piece in PIECES.split(",")), "19,90"]


def anchored(said: str) -> words.Places:
    """Where the machine finds the anchors of the patterns."""
    text = rules.rulebook().text
    return words.places(text.find(words.in_bytes(said)), text.texts)


@pytest.mark.parametrize("name", ["PRICE", "PHONE", "NUMBER", "MAIL", "VAT", "COPYRIGHT"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_anchors_lose_nothing(name: str, pieces: list[str]) -> None:
    pattern, said = getattr(words, name), "".join(pieces)
    known = anchored(said)
    assert words.says(pattern, said, known) == (pattern.search(said) is not None)
    whole = {match.groups() for match in words.matches(pattern, said)}
    assert whole <= {match.groups() for match in words.matches(pattern, said, known)}


def test_what_words_say() -> None:
    said = "© 2015–2024 ditta · p.iva it 12345670017 · info@ditta.it, x@pec.it · tel. 050 1234567"
    assert words.copyright_years(said) == [2015, 2024]
    assert words.mail_domains(said) == {"ditta.it", "pec.it"}
    assert words.has_vat_number(said)
    assert not words.has_vat_number(said.replace("17 ", "18 "))
    assert words.says(words.PHONE, said)
    assert not words.says(words.PRICE, said)


def test_repeated_anchors_are_bounded() -> None:
    said = "© 2026 " * 5_000
    found = list(words.matches(words.COPYRIGHT, said, anchored(said)))
    assert words.MOST_LOOKS <= len(found) <= 8 * words.MOST_LOOKS
    said = "è 050 @" * 5_000
    known = anchored(said)
    landline = next(iter(words.SHAPES))
    assert {one: len(each) for one, each in known.items()} == dict.fromkeys((landline, b"@"), 500)
    assert known[b"@"][-1] == 7 * 500 - 1


@pytest.mark.parametrize(
    ("link", "places"),
    [
        ("https://www.facebook.com/ditta?x=1", ("facebook.com", "/ditta")),
        ("//instagram.com", ("instagram.com", "/")),
        ("http://a:b@WWW.X.com:80/y#z", ("x.com", "/y")),
        ("https://x.com?a=//b/c", ("x.com", "/")),
        ("https://[", ("[", "/")),
    ],
)
def test_places_of_a_link(link: str, places: tuple[str, str]) -> None:
    assert channels.places(link) == places
