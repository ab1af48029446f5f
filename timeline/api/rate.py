"""How often one client may ask. Counted by minute in the site's cache, so that all workers count together."""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache

WINDOW = 60  # seconds


def seconds_to_wait(request) -> int:
    """0 while the client has asked no more than API_RATE times this minute, else until the next one begins."""
    if not settings.API_RATE:
        return 0
    now = time.time()
    key = f"api-rate-{int(now // WINDOW)}-{hashlib.sha256(client_of(request).encode()).hexdigest()}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        asked = cache.incr(key)
    except ValueError:  # the cache has thrown it out meanwhile
        return 0
    return WINDOW - int(now % WINDOW) if asked > settings.API_RATE else 0


def client_of(request) -> str:
    """Who asks, as far as the connection tells; behind a proxy a header of the proxy's does."""
    name = settings.CLIENT_ADDRESS_HEADER
    return (name and request.headers.get(name)) or request.META.get("REMOTE_ADDR", "")
