"""/embed/: the timeline of any filter, or one event, as a page for the frames of other sites.

It sets no cookie and asks nothing of third parties; it alone may stand in a foreign frame. Every link leaves the
frame, but for those to its own pages.
"""

from dataclasses import replace

from csp.decorators import csp_replace
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from timeline.addresses import with_query
from timeline.citing import site_of
from timeline.density import how_many
from timeline.exports.downloads import refused
from timeline.models import Event
from timeline.pages.cards import with_cards
from timeline.pages.event import public_or_404
from timeline.pages.listing import list_of
from timeline.pages.strips import strips_or_words
from timeline.query import BadQuery, EventQuery

PER_PAGE = 20
WIDTH, HEIGHT, HEIGHT_OF_EVENT = 600, 480, 260  # CSS pixels, where nobody asks for others


def framed(view):
    """In anybody's frame, with the rest of the policy as everywhere."""
    return require_safe(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view)))


@framed
def embed(request):
    """Strict: a slip in the address that somebody has put on their page is told, not guessed at."""
    try:
        query = EventQuery.strict(request.GET, groups=("filter", "view"))
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}")
    listed, here, site = how_many(query), reverse("embed"), site_of(request)
    found = list_of(query, listed, filtered=query.filtered, size=PER_PAGE)
    page = found["page"]
    context = {
        "heading": query.words() or settings.SITE_TITLE,
        "site": site,
        "full_url": site + with_query(reverse("timeline"), query.urlencode()),
        "listed": listed,
        **(strip_or_words(query) if listed and page.previous is None else {}),
        "next_url": page.next and with_query(here, page.next),
        "previous_url": page.previous and with_query(here, page.previous),
        **found,
    }
    return render(request, "embed/timeline.html", context)


def strip_or_words(query: EventQuery) -> dict:
    """The strip of the whole, without the ways to other parts of it: no script moves it here; or why there is none."""
    found = strips_or_words(query)
    strips = found.pop("strips")
    return found | {"strip": replace(strips[0], steps=None) if strips else None}


@framed
def embed_event(request, public_id):
    found = public_or_404(public_id)
    if found.status == Event.Status.MERGED:
        return redirect("embed_event", found.merged_into.public_id, permanent=True)
    site = site_of(request)
    context = {"site": site, "event": found, "full_url": site + found.get_absolute_url()}
    if found.status == Event.Status.RETRACTED:
        context |= {"heading": _("Retracted"), "reason": found.retraction_reason}
        return render(request, "embed/event.html", context, status=410)
    with_cards([found])
    return render(request, "embed/event.html", context | {"heading": found.title})


def address_of(site: str, query: EventQuery) -> str:
    return with_query(site + reverse("embed"), query.urlencode())


def frame(url: str, title: str, width: int | str = "100%", height: int = HEIGHT) -> str:
    """The HTML by which a page shows it."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" frameborder="0"></iframe>',
        url,
        title,
        width,
        height,
    )
