"""Answers to a query that take long to work out are kept until the public data change.

    @remembered
    def density(query): ...

An answer is kept under what the query asks, the state of the data and the name of the function. The state is read
before the answer is worked out, and whatever readers can see moves it; so an answer may be newer than its name says,
but is never found again once the data are others. Nothing has to be taken back. Kept in files that all workers of a
machine share, the longest unused ones first to go.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cached_property, wraps

from django.core.cache import caches
from django.db.models import Max

from kb.models import Article, Entity, Source, Tag
from timeline.models import PublicChange

A_WEEK = 7 * 24 * 60 * 60
LONGEST_ACT = dt.timedelta(hours=1)  # that a transaction may stay open
NOTHING = object()


class State:
    """Which data there are, read when it is first asked for; a query and all made from it share one."""

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(repr(list(self._parts())).encode()).hexdigest()

    def _parts(self):
        """The log of public changes, and what it does not tell of: names that lists show, and their owners' states.

        Its end alone would not do: PostgreSQL may show a change after one that has a later number and time.
        """
        yield last_of(PublicChange, "pk")
        told = last_of(PublicChange, "at")
        yield told
        if told is not None:
            yield PublicChange.objects.since(told - LONGEST_ACT).count()
        yield last_of(Entity, "updated_at")
        yield last_of(Article, "updated_at")
        yield list(Source.objects.order_by("pk").values_list("pk", "slug", "name"))
        yield list(Tag.objects.order_by("pk").values_list("pk", "slug", "name"))


def last_of(model, column: str):
    """One at a time: two in one query would read the whole table."""
    return model.objects.aggregate(last=Max(column))["last"]


def remembered(answer: Callable) -> Callable:
    """For functions of an EventQuery, and of plain values, whose answers can be pickled and are in no language."""

    @wraps(answer)
    def kept(query, *given):
        asked = (answer.__module__, answer.__qualname__, query.question, given, query.state.digest)
        key = hashlib.sha256(repr(asked).encode()).hexdigest()
        found = caches["answers"].get(key, NOTHING)
        if found is NOTHING:
            found = answer(query, *given)
            caches["answers"].set(key, found, A_WEEK)
        return found

    return kept
