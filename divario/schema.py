"""The files of a data folder that become tables: which folder, which columns, which types."""

from __future__ import annotations

SURVEY_COLUMNS = {
    "dataset": "VARCHAR",
    "indicator": "VARCHAR",
    "unit": "VARCHAR",
    "size_class": "VARCHAR",
    "sector": "VARCHAR",
    "territory": "VARCHAR",
    "year": "SMALLINT",
    "value": "DOUBLE",
    "status": "VARCHAR",
    "lineage": "VARCHAR",
    "vintage": "VARCHAR",
    "caveats": "VARCHAR",
    "copies_count": "SMALLINT",
}
# Kept as dictionaries of the codes that occur: a sixth of the memory of text.
CODED_COLUMNS = tuple(name for name, kind in SURVEY_COLUMNS.items() if kind == "VARCHAR")
# Where other codes stand, some beside the survey's: of one type, they are compared as numbers.
LISTED_CODES = {
    "indicator": "select code from raw.indicators",
    "sector": "select unnest([code, coalesce(equivalent, code)]) from raw.sectors",
    "size_class": "select code from raw.size_classes",
    "territory": "select code from raw.territories",
    "catalogued": "select name from raw.indicators",
    "theme": "select theme from raw.indicators",
    "better": "select better from raw.indicators",
    "level": "select level from raw.sectors",
}
# The folder of each table that stands in a file of its own: CSV, and Parquet with its schema.
CSV_TABLES = {
    "sectors": "reference",
    "size_classes": "reference",
    "territories": "reference",
    "units": "reference",
    "statuses": "reference",
    "caveats": "reference",
    "enterprise_counts": "reference",
    "outlines": "reference",
    "web_terms": "reference",
    "published": "crawl",
    "context": "context",
    "parameters": "cycle",
    "sensitivity": "cycle",
    "regimes": "cycle",
    "mismatches": "cycle",
}
CRAWL_TABLES = {
    "map_ai": {
        "indicator": "VARCHAR",
        "sector": "VARCHAR",
        "territory": "VARCHAR",
        "year": "SMALLINT",
        "value": "DOUBLE",
        "base_count": "INTEGER",
    },
    "directories": {
        "source": "VARCHAR",
        "territory": "VARCHAR",
        "sector": "VARCHAR",
        "size_proxy": "VARCHAR",
        "size_class": "VARCHAR",
        "indicator": "VARCHAR",
        "numerator_count": "INTEGER",
        "denominator_count": "INTEGER",
    },
}
# What `aggregate` writes as `crawl/own_<name>.parquet`; a release without such files is complete.
# TOTAL stands for all of a sector, size class or territory; `base` is sites or firms.
OWN_CRAWL_COLUMNS = {
    "crawl": "VARCHAR",
    "indicator": "VARCHAR",
    "sector": "VARCHAR",
    "size_class": "VARCHAR",
    "territory": "VARCHAR",
    "year": "SMALLINT",
    "numerator": "INTEGER",
    "denominator": "INTEGER",
    "value": "DOUBLE",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "base": "VARCHAR",
    "is_suppressed": "BOOLEAN",
}
