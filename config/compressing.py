"""Pages are sent compressed to readers, whose pages hold no secret."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/html", "application/json", "application/atom+xml", "image/svg+xml")


class CompressPublicPages(GZipMiddleware):
    """Compresses what anybody may read; never what is sent to somebody who is logged in.

    What is compressed tells by its length which of its words repeat (the BREACH attack): a page that holds a secret
    and shows words from its address could be made to tell the secret. A reader without a session gets public data
    alone, so there is none to tell; the desk, the pages an editor sees, and what a program is given for its token go as
    they are. Downloads are streams, and compress themselves.
    """

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").split(";")[0]
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if known or response.streaming or kind not in COMPRESSED:
            return response
        return super().process_response(request, response)
