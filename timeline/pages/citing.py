"""How to cite a record, and the address it keeps."""

from django.conf import settings
from django.utils.translation import gettext as _

from timeline.models import Event


def permalink(request, event: Event) -> str:
    """The event's address with the site's name; SITE_URL where it is set, so that copies of the site agree."""
    path = event.get_absolute_url()
    return settings.SITE_URL + path if settings.SITE_URL else request.build_absolute_uri(path)


def citation(event: Event) -> str:
    when = event.date.words(_) if event.date else _("date not known")
    return _("%(site)s. “%(title)s” (%(date)s). %(id)s, revision %(revision)s.") % {
        "site": settings.SITE_TITLE,
        "title": event.title,
        "date": when,
        "id": event.public_id,
        "revision": event.revision,
    }
