"""How long a file and a function may become, as CONTRIBUTING says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

MODULE, PAGE, FUNCTION = 300, 100, 40
CODE = ("app.py", "start.py", "benchmarks/*.py", "divario/**/*.py", "pages/*.py", "tests/**/*.py")
SCRIPTS = ("divario/**/*.js",)


def files(*patterns: str) -> list[Path]:
    """The files of these patterns; at least one of each."""
    found = [sorted(ROOT.glob(pattern)) for pattern in patterns]
    assert all(found)
    return [path for one in found for path in one]


def length(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and lines of each function in a module, without its decorators."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}: {node.name}", node.end_lineno - node.lineno + 1


def test_modules_and_pages() -> None:
    """A module or script is read at one sitting, a page at a glance."""
    long = {str(path) for path in files(*CODE, *SCRIPTS) if length(path) > MODULE}
    long |= {str(path) for path in files("pages/*.py") if length(path) > PAGE}
    assert long == set()


def test_functions() -> None:
    """A function fits on a screen; a test, which tells a story in order, may be longer."""
    code = [path for path in files(*CODE) if not path.is_relative_to(ROOT / "tests")]
    counted = [one for path in code for one in functions(path)]
    assert {name: lines for name, lines in counted if lines > FUNCTION} == {}
