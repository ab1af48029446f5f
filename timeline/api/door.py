"""What holds for every answer of the API: how often, for whose pages, whether it has changed, and how it fails."""

import hashlib
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from timeline.api import problems
from timeline.api.problems import Problem
from timeline.rate import client_of, seconds_to_wait

EXPOSED = "ETag, Link, Location, Retry-After, X-Dataset-Version, X-Total-Count"
READING = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def door(view):
    """Any page may read here, none may write: tokens are not for browsers, and no preflight lets them through."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = answer(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    answered.csrf_exempt = True  # a token or nothing: no cookie is looked at
    return answered


def answer(view, request, *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=READING)
    wait = seconds_to_wait("api", client_of(request), settings.API_RATE)
    if wait:
        said = _("Too many requests. Ask again in %d seconds.") % wait
        return problems.answer(Problem(429, said, headers={"Retry-After": wait}))
    asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    response = view(request, *args, **kwargs)
    request.method = asked
    if response.status_code == 405:
        said = _("Allowed here: %s.") % response["Allow"]
        return problems.answer(Problem(405, said, headers={"Allow": response["Allow"]}))
    if response.status_code != 200 or asked not in ("GET", "HEAD"):
        return response
    response["Cache-Control"] = "no-cache"  # keep it, but ask whether it still holds
    response["ETag"] = etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response)


@door
def nothing_here(request, **kwargs):
    return problems.answer(Problem(404, _("There is nothing at this address.")))
