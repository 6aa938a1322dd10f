"""What if: what breaks the cycle of no budget and no results, and what feeds it?"""

from divario.ui import parts, release, state, whatif, whatif_honesty


@release.fragment
def page() -> None:
    """The whole page; the simulator asks the server for nothing more."""
    language = state.language()
    parts.notices((), language)
    whatif.opening(language)
    whatif.simulator(language)
    whatif.closing(language)
    whatif_honesty.show(language)


page()
