"""What every page of the site may say about the site itself, and about its own address."""

from django.conf import settings

from timeline.citing import site_of


def site(request):
    return {"site_title": settings.SITE_TITLE, "page_url": site_of(request) + request.get_full_path()}
