"""What sites show by sector and over the years, the survey's figure beside each."""

from __future__ import annotations

from typing import Any

from divario.charts import theme, web_rows, web_words
from divario.charts.figure import Figure, Key
from divario.charts.recipes import recipe
from divario.charts.web_pairs import hover, pair_table, survey, web
from divario.charts.web_words import Row
from divario.i18n import number, t
from divario.queries import Result

SECTIONS = "sections"
ROW_HEIGHT = 30
LEAST = 2


def chosen(result: Result, section: str) -> list[Row]:
    """The sections of an answer, or the divisions of one section, the highest share first."""
    rows = [
        row
        for row in result.records
        if (
            row["sector_level"] == "section"
            if section == SECTIONS
            else row["sector_level"] == "division" and row["sector"].startswith(section)
        )
    ]
    return sorted(rows, key=lambda row: (row["web_pct"] is None, -(row["web_pct"] or 0)))


@recipe("pairs_by_sector")
def web_bars(result: Result, language: str, section: str = SECTIONS) -> Figure:
    """Bars of `pairs_by_sector` of one territory and year: sections, or a section's divisions.

    Sectors whose share was withheld stay in the table alone.
    """
    every = chosen(result, section)
    rows = [row for row in every if row["web_pct"] is not None]
    values = [row[f"{side}_pct"] for row in rows for side in ("web", "survey")]
    upper = theme.upper_bound([value for value in values if value is not None])
    names = [web_words.name("sector", row["sector"], language) for row in rows]
    shown = [web(row, language) for row in rows]
    kind = "sections" if section == SECTIONS else "divisions"
    return Figure(
        name=f"web-{kind}",
        title=_title(rows, kind, section, language),
        subtitle=t(
            f"web.{kind}.subtitle",
            language,
            where=web_words.name("territory", result.parameters["territory"], language),
            year=result.parameters["year"],
        ),
        alt=_alt(rows, language),
        how=t("web.sections.how", language),
        kind="measured",
        result=result,
        table=pair_table(every, language),
        traces=_traces(rows, language),
        layout=web_rows.layout(
            language, web_rows.labels(names, shown), ROW_HEIGHT, t("web.unit", language), upper
        ),
        narrow=web_rows.narrow(names, shown, 44),
        key=_key(rows, language),
        note=_note(every, rows, language),
    )


def _traces(rows: list[Row], language: str) -> list[dict[str, Any]]:
    texts = [hover(row, language) for row in rows]
    bars = web_rows.bars([row["web_pct"] for row in rows], texts)
    symbols = ["diamond" if row["is_same_year"] else "circle-open" for row in rows]
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [row["survey_pct"] for row in rows],
        "y": list(range(len(rows))),
        "cliponaxis": False,
        "marker": {
            "symbol": symbols,
            "size": 12,
            "color": theme.CONTRAST,
            "line": {"width": 2, "color": theme.CONTRAST},
        },
        "hovertext": texts,
        "hoverinfo": "text",
    }
    return [bars, marks] if any(row["survey_pct"] is not None for row in rows) else [bars]


def _key(rows: list[Row], language: str) -> tuple[Key, ...]:
    """The survey's mark, filled or open, where there is one."""
    web_key = Key(t("web.key.web", language), theme.FOCUS, "bar")
    measured = [row for row in rows if row["survey_pct"] is not None]
    apart = sorted({row["survey_year"] for row in measured if not row["is_same_year"]})
    keys = [web_key]
    if any(row["is_same_year"] for row in measured):
        keys.append(Key(t("web.key.survey", language), theme.CONTRAST, "diamond"))
    keys += [
        Key(t("web.key.survey.year", language, year=year), theme.CONTRAST, "ring") for year in apart
    ]
    return tuple(keys)


def _note(every: list[Row], rows: list[Row], language: str) -> str:
    withheld = len(every) - len(rows)
    return t("web.withheld", language, count=withheld) if withheld else ""


def _title(rows: list[Row], kind: str, section: str, language: str) -> str:
    if len(rows) < LEAST:
        return t("web.sections.title.none", language)
    first, last = rows[0], rows[-1]
    return t(
        f"web.{kind}.title",
        language,
        section="" if section == SECTIONS else web_words.name("sector", section, language),
        first=web_words.name("sector", first["sector"], language),
        first_value=web(first, language),
        last=web_words.name("sector", last["sector"], language),
        last_value=web(last, language),
    )


def _alt(rows: list[Row], language: str) -> str:
    listed = "; ".join(
        f"{web_words.name('sector', row['sector'], language)} {web(row, language)} "
        f"({survey(row, language)})"
        for row in rows
    )
    return f"{t('web.sections.alt', language)} {listed}."


@recipe("pairs_by_sector")
def web_years(result: Result, language: str) -> Figure:
    """The web's share of one territory and sector over the years, the survey's as single marks."""
    rows = [row for row in result.records if row["web_pct"] is not None]
    surveyed = {
        row["survey_year"]: row
        for row in sorted(rows, key=lambda row: row["is_same_year"])
        if row["survey_pct"] is not None
    }
    values = [row["web_pct"] for row in rows] + [row["survey_pct"] for row in surveyed.values()]
    years = sorted({row["year"] for row in rows} | set(surveyed))
    return Figure(
        name="web-years",
        title=_years_title(rows, language),
        subtitle=t(
            "web.years.subtitle",
            language,
            where=web_words.name("territory", result.parameters["territory"], language),
            sector=web_words.name("sector", result.parameters["sector"], language),
        ),
        alt=_years_alt(rows, surveyed, language),
        how=t("web.years.how", language),
        kind="measured",
        result=result,
        table=pair_table(rows, language),
        traces=_years_traces(rows, surveyed, language),
        layout=theme.layout(
            language,
            height=330,
            margin={"l": 56, "r": 24, "t": 14, "b": 40},
            xaxis=theme.years_axis(years, 0.4, 0.5),
            yaxis=theme.value_axis(t("web.unit", language), theme.upper_bound(values)),
        ),
        narrow={"xaxis.ticktext": [f"’{year % 100:02d}" for year in years], "xaxis.tickangle": 0},
        key=_years_key(bool(surveyed), language),
        note="" if surveyed else t("web.years.unsurveyed", language),
    )


def _years_key(is_surveyed: bool, language: str) -> tuple[Key, ...]:
    web_key = Key(t("web.key.web", language), theme.FOCUS, "line")
    mark = Key(t("web.key.survey.alone", language), theme.CONTRAST, "diamond")
    return (web_key, mark) if is_surveyed else (web_key,)


def _years_traces(rows: list[Row], surveyed: dict[int, Row], language: str) -> list[dict[str, Any]]:
    ends = {rows[0]["year"], rows[-1]["year"]} if rows else set()
    line = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [row["year"] for row in rows],
        "y": [row["web_pct"] for row in rows],
        "text": [f"<b>{web(row, language)}</b>" if row["year"] in ends else "" for row in rows],
        "textposition": "top center",
        "cliponaxis": False,
        "line": {"color": theme.FOCUS, "width": 3},
        "marker": {"size": 8, "color": theme.FOCUS},
        "hovertext": [hover(row, language) for row in rows],
        "hoverinfo": "text",
    }
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(surveyed),
        "y": [row["survey_pct"] for row in surveyed.values()],
        "text": [_own(row, language) for row in surveyed.values()],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": 12, "color": theme.CONTRAST},
        "hovertext": [hover(row, language) for row in surveyed.values()],
        "hoverinfo": "text",
    }
    return [line, marks] if surveyed else [line]


def _own(row: Row, language: str) -> str:
    return web_words.share(row["survey_pct"], language, row["survey_decimals_count"])


def _years_title(rows: list[Row], language: str) -> str:
    if len(rows) < LEAST:
        return t("web.years.title.none", language)
    first, last = rows[0], rows[-1]
    return t(
        "web.years.title",
        language,
        first=web(first, language),
        last=web(last, language),
        first_year=first["year"],
        last_year=last["year"],
        firms=number(last["web_firms_count"], language, 0),
    )


def _years_alt(rows: list[Row], surveyed: dict[int, Row], language: str) -> str:
    listed = "; ".join(f"{row['year']} {web(row, language)}" for row in rows)
    others = "; ".join(f"{year} {_own(row, language)}" for year, row in surveyed.items())
    return t("web.years.alt", language, web=listed, survey=others or t("web.none", language))
