"""What every page of the site may say about the site itself, and about its own address."""

from django.conf import settings

from timeline.citing import site_of


def site(request):
    """Addresses are made where a template asks for one: the page that refuses a host has none."""
    return {
        "site_title": settings.SITE_TITLE,
        "site_address": lambda: site_of(request),
        "page_url": lambda: site_of(request) + request.get_full_path(),
    }
