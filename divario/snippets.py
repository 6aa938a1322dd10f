"""Programmes that read a figure's data address and print the value that the figure is about."""

from __future__ import annotations

import json
from typing import Any

KEYS = ("indicator", "territory", "size_class", "sector", "year")
ORIGIN = "%%ORIGIN%%"


def snippets(address: str, cell: dict[str, Any] | None) -> dict[str, str]:
    """Python, R and DuckDB programmes for a CSV address; without a cell they print all rows.

    The address begins with ORIGIN in place of the host.
    """
    chosen = {name: cell[name] for name in KEYS} if cell else {}
    return {
        "python": _python(address, chosen),
        "r": _r(address, chosen),
        "duckdb": _duckdb(address, chosen),
    }


def _python(address: str, chosen: dict[str, Any]) -> str:
    lines = [
        "import pandas as pd",
        "",
        f"address = {_quoted(ORIGIN + address)}",
        'cells = pd.read_csv(address, keep_default_na=False, na_values=[""])',
    ]
    if not chosen:
        return "\n".join([*lines, "print(cells)"])
    tests = [f"    & (cells[{_quoted(name)}] == {_quoted(item)})" for name, item in chosen.items()]
    tests[0] = tests[0].replace("& ", "", 1)
    return "\n".join([*lines, "chosen = cells[", *tests, "]", 'print(chosen["value"].item())'])


def _r(address: str, chosen: dict[str, Any]) -> str:
    lines = [
        f"address <- {_quoted(ORIGIN + address)}",
        'cells <- read.csv(address, na.strings = "", fileEncoding = "UTF-8")',
    ]
    if not chosen:
        return "\n".join([*lines, "print(cells)"])
    tests = " &\n  ".join(f"cells${name} == {_quoted(item)}" for name, item in chosen.items())
    return "\n".join(
        [
            *lines,
            f"chosen <- cells[which({tests}), ]",
            'cat(format(chosen$value, digits = 15), "\\n")',
        ]
    )


def _duckdb(address: str, chosen: dict[str, Any]) -> str:
    """SQL over the fetched file: DuckDB itself would read an address only with an extension."""
    query = ["select *", "from read_csv($file, header = true, nullstr = '')"]
    show = "print(cells.df())"
    if chosen:
        tests = [f"    and {name} = {_text(item)}" for name, item in chosen.items()]
        tests[0] = tests[0].replace("and ", "", 1)
        query = ["select value::double", query[1], "where", *tests]
        show = "print(cells.fetchone()[0])"
    return "\n".join(
        [
            "from urllib.request import urlretrieve",
            "",
            "import duckdb",
            "",
            f"file, _ = urlretrieve({_quoted(ORIGIN + address)})",
            'query = """',
            *query,
            '"""',
            'cells = duckdb.execute(query, {"file": file})',
            show,
        ]
    )


def _quoted(item: Any) -> str:
    """A text in double quotes, as Python and R both read it; a number as it is."""
    return json.dumps(item, ensure_ascii=False)


def _text(item: Any) -> str:
    """A text as SQL reads it; a number as it is."""
    return str(item) if isinstance(item, int) else "'" + item.replace("'", "''") + "'"
