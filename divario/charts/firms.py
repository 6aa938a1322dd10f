"""How many enterprises a view speaks of, in one sentence."""

from __future__ import annotations

from divario import queries
from divario.catalogue import ITALY, TOTAL
from divario.charts import words
from divario.i18n import number, t
from divario.stats.gaps import find

ALL = "B-S_X_O_S94"  # the widest total of structural business statistics
FIGURES = 2


def counted(sector: str, size: str, language: str) -> str:
    """'The number of SMEs in Italy is about 240,000', to two figures; empty where not counted.

    For all sectors it is the total of structural business statistics, which is wider than the
    survey's, and says so.
    """
    answer = queries.run("enterprises_by_sector", territory=ITALY)
    code = ALL if sector == TOTAL else sector
    own = [row for row in answer.records if row["sector"] == code and row["size_class"] == size]
    if not own:
        return ""
    row = find(own, year=max(item["year"] for item in own))
    rounded = round(row["enterprises_count"], FIGURES - len(str(row["enterprises_count"])))
    return t(
        "firms.wider" if code == ALL else "firms.counted",
        language,
        count=number(rounded, language, 0),
        year=row["year"],
        subject=words.subject(size, language),
        source=f"{answer.origins[0].publisher}, {answer.origins[0].code}",
    )
