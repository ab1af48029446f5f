"""/follow/: how to follow or embed what a query lists: its feed, its calendar, its frame."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from timeline.addresses import filters_of, with_query
from timeline.citing import site_of
from timeline.pages.embed import address_of, frame
from timeline.query import EventQuery


def follow(request):
    query, site = EventQuery.from_params(request.GET), site_of(request)
    filters, words = filters_of(query), query.words()
    calendar = with_query(site + reverse("export_events_ics"), filters)
    framed = address_of(site, query)
    context = {
        "here": "data",
        "heading": words,
        "errors": query.errors,
        "chips": query.chips(),
        "feed_url": with_query(site + reverse("feed_events"), filters),
        "removed_url": site + reverse("feed_removed"),
        "calendar_url": calendar,
        "webcal_url": "webcal" + calendar[calendar.index(":") :],
        "embed_url": framed,
        "embed_code": frame(framed, words or settings.SITE_TITLE),
        "slides_url": with_query(site + reverse("export_timelinejs_json"), filters),
        "timeline_url": with_query(reverse("timeline"), query.urlencode()),
        "data_url": with_query(reverse("data"), query.urlencode()),
    }
    return render(request, "timeline/follow.html", context)
