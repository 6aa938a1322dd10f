"""What if: what breaks the cycle of no budget and no results, and what feeds it?"""

from divario.ui import state, whatif, whatif_honesty

language = state.language()
whatif.opening(language)
whatif.simulator(language)
whatif_honesty.show(language)
