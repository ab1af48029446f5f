"""What whoever takes data away has to name: addresses, and the licence."""

from django.conf import settings

from timeline.citing import site_of
from timeline.models import Event


def permalink(request, event: Event) -> str:
    return site_of(request) + event.get_absolute_url()


def terms() -> dict[str, str]:
    """Under which licence the data are given, and whom to write to; empty where the site does not say."""
    return {
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "contact": settings.DATA_CONTACT,
    }
