"""What chunks of events hold, on either database."""

import datetime as dt

import pytest

from timeline.exports.reading import chunks
from timeline.models import Event
from timeline.query import EventQuery
from timeline.tests.factories import event

pytestmark = pytest.mark.django_db


def read(*sources: str) -> dict[str, list]:
    (chunk,) = chunks(EventQuery({}).events(), sources, site="", using="default")
    return {source: list(chunk[source]) for source in sources}


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("0476-09-04", "0476-09-04", "0476-09-04"),
        ("2014-06", "2014-06-01", "2014-06-30"),
        ("[..2014-06]", None, "2014-06-30"),
        ("2016/..", "2016-01-01", None),
        ("0001-01-01/9999-12-31", "0001-01-01", "9999-12-31"),
        (None, None, None),
    ],
)
def test_days_are_texts_and_an_open_side_is_none(date, first, last):
    event(date=date)
    assert read("first_day", "last_day") == {"first_day": [first], "last_day": [last]}


def test_moments_are_texts_in_utc_cut_to_the_second():
    tokyo = dt.timezone(dt.timedelta(hours=9))
    moment = dt.datetime(2026, 11, 24, 9, 15, 59, 999_900, tzinfo=tokyo)
    Event.objects.filter(pk=event().pk).update(
        first_published_at=moment, changed_at=moment.replace(microsecond=0)
    )
    assert read("first_published_at", "changed_at") == {
        "first_published_at": ["2026-11-24T00:15:59Z"],
        "changed_at": ["2026-11-24T00:15:59Z"],
    }
