"""Claims: what does the evidence say of each thesis of the article?"""

from divario import findings
from divario.ui import claims, claims_web, context, figure, release, state


@release.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    known, answer = findings.claims()
    view = claims.resolve(state.view(), known)
    state.write(view.address())
    claims.notices(view, language)
    claims.opening(known, language)
    claims.dissent(known, answer, language)
    claims.rule(known, language)
    claims.filters(view, known, language)
    for item in known:
        if item.claim["claim"] == view.claim:
            chart = claims.opened(item, answer, language)
            if chart:
                figure.show(chart, language, is_stage=state.is_stage())
            claims_web.beside(view.claim, language)
            context.beside_claim(view.claim, language)
    claims.listing(claims.chosen(known, view), view, language)


page()
