"""The dictionary: every column has one entry, none is unused, and the page in docs is current."""

import pytest

from divario import dictionary, queries, store

FAMILIES = {
    "VARCHAR": "text",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
}


def described() -> dict[str, set[str]]:
    """Type families of each column, as the marts return it, or else the tables."""
    found: dict[str, set[str]] = {}
    for mart in queries.marts().values():
        warehouse, asked = queries.ready(mart, dictionary.examples(mart))
        with warehouse.connection.cursor() as cursor:
            cursor.execute(mart.sql, asked)
            for name, kind, *_ in cursor.description:
                found.setdefault(name, set()).add(family(str(kind)))
    with store.current().connection.cursor() as cursor:
        tables: dict[str, set[str]] = {}
        cursor.execute("select column_name, data_type from information_schema.columns")
        for name, kind in cursor.fetchall():
            tables.setdefault(name, set()).add(family(kind))
    return tables | found


def family(kind: str) -> str:
    if kind.endswith("[]"):
        return "list"
    return "text" if kind.startswith("ENUM") else FAMILIES[kind]


def test_the_page_in_docs_is_current() -> None:
    assert dictionary.PATH.read_text(encoding="utf-8") == dictionary.render(), (
        f"docs/data-dictionary.md is out of date: refresh it with '{dictionary.COMMAND}'"
    )


def test_the_page_is_the_same_each_time() -> None:
    assert dictionary.render() == dictionary.render()


def test_every_column_has_an_entry_of_its_type_and_no_entry_is_unused() -> None:
    entries = {name: {column.type} for name, column in dictionary.columns().items()}
    assert entries == described()


@pytest.mark.parametrize("column", dictionary.columns().values(), ids=lambda column: column.name)
def test_an_entry_is_complete_and_its_meaning_is_one_sentence(column: dictionary.Column) -> None:
    assert set(column.label) == {"it", "en"}
    assert all(text.strip() for text in column.label.values())
    assert column.meaning.endswith(".")
    assert ". " not in column.meaning


def test_every_query_and_dataset_is_on_the_page() -> None:
    page = dictionary.render()
    for name in queries.marts():
        assert f"### {name}\n" in page
        assert f"/data/{name}.csv" in page
    for record in queries.run("sources_by_dataset").records:
        assert f"#### {record['dataset']}\n" in page


def test_write_gives_the_page(tmp_path) -> None:
    path = tmp_path / "page.md"
    dictionary.write(path)
    assert path.read_text(encoding="utf-8") == dictionary.render()
