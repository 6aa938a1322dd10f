"""How to cite a figure: APA-like, BibTeX, and as the publishers ask; and what its sources are.

The access date and the link are the reader's: they stand as DATE, ISO_DATE and LINK until then.
"""

from __future__ import annotations

import hashlib
import re

from divario.charts import words
from divario.charts.figure import Figure
from divario.i18n import t

DATE, ISO_DATE, LINK = "%%DATE%%", "%%ISO%%", "%%LINK%%"
TEX = {
    "\\": r"\textbackslash{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citations(figure: Figure, language: str) -> dict[str, str]:
    """The ways to cite a figure, by name: apa, bibtex, publisher."""
    vintages = words.vintages_of(figure.result)
    origins = figure.result.origins
    named = "; ".join(
        f"{origin.publisher}, {origin.code} ({_vintage(vintages[origin.code], language)})"
        for origin in origins
    )
    title = figure.title.rstrip(".")
    return {
        "apa": t(
            "cite.apa.text",
            language,
            title=title,
            release=figure.result.release,
            sources=named,
            date=DATE,
            link=LINK,
        ),
        "bibtex": _bibtex(figure, named, language),
        "publisher": "\n".join(
            t(
                "cite.publisher.text",
                language,
                citation=_without_extract(origin.citation),
                vintage=_vintage(vintages[origin.code], language),
                date=DATE,
                release=figure.result.release,
                licence=origin.licence,
            )
            for origin in origins
        ),
    }


def sources(figure: Figure, language: str) -> list[list[str]]:
    """The sources of a figure as a table with its header: one row per dataset."""
    vintages = words.vintages_of(figure.result)
    names = ("publisher", "code", "title", "vintage", "licence", "citation", "limits")
    return [
        [t(f"sources.{name}", language) for name in names],
        *(
            [
                origin.publisher,
                origin.code,
                origin.title[language],
                _vintage(vintages[origin.code], language),
                origin.licence,
                origin.citation,
                origin.limits[language],
            ]
            for origin in figure.result.origins
        ),
    ]


def _vintage(vintages: list[str], language: str) -> str:
    return ", ".join(vintages) or t("caption.undated", language)


def _without_extract(citation: str) -> str:
    """A dataset's citation without a date of extract: the cells of a figure have their own."""
    return re.sub(r", (extract of )?\d{4}(-\d{2}){0,2}$", "", citation)


def _bibtex(figure: Figure, named: str, language: str) -> str:
    """A BibTeX entry for the figure, and one for each dataset that it draws on."""
    release, vintages = figure.result.release, words.vintages_of(figure.result)
    entries = [
        _entry(
            f"divario-{figure.name}-{release}-{_mark(figure)}",
            author="{Divario}",
            title="{" + _tex(figure.title) + "}",
            note=_tex(t("cite.note", language, release=release, sources=named)),
            url=LINK,
            urldate=ISO_DATE,
        )
    ]
    entries += [
        _entry(
            re.sub(r"[^A-Za-z0-9]+", "-", f"{origin.publisher}-{origin.code}".lower()),
            author="{" + _tex(origin.publisher) + "}",
            title="{" + _tex(origin.title[language]) + "}",
            note=_tex(f"{origin.code} ({_vintage(vintages[origin.code], language)})"),
        )
        for origin in figure.result.origins
    ]
    return "\n\n".join(entries)


def _mark(figure: Figure) -> str:
    """A few digits that tell two figures of one name and release apart."""
    asked = repr((figure.result.query, sorted(figure.result.parameters.items()), figure.title))
    return hashlib.sha256(asked.encode()).hexdigest()[:6]


def _entry(key: str, **fields: str) -> str:
    lines = [f"  {name} = {{{text}}}" for name, text in fields.items()]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in text)
