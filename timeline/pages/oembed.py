"""/oembed: how to embed a page of the site (oembed.com, version 1.0, type rich), for programs that are given its address."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from timeline.citing import site_of, titled
from timeline.exports.downloads import refused
from timeline.models import Event
from timeline.pages.embed import HEIGHT, HEIGHT_OF_EVENT, WIDTH, address_of, frame
from timeline.pages.knowledge import CHOICES, queries_of
from timeline.public import public_event
from timeline.query import GROUPS, BadQuery, EventQuery

A_DAY = 24 * 60 * 60
LOWEST = 120  # pixels; in less nothing can be read
PARAMS = ("url", "format", "maxwidth", "maxheight")
LISTS = ("entity", "tag", "source")  # names of pages with a timeline, and of the filter that lists it


@dataclass(frozen=True, slots=True)
class Embedded:
    title: str
    url: str  # of what goes into the frame
    height: int = HEIGHT


@require_safe
def oembed(request):
    try:
        given = read(request.GET)
        most = {name: pixels(name, given.get(name)) for name in ("maxwidth", "maxheight")}
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}")
    write = WRITERS.get(given.get("format", "json"))
    if write is None:
        return refused(_("format: the formats are json and xml."), status=501)
    try:
        found = embedded(request, given["url"])
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}", status=404)
    if found is None:
        return refused(_("url: this address has nothing to embed."), status=404)
    width, height = min(WIDTH, most["maxwidth"]), min(found.height, most["maxheight"])
    answer = write(
        {
            "version": "1.0",
            "type": "rich",
            "title": found.title,
            "provider_name": settings.SITE_TITLE,
            "provider_url": f"{site_of(request)}/",
            "cache_age": A_DAY,
            "html": frame(found.url, found.title, width, height),
            "width": width,
            "height": height,
        }
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def read(params) -> dict[str, str]:
    """Each parameter once; raises BadQuery."""
    for name in params:
        if name not in PARAMS:
            raise BadQuery(name, _("There is no such parameter."))
        if len(params.getlist(name)) > 1:
            raise BadQuery(name, _("Given more than once."))
    if not params.get("url"):
        raise BadQuery("url", _("Write the whole address of the page."))
    return params.dict()


def pixels(name: str, value: str | None) -> int | float:
    if value is None:
        return float("inf")
    if not (value.isascii() and value.isdecimal() and len(value) < 6 and int(value) >= LOWEST):
        raise BadQuery(name, _("Write a whole number of pixels, %d or more.") % LOWEST)
    return int(value)


def embedded(request, url: str) -> Embedded | None:
    """What stands at an address of this site, as far as it can be embedded; None for all others.

    Raises BadQuery for a filter that the page does not have.
    """
    try:
        asked = urlsplit(url)
        at = resolve(unquote(asked.path) or "/")
    except (ValueError, Resolver404):
        return None
    own = {request.get_host(), urlsplit(site_of(request)).netloc}
    if asked.scheme not in ("http", "https") or asked.netloc not in own:
        return None
    if at.url_name == "timeline":
        return embedded_list(request, EventQuery.from_params(QueryDict(asked.query)))
    if at.url_name in LISTS:
        return embedded_name(request, QueryDict(asked.query), at.url_name, at.kwargs["slug"])
    return embedded_event(request, at.kwargs["public_id"]) if at.url_name == "event" else None


def embedded_name(request, given: QueryDict, name: str, slug: str) -> Embedded | None:
    """What the page of a name lists; an address with a filter that the page does not have means something else."""
    unread = [param for param in given if param in GROUPS["filter"] and param not in CHOICES]
    if unread:
        address = f"{site_of(request)}{reverse('timeline')}?{name}={slug}&{given.urlencode()}"
        raise BadQuery(
            "url",
            _(
                "the page of a name has no such filters (%(names)s); give the address of the timeline, %(address)s"
            )
            % {"names": ", ".join(unread), "address": address},
        )
    chosen = given.copy()
    chosen.pop("after", None)  # a frame begins where its list does
    return embedded_list(request, queries_of(chosen, name, slug)[1], name)


def embedded_list(request, query: EventQuery, name: str = "") -> Embedded | None:
    """A filter that cannot be read has nothing to embed: a wider one would show what nobody chose."""
    if query.errors:
        return None
    whole_name = name and not query.window_words()
    title = query.named[name, query.values[name][0]] if whole_name else query.words() or settings.SITE_TITLE
    return Embedded(title, address_of(site_of(request), query))


def embedded_event(request, public_id: str) -> Embedded | None:
    found = public_event(public_id)
    if found is not None and found.status == Event.Status.MERGED:
        found = found.merged_into
    if found is None or found.status != Event.Status.PUBLISHED:
        return None
    url = site_of(request) + reverse("embed_event", args=[found.public_id])
    return Embedded(titled(found), url, HEIGHT_OF_EVENT)


def as_json(said: dict) -> HttpResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def as_xml(said: dict) -> HttpResponse:
    written = io.StringIO()
    xml = SimplerXMLGenerator(written, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", {})
    for name, value in said.items():
        xml.addQuickElement(name, str(value))
    xml.endElement("oembed")
    return HttpResponse(written.getvalue(), content_type="text/xml; charset=utf-8")


WRITERS: dict[str, Callable[[dict], HttpResponse]] = {"json": as_json, "xml": as_xml}
