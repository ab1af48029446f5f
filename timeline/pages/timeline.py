"""The timeline: the list of what a query finds, its density strip and its filters."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.addresses import with_query
from timeline.density import how_many, numbers
from timeline.facets import article_count, source_counts
from timeline.pages.filters import Filters, LaneChooser, Search
from timeline.pages.keeping import kept
from timeline.pages.listing import list_of
from timeline.pages.sharing import sharing_of_list
from timeline.pages.strips import strips_or_words
from timeline.query import EventQuery
from timeline.remembering import State, remembered

ABOUT = ("entity", "source", "tag")  # a filter that has pages of its own


@kept
def timeline(request, query: EventQuery):
    found_in = numbers(query)
    possible, certain, listed = found_in.possible, found_in.certain, how_many(query)
    found = list_of(query, listed, filtered=query.filtered)
    form = Filters(query, request.GET, found["years_listed"])
    context = {
        "here": "timeline",
        "heading": query.words() or settings.SITE_TITLE,
        "about": about_the_site(query.state),
        "search": Search(query, request.GET),
        "form": form,
        "chips": query.chips(),
        "listed": listed,
        "possible": possible,
        "certain": certain,
        "windowed": query.windowed,
        "in_range": in_range(certain, possible),
        "only_certain_url": f"?{query.urlencode(certain=1)}",
        "strips_url": reverse("strips"),
        "sharing": sharing_of_list(request, query, listed),
        **found,
    }
    if listed or query.filtered:
        context |= {**strips_or_words(query), "chooser": LaneChooser(query, form, request.GET)}
    else:
        context |= {"nothing_yet": True}
    if not listed:
        context |= {"ways_out": ways_out(query)}
    return render(request, "timeline/timeline.html", context)


@kept
def strips(request, query: EventQuery):
    """The strips alone, which scripts ask for while the reader moves through time; `about`: the filter that their page
    stands for, as pages of names, publishers and topics ask."""
    about = request.GET.get("about", "")
    if about in ABOUT and len(query.values.get(about, ())) == 1:
        query = replace(query, about=about)
    return render(request, "timeline/_strips.html", strips_or_words(query))


def about_the_site(state: State) -> str:
    """One sentence on the whole of what is public, whatever the filters."""
    events, disputed, articles, sources = totals(EventQuery({}, state=state))
    said = _("%(events)s read from %(articles)s by %(sources)s.") % {
        "events": ngettext("%d event", "%d events", events) % events,
        "articles": ngettext("%d article", "%d articles", articles) % articles,
        "sources": ngettext("%d publisher", "%d publishers", sources) % sources,
    }
    if disputed:
        said += " " + ngettext("%d is disputed.", "%d are disputed.", disputed) % disputed
    return said


@remembered
def totals(everything: EventQuery) -> tuple[int, int, int, int]:
    """How many events, disputed ones among them, articles and publishers are public."""
    disputed = int(everything.state.columns.events.disputed.sum())
    return how_many(everything), disputed, article_count(everything), len(source_counts(everything))


def in_range(certain: int, possible: int) -> str:
    """How many lie in the window for sure, and how many more may."""
    return _("%(certain)d certainly in range, %(possibly)d possibly.") % {
        "certain": certain,
        "possibly": possible - certain,
    }


@dataclass(frozen=True, slots=True)
class WayOut:
    """One filter to drop where nothing matches, and how many events there are then."""

    label: str
    count: int
    url: str


def ways_out(query: EventQuery) -> list[WayOut]:
    path = reverse("timeline")
    return [
        WayOut(chip.label, count, with_query(path, chip.without)) for chip, count in query.drop_suggestions()
    ]
