"""Texts and numbers in both languages: complete, used, well formed; sentences true to a cell."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divario import catalogue, i18n, queries, records, store
from divario.charts import words
from divario.errors import MissingText
from divario.i18n import LANGUAGES, article, joined, number, percent, points, t, texts
from divario.provenance import KINDS
from divario.ui import view

SOURCES = sorted(
    path
    for folder in ("divario", "pages")
    for path in (store.ROOT / folder).rglob("*.py")
    if "__pycache__" not in path.parts
)
FUNCTION_WORDS = {"the", "of", "and", "with", "for", "are", "by", "from"}
ENGLISH = FUNCTION_WORDS | {"is", "not", "this", "that", "than", "which", "between", "enterprises"}
ITALIAN = {"il", "lo", "gli", "le", "della", "delle", "nel", "nella", "con", "sono", "imprese"}
THIN = "\u202f"
OPENING = {"it": r"Nel \d{4} (il |lo |l’)\d", "en": r"In \d{4}, \d"}
BY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def calls() -> Iterator[tuple[Path, ast.expr]]:
    """The key of each call of `t` in the code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "t":
                    yield path, node.args[0]


def pattern(text: ast.JoinedStr) -> str:
    """An f-string as a regular expression; a choice between two literals is spelt out."""
    parts = []
    for part in text.values:
        if isinstance(part, ast.Constant):
            parts.append(re.escape(str(part.value)))
            continue
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        options = inner_literals(inner)
        parts.append(f"({'|'.join(map(re.escape, options))})" if options else r"[\w.-]+")
    return "".join(parts)


def inner_literals(node: ast.expr) -> list[str]:
    """The literals of an expression that is a literal or a choice between literals."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        both = [inner_literals(node.body), inner_literals(node.orelse)]
        return [*both[0], *both[1]] if all(both) else []
    return []


def keys_in_code() -> tuple[set[str], set[str]]:
    """Keys that the code asks for: literal ones, and patterns."""
    literals: set[str] = set()
    patterns: set[str] = set()
    for path, key in calls():
        if isinstance(key, ast.JoinedStr):
            patterns.add(pattern(key))
        elif found := inner_literals(key):
            literals |= set(found)
        else:
            assert path.name == "__init__.py", f"{path}: a key that is no literal: {ast.dump(key)}"
    return literals, patterns


def placeholders(text: str) -> set[str]:
    """The names in braces of a text."""
    return set(re.findall(r"\{(\w*)[^}]*\}", text))


def test_keys_and_placeholders_agree() -> None:
    """Both languages have the same keys, in the same order, with the same placeholders."""
    italian, english = texts("it"), texts("en")
    assert list(italian) == list(english)
    differing = [key for key in italian if placeholders(italian[key]) != placeholders(english[key])]
    assert differing == []


def test_keys_of_the_code_exist() -> None:
    """Each literal key has a text, and each pattern of keys matches some."""
    literals, patterns = keys_in_code()
    assert len(literals) > 50 and len(patterns) > 5
    assert sorted(literals - set(texts("it"))) == []
    assert [one for one in patterns if not any(re.fullmatch(one, key) for key in texts("it"))] == []


def test_no_key_is_unused() -> None:
    """Each text is asked for by a literal key or by a pattern."""
    literals, patterns = keys_in_code()
    unused = [
        key
        for key in texts("it")
        if key not in literals and not any(re.fullmatch(one, key) for one in patterns)
    ]
    assert unused == []


def test_computed_keys_exist_for_every_code() -> None:
    """Themes, caveats, controls, kinds and directions have the texts that the code composes."""
    known = texts("it")
    used = {
        code for one in catalogue.current().indicators.values() for code in one["indicator_caveats"]
    }
    for prefix, names in {
        "theme": records.THEMES,
        "caveat": used,
        "controls": view.NAMES,
        "detail": view.DETAILS,
        "clause": ("ahead", "behind", "level"),
        "sizes.title": ("ahead", "behind", "level", "missing"),
        "years.title": ("ahead", "behind", "level", "missing"),
        "kind": set(KINDS) - {"measured"},
    }.items():
        assert {f"{prefix}.{name}" for name in names} - set(known) == set()
    assert {f"caveat.{code}" for code in used} == {key for key in known if key[:7] == "caveat."}


@BY_LANGUAGE
def test_texts_are_well_formed(language: str) -> None:
    """No text is empty, padded or doubly spaced; quotes are typographic; braces are closed."""
    for key, text in texts(language).items():
        assert text.strip(), key
        assert text == text.strip() or key == "sentence.sector", key
        assert "  " not in text and ".." not in text and " ." not in text, key
        assert "'" not in text and '"' not in text, key
        assert text.count("{") == text.count("}") == len(re.findall(r"\{\w+\}", text)), key


def test_languages_are_not_mixed() -> None:
    """No Italian text has an English word, no English one an Italian word; no two are copies."""
    for own, foreign in (("it", ENGLISH), ("en", ITALIAN)):
        for key, text in texts(own).items():
            found = set(re.findall(r"[a-zàèéìòù-]+", re.sub(r"\{\w+\}", "", text.lower())))
            assert not found & foreign, (own, key)


def test_labels_of_the_data_are_in_their_language() -> None:
    """Italian labels have no English function word outside brackets, and no straight apostrophe."""
    known = catalogue.current()
    records = [*known.indicators.values(), *known.labels.values()]
    wrong = [
        (record.get("indicator") or record["code"], name)
        for record in records
        for name, text in record.items()
        if name.endswith("_it") and text
        if FUNCTION_WORDS & set(re.findall(r"[a-z]+", re.sub(r"\([^)]*\)", "", text.lower())))
        or "'" in text
    ]
    assert wrong == []


def test_missing_text_is_never_replaced() -> None:
    """A key without text is an error in either language, and so is unknown prose."""
    for language in LANGUAGES:
        with pytest.raises(MissingText, match=r"no\.such"):
            t("no.such", language)
        with pytest.raises(MissingText):
            i18n.prose("nothing", language)


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "italian", "english"),
    [
        (1234.5, 2, False, f"1{THIN}234,50", "1,234.50"),
        (1234567.0, 0, False, f"1{THIN}234{THIN}567", "1,234,567"),
        (-0.004, 2, False, "0,00", "0.00"),
        (-0.004, 2, True, "0,00", "0.00"),
        (-0.006, 2, False, "−0,01", "−0.01"),
        (0, 2, True, "0,00", "0.00"),
        (0, 0, False, "0", "0"),
        (8.1, 2, True, "+8,10", "+8.10"),
        (-8.1, 1, True, "−8,1", "−8.1"),
        (999.995, 1, False, f"1{THIN}000,0", "1,000.0"),
        (100, 0, False, "100", "100"),
    ],
)
def test_numbers(value: float, decimals: int, signed: bool, italian: str, english: str) -> None:
    """Decimal mark, thousands, true minus, no minus before zero."""
    assert number(value, "it", decimals, signed=signed) == italian
    assert number(value, "en", decimals, signed=signed) == english
    assert percent(value, "it", decimals) == number(value, "it", decimals) + "%"


@given(st.floats(-1e9, 1e9), st.integers(0, 3), st.sampled_from(LANGUAGES), st.booleans())
def test_numbers_can_be_read_back(value: float, decimals: int, language: str, signed: bool) -> None:
    """A shown number is the value, rounded; its opposite differs by the sign alone."""
    shown = number(value, language, decimals, signed=signed)
    plain = shown.replace(i18n.THOUSANDS_MARK[language], "")
    plain = plain.replace(i18n.DECIMAL_MARK[language], ".").replace("−", "-")
    assert abs(float(plain) - value) <= 0.5 * 10.0**-decimals + 1e-6
    opposite = number(-value, language, decimals, signed=signed)
    assert opposite.lstrip("+−") == shown.lstrip("+−")
    assert "-" not in shown


@pytest.mark.parametrize(
    ("value", "decimals", "italian", "english"),
    [
        (1.0, 0, "1 punto", "1 point"),
        (-1.0, 2, "1,00 punto", "1.00 point"),
        (1.004, 2, "1,00 punto", "1.00 point"),
        (1.01, 2, "1,01 punti", "1.01 points"),
        (0.0, 2, "0,00 punti", "0.00 points"),
        (-3.2, 2, "3,20 punti", "3.20 points"),
    ],
)
def test_points(value: float, decimals: int, italian: str, english: str) -> None:
    """Points have no sign, and are singular for exactly one."""
    assert points(value, "it", decimals) == italian
    assert points(value, "en", decimals) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, "lo "),
        (0, "lo "),
        (1, "l’"),
        (8, "l’"),
        (8.8, "l’"),
        (11, "l’"),
        (15.7, "il "),
        (18.9, "il "),
        (79.49, "il "),
        (80, "l’"),
        (88, "l’"),
        (90, "il "),
        (100, "il "),
    ],
)
def test_article(value: float, expected: str) -> None:
    """The Italian article follows how the number is read; English has none."""
    assert article(value, "it") == expected
    assert article(value, "en") == ""


def test_article_follows_the_rounded_number() -> None:
    """What is shown decides: 79.6 without decimals is read ottanta."""
    assert article(79.6, "it", 0) == "l’"
    assert article(0.996, "it", 2) == "l’"


def test_lists() -> None:
    """A list in words."""
    assert joined([], "it") == ""
    assert joined(["a"], "it") == "a"
    assert joined(["a", "b", "c"], "it") == "a, b e c"
    assert joined(["a", "b"], "en") == "a and b"


def test_every_indicator_makes_sentences() -> None:
    """Each cell of each indicator's default view is said with its own value, year and predicate."""
    said = 0
    for indicator in catalogue.current().indicators:
        shown = view.resolve({"indicator": indicator})
        compared = [code for code in shown.territories if code in shown.options.territories]
        asked = {"indicator": indicator, "year": shown.year, "territory": compared}
        cells = queries.run("cells_by_indicator", **asked).records
        assert cells, indicator
        for cell, language in product(cells, LANGUAGES):
            text = words.statement(cell, language)
            value = f"{cell['value']:.{cell['decimals_count']}f}%"
            value = value.replace(".", ",") if language == "it" else value
            assert re.findall(r"(?<![\d,.])\d+(?:[.,]\d+)?%", text)[0] == value, text
            assert str(cell["year"]) in text
            assert catalogue.current().indicator(indicator, language, "predicate") in text
            assert "  " not in text and ".." not in text and " ," not in text, text
            assert not text.endswith(".") and "{" not in text and "None" not in text, text
            assert re.match(OPENING[language], text), text
            said += 1
    assert said > 10_000
