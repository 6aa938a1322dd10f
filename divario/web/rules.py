"""Rules of our own, read from `rules/*.toml`: which marks of a page show which tool or function.

A mark is written `place:text`. Places: `address` (an attribute of a tag other than a link, or a
script), `code` (a script), `link` (where a link leads), `path` (the same, a whole step of a path),
`class` (the beginning of a class or id), `generator` (the meta tag), `header` and `cookie` (of the
HTTP answer), `text` (visible text). All are compared in lower case.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from divario.errors import DataRefused
from divario.web import words
from divario.web.machine import Machine
from divario.web.markup import EDGES, Edges
from divario.web.vocabulary import SIGNALS

FOLDER = Path(__file__).parent / "rules"
IN_MARKUP = ("address", "code", "link", "path", "class")
PLACES = (*IN_MARKUP, "generator", "header", "cookie", "text")
LISTS = ("platforms", "mail")  # files of names, not of marks
KEYS = {"name", "signals", "docs", "marks", "except", "only", "page"}
ONLY = ("", "home", "short")  # a rule may look at the home page only, or only at one nearly empty


@dataclass(frozen=True, eq=False)  # one object each: comparing what they hold took time
class Rule:
    """One rule: `signals` it shows, `name` of what it recognises, `exceptions` to its marks."""

    id: str
    name: str
    signals: tuple[str, ...]
    docs: str
    marks: tuple[tuple[str, str], ...]
    exceptions: tuple[bytes, ...]
    only: str


@dataclass(frozen=True, eq=False)
class Mark:
    """One mark of a rule: the place where it must stand, and its text in small letters."""

    rule: Rule
    place: str
    text: str


@dataclass(frozen=True)
class Rulebook:
    """All rules, and the machines that find every mark of a kind in one pass.

    `markup` finds `markup.EDGES` as well, for taking the page apart in the same pass, and `text`
    what patterns of words are tried around. `edges` and `…_marks` are what each text of a machine
    stands for.
    """

    rules: dict[str, Rule]
    markup: Machine
    markup_marks: tuple[tuple[Mark, ...], ...]
    edges: Edges
    text: Machine
    text_marks: tuple[tuple[Mark, ...], ...]
    generators: tuple[Mark, ...]
    headers: dict[str, list[tuple[str, Mark]]]  # by name, with what the value holds
    cookies: tuple[Mark, ...]


@cache
def rulebook(folder: Path = FOLDER) -> Rulebook:
    """Every rule of a folder, compiled; raises DataRefused naming the file, rule and mark."""
    rules: dict[str, Rule] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem in LISTS:
            continue
        for name, record in _read(path).items():
            if name in rules:
                raise DataRefused(path.name, "a rule of this name exists already", name)
            rules[name] = _rule(path, name, record)
    marks = [Mark(rule, place, text) for rule in rules.values() for place, text in rule.marks]
    in_markup = _by_text([m for m in marks if m.place in IN_MARKUP], str.encode)
    in_words = _by_text([m for m in marks if m.place == "text"], words.in_bytes)
    # These texts count nearly wherever they stand, and some stand a hundred times in a page.
    addresses = {one for one, own in in_markup.items() if {m.place for m in own} == {"address"}}
    markup = Machine((*in_markup, *sorted(EDGES)), once=addresses - EDGES.keys(), is_caseless=True)
    text = Machine((*in_words, *words.TEXTS), words.SHAPES, once=in_words.keys() - set(words.TEXTS))
    markup_marks = tuple(in_markup.get(one, ()) for one in markup.texts)
    edges = tuple((one, EDGES[one]) if one in EDGES else None for one in markup.texts)
    text_marks = tuple(in_words.get(one, ()) for one in text.texts)
    headers: dict[str, list[tuple[str, Mark]]] = {}
    for mark in (one for one in marks if one.place == "header"):
        name, _, content = mark.text.partition(": ")
        headers.setdefault(name, []).append((content, mark))
    generators = tuple(one for one in marks if one.place == "generator")
    cookies = tuple(one for one in marks if one.place == "cookie")
    return Rulebook(
        rules, markup, markup_marks, edges, text, text_marks, generators, headers, cookies
    )


@cache
def names(file: str, group: str, folder: Path = FOLDER) -> frozenset[str]:
    """A list of names from a file that is no list of rules, as the free e-mail providers."""
    return frozenset(_read(folder / f"{file}.toml")[group])


@cache
def platforms(folder: Path = FOLDER) -> dict[str, tuple[str, str]]:
    """Host of each platform that holds others' pages: (kind, name)."""
    kinds = _read(folder / "platforms.toml")
    return {host: (kind, name) for kind, hosts in kinds.items() for host, name in hosts.items()}


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataRefused(path.name, "not valid TOML", str(error)) from None


def _rule(path: Path, name: str, record: dict) -> Rule:
    """Check one record key by key."""
    wrong = sorted(record.keys() - KEYS) or sorted({"name", "signals", "marks"} - record.keys())
    if wrong:
        raise DataRefused(
            path.name, "a key of the rule is unknown or missing", f"{name}.{wrong[0]}"
        )
    unknown = [signal for signal in record["signals"] if signal not in SIGNALS]
    if unknown or not record["signals"]:
        raise DataRefused(path.name, "the rule shows no known signal", f"{name}: {unknown}")
    marks = [tuple(mark.lower().partition(":")[::2]) for mark in record["marks"]]
    for place, text in marks:
        if place not in PLACES or len(text) < 3:
            raise DataRefused(path.name, "a mark is 'place:text'", f"{name}: {place}:{text}")
        if place == "text" and b"?" in words.in_bytes(text):
            raise DataRefused(path.name, "a mark in words is of Latin 1, without '?'", name)
    if record.get("only", "") not in ONLY:
        raise DataRefused(path.name, f"only is one of {ONLY}", name)
    exceptions = tuple(text.lower().encode() for text in record.get("except", ()))
    return Rule(
        name,
        record["name"],
        tuple(record["signals"]),
        record.get("docs", ""),
        tuple(marks),
        exceptions,
        record.get("only", ""),
    )


def _by_text(marks: list[Mark], in_bytes: Callable[[str], bytes]) -> dict[bytes, tuple[Mark, ...]]:
    """Marks by the bytes that are searched for them."""
    found: dict[bytes, tuple[Mark, ...]] = {}
    for mark in marks:
        found[in_bytes(mark.text)] = (*found.get(in_bytes(mark.text), ()), mark)
    return found
