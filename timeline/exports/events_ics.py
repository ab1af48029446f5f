"""/calendar/events.ics: the events whose date is known on both sides, as all-day entries (iCalendar, RFC 5545 and 7986).

A calendar knows days only. An entry lasts from the first to the last day that the source leaves possible; where that
is no single day, its title says the date in words and X-EDTF says it exactly. A date that is open on a side or not
known has no place in a calendar: how many are left out is said in its description.
"""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from icalendar import Calendar, vDuration, vText
from icalendar.parser import Contentline

from timeline.addresses import with_query
from timeline.citing import uuid_of
from timeline.dates import EdtfDate
from timeline.exports.csv import one_line
from timeline.exports.downloads import Download, Format
from timeline.exports.reading import Chunk, chunks
from timeline.models import Event
from timeline.query import EventQuery

CLOSED = Q(earliest__gt=dt.date.min, latest__lt=dt.date.max)
SOURCES = (
    "public_id",
    "title",
    "summary",
    "date",
    "earliest",
    "latest",
    "precision",
    "qualifier",
    "disputed",
    "factuality",
    "revision",
    "first_published_at",
    "changed_at",
    "address",
    "place.name",
    "place.latitude_text",
    "place.longitude_text",
    "tags.name",
    "evidence.quote",
    "evidence.publisher",
)
END = b"END:VCALENDAR\r\n"
A_DAY = dt.timedelta(days=1)
SHORT = 74  # octets of a line that needs no folding


def placed(query: EventQuery) -> QuerySet:
    """Those that a calendar has a place for."""
    return query.events().filter(CLOSED)


def written(download: Download) -> Iterator[bytes]:
    yield heading(download).to_ical().removesuffix(END)
    found = chunks(placed(download.query), SOURCES, site=download.site, using=download.using)
    for chunk in found:
        yield b"".join(entries(chunk))
    yield END


def heading(download: Download) -> Calendar:
    left_out = download.events.order_by().exclude(CLOSED & Q(date__isnull=False)).count()
    said = [download.query.words() or _("All events")]
    said += [
        _("Dates are as precise as their sources: an entry covers all days that its source leaves possible.")
    ]
    if left_out:
        words = ngettext(
            "%d event is left out, for its date is not known or open on a side.",
            "%d events are left out, for their dates are not known or open on a side.",
            left_out,
        )
        said.append(words % left_out)
    name, description = title_of(download.query), ". ".join(one.rstrip(".") for one in said) + "."
    made = Calendar()
    made.add("prodid", f"-//{one_line(settings.SITE_TITLE)}//Dateline//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("description", description)
    made.add("x-wr-caldesc", description)
    made.add("url", address(download, "timeline"))
    made.add("source", address(download, EVENTS_ICS.url_name), {"VALUE": "URI"})
    made.add("refresh-interval", vDuration(A_DAY), {"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(A_DAY))
    return made


def title_of(query: EventQuery) -> str:
    words = query.words()
    return one_line(f"{settings.SITE_TITLE}: {words}" if words else settings.SITE_TITLE)


def address(download: Download, name: str) -> str:
    return with_query(download.site + reverse(name), download.query.urlencode())


def entries(chunk: Chunk) -> Iterator[bytes]:
    """Each line by line, texts escaped and long lines folded by the library: components of its own take four times as long."""
    for row in zip(*(chunk[source] for source in SOURCES), strict=True):
        yield b"".join(map(folded, entry(dict(zip(SOURCES, row, strict=True)))))


def folded(line: str) -> bytes:
    plain = len(line) <= SHORT and line.isascii()
    return (line.encode() if plain else Contentline(line).to_ical()) + b"\r\n"


def entry(row: dict) -> Iterator[str]:
    when = EdtfDate.parse(row["date"])
    changed = compact(row["changed_at"])
    following = dt.date.fromisoformat(row["latest"]) + A_DAY  # the first day that is not in it
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid_of(row['public_id'])}"
    yield f"DTSTAMP:{changed}"
    yield f"CREATED:{compact(row['first_published_at'])}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{row['revision']}"
    yield f"DTSTART;VALUE=DATE:{compact(row['earliest'])}"
    yield f"DTEND;VALUE=DATE:{compact(following.isoformat())}"
    yield f"SUMMARY:{escaped(summary_of(row, when))}"
    yield f"DESCRIPTION:{escaped(description_of(row, when))}"
    yield f"URL:{row['address']}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy then
    yield f"X-EDTF:{escaped(row['date'])}"
    if row["tags.name"]:
        yield f"CATEGORIES:{','.join(escaped(one_line(name)) for name in row['tags.name'])}"
    if row["place.name"]:
        yield f"LOCATION:{escaped(one_line(row['place.name']))}"
    if row["place.latitude_text"] and row["place.longitude_text"]:
        yield f"GEO:{float(row['place.latitude_text'])};{float(row['place.longitude_text'])}"
    yield "END:VEVENT"


def compact(iso: str) -> str:
    """
    >>> compact("2016-02-11T08:30:00Z"), compact("2014-06-01")
    ('20160211T083000Z', '20140601')
    """
    return iso.replace("-", "").replace(":", "")


def escaped(text: str) -> str:
    return vText(text).to_ical().decode()


def summary_of(row: dict, when: EdtfDate) -> str:
    """The title, and behind it what an all-day entry would not show: a date that is no exact day, a doubt, a plan."""
    plain = row["precision"] == "day" and row["qualifier"] == "exact"
    said = ([] if plain else [when.words(_)]) + doubts(row)
    return one_line(f"{row['title']} ({'; '.join(said)})" if said else row["title"])


def doubts(row: dict) -> list[str]:
    """What neither title nor date tell: that the sources differ, or that it is no more than planned, reported, denied."""
    said = [_("Sources differ")] if row["disputed"] else []
    if row["factuality"] != Event.Factuality.ACTUAL:
        said.append(str(Event.Factuality(row["factuality"]).label))
    return said


def description_of(row: dict, when: EdtfDate) -> str:
    words, days = when.words(_), when.bounds_words(_)
    said = [words if words == days else f"{words}: {days}", row["summary"]]
    if row["evidence.quote"]:
        said.append(f"“{row['evidence.quote']}”")
    said += [row["evidence.publisher"], row["address"]]
    return "\n".join(one_line(one) for one in said if one)


EVENTS_ICS = Format(
    name="events.ics",
    label="iCalendar",
    use=gettext_lazy(
        "for calendars, which can subscribe to its address: an entry an event whose days are known"
    ),
    content_type="text/calendar; charset=utf-8",
    write=written,
    rows=placed,
    folder="calendar",
)
