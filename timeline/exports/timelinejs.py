"""/export/timelinejs.json: a slide an event, as TimelineJS reads it. The date on a slide is its words, never an invented day.

TimelineJS needs a beginning to place a slide by; it gets the parts that are known, and no others. Where one side is
open that is the other side, where the list has it too. An event whose date is not known cannot be placed: how many
there are is said on the title slide.
"""

import datetime as dt
import json
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.addresses import with_query
from timeline.dates import EdtfDate
from timeline.engine.event_types import EVENT_TYPES
from timeline.exports.csv import cleaned
from timeline.exports.downloads import Download, Format
from timeline.exports.events_ics import doubts
from timeline.exports.objects import encode
from timeline.exports.reading import Chunk, chunks
from timeline.query import EventQuery

TYPES = dict(EVENT_TYPES)
SOURCES = (
    "public_id",
    "title",
    "summary",
    "date",
    "disputed",
    "factuality",
    "event_type",
    "address",
    "evidence.quote",
    "evidence.publisher",
)
PARTS = {"day": 3, "month": 2}  # how many are known; of everything else the year


def placed(query: EventQuery) -> QuerySet:
    return query.events().filter(date__isnull=False)


def written(download: Download) -> Iterator[bytes]:
    head = {"scale": "human", "title": {"unique_id": "title", "text": title_of(download)}}
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ',"events":[').encode()
    between = "\n"
    found = chunks(placed(download.query), SOURCES, site=download.site, using=download.using)
    for chunk in found:
        yield (between + ",\n".join(map(encode, slides(chunk)))).encode()
        between = ",\n"
    yield b"\n]}\n"


def title_of(download: Download) -> dict:
    listed, unknown = (
        found.order_by().count() for found in (download.events, download.events.filter(date__isnull=True))
    )
    said = [ngettext("%d event.", "%d events.", listed) % listed]
    if unknown:
        words = ngettext(
            "%d is left out, for its date is not known.",
            "%d are left out, for their dates are not known.",
            unknown,
        )
        said.append(words % unknown)
    page = with_query(download.site + reverse("timeline"), download.query.urlencode())
    link = format_html('<a href="{}">{}</a>', page, settings.SITE_TITLE)
    return {
        "headline": escape(cleaned(download.query.words() or settings.SITE_TITLE)),
        "text": f"<p>{escape(' '.join(said))} {link}</p>",
    }


def slides(chunk: Chunk) -> Iterator[dict]:
    for row in zip(*(chunk[source] for source in SOURCES), strict=True):
        yield slide(dict(zip(SOURCES, row, strict=True)))


def slide(row: dict) -> dict:
    when = EdtfDate.parse(row["date"])
    start, end = known_parts(when)
    made = {
        "unique_id": row["public_id"],
        "start_date": start,
        "end_date": end,
        "display_date": when.words(_),
        "text": {
            "headline": format_html('<a href="{}">{}</a>', row["address"], cleaned(row["title"])),
            "text": text_of(row),
        },
        "group": row["event_type"] and _(TYPES[row["event_type"]]),
    }
    return {name: value for name, value in made.items() if value}


def text_of(row: dict) -> str:
    told = ["; ".join(doubts(row)), cleaned(row["summary"])]
    said = [format_html("<p>{}</p>", one) for one in told if one]
    if row["evidence.quote"]:
        said.append(format_html("<blockquote>{}</blockquote>", cleaned(row["evidence.quote"])))
    if row["evidence.publisher"]:
        said.append(format_html("<p>{}</p>", cleaned(row["evidence.publisher"])))
    return "".join(said)


def known_parts(when: EdtfDate) -> tuple[dict, dict | None]:
    """Beginning and end, each with the parts that are known; no end where the beginning says all there is.

    >>> known_parts(EdtfDate.parse("2014-06"))
    ({'year': 2014, 'month': 6}, None)
    >>> known_parts(EdtfDate.parse("199X"))
    ({'year': 1990}, {'year': 1999})
    >>> known_parts(EdtfDate.parse("[2014-06..2014-11]"))
    ({'year': 2014, 'month': 6}, {'year': 2014, 'month': 11})
    >>> known_parts(EdtfDate.parse("[..2014-10]"))
    ({'year': 2014, 'month': 10}, None)
    """
    pieces = [when.ends] if when.kind == "span" else when.pieces
    begin, stops = pieces[0][0], [last for _first, last in pieces]
    stop = None if None in stops else max(stops, key=lambda last: last.latest)
    start = begin and parts(begin.earliest, begin.precision)
    end = stop and parts(stop.latest, stop.precision)
    return (start or end), (end if start and end != start else None)


def parts(day: dt.date, precision: str) -> dict[str, int]:
    named = {"year": day.year, "month": day.month, "day": day.day}
    return dict(list(named.items())[: PARTS.get(precision, 1)])


TIMELINEJS_JSON = Format(
    name="timelinejs.json",
    label="TimelineJS",
    use=gettext_lazy("for presentations made with TimelineJS: a slide an event whose date is known"),
    content_type="application/json; charset=utf-8",
    write=written,
    rows=placed,
)
