"""The words of the signals: states, channels, signals with what each means, stages.

Apart from the columns (`schema.py`), which need pyarrow: workers that only read need none of it.
"""

from __future__ import annotations

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
