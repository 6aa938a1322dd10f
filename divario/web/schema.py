"""Columns of `signals.parquet` (one row a site) and `evidence.parquet` (what showed each signal).

Each signal is a text column with `present`, `absent` or `unknown`: absent is said only where the
page that could have shown it was read whole, else it is unknown. Nothing here identifies a
person: kinds of e-mail addresses, never an address; that a VAT number checks, never the number.
"""

from __future__ import annotations

import pyarrow as pa

from divario.web.vocabulary import SIGNALS

IDENTITY = (
    ("firm", pa.string()),  # null where no list of firms was given
    ("host", pa.string()),  # host of the final address, without "www."
    ("address", pa.string()),  # as asked
    ("final_address", pa.string()),
    ("sector", pa.string()),
    ("size_class", pa.string()),
    ("territory", pa.string()),
    ("crawled_date", pa.date32()),
    ("pages_count", pa.int32()),
    ("archive", pa.string()),  # file name of the archive that held the home page
)

VALUES = (
    ("outcome", pa.string()),  # page, error, redirect_only, not_html, not_in_archive
    ("status", pa.int16()),  # HTTP status of the home page
    ("tld", pa.string()),
    ("platform", pa.string()),  # rule id of the platform that holds the page
    ("platform_kind", pa.string()),  # social, marketplace, builder
    ("cms_name", pa.string()),
    ("shop_platform", pa.string()),
    ("languages", pa.string()),  # hreflang codes, comma-separated and sorted
    ("structured_types", pa.string()),
    ("newest_date", pa.date32()),
    ("newest_source", pa.string()),  # copyright, last_modified, sitemap, item
    ("copyright_year", pa.int16()),
    ("last_modified_date", pa.date32()),
    ("sitemap_date", pa.date32()),
    ("item_date", pa.date32()),
    ("page_bytes", pa.int64()),  # of the home page's HTML, after decompression
    ("is_script_built", pa.bool_()),  # an empty shell that scripts fill in a browser
)

SIGNALS_SCHEMA = pa.schema(
    [*IDENTITY, *VALUES, *((name, pa.string()) for name in SIGNALS), ("stage", pa.string())]
)

EVIDENCE_SCHEMA = pa.schema(
    [
        ("firm", pa.string()),
        ("host", pa.string()),
        ("signal", pa.string()),
        ("state", pa.string()),
        ("value", pa.string()),  # what was recognised: a tool, a kind, a year
        ("rule", pa.string()),  # id of the rule, in divario/web/rules or docs/crawling.md
        ("address", pa.string()),  # of the page, without query
        (
            "offset",
            pa.int64(),
        ),  # byte in the page's HTML; null where its markup has no place for it
        ("snippet", pa.string()),  # the mark of the rule, never text of the page
    ]
)
