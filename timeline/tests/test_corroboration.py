"""Which events are laid beside a proposal: all that may be the same among few, the nearest in time among a million."""

import re

import pytest
from django.db import connection

from timeline import corroboration, generated
from timeline.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposals(db):
    """Of every kind of date, among 300 others."""
    generated.generate(300, seed=1914)
    return list(Event.objects.awaiting_review().exclude(date=None).prefetch_related("participations")[:12])


def meets(event: Event, other: Event) -> bool:
    named = corroboration.participants(event) & corroboration.participants(other)
    near = event.span_class < corroboration.WIDE and other.span_class < corroboration.WIDE
    return (
        other.pk != event.pk
        and other.status in ("proposed", "published")
        and other.earliest <= event.latest
        and other.latest >= event.earliest
        and bool(near or named or (event.place_id and event.place_id == other.place_id))
    )


def test_among_few_all_are_laid_beside_it_that_can_meet_it_in_time_and_share_a_name_where_time_is_wide(
    proposals,
):
    others = Event.objects.exclude(date=None).prefetch_related("participations")
    assert len({event.span_class for event in proposals}) > 2
    for event in proposals:
        expected = {other.pk for other in others if meets(event, other)}
        assert {other.pk for other in corroboration.candidates(event)} == expected


def test_among_many_the_nearest_are_looked_at_and_no_more(proposals, monkeypatch):
    monkeypatch.setattr(corroboration, "MOST_LOOKED_AT", 2)
    for event in proposals:
        found = list(corroboration.candidates(event))
        assert len(found) <= 2 * 2 * (len(corroboration.CLASS_DAYS) + 2)
    assert str(corroboration.candidates(event).query).count("LIMIT 2)") == 2 * (
        len(corroboration.CLASS_DAYS) + 2
    )


def test_they_are_found_along_the_index_of_times_and_nothing_is_sorted_but_what_was_found(proposals):
    event = proposals[0]
    looked_at = corroboration.looked_at(event)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")  # what is left is an index that has the order
            cursor.execute(f"EXPLAIN {looked_at.sql}", looked_at.params)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {looked_at.sql}", looked_at.params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert plan.count("event_by_span_class") == 2 * (len(corroboration.CLASS_DAYS) + 2)
    assert not re.search(r"Sort|TEMP B-TREE|Seq Scan|SCAN timeline_event", plan), plan
