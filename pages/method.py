"""Data and method: every source, flag, definition, query and limit."""

from divario.ui import method, parts, release, state
from divario.ui.view import strangers


@release.fragment
def page() -> None:
    """The whole page."""
    language = state.language()
    ignored = strangers(state.view(), ())
    state.write({})
    parts.notices(ignored, language)
    method.introduction(language)
    method.kept_releases(language)
    method.sources(language)
    method.indicators(language)
    method.statuses(language)
    method.all_queries(language)


page()
