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
from functools import cached_property, partial, wraps

from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Max
from django.utils import timezone

from kb.models import Article, Entity, Source, Tag
from timeline.columns import Columns, columns_of
from timeline.models import LONGEST_ACT, PublicChange

A_WEEK = 7 * 24 * 60 * 60
NOTHING = object()


class State:
    """Which public data there are, read when it is first asked for; a query and all made from it share one.

    `using`: the connection to read from.
    """

    def __init__(self, using: str = DEFAULT_DB_ALIAS):
        self.using = using

    @cached_property
    def changed_at(self) -> dt.datetime | None:
        """The last public change of any event."""
        return self._last(PublicChange, "at")

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(repr(list(self._parts())).encode()).hexdigest()

    @cached_property
    def columns(self) -> Columns:
        """What all counts are made from."""
        return columns_of(self.log, self.using)

    @cached_property
    def log(self) -> tuple:
        """What tells the log of public changes from itself at any other time.

        Its end alone would not do: PostgreSQL may show a change after one that has a later number and time.
        """
        last = self._last(PublicChange, "pk")
        if self.changed_at is None:
            return (last,)
        settled = timezone.now() - self.changed_at > 2 * LONGEST_ACT  # nothing can come before it any more
        lately = recalled(("lately", last, self.changed_at), self._lately) if settled else self._lately()
        return last, self.changed_at, lately

    def _parts(self):
        """The log, and what it does not tell of: names that lists show, and their owners' states."""
        yield self.log
        yield self._last(Entity, "updated_at")
        yield self._last(Article, "updated_at")
        for names in (Source, Tag):
            yield list(names.objects.using(self.using).order_by("pk").values_list("pk", "slug", "name"))

    def _lately(self) -> int:
        return PublicChange.objects.using(self.using).since(self.changed_at - LONGEST_ACT).count()

    def _last(self, model, column: str):
        """One at a time: two in one query would read the whole table."""
        return model.objects.using(self.using).aggregate(last=Max(column))["last"]


def recalled(asked: tuple, answer: Callable, cache: str = "answers"):
    """What that cache keeps under `asked`, a tuple whose repr() names it; worked out by `answer` where it has nothing."""
    key = hashlib.sha256(repr(asked).encode()).hexdigest()
    found = caches[cache].get(key, NOTHING)
    if found is NOTHING:
        found = answer()
        caches[cache].set(key, found, A_WEEK)
    return found


def remembered(answer: Callable) -> Callable:
    """For functions of an EventQuery, and of plain values, whose answers can be pickled and are in no language."""

    @wraps(answer)
    def kept(query, *given):
        asked = answer.__module__, answer.__qualname__, query.question, given, query.state.digest
        return recalled(asked, partial(answer, query, *given))

    return kept
