"""Web evidence: what do websites show, and where do survey and crawl disagree?"""

from divario import queries
from divario.charts import web_declared, web_gaps, web_pairs, web_published, web_sectors
from divario.i18n import t
from divario.ui import release, sheet, state, web, web_controls
from divario.ui.web_view import WebView, resolve

HOTELS = {"sector": "I55.1", "indicator": list(web_declared.MARKS)}
STARTUPS = {"source": "startups", "territory": "IT"}


def side_by_side(view: WebView, language: str) -> None:
    """Every cell of the year, the largest disagreements, and the chosen country's sections."""
    web.heading(t("web.pairs.heading", language), t("web.pairs.lead", language), "pairs")
    with sheet.box("dv-columns"):
        with sheet.box("dv-column"):
            pairs = queries.run("pairs_by_sector", year=view.year)
            web.show(web_pairs.pair_scatter(pairs, language, view.country))
        with sheet.box("dv-column"):
            web.show(web_gaps.pair_gaps(queries.run("disagreements_by_cell"), language))


def sites(view: WebView, language: str) -> None:
    """What sites show by sector, inside the chosen sector, and by size."""
    web.heading(t("web.sites.heading", language), t("web.sites.lead", language), "sites")
    answer = queries.run("pairs_by_sector", territory=view.country, year=view.year)
    with sheet.box("dv-columns"):
        with sheet.box("dv-column"):
            web.show(web_sectors.web_bars(answer, language))
            hesse = queries.run("published_by_topic", source="hesse_retail")
            web.show(web_published.published_sizes(hesse, language))
        with sheet.box("dv-column"):
            years = queries.run("pairs_by_sector", territory=view.country, sector=view.sector)
            if years.rows:
                web.show(web_sectors.web_years(years, language))
            if len(web_sectors.chosen(answer, view.sector)) >= web_sectors.LEAST:
                web.show(web_sectors.web_bars(answer, language, view.sector))


def declared(view: WebView, language: str) -> None:
    """Hotels by rooms and by stars, start-ups by sector and by persons employed."""
    web.heading(t("web.declared.heading", language), t("web.declared.lead", language), "declared")
    rooms = queries.run("declared_by_size", source="accommodation", size_proxy="rooms", **HOTELS)
    stars = queries.run("declared_by_size", source=view.hotels, size_proxy="stars", **HOTELS)
    persons = {"size_proxy": "persons", "indicator": [web_declared.SITE]}
    startups = queries.run("declared_by_size", **STARTUPS, **persons)
    sizes = queries.run("declared_by_size", **STARTUPS, **persons, sector=web_declared.TOTAL)
    with sheet.box("dv-columns"):
        with sheet.box("dv-column"):
            web.show(web_declared.declared_dots(rooms, language))
            web.show(web_declared.declared_dots(sizes, language))
        with sheet.box("dv-column"):
            web.show(web_declared.declared_dots(stars, language))
            web.show(web_declared.declared_sections(startups, language))


def others(view: WebView, language: str) -> None:
    """Names in .it by region, the audit of an IT distributor's partners, every published figure."""
    web.heading(t("web.others.heading", language), t("web.others.lead", language), "others")
    with sheet.box("dv-columns"):
        with sheet.box("dv-column"):
            domains = {"indicator": "it_domains_per_100_enterprises", "year": 2021}
            web.show(
                web_published.domain_bars(queries.run("published_by_topic", **domains), language)
            )
        with sheet.box("dv-column"):
            audit = queries.run("published_by_topic", source="twitter_audit")
            web.show(web_published.audit_ranges(audit, language))
    topic = queries.run("published_by_topic", topic=view.topic)
    web.show(web_published.published_figures(topic, language))


@release.fragment
def page() -> None:
    """The whole page; a filter change reruns this and nothing else."""
    language = state.language()
    view = resolve(state.view())
    state.write(view.address())
    answer = web.cell_of(view)
    web.notices(view, language)
    web.opening(view, answer, language)
    web_controls.show(view, language)
    web.beside(answer, language)
    with sheet.sheet("web"):
        side_by_side(view, language)
        sites(view, language)
        web.heading(t("web.funnel.heading", language), t("web.funnel.lead", language), "funnel")
        web.funnel(view, language)
        declared(view, language)
        others(view, language)
    web.reading(language)


page()
