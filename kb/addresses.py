"""Web addresses: one form for each, so that the same article by two addresses is seen to be the same."""

import re
from urllib.parse import urlsplit

# What is hung on an address to follow readers about; never what tells one page from another.
TRACKING = re.compile(
    r"(utm_\w*|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|ref_src)(=|$)", re.I
)


def tidy(url: str) -> str:
    """An address without its fragment and without what follows readers about.

    >>> tidy("https://courier.example/a?id=7&utm_source=feed&utm_medium=rss#comments")
    'https://courier.example/a?id=7'
    >>> tidy("https://courier.example/a?utm_source=feed")
    'https://courier.example/a'
    """
    address, _hash, _fragment = url.partition("#")
    path, mark, query = address.partition("?")
    kept = [part for part in query.split("&") if not TRACKING.match(part)]
    return path + (mark + "&".join(kept) if any(kept) else "")


def host(url: str) -> str:
    """The host of an address, without "www."; empty where there is none.

    >>> host("https://WWW.Courier.example:443/a"), host("a paper")
    ('courier.example', '')
    """
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def canonical(found: str, declared: str) -> str:
    """The address of a page found at one address that declares another.

    A page may name another address of its own site, as a page for phones does.
    It may not pass for a page of somebody else's, nor for its site's front page.

    >>> canonical("https://m.courier.example/a?utm_source=feed", "https://www.courier.example/a")
    'https://www.courier.example/a'
    >>> canonical("https://courier.example/a", "https://chronicle.example/a")
    'https://courier.example/a'
    >>> canonical("https://courier.example/a", "https://courier.example/")
    'https://courier.example/a'
    """
    here, there = host(found), host(declared)
    same_site = here and there and (here == there or here.endswith(f".{there}") or there.endswith(f".{here}"))
    path = urlsplit(declared).path.strip("/") if same_site else ""
    query = urlsplit(declared).query if same_site else ""
    return tidy(declared if path or query else found)
