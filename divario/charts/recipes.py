"""How a figure was made, so that it can be made again from an address: chart, query, arguments."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache, wraps
from typing import Any

from divario import charts, queries
from divario.charts import theme
from divario.charts.figure import Figure, Recipe
from divario.errors import DivarioError
from divario.export import grouped
from divario.queries import Result

MAX_ARGUMENTS = 2_000
_builders: dict[str, tuple[Callable[..., Figure], tuple[str, ...]]] = {}


class UnknownRecipe(DivarioError):
    """No chart is made in this way."""


def recipe(*drawn_from: str) -> Callable[[Callable[..., Figure]], Callable[..., Figure]]:
    """Make a chart function remember how each of its figures was made, and keep the latest ones.

    It takes a Result of one of the queries `drawn_from`, the language, and then texts or tuples of
    texts. Its name is part of addresses: it may not change.
    """

    def wrap(build: Callable[..., Figure]) -> Callable[..., Figure]:
        @lru_cache(maxsize=theme.CACHED_FIGURES)
        @wraps(build)
        def built(result: Result, language: str, *arguments: Any) -> Figure:
            made = Recipe(build.__name__, result.query, _asked(result), _said(arguments))
            return replace(build(result, language, *arguments), recipe=made)

        _builders[build.__name__] = (built, drawn_from)
        return built

    return wrap


def again(made: Recipe, language: str) -> Figure:
    """Draw a figure again from what an address says of it.

    Raises UnknownRecipe, UnknownQuery or WrongParameter.
    """
    build, drawn_from = known().get(made.builder, (None, ()))
    if build is None or made.query not in drawn_from:
        raise UnknownRecipe("no chart is made in this way")
    result = queries.run(made.query, **grouped(made.asked))
    arguments = _heard(made.arguments)
    try:
        return build(result, language, *arguments).checked()
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise UnknownRecipe("the chart cannot be drawn with these arguments") from error


@cache
def known() -> dict[str, tuple[Callable[..., Figure], tuple[str, ...]]]:
    """Every chart function that carries @recipe, by name."""
    for module in pkgutil.iter_modules(charts.__path__):
        importlib.import_module(f"{charts.__name__}.{module.name}")
    return _builders


def _asked(result: Result) -> tuple[tuple[str, str], ...]:
    given = {name: value for name, value in result.parameters.items() if value is not None}
    return tuple(
        (name, str(item))
        for name, value in given.items()
        for item in (value if isinstance(value, list | tuple) else [value])
    )


def _said(arguments: tuple[Any, ...]) -> str:
    return json.dumps(arguments, ensure_ascii=True, separators=(",", ":")) if arguments else ""


def _heard(text: str) -> list[str | tuple[str, ...]]:
    """Arguments out of an address: texts and lists of texts, nothing else."""
    if len(text) > MAX_ARGUMENTS:
        raise UnknownRecipe("too many arguments")
    try:
        given = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise UnknownRecipe("arguments that cannot be read") from error
    if not isinstance(given, list):
        raise UnknownRecipe("arguments that cannot be read")
    heard = [tuple(item) if isinstance(item, list) else item for item in given]
    texts = [part for item in heard for part in (item if isinstance(item, tuple) else [item])]
    if not all(isinstance(one, str) for one in texts):
        raise UnknownRecipe("arguments that cannot be read")
    return heard
