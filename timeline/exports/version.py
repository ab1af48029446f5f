"""Which state of the data an export shows, and whether a client has it already."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from timeline.exports.columns import SCHEMA_VERSION
from timeline.remembering import State, recalled


@dataclass(frozen=True, slots=True)
class Version:
    count: int  # of what is exported
    changed_at: dt.datetime | None  # the last public change of any event
    etag: str
    name: str = ""  # of a frozen version

    def __str__(self):
        """`live@` and the last change in the data, not the time of the download; a bare `live` without one.

        To the microsecond, so that no two states have one name.
        """
        if self.name or self.changed_at is None:
            return self.name or "live"
        return f"live@{self.changed_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def version_of(events: QuerySet, form: str, *, using: str) -> Version:
    """`form` is all else that decides the bytes: filter, columns, dialect, address of the site."""
    state = State(using)
    count = recalled(("count", form, state.digest), events.using(using).order_by().count)
    parts = [
        SCHEMA_VERSION,
        settings.MAX_QUOTE_CHARACTERS,
        settings.SITE_TITLE,
        settings.DATA_LICENCE,
        settings.DATA_LICENCE_URL,
        settings.DATA_CONTACT,
        form,
        count,
        state.digest,
    ]
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return Version(count, state.changed_at, f'W/"{digest[:32]}"')
