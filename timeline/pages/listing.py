"""One page of what a query finds, with the words and links around the list."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.cursors import NEWEST, ON, Cursor
from timeline.dates import UNDATED_SPAN_CLASS
from timeline.exports.downloads import Format
from timeline.exports.formats import FORMATS
from timeline.pages.cards import with_cards
from timeline.pages.chronology import Year, chronology
from timeline.query import EventQuery

PER_PAGE = 50
MOST_SPAN = 5  # the widest span class


def listing(request, name: str, slug: str) -> dict:
    """The timeline of one entity, publisher or topic: the filter `name=slug`, paged by the request's cursor."""
    params = QueryDict(mutable=True)
    params[name] = slug
    if "after" in request.GET:
        params["after"] = request.GET["after"]
    query = EventQuery.from_params(params)
    listed = query.count()
    return {
        "listed": listed,
        "timeline_url": with_query(reverse("timeline"), query.urlencode()),
        **list_of(query, listed, filtered=True),
    }


def list_of(query: EventQuery, listed: int, *, filtered: bool) -> dict:
    """What the templates of a list need, in a fixed number of queries."""
    page = query.page(PER_PAGE)
    events = with_cards(page.events)
    years = chronology(events, year_counts(query), filtered=filtered, since=query.first)
    link_years(years, query)
    on, back = _("Later events"), _("Earlier events")
    if query.newest:
        on, back = back, on
    return {
        "page": page,
        "years": years,
        "showing": showing(page.shown_from, len(events), listed),
        "on_words": on,
        "back_words": back,
        "downloads": downloads(query),
        "data_url": with_query(reverse("data"), query.urlencode()),
        "cite_url": with_query(reverse("cite"), query.urlencode()),
    }


@dataclass(frozen=True, slots=True)
class DownloadLink:
    form: Format
    url: str


def downloads(query: EventQuery) -> list[DownloadLink]:
    """The whole of what the query lists, in every format this site has; the CSV first."""
    return [
        DownloadLink(form, with_query(reverse(form.url_name), query.urlencode()))
        for form in FORMATS
        if form.filtered and form.available and not form.paged
    ]


def year_counts(query: EventQuery) -> dict[int | None, int]:
    """How many of the events found stand in each year; None for those whose date is not known."""
    counted = (
        query.events()
        .order_by()
        .values_list("sort_day__year")
        .annotate(
            dated=Count("pk", filter=Q(date__isnull=False)), undated=Count("pk", filter=Q(date__isnull=True))
        )
    )
    counts: dict[int | None, int] = {}
    for year, dated, undated in counted:
        if dated:
            counts[year] = dated
        if undated:
            counts[None] = undated
    return counts


@dataclass(frozen=True, slots=True)
class Jump:
    year: int
    url: str
    label: str


def link_years(years: list[Year], query: EventQuery) -> None:
    """Links to the nearest years with events: within the page where they stand on it, else to a page that begins there."""
    here = {year.year for year in years}
    for year in years:
        for other, label in ((year.earlier, _("Earlier: %d")), (year.later, _("Later: %d"))):
            if other is not None:
                url = (
                    f"#y{other}"
                    if other in here
                    else f"?{query.urlencode(after=start_of(other, query.order))}"
                )
                year.links.append(Jump(other, url, label % other))


def start_of(year: int, order: str) -> Cursor | None:
    """The place just before a year's events in the order of the list; None: at its very beginning."""
    if order == NEWEST:
        return Cursor(order, ON, dt.date(year + 1, 1, 1), MOST_SPAN, 0) if year < dt.MAXYEAR else None
    return Cursor(order, ON, dt.date(year - 1, 12, 31), UNDATED_SPAN_CLASS, 0) if year > dt.MINYEAR else None


def showing(first: int, shown: int, total: int) -> str:
    if shown == total:
        return ngettext("Showing the one there is", "Showing all %(total)d", total) % {"total": total}
    numbers = {"first": first, "last": first + shown - 1, "total": total}
    return _("Showing %(first)d to %(last)d of %(total)d") % numbers


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
