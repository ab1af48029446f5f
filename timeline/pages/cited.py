"""Cite this query: a short address for ever that names a filter, and which version of the data it was asked of."""

import datetime as dt
import hashlib

from django.db import DEFAULT_DB_ALIAS
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kb.ids import BASE32
from timeline.addresses import with_query
from timeline.citing import Work, site_of
from timeline.exports.freezing import present_state
from timeline.models import CitedQuery, Snapshot
from timeline.query import GROUPS, EventQuery

MOST_AN_HOUR = 500  # new addresses, whoever asks for them
AN_HOUR = dt.timedelta(hours=1)


@require_http_methods(["GET", "HEAD", "POST"])
def cite(request):
    """The query and what would be cited; POST makes its address, or finds the one it has."""
    query, site = EventQuery.from_params(request.GET), site_of(request)
    work = asked_now(query, site)
    if request.method == "POST" and not query.errors:
        known = CitedQuery.objects.filter(code=work.code).first()
        if known is None:
            if CitedQuery.objects.filter(made_at__gte=timezone.now() - AN_HOUR).count() >= MOST_AN_HOUR:
                answer = render(request, "timeline/cite.html", {"too_many": True}, status=429)
                answer["Retry-After"] = "3600"
                return answer
            work.save()
        return redirect(known or work)
    context = {
        "here": "data",
        "words": words_of(query),
        "errors": query.errors,
        "cited": work,
        "timeline_url": with_query(reverse("timeline"), work.query),
    }
    return render(request, "timeline/cite.html", context)


@require_safe
def cited(request, code):
    found = get_object_or_404(CitedQuery, code=code)
    query = EventQuery.from_params(QueryDict(found.query))
    context = {
        "here": "data",
        "cited": found,
        "words": words_of(query),
        "errors": query.errors,
        "snapshot": Snapshot.objects.filter(version=found.version).first(),
        "work": work_of_query(found, query, site_of(request)),
        "timeline_url": with_query(reverse("timeline"), found.query),
        "data_url": with_query(reverse("data"), found.query),
    }
    if not query.errors:
        changed = (
            query.events().filter(changed_at__gt=found.changed_at) if found.changed_at else query.events()
        )
        context |= {"events": query.count(), "changed": changed.order_by().count()}
    return render(request, "timeline/cited.html", context)


def asked_now(query: EventQuery, site: str) -> CitedQuery:
    """The query at the present version: the last snapshot's where nothing has changed since. Not yet saved."""
    state = present_state(site, DEFAULT_DB_ALIAS)
    last = Snapshot.objects.first()
    version = last.version if last is not None and last.state == state.etag else str(state)
    asked = query.urlencode(**dict.fromkeys(GROUPS["view"]))
    return CitedQuery(
        code=code_of(asked, version),
        query=asked,
        version=version,
        changed_at=state.changed_at,
        events=query.count(),
    )


def code_of(query: str, version: str) -> str:
    """Ten characters: the same query at the same version has one address, whoever asks."""
    number = int.from_bytes(hashlib.sha256(f"{version}\n{query}".encode()).digest())
    return "".join(BASE32[number >> 5 * place & 31] for place in range(10))


def words_of(query: EventQuery) -> str:
    return query.words() or _("All events")


def work_of_query(found: CitedQuery, query: EventQuery, site: str) -> Work:
    with translation.override("en"):  # as every citation is
        title, count = words_of(query), ngettext("%d event", "%d events", found.events) % found.events
    return Work(
        id=f"q-{found.code}",
        title=title,
        version=f"version {found.version}, {count}",
        day=(found.changed_at or found.made_at).date(),
        url=site + found.get_absolute_url(),
    )
