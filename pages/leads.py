"""Leads: which gaps are newsworthy, and do they survive the checks?"""

from divario.ui import leads, release, sheet, state
from divario.ui.leads_view import resolve


@release.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    leads.notices(view, language)
    leads.heading(view, language)
    leads.bar(view, language)
    with sheet.sheet("leads"):
        leads.ranking(view, language)
        leads.pager(view, language)
        leads.dropped(view, language)


page()
