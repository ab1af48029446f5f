"""What researchers may take away: the formats of what a query lists, a look into it, its columns, frozen versions."""

import csv
import io
from dataclasses import dataclass, field, fields

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.addresses import with_query
from timeline.citing import site_of
from timeline.cursors import ordered
from timeline.exports.columns import CORE, EXTRA
from timeline.exports.csv import Dialect, lines
from timeline.exports.downloads import Download, Format
from timeline.exports.formats import FORMATS
from timeline.exports.version import Version, version_of
from timeline.facets import precision_choices, source_choices
from timeline.models import Event, PublicChange, Snapshot
from timeline.pages.citing import terms
from timeline.pages.facets import precision_words, worded
from timeline.query import EventQuery

ROWS_SHOWN = 5
SAMPLE = 200  # events a file is written of to tell the size of the whole
A_DAY = 24 * 60 * 60


def data(request):
    query, site = EventQuery.from_params(request.GET), site_of(request)
    version = version_of(query.events(), f"data {query.urlencode()} {site}", using=DEFAULT_DB_ALIAS)
    sample = Sample.of(query, SAMPLE)
    context = {
        "here": "data",
        "heading": query.words(),
        "errors": query.errors,
        "chips": query.chips(),
        "version": version,
        "events": version.count,
        "choices": choices(query, sample, version, site),
        "changes": PublicChange.objects.count(),
        "rows": first_rows(query, version, site),
        "columns": CORE,
        "more_columns": EXTRA,
        "precisions": worded(precision_choices(query), precision_words()),
        "publishers": source_choices(query),
        "snapshots": Snapshot.objects.all(),
        "timeline_url": with_query(reverse("timeline"), query.urlencode()),
        "cite_url": with_query(reverse("cite"), query.urlencode()),
        "example_url": site
        + with_query(reverse("export_events_csv"), query.urlencode() or "from=2014&to=2016"),
        "changes_url": site + reverse("export_changes_csv"),
        "quote_limit": settings.MAX_QUOTE_CHARACTERS,
        **terms(),
    }
    return render(request, "timeline/data.html", context)


@dataclass
class Sample(EventQuery):
    """The query, but its list ends after the first events."""

    ids: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, query: EventQuery, size: int) -> "Sample":
        ids = list(query.events().values_list("pk", flat=True)[:size])
        return cls(**{one.name: getattr(query, one.name) for one in fields(EventQuery)}, ids=ids)

    def events(self):
        return ordered(Event.objects.published().filter(pk__in=self.ids), self.order)


@dataclass(frozen=True, slots=True)
class Choice:
    """One format of what is listed; `size` in bytes, exact where the whole list was written to tell it."""

    form: Format
    url: str
    size: int
    exact: bool
    refusal: str


def choices(query: EventQuery, sample: Sample, version: Version, site: str) -> list[Choice]:
    return [
        Choice(
            form,
            with_query(reverse(form.url_name), query.urlencode()),
            size_of(form, sample, version, site),
            version.count <= SAMPLE,
            _("It holds at most %(most)d rows.") % {"most": form.most}
            if form.most is not None and version.count > form.most
            else "",
        )
        for form in FORMATS
        if form.filtered and form.available and not form.paged
    ]


def size_of(form: Format, sample: Sample, version: Version, site: str) -> int:
    """That of the file of the sample, stretched to the whole list."""

    def written() -> int:
        pieces = form.write(Download(sample, site, DEFAULT_DB_ALIAS, version))
        try:
            return sum(map(len, pieces))
        finally:
            pieces.close()

    size = cache.get_or_set(f"size {form.name} {version.etag[3:-1]}".replace(" ", "-"), written, A_DAY)
    return round(size * max(version.count / max(len(sample.ids), 1), 1))


def first_rows(query: EventQuery, version: Version, site: str) -> list[list[str]]:
    """Cells as the CSV has them."""
    few = Sample.of(query, ROWS_SHOWN)
    chunks = Download(few, site, DEFAULT_DB_ALIAS, version).chunks(CORE)
    text = b"".join(lines(chunks, CORE, Dialect(raw=True))).decode()
    return list(csv.reader(io.StringIO(text, newline="")))[1:]
