"""What whoever takes data away has to name: addresses, and the licence."""

from django.conf import settings

from timeline.models import Event


def site_of(request) -> str:
    """What the site's addresses begin with: SITE_URL where it is set, so that copies of the site agree."""
    return settings.SITE_URL or request.build_absolute_uri("/").rstrip("/")


def permalink(request, event: Event) -> str:
    return site_of(request) + event.get_absolute_url()


def terms() -> dict[str, str]:
    """Under which licence the data are given, and whom to write to; empty where the site does not say."""
    return {
        "licence": settings.DATA_LICENCE,
        "licence_url": settings.DATA_LICENCE_URL,
        "contact": settings.DATA_CONTACT,
    }
