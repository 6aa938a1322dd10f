"""Columns of `signals.parquet` (one row a site) and `evidence.parquet` (what showed each signal).

Each signal is a text column with `present`, `absent` or `unknown`: absent is said only where the
page that could have shown it was read whole, else it is unknown. Nothing here identifies a
person: kinds of e-mail addresses, never an address; that a VAT number checks, never the number.
"""

from __future__ import annotations

import pyarrow as pa

PRESENT, ABSENT, UNKNOWN = "present", "absent", "unknown"

CHANNELS = (
    "facebook",
    "instagram",
    "linkedin",
    "youtube",
    "x",
    "tiktok",
    "pinterest",
    "whatsapp",
    "telegram",
    "xing",
    "threads",
    "vimeo",
    "flickr",
    "snapchat",
)

SIGNALS = {
    "reachable": "the home page answered with a page",
    "https": "the home page was served over HTTPS",
    "https_redirect": "the http address led to https",
    "parked": "a domain parking page",
    "for_sale": "the domain is offered for sale",
    "under_construction": "under construction, coming soon, a default page of the server",
    "expired": "the domain or the hosting has expired or was suspended",
    "own_domain": "the address asked is a domain of the firm's own",
    "platform_page": "the site is a page on a social network, marketplace or free site builder",
    "language_versions": "versions in at least two languages",
    "mobile_viewport": "a viewport fitted to the width of the device",
    "title": "the home page has a title",
    "description": "the home page has a description for search engines",
    "structured_data": "structured data (JSON-LD, microdata)",
    "cms": "a known content management system or site builder",
    "shop": "a known shop platform",
    "cart": "a cart",
    "checkout": "a checkout",
    "prices": "prices",
    "ecommerce": "sells: a shop platform, a cart or a checkout",
    "booking": "takes bookings",
    "newsletter": "takes subscriptions to a newsletter",
    "contact_form": "a form to write to the firm",
    "telephone": "a telephone number",
    "phone_only": "telephone or WhatsApp are the only ways to reach the firm",
    "chat": "a chat or chatbot on the page",
    "job_ads": "job advertisements or a page for applicants",
    "analytics": "a tool that measures visits",
    "tag_manager": "a tag manager",
    "pixels": "advertising pixels",
    "consent_tool": "a consent tool for cookies",
    "privacy_page": "a privacy or cookie page",
    "social": "a link to any social media channel",
    **{f"social_{channel}": f"a link to {channel}" for channel in CHANNELS},
    "email_own_domain": "an e-mail address on the site's own domain",
    "email_free": "an e-mail address of a free provider",
    "email_pec": "a certified e-mail address (PEC)",
    "pec_only": "certified e-mail is the only kind of address shown",
    "vat_number": "an Italian VAT number whose check digit is right",
    "fresh": "something dated within two years before the crawl",
    "window_only": "a site that does none of: sell, book, ask, measure",
    "epidermic": "social links and pixels; no analytics, contact or sale",
    "abandoned": "nothing newer than two years, or broken",
    "working_tool": "sells, books or collects requests; measures; is fresh",
}

# the first that was shown names the stage; `other` if all are absent, else `unknown`
STAGES = ("abandoned", "working_tool", "epidermic", "window_only")

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
        ),  # byte in the page's HTML; null where the markup has no place for it
        ("snippet", pa.string()),  # the mark of the rule, never text of the page
    ]
)
