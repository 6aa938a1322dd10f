"""What the crawler is made of: names, rules of hosts, links, visits and the journal on disk."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address
from warcio.archiveiterator import ArchiveIterator

from divario.web import links, resolver
from divario.web.archive import Journal, SiteRecords
from divario.web.firms import Firm
from divario.web.resolver import GuardedResolver, HostsRefused
from divario.web.robots import Hosts, rules_of
from divario.web.visit import OUTCOMES, Failed, Limits, Visit
from tests.conftest import finished


class Answers:
    """A name server that gives one answer after another: what a rebinding attack needs."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver, _name, port=0, *_kinds) -> None:  # noqa: N802
        """Give the next answer."""
        receiver.resolutionBegan(None)
        for address in self.answers.pop(0):
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        receiver.resolutionComplete()


class Receiver:
    """Takes what a resolver gives: the addresses that would be connected to."""

    def __init__(self) -> None:
        self.addresses: list[tuple[str, int]] = []
        self.is_complete = False

    def resolutionBegan(self, _resolution: object) -> None:  # noqa: N802
        """Nothing yet."""

    def addressResolved(self, address) -> None:  # noqa: N802
        """One address."""
        self.addresses.append((address.host, address.port))

    def resolutionComplete(self) -> None:  # noqa: N802
        """No more."""
        self.is_complete = True


def resolved(server: Answers, hosts: dict | None = None, name: str = "a.it") -> list:
    """What one connection would go to; nothing is kept between connections."""

    class Reactor:
        nameResolver = server  # noqa: N815

    class Crawler:
        settings = Settings({"LOCAL_HOSTS": hosts or {}, "DNSCACHE_ENABLED": False})

    receiver = Receiver()
    GuardedResolver.from_crawler(Crawler, Reactor).resolveHostName(receiver, name, 80)
    assert receiver.is_complete
    return receiver.addresses


def test_only_public_answers_are_connected_to() -> None:
    answer = ["10.0.0.1", "93.184.215.14", "::1", "fe80::1%eth0", "2606:2800:21f:cb07::1"]
    assert resolved(Answers(answer)) == [("93.184.215.14", 80), ("2606:2800:21f:cb07::1", 80)]


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    server = Answers(["93.184.215.14"], ["127.0.0.1"])
    assert resolved(server) == [("93.184.215.14", 80)]
    assert resolved(server) == []
    assert resolver.refused["a.it"] == "127.0.0.1"


def test_local_hosts_are_the_only_ones_to_be_found() -> None:
    hosts = {("a.it", 80): ("127.0.0.1", 4321)}
    assert resolved(Answers(), hosts) == [("127.0.0.1", 4321)]
    assert resolved(Answers(), hosts, "b.it") == []


@pytest.mark.parametrize(
    "line", ["a.it:80 93.184.215.14:80", "a.it 127.0.0.1", "a.it:x 127.0.0.1:1"]
)
def test_local_hosts_are_local(tmp_path: Path, line: str) -> None:
    (tmp_path / "hosts").write_text(f"# ours\n{line}\n", encoding="utf-8")
    with pytest.raises(HostsRefused, match="not a file of local hosts"):
        resolver.read_hosts(tmp_path / "hosts")


def test_a_site_of_several_firms_is_visited_once(tmp_path: Path) -> None:
    from divario.web import campaign  # noqa: PLC0415 (heavy)

    listed = [Firm(name, "http://a.it/", None, None, None) for name in ("one", "two")]
    sites = campaign._sites([*listed, Firm("three", None, None, None, None)])
    assert sites == {"http://a.it/": ["one", "two"]}
    journal = Journal(tmp_path, "agent")
    journal.add(["one", "two"], {"address": "http://a.it/"}, SiteRecords(["one", "two"]))
    journal.close()
    with (tmp_path / "sites.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert (first.pop("firm"), second.pop("firm")) == ("one", "two")
    assert first == second


def test_rules_of_a_host() -> None:
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: divariobot\nDisallow: /privato\n"
    own = rules_of(200, text + b"Crawl-delay: 7\nSitemap: http://a.it/mappa.xml\n")
    assert own.allow("http://a.it/")
    assert not own.allow("http://a.it/privato/pagina")
    assert (own.delay, own.sitemaps) == (7.0, ("http://a.it/mappa.xml",))
    assert rules_of(404, b"User-agent: *\nDisallow: /\n").allow("http://a.it/")
    assert not rules_of(503, b"").allow("http://a.it/")
    assert not rules_of(429, b"").allow("http://a.it/")
    # a host that wants minutes between requests is left alone
    assert not rules_of(200, b"User-agent: *\nCrawl-delay: 600\n").allow("http://a.it/")


@given(st.binary(max_size=500))
def test_any_robots_file_is_read(body: bytes) -> None:
    rules_of(200, body).allow("http://a.it/")


def test_links_are_chosen_by_kind_and_stay_on_the_site() -> None:
    page = """
        <A class=menu HREF="/contatti.html"><b>Contatti</b></A>
        <a href='https://shop.a.it/?x=1&amp;y=2'>Negozio</a> <a href=/privacy>p</a>
        <a href="/lungo/percorso/contatti">Contatti</a> <a href="mailto:i@a.it">contatti</a>
        <a href="http://b.it/contatti">altro sito</a> <a href="/logout?contatti">esci</a>
        <a href="/catalogo.pdf">catalogo</a> <a href="/carrello?add-to-cart=3">acquista</a>
        <a href="http://127.0.0.1/lavora-con-noi">lavora con noi</a> <a href="/">shop</a>
    """
    expected = ["http://a.it/contatti.html", "https://shop.a.it/?x=1&y=2", "http://a.it/privacy"]
    assert links.choose(page.encode(), "http://a.it/", 9) == expected
    assert links.choose(page.encode(), "http://a.it/", 1) == expected[:1]


@given(st.binary(max_size=300), st.sampled_from([b"", b"<a href=", b"<a href='/shop'>", b"<a "]))
def test_any_page_gives_links_of_its_own_site(body: bytes, start: bytes) -> None:
    for url in links.choose(start + body, "http://a.it/", 5):
        assert url.startswith(("http://", "https://"))
        assert ".a.it" in url or "//a.it" in url


class Site:
    """A site without a network: answers by address, and the addresses that were asked."""

    def __init__(self, pages: dict[str, Any]) -> None:
        self.pages, self.asked = pages, []

    async def fetch(self, url: str, _html_only: bool) -> Response:
        """The answer of an address: a page's text, (status, headers), or an error."""
        self.asked.append(url)
        answer = self.pages.get(url, (404, {}))
        if isinstance(answer, Exception):
            raise answer
        status, headers = (200, {}) if isinstance(answer, str) else answer
        body = answer.encode() if isinstance(answer, str) else b""
        headers = {"Content-Type": "text/html"} | headers
        return HtmlResponse(url, status=status, headers=headers, body=body, request=Request(url))

    def visit(self, address: str, **limits: Any) -> dict[str, object]:
        """Visit it."""
        visit = Visit(address, ["f"], self.fetch, Hosts(), Limits(**limits))
        return finished(visit.run())


MOVED = {"http://a.it/": (301, {"Location": "//www.a.it/it"}), "http://www.a.it/it": "ciao"}
REFRESH = '<meta http-equiv=refresh content="0;url=http://localhost/">'


def leads_to(target: str) -> dict:
    """A home page that redirects."""
    return {"http://a.it/": (302, {"Location": target})}


def robots(answer: Any, page: str) -> dict:
    """A robots.txt that answers oddly, and one page that is there."""
    return {"http://a.it/robots.txt": answer, page: "ciao"}


@pytest.mark.parametrize(
    ("outcome", "final", "pages"),
    [
        ("page", "http://a.it/", {"http://a.it/": "<p>ciao"}),
        ("page", "http://www.a.it/it", MOVED),
        ("refused", "", leads_to("http://10.0.0.1/")),
        ("refused", "", leads_to("file:///etc/passwd")),
        ("refused", "", leads_to("http://u:p@b.it/")),
        ("broken", "", leads_to("http://[::1")),
        ("refused", "", {"http://a.it/": REFRESH}),
        ("not_html", "http://a.it/", {"http://a.it/": (200, {"Content-Type": "image/png"})}),
        ("redirects", "", robots((302, {"Location": "/robots.txt"}), "http://a.it/")),
        ("page", "http://a.it/", robots((302, {"Location": "/"}), "http://a.it/")),
        ("page", "https://a.it/", robots(Failed("connection"), "https://a.it/")),
        ("page", "http://www.a.it/", robots(Failed("dns"), "http://www.a.it/")),
        ("timeout", "", robots(Failed("timeout"), "https://a.it/")),
        ("broken", "", {"http://a.it/": ValueError("no one thought of this")}),
    ],
)
def test_a_visit_ends_with_an_outcome(outcome: str, final: str, pages: dict) -> None:
    line = Site(pages).visit("http://a.it/")
    assert (line["outcome"], line["final_address"]) == (outcome, final)
    assert line["outcome"] in OUTCOMES


def test_another_host_on_the_way_is_asked_for_leave() -> None:
    site = Site(
        {
            "http://a.it/": (301, {"Location": "http://b.it/"}),
            "http://b.it/robots.txt": "User-agent: *\nDisallow: /",
            "http://b.it/": "never",
        }
    )
    assert site.visit("http://a.it/")["outcome"] == "robots"
    assert "http://b.it/" not in site.asked


@pytest.mark.parametrize(
    ("limits", "asked"), [({"requests": 3}, 3), ({"site_bytes": 50}, 2), ({"pages": 2}, 4)]
)
def test_a_visit_keeps_its_caps(limits: dict[str, int], asked: int) -> None:
    menu = "<a href=/contatti>c</a><a href=/shop>s</a><a href=/privacy>p</a>" + "x" * 50
    site = Site({f"http://a.it/{name}": menu for name in ("", "contatti", "shop", "privacy")})
    assert site.visit("http://a.it/", **limits)["outcome"] == "page"
    assert len(site.asked) == asked


def test_a_visit_ends_in_time() -> None:
    assert Site({"http://a.it/": "c"}).visit("http://a.it/", site_seconds=-1)["outcome"] == "limit"


NAMES = st.text("abcXYZ-", min_size=1, max_size=8)
VALUES = st.binary(max_size=20).filter(lambda value: not {0, 10, 13} & set(value))


@given(st.dictionaries(NAMES, VALUES, max_size=5), st.binary(max_size=200), st.integers(100, 599))
def test_any_answer_can_be_recorded(headers: dict, body: bytes, status: int) -> None:
    records = SiteRecords(["f"])
    url = "http://a.it/%C3%A8?x=1"
    answer = Response(url, status, headers=headers, body=body, request=Request(url))
    records.add(url, answer)
    file = records.close({"address": url, "note": "però"})
    kinds = {}
    for record in ArchiveIterator(file):
        kinds[record.rec_type] = record.content_stream().read()
    assert kinds["response"] == body
    assert kinds["metadata"].decode() == f"address: {url}\r\nnote: però\r\n"


def test_settings_open_no_door() -> None:
    from divario.web import crawl  # noqa: PLC0415 (heavy)

    class NoJournal:
        user_agent, folder, finished = "agent", Path("out"), frozenset()

    job = crawl.Job({}, NoJournal(), Limits(), {}, 1, print)
    settings = crawl.settings(job)
    for name in ("TELNETCONSOLE", "REMOTE_CONTROL", "HTTPPROXY", "COOKIES"):
        assert settings[f"{name}_ENABLED"] is False
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["DOWNLOAD_DELAY"] >= 0.5
    assert settings["DOWNLOAD_HANDLERS"]["file"] is None
