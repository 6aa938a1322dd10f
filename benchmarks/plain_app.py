"""The Gaps page as Streamlit is usually written: pandas, plotly.express, selectboxes, full reruns.

The same files, filters and displays, default settings; the yardstick of `pages.py`.
"""

import tomllib
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

DATA = Path(__file__).resolve().parent.parent / "data"
CELL = ["indicator", "size_class", "sector", "territory", "year"]
CODES = ["territory", "size_class", "sector"]
SIZES = ["10-49", "50-249", "10-249", "GE250"]
LINEAGES = ["extract", "typed_from_extract", "published_article"]


@st.cache_data
def load() -> pd.DataFrame:
    """Every cell of the catalogue once, with the labels of its codes."""
    survey = pd.concat(pd.read_parquet(path) for path in sorted(DATA.glob("survey/*.parquet")))
    catalogue = tomllib.loads((DATA / "indicators.toml").read_text(encoding="utf-8"))
    known = pd.DataFrame(
        [
            (name, record.get("code", name), record["unit"], dataset, record["label"]["en"])
            for name, record in catalogue.items()
            for dataset in record["datasets"]
        ],
        columns=["name", "indicator", "unit", "dataset", "indicator_label"],
    )
    cells = survey.merge(known, on=["indicator", "unit", "dataset"])
    cells["indicator"] = cells["name"]
    sectors = pd.read_csv(DATA / "reference/sectors.csv").set_index("code")
    cells["sector"] = cells["sector"].map(sectors["equivalent"]).fillna(cells["sector"])
    cells["rank"] = cells["lineage"].map({name: i for i, name in enumerate(LINEAGES)}).fillna(9)
    cells = cells.sort_values("vintage", ascending=False).sort_values("rank", kind="stable")
    cells = cells.drop_duplicates(CELL)
    for column, file in (("sector", "sectors"), ("size_class", "size_classes")):
        labels = pd.read_csv(DATA / f"reference/{file}.csv").set_index("code")
        cells[f"{column}_label"] = cells[column].map(labels["short_en"])
        cells[f"{column}_order"] = cells[column].map(labels["sort_order"])
    cells["sector_level"] = cells["sector"].map(sectors["level"])
    places = pd.read_csv(DATA / "reference/territories.csv").set_index("code")
    cells["territory_label"] = cells["territory"].map(places["label_en"])
    cells["territory_kind"] = cells["territory"].map(places["kind"])
    return cells.drop(columns=["name", "rank"])


def choose(cells: pd.DataFrame) -> tuple[pd.DataFrame, int, str, str, list[str]]:
    """The filters, in one row."""
    bar = st.columns(5)
    labels = cells.drop_duplicates("indicator").set_index("indicator")["indicator_label"].to_dict()
    names = list(labels)
    first = names.index("E_DI3_GELO")
    indicator = bar[0].selectbox("Indicator", names, first, format_func=labels.get)
    own = cells[cells["indicator"] == indicator]
    years = sorted(own.loc[own["territory"] == "IT", "year"].unique(), reverse=True)
    year = bar[1].selectbox("Year", years)
    sizes = own.sort_values("size_class_order").drop_duplicates("size_class")
    size_labels = sizes.set_index("size_class")["size_class_label"].to_dict()
    codes = list(size_labels)
    sme = codes.index("10-249") if "10-249" in codes else 0
    size = bar[2].selectbox("Size class", codes, sme, format_func=size_labels.get)
    sectors = own.sort_values("sector_order").drop_duplicates("sector")
    sector_labels = sectors.set_index("sector")["sector_label"].to_dict()
    sector = bar[3].selectbox("Sector", list(sector_labels), format_func=sector_labels.get)
    places = sorted(set(own["territory"]) - {"IT", "EU27_2020"})
    chosen = [code for code in ("DE", "ES", "FR") if code in places]
    countries = bar[4].multiselect("Compare with", places, chosen)
    return own, year, size, sector, ["IT", "EU27_2020", *countries]


def sector_rows(now: pd.DataFrame, size: str) -> pd.DataFrame:
    """Italy and the EU by section, in the chosen size class or else in all sizes."""
    rows = now[now["territory"].isin(["IT", "EU27_2020"]) & (now["sector_level"] == "section")]
    own = rows[rows["size_class"] == size]
    return (own if len(own) else rows[rows["size_class"] == "GE10"]).sort_values("sector_order")


def main() -> None:
    """The whole page, at every run."""
    st.set_page_config(page_title="Plain", layout="wide")
    own, year, size, sector, territories = choose(load())
    compared = own[own["territory"].isin(territories)]
    now = compared[compared["year"] == year]
    same = own[(own["size_class"] == size) & (own["sector"] == sector)]
    kept = (same["territory_kind"] == "country") | (same["territory"] == "EU27_2020")
    countries = same[kept & (same["year"] == year)].sort_values("value")
    years = same[same["territory"].isin(territories)].sort_values("year")
    sizes = now[(now["sector"] == sector) & now["size_class"].isin(SIZES)]
    names = {"y": "territory_label", "color": "territory_label"}
    st.title(own["indicator_label"].iloc[0])
    left, right = st.columns(2)
    left.plotly_chart(px.scatter(sizes, x="value", symbol="size_class_label", **names))
    bars = {"color": "territory_label", "barmode": "group", "text": "value", "height": 600}
    left.plotly_chart(px.bar(sector_rows(now, size), x="value", y="sector_label", **bars))
    right.plotly_chart(px.line(years, x="year", y="value", color="territory_label", markers=True))
    right.plotly_chart(px.bar(countries, x="value", y="territory_label", text="value", height=700))
    st.dataframe(now[[f"{name}_label" for name in CODES] + ["year", "value", "status"]])


main()
