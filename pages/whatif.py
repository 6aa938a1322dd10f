"""What if: what breaks the cycle of no budget and no results, and what feeds it?"""

from divario.ui import parts, state, whatif, whatif_honesty

language = state.language()
parts.notices((), language)
whatif.opening(language)
whatif.simulator(language)
whatif_honesty.show(language)
