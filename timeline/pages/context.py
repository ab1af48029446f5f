"""What every page of the site may say about the site itself."""

from django.conf import settings


def site(request):
    return {"site_title": settings.SITE_TITLE}
