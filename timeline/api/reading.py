"""What anybody may read: the events of a filter, who and what occurs in them, and how many there are of what."""

from dataclasses import asdict

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router

from timeline import density as densities
from timeline import facets as choices
from timeline.api import described
from timeline.api.asking import Asked, asked, site_of
from timeline.api.described import FILTERS, PAGED, parameters, ref, responses
from timeline.api.objects import objects
from timeline.api.pages import Page, link_header, page_of
from timeline.api.problems import Problem
from timeline.cursors import ordered
from timeline.exports.columns import CORE
from timeline.exports.version import Version, last
from timeline.models import Event, Evidence
from timeline.public import public_entities, public_sources, public_tags
from timeline.query import BadQuery, EventQuery

router = Router()
SUGGESTIONS = 10


def json(data, *, status: int = 200, headers: dict | None = None) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False}, headers=headers)


def operation(schema: dict, *more: list[dict], problems=(), ok=(200,)) -> dict:
    """What the OpenAPI document says besides the path and the docstring."""
    return {
        "parameters": [said for some in more for said in some],
        "responses": responses(schema, *problems, ok=ok),
    }


# events


EVENT = CORE
EVENT_FIELDS = tuple(column.name for column in EVENT)


@router.get("/events", openapi_extra=operation(
    described.listed("events", "Event"), FILTERS, PAGED, parameters("fields"),
))  # fmt: skip
def events(request):
    """The events that the timeline lists for the same filter, in the same order."""
    asking = asked(request, ("filter", "view"), fields=EVENT_FIELDS)
    query = asking.query
    page = query.page(asking.limit, numbered=False)
    rows = event_objects([event.pk for event in page.events], asking, site_of(request))
    return a_list(request, "events", rows, asking, query.count(), page.next, page.previous)


@router.get("/events/{public_id}", openapi_extra=operation(
    ref("Event"), parameters("fields"), problems=(301, 404, 410),
))  # fmt: skip
def event(request, public_id: str):
    """One event. A merged one leads to what it became; a retracted one says why."""
    asking = asked(request, (), fields=EVENT_FIELDS, paged=False)
    found = Event.objects.select_related("merged_into").filter(public_id=public_id).first()
    if found is not None and found.status == Event.Status.MERGED:
        return became(request, found.merged_into, asking)
    if found is not None and found.status == Event.Status.RETRACTED:
        raise Problem(410, found.retraction_reason)
    if found is None or found.status != Event.Status.PUBLISHED:
        raise Problem(404, _("There is no event “%s”.") % public_id[:100])
    (row,) = event_objects([found.pk], asking, site_of(request))
    return json(row)


def became(request, survivor: Event, asking: Asked):
    if survivor.status not in (Event.Status.PUBLISHED, Event.Status.RETRACTED):
        raise Problem(404, _("There is no such event."))
    path = reverse("api:event", args=[survivor.public_id])
    return HttpResponsePermanentRedirect(asking.url(site_of(request) + path, ""))


def event_objects(pks: list[int], asking: Asked, site: str) -> list[dict]:
    listed = ordered(Event.objects.published().filter(pk__in=pks), asking.query.order)
    return objects(listed, [column for column in EVENT if column.name in asking.fields], site=site)


# who and what occurs in the events of a filter


@router.get("/sources", openapi_extra=operation(described.listed("sources", "Source"), FILTERS, PAGED))
def sources(request):
    """Publishers of the articles that prove the listed events."""
    return keyed_list(
        request, "sources", lambda listed: public_sources().filter(Exists(proofs(listed, "article__source"))),
        lambda rows: [
            {name: getattr(row, name) or None for name in ("slug", "name", "homepage", "country", "language")}
            for row in rows
        ],
    )  # fmt: skip


@router.get("/tags", openapi_extra=operation(described.listed("tags", "Tag"), FILTERS, PAGED))
def tags(request):
    """Topics of the listed events."""
    tagged = Event.tags.through.objects
    return keyed_list(
        request, "tags",
        lambda listed: public_tags().filter(Exists(tagged.filter(tag=OuterRef("pk"), event__in=listed))),
        lambda rows: [
            {name: getattr(row, name) or None for name in ("slug", "name", "description")} for row in rows
        ],
    )  # fmt: skip


def proofs(listed: QuerySet, of: str) -> QuerySet:
    """Evidence of the listed events whose `of` is the outer row."""
    return Evidence.objects.filter(event__in=listed, **{of: OuterRef("pk")})


def keyed_list(request, name: str, rows_of, objects_of):
    """A page of what occurs in the events of the filter, in the order it was recorded."""
    asking = asked(request)
    query = asking.query
    found = rows_of(query.events().order_by())
    page = page_of(found, asking.after, asking.limit)
    return a_list(request, name, objects_of(page.rows), asking, found.count(), *places(page, query))


def places(page: Page, query: EventQuery) -> list[str | None]:
    """The query strings of the next page and of the one before."""
    return [cursor and query.urlencode(after=cursor) for cursor in (page.next, page.previous)]


def a_list(request, name: str, rows: list, asking: Asked, total: int, following, previous) -> JsonResponse:
    """One page with its neighbours (query strings, None where there is none), in the answer and its Link header."""
    here = site_of(request) + request.path
    first, following, previous = (
        None if place is None else asking.url(here, place)
        for place in (asking.query.urlencode(), following, previous)
    )
    version = str(Version(total, last(Event, "changed_at", "default"), ""))
    return json(
        {name: rows, "total": total, "version": version, "next": following, "prev": previous},
        headers={
            "Link": link_header([("first", first), ("next", following), ("prev", previous)]),
            "X-Total-Count": str(total),
            "X-Dataset-Version": version,
        },
    )


# counts


@router.get("/density", openapi_extra=operation(ref("Density"), FILTERS, parameters("zoom")))
def density(request):
    """How many of the listed events there are by time; each counts once. See the guide for bins and bands."""
    found = densities.density(asked(request, ("filter", "view"), paged=False).query)
    return json(
        {
            "unit": found.unit,
            "bins": [asdict(period) for period in found.bins],
            "bands": [asdict(period) for period in found.bands],
            "unknown": found.unknown,
            "total": found.total,
        }
    )


@router.get("/facets", openapi_extra=operation(ref("Facets"), FILTERS))
def facets(request):
    """The most frequent values of a filter, and how many of the listed events choosing each one leaves."""
    query = asked(request, paged=False).query
    found = {
        "entity": choices.entity_choices(query),
        "tag": choices.tag_choices(query),
        "source": choices.source_choices(query),
        "precision": choices.precision_choices(query),
    }
    return json({param: [asdict(choice) for choice in some] for param, some in found.items()})


@router.get("/suggest", openapi_extra=operation(
    described.an_object(suggestions=described.array(ref("Suggestion"))), [described.BEGINNING],
))  # fmt: skip
def suggest(request):
    """Values of a filter whose names contain these words: people, places, organisations, topics, publishers."""
    words = beginning(request.GET)
    named = Q(name__icontains=words)
    found = [
        ("entity", public_entities().filter(named | Q(aliases__name__icontains=words)).distinct()),
        ("tag", public_tags().filter(named)),
        ("source", public_sources().filter(named)),
    ]
    suggestions = [
        {"param": param, "value": row.slug, "words": row.name}
        for param, rows in found
        for row in rows.order_by("name", "pk")[:SUGGESTIONS]
    ]
    return json({"suggestions": suggestions})


def beginning(params) -> str:
    """The words of `q`; raises BadQuery."""
    for name in params:
        if name != "q":
            raise BadQuery(name, _("There is no such parameter."))
    given = [words.strip() for words in params.getlist("q")]
    if len(given) != 1 or not given[0] or "\0" in given[0]:
        raise BadQuery("q", _("Write the beginning of a name."))
    if len(given[0]) > described.LONGEST_NAME:
        raise BadQuery("q", _("Too long: at most %(most)d characters.") % {"most": described.LONGEST_NAME})
    return given[0]
