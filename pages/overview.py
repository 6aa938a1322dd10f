"""Overview: where does Italy stand, and how wide are the two gaps?"""

from divario.ui import overview, state

language = state.language()
state.write({})
overview.opening(language)
overview.indicators(language)
