"""Data and method: every source, flag, definition, query and limit."""

from divario.ui import method, release, state


@release.fragment
def page() -> None:
    """The whole page."""
    language = state.language()
    state.write({})
    method.introduction(language)
    method.kept_releases(language)
    method.sources(language)
    method.indicators(language)
    method.statuses(language)
    method.all_queries(language)


page()
