"""The marts' questions answered by pandas: string columns filtered, joined and sorted.

The answers are compared with DuckDB's, key by key.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

Frames = dict[str, pd.DataFrame]
Bound = dict[str, Any]

CELL = "cell"
ORDERS = {
    "territory": "territory_order",
    "sector": "sector_order",
    "size_class": "size_order",
}
COLUMNS = [
    *("indicator", "territory", "size_class", "sector", "year", "value", "unit", "status"),
    *("caveats", "lineage", "is_low_reliability", "is_provisional", "decimals_count", "origin"),
]
SORTED = {
    "cells_by_indicator": ("territory", "sector", "size_class"),
    "sectors_by_territory": ("territory", "sector"),
    "sizes_by_sector": ("sector", "size_class"),
    "sizes_by_territory": ("territory", "size_class"),
}
LABELS = {
    "sector": "stg_sectors",
    "size_class": "stg_size_classes",
    "territory": "stg_territories",
    "unit": "stg_units",
    "status": "stg_statuses",
    "caveat": "stg_caveats",
}


def is_known(name: str) -> bool:
    """Whether a mart's question is written here."""
    return name in SORTED or name in OTHERS


def answer(frames: Frames, name: str, bound: Bound) -> pd.DataFrame:
    """One mart's answer; raises KeyError for a mart that is not known here."""
    if name in SORTED:
        by = [ORDERS[column] for column in SORTED[name]]
        return _kept(frames[CELL], bound).sort_values(by)[COLUMNS]
    return OTHERS[name](frames, bound)


def _kept(frame: pd.DataFrame, bound: Bound) -> pd.DataFrame:
    """The rows that hold every value that was asked for."""
    kept = pd.Series(True, index=frame.index)
    for column, value in bound.items():
        if value is not None:
            own = frame[column]
            kept &= own.isin(value) if isinstance(value, list) else own == value
    return frame[kept]


def _territories(frames: Frames, bound: Bound) -> pd.DataFrame:
    found = _kept(frames[CELL], bound)
    more = frames["stg_territories"][["territory", "territory_kind", "is_eu27"]]
    found = found.sort_values(["value", "territory_order"], ascending=[False, True])
    return found.merge(more, on="territory")[[*COLUMNS, "territory_kind", "is_eu27"]]


def _years(frames: Frames, bound: Bound) -> pd.DataFrame:
    known = frames["curated"]
    asked = known[known["indicator"] == bound["indicator"]]
    same = (known["indicator"] == bound["indicator"]) | (
        known["index_band"].isin(asked["index_band"].dropna())
    )
    versions = known.loc[same, ["indicator", "index_version"]]
    kept = _kept(frames[CELL], bound | {"indicator": list(versions["indicator"])})
    found = kept.merge(versions, on="indicator")
    found = found.sort_values(["territory_order", "indicator", "year"])
    groups = found.groupby(["indicator", "territory"], sort=False)["has_break"]
    found["segment"] = groups.cumsum().astype("int32")
    return found[[*COLUMNS, "has_break", "index_version", "segment"]]


def _options(frames: Frames, bound: Bound) -> pd.DataFrame:
    measured = _kept(frames[CELL], bound)
    parts = []
    for column in ("sector", "size_class", "territory", "year"):
        order = -measured["year"] if column == "year" else measured[ORDERS[column]]
        part = measured.assign(order=order, italy=measured["territory"] == "IT")
        counted = part.groupby([column, "order"], as_index=False).agg(
            cells_count=("italy", "size"), cells_italy_count=("italy", "sum")
        )
        counted = counted.sort_values("order").rename(columns={column: "code"})
        counted["code"] = counted["code"].astype(str)
        parts.append(counted.assign(code_list=column))
    whole = pd.concat(parts, ignore_index=True)
    return whole[["code_list", "code", "cells_count", "cells_italy_count"]]


def _nearest(frames: Frames, bound: Bound) -> pd.DataFrame:
    asked = {name: bound[name] for name in ("indicator", "territory")}
    found = _kept(frames[CELL], asked)
    distance = (found["year"].astype("int32") - bound["year"]).abs().clip(upper=12)
    for column, far, near in (("sector", 20, 5), ("size_class", 10, 3)):
        codes = frames[LABELS[column]]
        parent = codes.loc[codes[column] == bound[column], f"{column}_parent"].iloc[0]
        distance += far * (found[column] != bound[column])
        distance -= near * (found[column] == ("" if pd.isna(parent) else parent))
    found = found.assign(distance_count=distance)
    by = ["distance_count", "year", "sector", "size_class"]
    found = found.sort_values(by, ascending=[True, False, True, True])
    return found[[*COLUMNS, "distance_count"]].head(3)


def _observations(frames: Frames, bound: Bound) -> pd.DataFrame:
    origins = frames["stg_origins"][["dataset", "publisher"]]
    found = _kept(frames["stg_survey"], bound).merge(origins, on="dataset")
    vintage = ("@" + found["vintage"]).fillna("")
    found["origin"] = found["publisher"] + ":" + found["dataset"] + vintage
    by = ["dataset", "unit", "size_class", "sector", "territory", "year"]
    return found.sort_values(by)[["indicator", *by, "value", "status", "origin"]]


def _coverage(frames: Frames, _bound: Bound) -> pd.DataFrame:
    return frames["coverage"].sort_values("sort_order")


def _sources(frames: Frames, _bound: Bound) -> pd.DataFrame:
    datasets, origins = frames["stg_datasets"], frames["stg_origins"]
    both = datasets.merge(origins, left_on="dataset", right_on="origin_name", how="left")
    both = both.rename(columns={"dataset_x": "dataset"})
    return both.sort_values(["dataset_status", "dataset"])


def _enterprises(frames: Frames, bound: Bound) -> pd.DataFrame:
    found = _kept(frames["stg_enterprise_counts"], bound)
    return found.sort_values(["sector", "size_class", "year"])


CODES = ["indicator", "size_class", "sector", "territory"]
EVERY, WHOLE, ITALY, EUROPE = "GE10", "C10-S951_X_K", "IT", "EU27_2020"


def _catalogued(frames: Frames, found: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Cells with what the catalogue says of their indicator."""
    known = frames["curated"][["indicator", "sort_order", *names]]
    return found.merge(known, on="indicator")


def _segments(found: pd.DataFrame) -> pd.DataFrame:
    found = found.sort_values("year")
    broken = found.groupby(CODES, sort=False)["has_break"].cumsum().astype("int32")
    return found.assign(segment=broken)


def _of_territory(frames: Frames, bound: Bound) -> pd.DataFrame:
    asked = bound | {"territory": [bound["territory"], EUROPE], "year": None}
    found = _segments(_kept(frames[CELL], asked))
    found = _catalogued(frames, found, "theme", "better", "index_version")
    found = _kept(found, {"year": bound["year"]})
    return found.sort_values(
        ["sort_order", "sector_order", "size_order", "territory_order", "year"]
    )


def _of_one_territory(frames: Frames, bound: Bound) -> pd.DataFrame:
    by = ["indicator", "sector", "size_class", "year"]
    return _kept(frames[CELL], bound).sort_values(by)


def _inside(frames: Frames) -> pd.DataFrame:
    return _kept(frames[CELL], {"size_class": EVERY, "territory": [ITALY, EUROPE]})


def _ranks(frames: Frames, bound: Bound) -> pd.DataFrame:
    cells = _kept(_inside(frames), {"territory": ITALY})
    latest = cells[cells["sector"] == bound["sector"]].groupby("indicator")["year"].max()
    found = cells[~cells["is_total"]].merge(latest.reset_index(), on=["indicator", "year"])
    if (cells[cells["sector"] == bound["sector"]]["sector_level"] == "section").all():
        joined = found["sector"].isin(["D_E", "L_M"])
        found = found[joined | (found["sector_level"] == "section")]
    found = _kept(_catalogued(frames, found, "theme", "better"), {"theme": bound["theme"]})
    return found.sort_values(["sort_order", "sector_order"])


def _profile(frames: Frames, bound: Bound) -> pd.DataFrame:
    cells = _inside(frames)
    own, italian = cells["sector"] == bound["sector"], cells["territory"] == ITALY
    cells = cells.assign(is_own=own & italian)[own | ((cells["sector"] == WHOLE) & italian)]
    counted = cells.groupby(["indicator", "year"], as_index=False).agg(
        count=("is_own", "size"), has_own=("is_own", "any")
    )
    counted = counted[counted["has_own"]].sort_values(["count", "year"])
    latest = counted.groupby("indicator").tail(1)[["indicator", "year"]]
    found = _catalogued(frames, cells.merge(latest, on=["indicator", "year"]), "theme", "better")
    found = _kept(found, {name: bound[name] for name in ("theme", "unit")})
    by = ["sort_order", "territory_order", "sector_order"]
    return found.sort_values(by, ascending=[True, True, False])


def _latest_shared(
    frames: Frames, found: pd.DataFrame, fits: Any, bound: Bound, order: str
) -> pd.DataFrame:
    """The cells of each indicator in the latest year whose number of cells fits."""
    counted = found.groupby(["indicator", "year"]).size()
    latest = counted[fits(counted)].reset_index().groupby("indicator")["year"].max()
    found = found.merge(latest.reset_index(), on=["indicator", "year"])
    found = _catalogued(frames, found, "theme", "better")
    found = _kept(found, {name: bound[name] for name in ("theme", "unit")})
    return found.sort_values(["sort_order", order])


def _side_by_side(frames: Frames, bound: Bound) -> pd.DataFrame:
    asked = {"sector": bound["sector"], "territory": bound["territory"], "size_class": EVERY}
    found, wanted = _kept(frames[CELL], asked), len(set(bound["sector"]))
    return _latest_shared(frames, found, lambda count: count == wanted, bound, "sector_order")


def _sizes(frames: Frames, bound: Bound) -> pd.DataFrame:
    found = _kept(frames[CELL], {name: bound[name] for name in ("sector", "territory")})
    return _latest_shared(frames, found, lambda count: count > 1, bound, "size_order")


def _changes(frames: Frames, bound: Bound) -> pd.DataFrame:
    found = _catalogued(frames, _kept(frames[CELL], bound), "theme", "better")
    found = found[found["better"] == "more"].sort_values(["indicator", "year"])
    last = found.groupby("indicator").tail(2)
    pairs = last.groupby("indicator")
    sound = (
        (pairs["year"].transform("size") == 2)
        & ~pairs["has_break"].transform("last")
        & ~pairs["is_low_reliability"].transform("any")
        & (pairs["year"].transform("max") >= found["year"].max() - 2)
    )
    return last[sound]


def _trends(frames: Frames, bound: Bound) -> pd.DataFrame:
    found = _catalogued(frames, _segments(_kept(frames[CELL], bound)), "index_version")
    return found.sort_values(["indicator", "territory_order", "size_order", "year"])


def _spreads(frames: Frames, bound: Bound) -> pd.DataFrame:
    by = ["indicator", "size_class", "sector", "year"]
    return _kept(frames["spread"], bound).sort_values(by)


def _measured(frames: Frames, bound: Bound) -> pd.DataFrame:
    cells = _kept(frames[CELL], {"sector": bound["sector"], "size_class": EVERY})
    counted = cells.groupby("indicator").agg(
        cells_count=("year", "size"), territories_count=("territory", "nunique")
    )
    own = cells[cells["territory"] == ITALY].groupby("indicator")
    counted = counted.join(own.agg(cells_italy_count=("year", "size"), last_year=("year", "max")))
    return frames["curated"].merge(counted, on="indicator", how="left").sort_values("sort_order")


def _measured_of(frames: Frames, _bound: Bound) -> pd.DataFrame:
    cells = _kept(frames[CELL], {"territory": ITALY, "size_class": EVERY})
    counted = cells.groupby("sector").agg(
        indicators_count=("indicator", "nunique"), last_year=("year", "max")
    )
    sectors = frames["stg_sectors"].join(counted, on="sector_equivalent")
    return sectors.sort_values("sort_order")


def _pairs(frames: Frames, bound: Bound) -> pd.DataFrame:
    asked = {name: bound[name] for name in ("territory", "sector", "year")}
    found = _kept(frames["pair"], asked | {"sector_level": bound["level"]})
    by = ["territory", "sector_level", "sector", "year"]
    return found.sort_values(by, ascending=[True, False, True, True])


OTHERS = {
    "territories_by_indicator": _territories,
    "years_by_territory": _years,
    "options_by_indicator": _options,
    "nearest_by_cell": _nearest,
    "observations": _observations,
    "cells_by_territory": _of_territory,
    "figures_by_territory": _of_one_territory,
    "ranks_by_sector": _ranks,
    "profile_by_sector": _profile,
    "sectors_by_indicator": _side_by_side,
    "sizes_by_indicator": _sizes,
    "changes_by_indicator": _changes,
    "trends_by_indicator": _trends,
    "spreads_by_indicator": _spreads,
    "indicators_by_sector": _measured,
    "coverage_by_sector": _measured_of,
    "pairs_by_sector": _pairs,
    "coverage_by_indicator": _coverage,
    "sources_by_dataset": _sources,
    "enterprises_by_sector": _enterprises,
}
