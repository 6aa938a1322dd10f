"""Answers as CSV, JSON and SQL: the same bytes from the web address and from the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from divario.queries import Result


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Repeated names gathered into lists, as an address or a command line gives them."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values


def render(result: Result, form: str) -> str:
    """The answer in one form: csv, json or sql."""
    return {"csv": to_csv, "json": to_json, "sql": to_sql}[form](result)


def to_csv(result: Result) -> str:
    """RFC 4180 with a header and LF; lists joined by a space, an empty field where none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows([[_flat(item) for item in row] for row in result.rows])
    return text.getvalue()


def to_json(result: Result) -> str:
    """An object with query, parameters, release, origins and rows."""
    return json.dumps(
        {
            "query": result.query,
            "parameters": dict(result.parameters),
            "release": result.release,
            "origins": [asdict(origin) for origin in result.origins],
            "rows": result.records,
        },
        ensure_ascii=False,
        allow_nan=False,
    )


def to_sql(result: Result) -> str:
    """The statement with its parameters as a comment above it."""
    bound = json.dumps(dict(result.parameters), ensure_ascii=False).replace("*/", "* /")
    return f"/* parameters: {bound} */\n{result.sql}\n"


def _flat(item: Any) -> Any:
    return " ".join(str(part) for part in item) if isinstance(item, list | tuple) else item
