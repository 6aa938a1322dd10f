"""Overview: where does Italy stand, and how wide are the two gaps?"""

from divario.ui import overview, overview_web, parts, release, state
from divario.ui.view import strangers


@release.fragment
def page() -> None:
    """The whole page: the two gaps, the ways in, the dozen, what moved."""
    language = state.language()
    ignored = strangers(state.view(), ())
    state.write({})
    parts.notices(ignored, language)
    overview.opening(language)
    overview.doors(language)
    overview.indicators(language)
    overview.changes(language)
    overview_web.pointer(language)


page()
