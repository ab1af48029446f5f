"""One page of what a query finds, with the words and links around the list."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timeline.addresses import filters_of, with_query
from timeline.columns import LAST_DAY
from timeline.cursors import NEWEST, ON, Cursor
from timeline.dates import UNDATED_SPAN_CLASS
from timeline.density import how_many, numbers
from timeline.exports.downloads import Format
from timeline.exports.formats import FORMATS
from timeline.exports.version import Version
from timeline.pages.cards import with_cards
from timeline.pages.chronology import Year, chronology
from timeline.pages.sharing import sharing_of_list
from timeline.query import EventQuery, Page

PER_PAGE = 50
MOST_SPAN = 5  # the widest span class


def listing(request, query: EventQuery, about) -> dict:
    """The timeline of one entity, publisher or topic: what its page has of it."""
    listed = how_many(query)
    return {
        "listed": listed,
        "sharing": sharing_of_list(request, query, listed, about=about),
        "timeline_url": with_query(reverse("timeline"), query.urlencode()),
        **list_of(query, listed, filtered=True),
    }


def list_of(query: EventQuery, listed: int, *, filtered: bool, size: int | None = None) -> dict:
    """What the templates of a list need, in a fixed number of queries."""
    page = query.page(size or PER_PAGE)
    events = with_cards(page.events, query.search_words)
    counts = numbers(query).years
    years = chronology(
        events,
        counts,
        before=page.before,
        reached=reached_before(query, page),
        filtered=filtered,
        since=query.first,
    )
    link_years(years, query)
    on, back = _("Later events"), _("Earlier events")
    if query.newest:
        on, back = back, on
    return {
        "page": page,
        "years": years,
        "years_listed": [year for year in counts if year is not None],
        "showing": Showing(page.shown_from, len(events), listed),
        "version": Version(listed, query.state.changed_at, ""),
        "on_words": on,
        "back_words": back,
        "downloads": downloads(query),
        "data_url": with_query(reverse("data"), query.urlencode()),
        "cite_url": with_query(reverse("cite"), query.urlencode()),
        "follow_url": with_query(reverse("follow"), query.urlencode()),
        "feed_url": with_query(reverse("feed_events"), filters_of(query)),
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


def reached_before(query: EventQuery, page: Page) -> dt.date | None:
    """The last day that listed events older than those of the page reach; None where none reaches into it.

    Without it a page would say that there is no record of days which a longer event of another page covers.
    """
    dated = [event for event in (page.before, *page.events) if event and event.date is not None]
    older = page.next if query.newest else page.previous
    if not dated or not older:
        return None
    oldest = dated[-1] if query.newest else dated[0]
    events, day = query.state.columns.events, oldest.sort_day.toordinal()
    same_day, span = events.sort_day == day, oldest.span_class
    before = (events.span_class > span) | (events.span_class == span) & (events.id < oldest.pk)
    before = (events.sort_day < day) | same_day & before
    reaching = query.listed_rows() & before & (events.last >= day) & (events.last < LAST_DAY)
    return dt.date.fromordinal(int(events.last[reaching].max())) if reaching.any() else None


@dataclass(frozen=True, slots=True)
class Jump:
    """`way`: whether it leads on in the list or back, as `rel` says it."""

    year: int
    url: str
    label: str
    way: str


def link_years(years: list[Year], query: EventQuery) -> None:
    """Links to the nearest years with events: within the page where they stand on it, else to a page that begins there."""
    here = {year.year for year in years}
    for year in years:
        for other, label, way in (
            (year.earlier, _("Earlier: %d"), "next" if query.newest else "prev"),
            (year.later, _("Later: %d"), "prev" if query.newest else "next"),
        ):
            if other is not None:
                url = (
                    f"#y{other}" if other in here else f"?{query.on_page(after=start_of(other, query.order))}"
                )
                year.links.append(Jump(other, url, label % other, way))


def start_of(year: int, order: str) -> Cursor | None:
    """The place just before a year's events in the order of the list; None: at its very beginning."""
    if order == NEWEST:
        return Cursor(order, ON, dt.date(year + 1, 1, 1), MOST_SPAN, 0) if year < dt.MAXYEAR else None
    return Cursor(order, ON, dt.date(year - 1, 12, 31), UNDATED_SPAN_CLASS, 0) if year > dt.MINYEAR else None


@dataclass(frozen=True, slots=True)
class Showing:
    """Which part of the list a page shows, in words; a script that joins pages puts them together from these."""

    first: int
    shown: int
    total: int

    @property
    def last(self) -> int:
        return self.first + self.shown - 1

    @property
    def all(self) -> str:
        """What is said where nothing is left to show."""
        words = ngettext("Showing the one there is", "Showing all %(total)d", self.total)
        return words % {"total": self.total}

    @property
    def part(self) -> str:
        """What is said elsewhere, with {first} and {last} to be filled in."""
        words = _("Showing %(first)s to %(last)s of %(total)d")
        return words % {"first": "{first}", "last": "{last}", "total": self.total}

    def __str__(self):
        if self.shown == self.total:
            return self.all
        return self.part.format(first=self.first, last=self.last)
