"""Pages that are the same for every reader are kept as they were sent, until the public data change.

By each process for itself, in memory: whatever else could make another page of the same address and the same data,
templates, settings, translations, ends the process as well.
"""

from functools import partial, wraps

from django.conf import settings
from django.utils.translation import get_language

from timeline.query import EventQuery
from timeline.remembering import recalled


def kept(view):
    """For views of a request and its EventQuery that show public data alone, and the same to everybody.

    Not for those who are logged in, nor where the address has a slip: what is said of it may name anything.
    """

    @wraps(view)
    def answered(request):
        query = EventQuery.from_params(request.GET)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if settings.DEBUG or known or query.errors or request.method not in ("GET", "HEAD"):
            return view(request, query)
        asked = request.build_absolute_uri(), query.urlencode(), get_language(), query.state.digest
        return recalled((view.__qualname__, *asked), partial(view, request, query), cache="pages")

    return answered
