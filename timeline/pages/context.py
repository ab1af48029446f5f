"""What every page of the site may say about the site itself, and about its own address."""

from django.conf import settings

from timeline.citing import site_of


def site(request):
    address = site_of(request)
    return {
        "site_title": settings.SITE_TITLE,
        "site_address": address,
        "page_url": address + request.get_full_path(),
    }
