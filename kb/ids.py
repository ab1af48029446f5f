"""Permanent public ids: a prefix and ten random base32 characters, never reused, saying nothing of date or order."""

import secrets

BASE32 = (
    "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: no i, l, o, u, so that an id survives being read out
)


def new_id(prefix: str) -> str:
    """
    >>> len(new_id("ev")), new_id("ev")[:3]
    (13, 'ev-')
    """
    return f"{prefix}-" + "".join(secrets.choice(BASE32) for _ in range(10))


def new_entity_id() -> str:
    return new_id("en")
