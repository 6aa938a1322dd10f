"""What differs between two releases: exactly the cells that were changed, by query and command."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from divario import cli, comparison, pointer, queries, releases, sqlfile
from divario.charts import recipes, revisions, sentences
from divario.errors import AmbiguousRelease, UnknownRelease, WrongParameter
from divario.i18n import LANGUAGES
from divario.stats.revisions import verdict
from tests import revised

Pair = tuple[str, str]
STATEMENT = next(
    one.sql for one in sqlfile.load_folder(comparison.FOLDER) if one.name == "revision"
)


def asked(pair: Pair) -> dict[str, str]:
    """The two releases as parameters of a query."""
    return dict(zip(("before", "after"), pair, strict=True))


def cell(row: dict) -> tuple:
    """The key of a row as `revised` names cells."""
    return tuple(row[name] for name in revised.KEY)


def test_exactly_the_changed_cells_differ(revised_pair: Pair) -> None:
    """Each with its kind, its values, its statuses and its dataset; the largest first."""
    result = queries.run("revisions_by_cell", **asked(revised_pair))
    rows = {cell(row): row for row in result.records}
    assert {key: row["change"] for key, row in rows.items()} == revised.CHANGES
    assert len(result.rows) == len(revised.CHANGES)
    assert [cell(row) for row in result.records[:3]] == [
        revised.LARGEST,
        revised.REVISED,
        revised.REFINED,
    ]
    values = {key: (row["value_before"], row["value_after"]) for key, row in rows.items()}
    assert values[revised.REVISED] == (15.7, 15.75)
    assert values[revised.LARGEST] == (20.0, 17.0)
    assert values[revised.GONE] == (19.13, None) and values[revised.NEW] == (None, 19.13)
    assert rows[revised.LARGEST]["change_points"] == -3.0
    assert rows[revised.REFINED]["decimals_count"] == 1
    flags = rows[revised.REFLAGGED]
    assert (flags["status_before"], flags["status_after"]) == ("", "p")
    assert {row["dataset"] for row in rows.values()} == {"isoc_eb_ai"}
    assert (result.release, [one.code for one in result.origins]) == (
        revised_pair[1],
        ["isoc_eb_ai"],
    )


def test_the_way_back_mirrors_it(revised_pair: Pair) -> None:
    """From after to before, new is gone, and every difference has the other sign."""
    back = queries.run("revisions_by_cell", **asked(revised_pair[::-1]))
    mirrored = {"new": "gone", "gone": "new"}
    found = {cell(row): row["change"] for row in back.records}
    assert found == {key: mirrored.get(kind, kind) for key, kind in revised.CHANGES.items()}
    assert {cell(row): row["change_points"] for row in back.records}[revised.LARGEST] == 3.0
    for release in revised_pair:
        same = queries.run("revisions_by_cell", before=release, after=release)
        assert same.rows == () and comparison.other_files(release, release) == []


def test_counts_filters_and_other_files(revised_pair: Pair) -> None:
    """Counts by dataset agree with the cells; filters choose among them; no other file differs."""
    (counts,) = queries.run("revisions_by_dataset", **asked(revised_pair)).records
    assert counts["dataset"] == "isoc_eb_ai" and counts["datasets_count"] == 2
    assert [counts[f"{one}_count"] for one in comparison.CHANGES] == [2, 1, 1, 1, 1]
    assert counts["cells_before_count"] == counts["cells_after_count"]
    assert counts["largest_points"] == 3.0
    ranked = queries.run("revisions_by_rank", **asked(revised_pair), change="revised")
    assert [cell(row) for row in ranked.records] == [revised.LARGEST, revised.REVISED]
    other = queries.run("revisions_by_rank", **asked(revised_pair), dataset="isoc_e_dii")
    assert other.rows == ()
    with pytest.raises(WrongParameter, match="did you mean 'revised'"):
        queries.run("revisions_by_rank", **asked(revised_pair), change="revise")
    assert comparison.other_files(*revised_pair) == []


def test_figures_are_drawn_again_and_say_their_cells(revised_pair: Pair) -> None:
    """Each figure has title, alternative text, table and recipe; a row of it is a sentence."""
    for query, build in (
        ("revisions_by_rank", revisions.revision_bars),
        ("revisions_by_rank", revisions.revision_cells),
        ("revisions_by_dataset", revisions.revision_counts),
    ):
        change = {"change": "revised"} if build is revisions.revision_bars else {}
        result = queries.run(query, **asked(revised_pair), **change)
        for language in LANGUAGES:
            drawn = build(result, language).checked()
            assert recipes.again(drawn.recipe, language) is drawn
            said = ["".join(parts) for parts in sentences.of_table(drawn, language)]
            assert len(said) == len(result.rows)
            assert all(revised_pair[1] in one for one in said)
    bars = revisions.revision_bars(
        queries.run("revisions_by_rank", **asked(revised_pair), change="revised"), "it"
    )
    assert "da 20,00% a 17,00%" in bars.title
    assert bars.traces[0]["x"] == [-3.0, 0.05]


def test_names_of_releases(revised_pair: Pair) -> None:
    """In full, by unique first digits, as shipped; the rest is refused with what would do."""
    before, after = revised_pair
    assert pointer.named(before[:6]) == pointer.named("shipped") == before
    assert pointer.named(after) == after
    assert releases.before(after, releases.comparable()) == before
    assert releases.before(before, releases.comparable()) == after
    for wrong in ("", after[:3], "zzzz", after + "0", "../" + after):
        with pytest.raises(UnknownRelease):
            pointer.named(wrong)
    for wrong in (None, "", "0000", [before, after]):
        with pytest.raises(WrongParameter) as caught:
            queries.run("revisions_by_cell", before=wrong, after="current")
        assert caught.value.parameter == "before" and "'shipped'" in caught.value.hint
    twin = pointer.place_of(after[:4] + "0" * 8)
    twin.mkdir()
    with pytest.raises(AmbiguousRelease, match="Give more of its digits"):
        pointer.named(after[:4])
    twin.rmdir()


def test_command(revised_pair: Pair, capsys: pytest.CaptureFixture[str]) -> None:
    """`release diff`: text for people, CSV and JSON for programs, 2 for a release that is none."""
    before, after = revised_pair
    assert cli.main(["release", "diff", before[:8], "current"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"From release {before} to release {after}:"
    assert told[1] == "  isoc_eb_ai: 2 revised, 1 refined, 1 reflagged, 1 new, 1 gone"
    assert told[3].startswith("  -3.00  20.0 -> 17.0  isoc_eb_ai E_AI_TTM PC_ENT GE250")
    assert len(told) == 5
    assert cli.main(["release", "diff", "shipped", after, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(revised.CHANGES) and rows[0]["change_points"] == "-3.0"
    assert cli.main(["release", "diff", "shipped", after, "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == len(revised.CHANGES)
    assert cli.main(["release", "diff", after, after]) == 0
    assert "no published figure differs" in capsys.readouterr().out
    assert cli.main(["release", "diff", "shipped", "beef"]) == 2
    assert after in capsys.readouterr().err


CELL = st.tuples(
    st.sampled_from([8.0, 8.2, 8.25, 8.5]),
    st.sampled_from(["", "b", "p"]),
    st.integers(0, 2),
)
RELEASE = st.dictionaries(st.integers(2000, 2014), CELL, max_size=30)


@settings(max_examples=30)
@given(RELEASE, RELEASE)
def test_any_two_releases(before: dict, after: dict) -> None:
    """Every cell that is not the same is listed once, as `verdict` has it, and no other."""
    with duckdb.connect(":memory:") as connection:
        for name, cells in (("before", before), ("after", after)):
            connection.execute(
                f"create table cell_{name} as select 'd' as dataset, 'i' as indicator, "
                "'PC' as unit, 's' as size_class, 'T' as sector, 'IT' as territory, "
                "unnest($years)::smallint as year, unnest($values)::double as value, "
                "unnest($flags)::varchar as status, unnest($decimals)::integer as decimals_count, "
                "'E:d' as origin",
                {
                    "years": list(cells),
                    "values": [value for value, _, _ in cells.values()],
                    "flags": [flags for _, flags, _ in cells.values()],
                    "decimals": [decimals for _, _, decimals in cells.values()],
                },
            )
        cursor = connection.execute(STATEMENT)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    names = ("value", "status", "decimals_count")
    expected = {}
    for year in before.keys() | after.keys():
        then, now = (
            dict(zip(names, cells[year], strict=True)) if year in cells else None
            for cells in (before, after)
        )
        if (found := verdict(then, now)) != "same":
            expected[year] = found
    assert {row["year"]: row["change"] for row in rows} == expected
    assert len(rows) == len(expected)
