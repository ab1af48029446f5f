"""How often one client may ask for something. Counted in the site's cache, so that all workers count together."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache

A_MINUTE, AN_HOUR = 60, 60 * 60  # seconds


def seconds_to_wait(what: str, who: str, most: int, window: int = A_MINUTE) -> int:
    """0 while `who` has asked at most so many times in the present window, else until the next one begins.

    Asking this counts as asking once. most=0: as often as one likes.
    """
    if not most:
        return 0
    now = time.time()
    key = f"rate-{what}-{int(now // window)}-{hashlib.sha256(who.encode()).hexdigest()}"
    cache.add(key, 0, timeout=2 * window)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache has thrown it out meanwhile
        return 0
    return window - int(now % window) if asked > most else 0


def client_of(request) -> str:
    """Who asks, as far as the connection tells; behind a proxy a header of the proxy's does."""
    name = settings.CLIENT_ADDRESS_HEADER
    return (name and request.headers.get(name)) or request.META.get("REMOTE_ADDR", "")
