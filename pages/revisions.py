"""Revisions: what changed between two releases of the data, and was a quoted figure revised?"""

from divario.ui import parts, release, revisions, revisions_quote, state
from divario.ui.revisions_view import resolve


@release.fragment
def page() -> None:
    """The whole page; a choice reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    parts.notices(view.notices, language, "revisions.control")
    revisions.heading(view, language)
    if not view.is_comparison:
        revisions.nothing_to_compare(view, language)
        return
    revisions.bar(view, language)
    revisions.cards(view, language)
    revisions_quote.show(view, language)
    revisions.figures(view, language)
    revisions.other_files(view, language)


page()
