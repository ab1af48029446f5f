"""The events of a filter, and one of them: the objects that NDJSON has, made from the one table of columns."""

from typing import Annotated

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Router

from timeline.api.answers import a_list, json
from timeline.api.asking import Asked, asked
from timeline.api.described import FILTERS, fields_among, listed, operation, parameters, ref
from timeline.api.problems import Problem
from timeline.citing import site_of
from timeline.cursors import ordered
from timeline.exports.columns import FULL
from timeline.exports.objects import NESTED, objects
from timeline.exports.reading import chunks
from timeline.models import Event

router = Router()
EventId = Annotated[str, Field(json_schema_extra={"format": "event-id"})]
FIELDS = (*(column.name for column in FULL), *NESTED)


@router.get("/events", openapi_extra=operation(
    listed("events", "Event"), FILTERS, parameters("after", "limit"), [fields_among(FIELDS)],
))  # fmt: skip
def events(request):
    """The events that the timeline lists for the same filter, in the same order."""
    asking = asked(request, ("filter", "view"), fields=FIELDS)
    page = asking.query.page(asking.limit)
    found = event_objects([event.pk for event in page.events], asking, site_of(request))
    return a_list(request, "events", found, asking, page.total, page.next, page.previous)


@router.get("/events/{slug:public_id}", openapi_extra=operation(
    ref("Event"), [fields_among(FIELDS)], problems=(301, 404, 410),
))  # fmt: skip
def event(request, public_id: EventId):
    """One event. A merged one leads to what it became; a retracted one says why."""
    asking = asked(request, (), fields=FIELDS, paged=False)
    found = Event.objects.select_related("merged_into").filter(public_id=public_id).first()
    if found is not None and found.status == Event.Status.MERGED:
        return became(request, found.merged_into, asking)
    if found is not None and found.status == Event.Status.RETRACTED:
        raise Problem(410, found.retraction_reason)
    for one in event_objects([found.pk], asking, site_of(request)) if found else ():
        return json(one)
    raise Problem(404, _("There is no event “%s”.") % public_id[:100])


def became(request, survivor: Event, asking: Asked):
    if survivor.status not in (Event.Status.PUBLISHED, Event.Status.RETRACTED):
        raise Problem(404, _("There is no such event."))
    path = reverse("api:event", args=[survivor.public_id])
    return HttpResponsePermanentRedirect(asking.url(site_of(request) + path, ""))


def event_objects(pks: list[int], asking: Asked, site: str) -> list[dict]:
    """The events in the order of the list; one that is not public, or no longer, is left out."""
    public = ordered(Event.objects.published().filter(pk__in=pks), asking.query.order)
    columns = [column for column in FULL if column.name in asking.fields]
    nested = [name for name in NESTED if name in asking.fields]
    sources = [column.type.source for column in columns]
    return [
        one
        for chunk in chunks(public, sources, site=site, using=public.db)
        for one in objects(chunk, columns, nested)
    ]
