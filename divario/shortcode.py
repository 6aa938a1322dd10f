"""Short codes of views: a page, its parameters and a figure in one word that needs no database.

A code is base64url without padding of: one byte of version, four bytes of check, and the view as
text, compressed. It holds nothing secret and is signed by nobody: what is read from it is checked
like any address. Each view has exactly one code.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from divario.errors import DivarioError

VERSION = 1
CHECK_BYTES = 4
MAX_CODE = 2_000
MAX_TEXT = 6_000
# The compressor's dictionary belongs to version 1: a change here would make its codes unreadable.
DICTIONARY = (
    b"method\ncompare\nwhatif\nstage\nweb\nclaims\nleads\nsectors\noverview\ngaps\n"
    b"theme=stage&detail=division&countries=DE%2CES%2CFR&year=2021&year=2022&year=2023&year=2024"
    b"&size=10-49&size=50-249&size=GE250&size=GE10&size=10-249&size_class=GE10&sector=C&sector=G"
    b"\nall_cells\nsector_size_heat\ncountry_bars\nyear_lines\nsector_bars\nsize_dots\n"
    b"cells_by_indicator\nsizes_by_sector\nterritories_by_indicator\nyears_by_territory\n"
    b"sectors_by_territory\nsizes_by_territory\ntable\nheat\nsizes\nsectors\nyears\ncountries\n"
    b"indicator=E_CC&indicator=IST_E_&indicator=E_DI3_GELO&indicator=E_AI_TANY&lang=en"
    b"&sector=C10-S951_X_K&size_class=10-249&territory=DE&territory=ES&territory=EU27_2020"
    b"&territory=FR&territory=IT&year=2025"
)


class WrongCode(DivarioError):
    """A code that is cut, edited, of another version or of another maker."""


Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class View:
    """What a code says: a page with its parameters, and one of its figures if any.

    `builder`, `query`, `asked` and `arguments` are how that figure is drawn again without its page.
    """

    page: str
    parameters: Pairs = ()
    figure: str = ""
    builder: str = ""
    query: str = ""
    asked: Pairs = ()
    arguments: str = ""

    @property
    def language(self) -> str:
        """The language of the address; empty where it leaves it out."""
        return dict(self.parameters).get("lang", "")


def encode(view: View) -> str:
    """The code of a view; raises WrongCode for one too long to be said in an address."""
    fields = [
        view.page,
        _said(view.parameters),
        view.figure,
        view.builder,
        view.query,
        _said(view.asked),
        view.arguments,
    ]
    text = "\n".join(fields).rstrip("\n").encode()
    if any("\n" in field for field in fields) or len(text) > MAX_TEXT:
        raise WrongCode("the view does not fit a code")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=DICTIONARY)
    body = packer.compress(text) + packer.flush()
    code = base64.urlsafe_b64encode(bytes([VERSION]) + _check(body) + body).decode().rstrip("=")
    if len(code) > MAX_CODE:
        raise WrongCode("the view does not fit a code")
    return code


def decode(code: str) -> View:
    """The view of a code; raises WrongCode for anything that encode() did not make."""
    if len(code) > MAX_CODE or not re.fullmatch(r"[A-Za-z0-9_-]+", code):
        raise WrongCode("not a code")
    try:
        raw = base64.urlsafe_b64decode(code + "=" * (-len(code) % 4))
        version, check, body = raw[0], raw[1 : 1 + CHECK_BYTES], raw[1 + CHECK_BYTES :]
        if version != VERSION or check != _check(body):
            raise WrongCode("cut, edited or of another version")
        packed = zlib.decompressobj(-15, zdict=DICTIONARY)
        text = packed.decompress(body, MAX_TEXT).decode()
        view = _read(text)
    except (binascii.Error, zlib.error, ValueError, IndexError) as error:
        raise WrongCode("not a code") from error
    if encode(view) != code:
        raise WrongCode("another spelling of a code")
    return view


def _read(text: str) -> View:
    fields = text.split("\n")
    if len(fields) > 7:
        raise WrongCode("too many fields")
    page, parameters, figure, builder, query, asked, arguments = fields + [""] * (7 - len(fields))
    return View(page, _pairs(parameters), figure, builder, query, _pairs(asked), arguments)


def _said(pairs: Pairs) -> str:
    """Pairs by name; the values of one name keep their order, which has a meaning."""
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def _pairs(text: str) -> Pairs:
    return tuple(parse_qsl(text, keep_blank_values=True, strict_parsing=True)) if text else ()


def _check(body: bytes) -> bytes:
    """The first bytes of a hash: it finds accidents, and keeps nobody from making a code."""
    return hashlib.sha256(b"divario" + bytes([VERSION]) + body).digest()[:CHECK_BYTES]
