"""Lists of firms, their codes and addresses: exact readings, and what must hold for any input."""

from __future__ import annotations

import ipaddress
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario.web import addresses, classes, firms
from divario.web.addresses import AddressRefused
from divario.web.firms import Firm, ListRefused

REGISTER = """denominazione;codice fiscale;regione;ateco 2007;sito internet;\
classe di addetti ultimo anno (2)
OFFICINA PERÙ SRL;01234567890;LOMBARDIA;25.62;www.officinaperu.it;C
"MARE; MONTI SPA";01234567891;VALLE D'AOSTA/VALLÉE D'AOSTE;I 55.10.00;HTTP://Mare-Monti.com;
SENZA SITO SNC;01234567892;PUGLIA;;-;A
"""


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A list of firms as a file."""
    path = folder / "firms.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_register_list_in_any_dress(tmp_path: Path, encoding: str, separator: str) -> None:
    text = REGISTER.replace(";", separator).replace("MARE" + separator, "MARE;")
    if separator == ",":
        text = text.replace("MARE;", "MARE,")
    found, rejected = firms.read(write(tmp_path, text, encoding))
    assert found == [
        Firm("01234567890", "http://www.officinaperu.it/", "C25", "10-49", "ITC4"),
        Firm("01234567891", "http://mare-monti.com/", "I55", None, "ITC2"),
        Firm("01234567892", None, None, "0-9", "ITF4"),
    ]
    assert rejected == []


def test_own_list_comes_back_as_written(tmp_path: Path) -> None:
    listed = [
        Firm("a", "https://a.it/", "G47", "GE250", "IT"),
        Firm("b", None, None, None, None),
        Firm("c", "http://xn--caff-8oa.it/", "J", "0-9", "ITDA"),
    ]
    firms.write(tmp_path / "own.csv", listed)
    assert firms.read(tmp_path / "own.csv") == (listed, [])


def test_bad_rows_go_to_the_report_and_stop_nothing(tmp_path: Path) -> None:
    text = (
        "Elenco delle imprese, giugno 2025\n\nid;sito;regione\n"
        "1;www.a.it;Lazio\n"
        '2;"www.b.it;Lazio\n'  # a quote that is never closed
        "3;info@c.it;Lazio\n"
        "4;www.d.it\n"
        "1;www.a.it;Lazio\n"
        "6;http://192.168.0.1/;Marte\n"
        "RSSMRA80A01H501U;www.g.it;Lazio\n"
        '8;"www.h.it";"La\nzio"\n'
        "9;www.i.it;Lazio\n"
    )
    found, rejected = firms.read(write(tmp_path, text))
    assert [firm.id for firm in found] == ["1", "2", "3", "6", "row-10", "8", "9"]
    assert [firm.address for firm in found if firm.address] == [
        f"http://www.{letter}.it/" for letter in "abghi"
    ]
    assert [(row.line, row.is_kept) for row in rejected] == [
        (6, True),
        (7, False),
        (8, False),
        (9, True),
    ]
    assert "fields" in rejected[1].reason
    assert "line 4" in rejected[2].reason
    firms.write_rejected(tmp_path / "rejected.csv", rejected)
    assert len((tmp_path / "rejected.csv").read_text(encoding="utf-8").splitlines()) == 5


def test_a_list_without_known_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="sito internet"):
        firms.read(write(tmp_path, "nome;cognome\nMario;Rossi\n"))
    with pytest.raises(ListRefused, match="no row"):
        firms.read(write(tmp_path, "sito internet;regione\n"))
    with pytest.raises(ListRefused, match="cannot be opened"):
        firms.read(tmp_path / "missing.csv")


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(b"id;sito internet\n" + body)
    try:
        found, rejected = firms.read(path)
    except ListRefused:
        return
    assert len({firm.id for firm in found}) == len(found)
    assert all(row.line > 1 for row in rejected)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("62.01.00", "J62"),
        ("J 62.01 - Produzione di software", "J62"),
        ("4711", "G47"),
        ("K 62.10", "J62"),  # ATECO 2025: the letter moved, the number did not
        ("C10-C12", "C"),
        ("13-15", "C"),
        ("C26-D35", None),
        ("G", "G"),
        ("G - Commercio", "G"),
        ("14100", None),  # a zero was lost
        ("34.00", None),  # not in use
        ("Commercio", None),
        ("", None),
    ],
)
def test_sectors(written: str, code: str | None) -> None:
    assert classes.sector_of(written) == code


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ("A", "0-9"),
        ("b", "0-9"),
        ("D", "10-49"),
        ("F", "GE250"),
        ("37", "10-49"),
        ("1.250", "GE250"),
        ("da 10 a 19", "10-49"),
        ("50 – 249", "50-249"),
        ("250+", "GE250"),
        ("oltre 249", "GE250"),
        (">= 250", "GE250"),
        ("fino a 9", "0-9"),
        ("meno di 10", "0-9"),
        ("1-19", None),  # two classes
        ("oltre 10", None),
        ("12,5", None),
        ("n.d.", None),
        ("", None),
    ],
)
def test_size_classes(written: str, size: str | None) -> None:
    assert classes.size_class_of(written) == size


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("EMILIA-ROMAGNA", "ITD5"),
        ("Trentino-Alto Adige/Südtirol", "ITDA"),
        ("Regione Puglia", "ITF4"),
        ("ITH3", "ITD3"),
        ("DE", "DE"),
        ("Narnia", None),
        ("", None),
    ],
)
def test_territories(written: str, code: str | None) -> None:
    assert classes.territory_of(written) == code


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.Rossi.IT", "http://www.rossi.it/"),
        ("https://rossi.it/Negozio?a=1#qui", "https://rossi.it/Negozio?a=1"),
        ("http//www.rossi.it", "http://www.rossi.it/"),
        ("http:/rossi.it", "http://rossi.it/"),
        ("http:www.rossi.it", None),
        ("caffè.it", "http://xn--caff-8oa.it/"),
        ("rossi.it; bianchi.it", "http://rossi.it/"),
        ("rossi.it:80", "http://rossi.it/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("rossi.it.", "http://rossi.it/"),
        ("http://rossi.it/a b", "http://rossi.it/a"),
        ("info@rossi.it", None),
        ("http://user:word@rossi.it/", None),
        ("https://rossi.it:8443/", None),
        ("http://rossi.it:443/", None),
        ("ftp://rossi.it/", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("mailto:info@rossi.it", None),
        ("localhost", None),
        ("http://intranet/", None),
        ("http://printer.local/", None),
        ("http://127.0.0.1/", None),
        ("http://127.1/", None),
        ("http://2130706433/", None),
        ("http://0x7f.0.0.1/", None),
        ("http://10.0.0.8/", None),
        ("http://169.254.169.254/latest", None),
        ("http://100.64.0.1/", None),
        ("http://0.0.0.0/", None),
        ("http://[::1]/", None),
        ("http://[::ffff:127.0.0.1]/", None),
        ("http://[64:ff9b::7f00:1]/", None),
        ("http://[2002:7f00:1::]/", None),
        ("http://[fe80::1]/", None),
        ("http://[fc00::1]/", None),
        ("http://[ff02::1]/", None),
        ("http://[::1", None),
        ("http://rossi.it:99999/", None),
        ("http://ros si.it", None),
        ("http://" + "a" * 70 + ".it/", None),
        ("http://rossi.it/" + "a" * 3000, None),
    ],
)
def test_addresses(written: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(AddressRefused):
            addresses.canonical(written)
    else:
        assert addresses.canonical(written) == address
        assert addresses.check(address) == address


def test_a_name_is_allowed_by_name_only() -> None:
    allowed = {"officina.test"}
    assert addresses.canonical("officina.test", allowed) == "http://officina.test/"
    for other in ("http://altra.test/", "http://officina.test:8080/", "ftp://officina.test/"):
        with pytest.raises(AddressRefused):
            addresses.canonical(other, allowed)


@given(st.integers(0, 2**32 - 1) | st.integers(0, 2**128 - 1))
def test_wrapping_an_address_does_not_make_it_public(number: int) -> None:
    if number < 2**32:
        inner = ipaddress.IPv4Address(number)
        wrapped = [
            ipaddress.IPv6Address(f"::ffff:{inner}"),
            ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ]
        assert all(addresses.is_public(outer) <= addresses.is_public(inner) for outer in wrapped)
        assert not addresses.is_public(inner) or inner.is_global
    else:
        outer = ipaddress.IPv6Address(number)
        assert not addresses.is_public(outer) or outer.is_global


@given(st.text(max_size=60) | st.text(string.printable, max_size=60).map("http://".__add__))
def test_any_text_is_refused_or_made_canonical_once(text: str) -> None:
    try:
        address = addresses.canonical(text)
    except AddressRefused as error:
        assert error.reason
        return
    assert address.isascii()
    assert addresses.check(address) == address
