"""The model card: what the what-if model is for, what it is not, and where it is known to be wrong.

Words from `i18n/prose/card.<language>.md`, every number from the ledger and the queries: the same
files give the same card.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

from divario import queries, store
from divario.cycle import cited, equilibria, ledger
from divario.i18n import LANGUAGES, joined, number, prose, t

FOLDER = store.ROOT / "docs"
NAMES = {"en": "model-card.md", "it": "model-card.it.md"}
COMMAND = "python -m divario card"
CENTRAL = 12  # persons employed of the central firm
TOP = 3
TARGETS = ("vouchers", "vouchers_later", "group", "large")


def write(folder: Path = FOLDER) -> list[Path]:
    """Write the card in both languages; returns the files."""
    paths = [folder / NAMES[language] for language in LANGUAGES]
    for language, path in zip(LANGUAGES, paths, strict=True):
        path.write_text(render(language), encoding="utf-8")
    return paths


def render(language: str) -> str:
    """The whole card as Markdown, of the release in use."""
    return prose("card", language).format(**_facts(language))


def _facts(language: str) -> dict[str, Any]:
    """Every number of the card, as it is said in a language."""
    known = queries.run("parameters_by_symbol").records
    kinds = Counter(row["parameter_kind"] for row in known)
    sizes = queries.run("regimes_by_size", scenario="as_usual").records
    central = next(row for row in sizes if row["persons_count"] == CENTRAL)
    moving = queries.run("sensitivities_by_symbol", scenario="small_wins").records
    heaviest = sorted(moving, key=lambda row: -row["total_order"])[:TOP]
    resting = _endings(ledger.current().version)
    trap, tip, growth = (number(trust, language, 2) for trust in resting)
    shares = {
        name: number(100 * central[f"{name}_count"] / central["draws_count"], language, 0)
        for name in equilibria.REGIMES
    }
    return {
        "version": central["ledger_version"],
        "date": central["computed_date"],
        "seed": central["seed"],
        "draws": number(central["draws_count"], language, 0),
        "count": len(known),
        "drawn": kinds.total() - kinds["lever"] - len(ledger.SIZE),
        "kinds": "\n".join(
            f"- {t(f'honesty.count.{name}', language, count=kinds[name])}" for name in ledger.KINDS
        ),
        "top": joined([_named(row, language) for row in heaviest], language),
        "trap": trap,
        "tip": tip,
        "growth": growth,
        "only_trap": shares["trap"],
        "two": shares["two"],
        "only_growth": shares["growth"],
        "mismatches": _mismatches(language),
    }


@lru_cache(maxsize=4)
def _endings(_version: str) -> tuple[float, ...]:
    """Trust at rest of the central firm: trap, tipping point, growth (0.1 s, so once a ledger)."""
    return tuple(one.T for one in equilibria.equilibria(ledger.current().values()))


def _named(row: dict[str, Any], language: str) -> str:
    return t("honesty.card.named", language, name=row[f"label_{language}"])


def _mismatches(language: str) -> str:
    """Each known mismatch as a row of a table: the model's number beside what was observed."""
    found = {row["target"]: row for row in queries.run("mismatches_by_target").records}
    lines = [t("honesty.card.head", language), "|---|---|---|---|"]
    for target in TARGETS:
        row = found[target]
        model = _said(target, [row["model_value"]], language)
        seen = _said(target, [row["observed_low"], row["observed_high"]], language)
        lines.append(
            f"| {t(f'honesty.card.{target}', language)} | {model} | {seen} "
            f"| {cited.said(row['cited'], language)} |"
        )
    return "\n".join(lines)


def _said(target: str, values: list[float | None], language: str) -> str:
    """A number or a range with its unit: firms in 100 are whole, the rest as exact as it is."""
    shown = [
        number(value, language, 0 if target == "large" or value == int(value) else 1)
        for value in dict.fromkeys(values)
        if value is not None
    ]
    if not shown:
        return t("cell.none", language)
    return t(f"honesty.card.unit.{target}", language, value="–".join(shown))
