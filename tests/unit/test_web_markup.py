"""Pages taken apart in one pass: what is seen, what is not, and how the work grows."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario.web import markup, page, rules
from divario.web.markup import LONGEST_TAG, MOST_BYTES, Parts
from divario.web.reading import LARGEST_BODY, Loss, exchanges
from tests.unit.test_web_signals import answered, row_of


def parted(html: bytes) -> Parts:
    """A page taken apart as the reader does it."""
    book = rules.rulebook()
    return markup.parts(html, book.markup.find(html), book.edges)


def words(html: bytes) -> str:
    return markup.between_tags(parted(html).shown).decode().split()


CHAT = '<script src="https://embed.tawk.to/a/default"></script>'
PIXEL = '<img src="https://www.facebook.com/tr?id=1">'


@pytest.mark.parametrize(
    ("html", "is_there"),
    [
        (CHAT, True),
        (f"<!-- {CHAT} -->", False),
        (f"<!--{CHAT}", False),
        (f"<!-->{CHAT}", True),
        (f"<!-- x -->{CHAT}<!-- y -->", True),
        (f"<script>var a = '<!--'</script>{CHAT}", True),
        ("<script><!-- s.src='https://embed.tawk.to/a' //--></script>", True),
        (f"<!-- <script> -->{CHAT}", True),
    ],
)
def test_what_stands_in_a_comment_is_switched_off(html: str, is_there: bool) -> None:
    found = {one.signal for one in answered(f"<p>Ditta</p>{html}".encode()).shown}
    assert found == ({"chat"} if is_there else set())


@pytest.mark.parametrize(("before", "is_found"), [(1, True), (199, True), (200, False)])
def test_a_mark_counts_where_it_first_counts(before: int, is_found: bool) -> None:
    """Not where it stands first, a link; in capitals too; marks come as they stand."""
    links = before * b"<a href='/wp-content/x.pdf'>x</a>" + b"<img src='//cdn.shopify.com/x'>"
    html = links + b"<img src='/WP-Content/y.png'><img src='//www.googletagmanager.com/gtm.js'>"
    found = [one.rule for one in answered(html).shown]
    assert found == ["shopify", *["wordpress"] * is_found, "google_tag_manager"]


SIGNS = (*"<>=\"'/ \t\n\x0b\x1c\x85\xa0", "<p ", "</b>", "='", "olio", "  ", "<!", "< 4", "<br>")


@given(st.lists(st.sampled_from(SIGNS), max_size=25))
def test_words_are_what_stands_between_tags(pieces: list[str]) -> None:
    """As the expression of a tag finds them, one space apart; blanks are those of ASCII."""
    shown = "".join(pieces).encode("latin-1")
    tag = re.compile(rb"<[/a-zA-Z!?]" + markup.REST)
    assert markup.between_tags(shown) == b" ".join(tag.sub(b" ", shown).split())


def test_a_sign_that_begins_no_tag_is_a_word() -> None:
    assert markup.between_tags(b"3 < 4 > 2<a title='x > y'>z</a><\xa9 2020>") == (
        b"3 < 4 > 2 z <\xa9 2020>"
    )


def test_links_and_words_in_a_comment_are_not_shown() -> None:
    hidden = (
        b"<!-- <a href='https://www.instagram.com/x'>x</a> tel. 050 123456 <a href='/cart'> -->"
    )
    seen = answered(b"<p>Ditta</p>" + hidden + b"<p>fine</p>")
    assert not seen.shown
    assert row_of(seen)["social"] == row_of(seen)["telephone"] == "absent"


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (b"<title>No</title><p>uno<br>due</p>", ["uno", "due"]),
        (b"<p title='a > b' data-x=\"<i>no</i>\">uno</p>", ["uno"]),
        (b"<p it's alt='L'Olio'>uno</p> due", ["uno", "due"]),
        (b"<style>p>a{}</style><noscript>no</noscript><template>no</template>uno", ["uno"]),
        (b"<svg><title/><path></svg>uno", ["uno"]),
        (b"uno <3 due < tre<p", ["uno", "<3", "due", "<", "tre"]),
        (b"<SCRIPT>no</Script >uno<!doctype html><?xml no?>", ["uno"]),
        (b"<stylex>uno</stylex>", ["uno"]),
        (b"<!-- uno", []),
        (b"<style>uno", []),
        (b"<p title='>'>uno</p> 3 < 4", ["uno", "3", "<", "4"]),
    ],
)
def test_words_that_are_seen(html: bytes, said: list[str]) -> None:
    assert words(html) == said


def test_titles_of_drawings_are_none() -> None:
    assert parted(b"<title> Ditta</title><svg><title>x</title></svg>").has_title
    assert not parted(b"<svg><title>x</title></svg>").has_title
    assert not parted(b"<title> </title>").has_title


def test_long_values_are_cut_not_lost() -> None:
    """Hidden fields of a page's state are long; so may a description be."""
    state = b"<form><input type=hidden value='" + b"A" * 60_000 + b"'><textarea></textarea></form>"
    seen = answered(b'<meta name="description" content="' + b"olio " * 2_000 + b'">' + state)
    assert seen.is_whole
    assert {one.rule for one in seen.shown} == {"description", "form_with_message"}


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('<a class="x" href="https://it.LinkedIn.com/company/x?a=1">', {"social_linkedin"}),
        ("<a href=//wa.me/390555550123>", {"social_whatsapp"}),
        ('<a href="https://www.facebook.com/">', set()),
        ('<a href="https://notx.com/a"><a href="/?u=https://x.com/ditta">', set()),
        ('<link rel="me" href="https://x.com/ditta">', set()),
        ('<a href="https://x.com/intent/tweet"><a href="https://vimeo.com/1234567">', set()),
        ('<a href="https://www.youtube.com/watch?v=1"><a href="https://youtu.be/1">', set()),
        ('<a href="https://www.youtube.com/@ditta">', {"social_youtube"}),
        ('<a href="&#109;ailto:info@ditta.it">', {"mail"}),
        ('<a href="mailto: Info@Ditta.it?subject=x">', {"mail"}),
        ('<area href="tel:050123">', {"telephone"}),
        ("<script>a('<a href=\"https://x.com/ditta\">')</script>", set()),
    ],
)
def test_links_that_count(html: str, kinds: set[str]) -> None:
    seen = answered(html.encode())
    assert {one.signal for one in seen.shown} | ({"mail"} if seen.mails else set()) == kinds
    assert seen.mails <= {"ditta.it"}


HOSTILE: dict[str, Callable[[int], bytes]] = {
    "opened and closed": lambda n: b"<div>" * n + b"</div>" * n,
    "nested": lambda n: b"<a href='/cart'><div>" * n,
    "attributes": lambda n: b"<a " + b" ".join(b"a%d=1" % one for one in range(n)) + b">",
    "attributes that hide their end": lambda n: b"<meta " + b"a='>' " * n + b">",
    "tags of many attributes": lambda n: (b"<meta " + b"b " * 300 + b">") * (n // 100),
    "text": lambda n: "parola © tel. € @ p.iva ".encode() * n,
    "references": lambda n: b"&a" * n,
    "unclosed": lambda n: b"<title><!-- <script><template>" * n,
    "comments": lambda n: b"<!-->" * n,
    "quotes": lambda n: b"<meta =\"'<a ='" * n,
    "links": lambda n: b"<a href='tel:1'>" * n,
    "forms": lambda n: b"<form><input type=email>" * n,
    "marks": lambda n: b"wpcf7-form /cart itemtype= " * n,
}


def work(html: bytes) -> int:
    """Calls that reading a page takes, those of built-in functions among them."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        answered(html)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("name", HOSTILE)
def test_work_grows_with_the_page_at_most(name: str) -> None:
    """Four times the page, at most four times the calls; the parser's part has a bound."""
    small, large = HOSTILE[name](1_500), HOSTILE[name](6_000)
    work(b"<p>")  # what is made once
    assert work(large) <= 4.2 * work(small) + 100
    found = parted(HOSTILE[name](40_000))
    assert len(found.asked) <= MOST_BYTES * 2  # with the ends of tags
    assert max(map(len, found.asked.split(b"<"))) <= LONGEST_TAG


def test_a_page_of_fifty_megabytes_is_read_from_its_beginning(tmp_path: Path) -> None:
    with (tmp_path / "ditta.it.html").open("wb") as file:
        file.write(b"<title>Ditta</title>" + b"parola " * 300_000)
        file.truncate(50_000_000)
    (found,) = exchanges(tmp_path, Loss("x"))
    assert (len(found.body), found.is_whole) == (LARGEST_BODY, False)
    assert {one.signal for one in page.read(found).shown} == {"title"}


PIECES = (
    b"""< > <!-- --> <script> </script <p.a= " ' = . <title> </title> <form> </Style \xff olio"""
)


@given(st.lists(st.sampled_from(PIECES.replace(b".", b" ").split(b" "))))
def test_pieces_stand_in_the_page_and_in_turns(pieces: list[bytes]) -> None:
    html = b"".join(pieces)
    found = parted(html)
    for edges, begin in ((found.scripts, b"<script"), (found.comments, b"<!--")):
        assert edges == sorted(edges)
        assert len(edges) % 2 == 0
        assert all(html.startswith(begin, at) for at in edges[::2])
        assert not edges or edges[-1] <= len(html)
    for cased in (html.upper(), html.lower()):  # capitals change nothing
        other = parted(cased)
        assert (other.scripts, other.comments) == (found.scripts, found.comments)
        assert other.shown.lower() == found.shown.lower()
    assert b"<script>" not in found.shown
    assert b"<!--" not in found.shown
