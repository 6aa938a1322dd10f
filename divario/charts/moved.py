"""What moved since the last comparable survey: from a ring to a dot, one row per indicator."""

from __future__ import annotations

from divario import catalogue
from divario.charts import theme, words
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.i18n import number, points, t
from divario.queries import Result
from divario.stats.changes import changes, largest_by_theme
from divario.stats.gaps import Gap

COUNT = 6
ROW_HEIGHT = 44
VERSIONS = "index_versions"
CHANGED = "questionnaire_changed"


def largest(result: Result) -> list[Gap]:
    """Rises and then falls of `changes_by_indicator`, the largest of each theme."""
    gaps = changes(result.records)
    falls = largest_by_theme(gaps, "behind", COUNT)
    return largest_by_theme(gaps, "ahead", COUNT) + falls[::-1]


@recipe("changes_by_indicator")
def moved_dots(result: Result, language: str) -> Figure:
    """The largest rises and falls of Italian SMEs between two comparable surveys."""
    gaps = largest(result)
    upper = theme.upper_bound([end["value"] for gap in gaps for end in (gap.near, gap.far)], 1.3)
    names = [_name(gap, language) for gap in gaps]
    return Figure(
        name="moved",
        title=_title(gaps, language),
        subtitle=t("overview.moved.subtitle", language),
        alt=_alt(gaps, language),
        how=t("overview.moved.how", language),
        kind="derived",
        result=result,
        table=words.indicator_table([end for gap in gaps for end in (gap.near, gap.far)], language),
        traces=[
            *(_path(gap, row) for row, gap in enumerate(gaps)),
            _ends(gaps, language, is_last=False),
            _ends(gaps, language, is_last=True),
        ],
        layout=theme.layout(
            language,
            height=ROW_HEIGHT * len(gaps) + 60,
            margin={"l": 8, "r": 8, "t": 6, "b": 48},
            xaxis=theme.value_axis(t("overview.moved.axis", language), upper),
            yaxis=theme.category_axis([theme.wrapped(name, 44) for name in names]),
            annotations=[_change(gap, row, language) for row, gap in enumerate(gaps)],
        ),
        narrow={
            "xaxis.nticks": 3,
            "yaxis.ticktext": [theme.wrapped(name, 20) for name in names],
            "yaxis.tickfont.size": theme.SMALL_SIZE,
            "height": 62 * len(gaps) + 60,
        },
        key=(
            Key(t("overview.moved.before", language), theme.COMPARED, "ring"),
            Key(t("overview.moved.after", language), theme.FOCUS, "dot"),
            Key(t("overview.moved.fall", language), theme.CONTRAST, "line"),
        ),
        note=_note(gaps, language),
    )


def _colour(gap: Gap) -> str:
    return theme.FOCUS if gap.direction == "ahead" else theme.CONTRAST


def _name(gap: Gap, language: str) -> str:
    label = catalogue.current().indicator(gap.far["indicator"], language)
    return f"{label}, {gap.near['year']}–{gap.far['year']}"


def _signed(gap: Gap, language: str) -> str:
    return number(gap.difference or 0.0, language, gap.decimals, signed=True)


def _path(gap: Gap, row: int) -> dict:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [gap.near["value"], gap.far["value"]],
        "y": [row, row],
        "line": {"color": _colour(gap), "width": 3},
        "hoverinfo": "skip",
    }


def _ends(gaps: list[Gap], language: str, *, is_last: bool) -> dict:
    cells = [gap.far if is_last else gap.near for gap in gaps]
    colours = [_colour(gap) if is_last else theme.COMPARED for gap in gaps]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [cell["value"] for cell in cells],
        "y": list(range(len(gaps))),
        "marker": {
            "size": 11,
            "color": colours,
            "symbol": "circle" if is_last else "circle-open",
            "line": {"width": 2, "color": colours},
        },
        "cliponaxis": False,
        "hovertext": [words.hover(cell, language) for cell in cells],
        "hoverinfo": "text",
    }


def _change(gap: Gap, row: int, language: str) -> dict:
    """The change in points, beside the higher of the two ends."""
    return theme.annotation(
        max(gap.near["value"], gap.far["value"]),
        row,
        f"<b>{_signed(gap, language)}</b>",
        xanchor="left",
        xshift=10,
        font={"size": theme.SIZE, "color": _colour(gap)},
    )


def _title(gaps: list[Gap], language: str) -> str:
    """The largest rise and the largest fall, by name."""
    rises = [gap for gap in gaps if gap.direction == "ahead"]
    falls = [gap for gap in gaps if gap.direction == "behind"]
    parts = [
        t(
            f"overview.moved.title.{name}",
            language,
            label=catalogue.current().indicator(gap.far["indicator"], language),
            change=_signed(gap, language),
        )
        for name, gap in (("rise", next(iter(rises), None)), ("drop", next(reversed(falls), None)))
        if gap
    ]
    return "; ".join(parts) or t("overview.moved.title.none", language)


def _note(gaps: list[Gap], language: str) -> str:
    """What an index and a question may hide although their series is not broken."""
    known = catalogue.current().indicators
    codes = {code for gap in gaps for code in known[gap.far["indicator"]]["indicator_caveats"]}
    return " ".join(
        t(f"overview.moved.{name}", language)
        for code, name in ((VERSIONS, "versions"), (CHANGED, "changed"))
        if code in codes
    )


def _alt(gaps: list[Gap], language: str) -> str:
    listed = "; ".join(
        t(
            "overview.moved.alt.row",
            language,
            name=_name(gap, language),
            near=words.value(gap.near, language),
            far=words.value(gap.far, language),
            change=points(gap.difference or 0.0, language, gap.decimals),
        )
        for gap in gaps
    )
    return f"{t('overview.moved.alt', language)} {listed}."
