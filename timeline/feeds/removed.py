"""/feeds/removed.atom: events that were public and are so no more, as tombstones (RFC 6721), the latest first.

Apart from the entries, because what has gone matches no filter any more.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timeline.citing import site_of, uuid_of
from timeline.exports.downloads import refused, shown
from timeline.exports.version import Version
from timeline.feeds.atom import CONTENT_TYPE, PagedFeed, page_links
from timeline.feeds.paging import Place, page_of
from timeline.models import Event, PublicChange
from timeline.query import BadQuery, EventQuery

KIND = PublicChange.Kind


def gone() -> QuerySet:
    """The change that took each away; one that has become public again is not among them."""
    later = PublicChange.objects.filter(public_id=OuterRef("public_id"), revision__gt=OuterRef("revision"))
    return PublicChange.objects.removals().filter(~Exists(later))


@require_safe
def removed(request):
    try:
        query, place = EventQuery.strict(request.GET), Place.asked(request.GET)
        for param in query.values:
            raise BadQuery(param, _("It means nothing for %s.") % "removed.atom")
    except BadQuery as bad:
        return refused(f"{bad.param}: {bad}")
    site = site_of(request)

    def written(using: str, version: Version) -> Iterator[bytes]:
        yield feed(place, site, using, version).to_bytes()

    return shown(request, gone(), ["removed.atom", place, site], written, content_type=CONTENT_TYPE)


def feed(place: Place | None, site: str, using: str, version: Version) -> PagedFeed:
    rows = gone().using(using)
    page = page_of(rows, "at", place)
    here = site + reverse("feed_removed")
    made = PagedFeed(
        _("%(site)s: removed events") % {"site": settings.SITE_TITLE},
        site=site,
        address=here,
        page=site + reverse("data") + "#following",
        updated=rows.order_by("-at").values_list("at", flat=True).first(),
        subtitle=ngettext(
            "%d event that is no longer public", "%d events that are no longer public", version.count
        )
        % version.count,
    )
    cursors = [("self", str(place or "")), ("first", ""), ("next", page.next), ("previous", page.previous)]
    made.links = page_links(here, "", cursors)
    ids = [change.public_id for change in page.rows if change.kind == KIND.RETRACTED]
    reasons = dict(
        Event.objects.using(using)
        .filter(public_id__in=ids, status=Event.Status.RETRACTED)
        .values_list("public_id", "retraction_reason")
    )
    for change in page.rows:
        made.tombstones.append(
            {
                "ref": uuid_of(change.public_id).urn,
                "when": change.at,
                "href": site + reverse("event", args=[change.public_id]),
                "comment": comment(change, reasons.get(change.public_id, "")),
            }
        )
    return made


def comment(change: PublicChange, reason: str) -> str:
    if change.kind == KIND.MERGED:
        return _("Merged into %(id)s.") % {"id": change.merged_into}
    if change.kind == KIND.RETRACTED:
        return _("Retracted: %(reason)s") % {"reason": reason}
    return _("Taken back from the public.")
