"""Scripts, styles and lists that the page fetches from us: named by their hash, cached for good."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from divario import catalogue, search, store
from divario.charts import maps
from divario.cycle import firms, ledger
from divario.i18n import LANGUAGES, t, texts

FOLDER = Path(__file__).resolve().parent / "assets"
FONTS = Path(__file__).resolve().parent / "fonts"
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
}
HASH_LENGTH = 12
IMPORTED = re.compile(r'(?<=from )"\./([a-z-]+\.js)"')
FETCHED = re.compile(r'"\./([a-z]+\.woff2)"')
FACES = (("Divario Sans", "400 700", "sans.woff2"), ("Divario Serif", "600", "serif.woff2"))


@dataclass(frozen=True)
class Asset:
    """One file as it is served: its address, its bytes and the same bytes compressed."""

    address: str
    media_type: str
    body: bytes
    packed: bytes


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = name.rsplit(".", 1)
    digest = hashlib.sha256(body).hexdigest()[:HASH_LENGTH]
    return Asset(
        address=f"/assets/{stem}.{digest}.{suffix}",
        media_type=TYPES[f".{suffix}"],
        body=body,
        packed=gzip.compress(body, 6, mtime=0),
    )


@cache
def script(name: str) -> Asset:
    """One of our own scripts; what it imports or fetches is named by its hash as well."""

    def beside(asset: Asset) -> str:
        return f'"./{asset.address.rsplit("/", 1)[1]}"'

    text = (FOLDER / name).read_text(encoding="utf-8")
    text = IMPORTED.sub(lambda found: beside(script(found[1])), text)
    return _asset(name, FETCHED.sub(lambda found: beside(font(found[1])), text).encode())


@cache
def font(name: str) -> Asset:
    """One of the two fonts of images, embedded figures and previews (docs/decisions/0101)."""
    return _asset(name, (FONTS / name).read_bytes())


@cache
def faces() -> str:
    """Style rules for a page of ours that Streamlit's fonts do not reach."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{font(file).address}") format("woff2"); }}\n'
        for family, weight, file in FACES
    )


@cache
def modules(name: str) -> tuple[Asset, ...]:
    """One of our scripts and all that it imports, itself first."""
    named = IMPORTED.findall((FOLDER / name).read_text(encoding="utf-8"))
    return tuple(dict.fromkeys([script(name), *(one for own in named for one in modules(own))]))


@cache
def style(name: str = "divario") -> str:
    """One of our style sheets, as text: it travels with its page, so nothing flashes unstyled."""
    return (FOLDER / f"{name}.css").read_text(encoding="utf-8")


def plotly_path() -> Path:
    """plotly.js: the smaller bundle where the set-up fetched one, else the plotly package's own."""
    small = Path(sys.prefix) / "share" / "divario" / "plotly.min.js"
    if small.exists():
        return small
    package = find_spec("plotly")
    return Path(str(package.origin)).parent / "package_data" / "plotly.min.js"


@cache
def plotly_script() -> Asset:
    """plotly.js from the environment; nothing of it is kept in the repository."""
    return _asset("plotly.js", plotly_path().read_bytes())


@lru_cache(maxsize=8)
def _options(language: str, _release: str) -> Asset:
    groups: dict[str, list[search.Entry]] = {}
    known, firsts = catalogue.current(), search.first_of_themes()
    for name, record in known.indicators.items():
        label = record[f"label_{language}"]
        entry = {"id": name, "label": label, **search.ranked(label, is_first=name in firsts)}
        groups.setdefault(record["theme"], []).append(entry)
    listed = [
        {"label": t(f"theme.{theme}", language), "options": options}
        for theme, options in groups.items()
    ]
    body = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    return _asset(f"indicators-{language}.json", body)


def options(language: str) -> Asset:
    """The indicators by theme, for the search box, in one language and release."""
    return _options(language, store.current().release)


@lru_cache(maxsize=8)
def _found_by_search(language: str, _release: str) -> Asset:
    listed = [
        {"label": t(f"search.{kind}", language), "options": entries}
        for kind, entries in search.groups(language)
        if entries
    ]
    body = json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()
    return _asset(f"search-{language}.json", body)


def search_index(language: str) -> Asset:
    """What the search box finds, in one language and release."""
    return _found_by_search(language, store.current().release)


def simulator(language: str) -> Asset:
    """What the simulator runs on: ledger, firms and its words, in one language and release."""
    return _simulator(language, store.current().release)


@lru_cache(maxsize=4)
def _simulator(language: str, _release: str) -> Asset:
    known = {
        "ledger": ledger.for_browser(),
        "firms": firms.for_browser(),
        "words": {
            key: t(f"whatif.{key[7:]}", language) for key in texts(language) if key[:7] == "whatif."
        },
    }
    body = json.dumps(known, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return _asset(f"simulator-{language}.json", body)


@lru_cache(maxsize=4)
def _shapes(_release: str) -> Asset:
    body = json.dumps(maps.paths(maps.outlines()), separators=(",", ":")).encode()
    return _asset("outlines.json", body)


def outlines() -> Asset:
    """The outlines of the countries, in one release."""
    return _shapes(store.current().release)


def find(file: str) -> Asset | None:
    """The asset that has this file name in a release that is kept in memory, or None."""
    for warehouse in store.in_memory():
        with store.held(warehouse):
            if found := _by_address(warehouse.release).get(f"/assets/{file}"):
                return found
    return None


def prepare() -> None:
    """Make the lists of a release before its first reader comes."""
    _by_address(store.current().release)


@lru_cache(maxsize=4)
def _by_address(_release: str) -> dict[str, Asset]:
    every = [
        *(script(path.name) for path in FOLDER.glob("*.js")),
        *(font(path.name) for path in FONTS.glob("*.woff2")),
        *(options(language) for language in LANGUAGES),
        *(search_index(language) for language in LANGUAGES),
        *(simulator(language) for language in LANGUAGES),
        outlines(),
        plotly_script(),
    ]
    return {asset.address: asset for asset in every}
