"""A connection of its own that sees one state of the database: an hour's download never locks an editor out."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

_numbers = itertools.count(1)


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias (for `using`) of a connection on which every query sees the database as the first one did.

    To be left in the thread that entered it. Inside a transaction of the caller, whose writes nobody else can
    see yet, it is the caller's own connection.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.in_atomic_block:
        yield DEFAULT_DB_ALIAS
        return
    alias = f"snapshot-{next(_numbers)}"
    own = usual.copy(alias)
    own.settings_dict["OPTIONS"] = {**own.settings_dict["OPTIONS"], **_one_state(usual.vendor)}
    connections[alias] = own
    try:
        with transaction.atomic(using=alias):
            yield alias
    finally:
        own.close()
        del connections[alias]


def _one_state(vendor: str) -> dict:
    """What makes a transaction keep to one state and take no lock a writer waits for."""
    if vendor == "sqlite":
        return {"transaction_mode": "DEFERRED", "detect_types": 0}  # dates are read as the texts they are
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    return {"isolation_level": IsolationLevel.REPEATABLE_READ}
