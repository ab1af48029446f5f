"""Which language an answer is in: the reader's on pages, English where programs read."""

import re

from django.conf import settings
from django.core.checks import Warning
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from config import catalogues

# What programs ask for speaks English to everybody, so that it can be stored, compared and cached.
FOR_PROGRAMS = re.compile(r"/(api|calendar|export|feeds|oembed|sitemap)\b|/data/[^/]+/[^/]+$|/robots\.txt$")


class ReadersLanguage(LocaleMiddleware):
    """The language chosen in the footer (a cookie), else the first that the browser asks for and we have."""

    def process_request(self, request):
        if not FOR_PROGRAMS.match(request.path_info):
            return super().process_request(request)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE

    def process_response(self, request, response):
        if FOR_PROGRAMS.match(request.path_info):
            response.headers.setdefault("Content-Language", settings.LANGUAGE_CODE)
            return response
        patch_vary_headers(response, ["Cookie"])
        return super().process_response(request, response)


def catalogues_are_compiled(app_configs, **kwargs):
    """Run by `manage.py check` and `migrate`: gettext is silent about a catalogue that it does not find."""
    return [
        Warning(
            f"The words of the language “{file.parts[-3]}” are not compiled, so that its readers see English.",
            hint="Run: python -m config.catalogues compile",
            id="dateline.W001",
        )
        for file in catalogues.stale_files()
    ]
