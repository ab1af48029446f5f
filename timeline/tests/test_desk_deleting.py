"""The page that asks once more before a deletion, where what hangs on the record is most of the site."""

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kb.models import Entity, Feed, FeedItem, Tag
from timeline.desk import deleting
from timeline.models import Token
from timeline.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch):
    monkeypatch.setattr(deleting, "MOST_NAMED", 1)


def feed(entries: int) -> Feed:
    feed = Feed.objects.create(url="https://harbour.example/feed.xml")
    for n in range(entries):
        FeedItem.objects.create(feed=feed, key=str(n), title=f"Entry {n}", tried_at=timezone.now())
    return feed


def asked(client, address, **sent):
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, sent) if sent else client.get(address)
    return answer.content.decode(), [query["sql"] for query in queries]


def test_few_rows_are_named_and_many_are_said_to_be_many(desk):
    where = f"/admin/kb/feed/{feed(1).pk}/delete/"
    assert "Entry 0" in asked(desk, where)[0]
    FeedItem.objects.create(feed_id=Feed.objects.get().pk, key="more", tried_at=timezone.now())
    page, statements = asked(desk, where)
    assert "Entry 0" not in page and "entries of feeds: 1+" in page and "Are you sure" in page
    assert not [one for one in statements if "kb_feeditem" in one and "LIMIT" not in one]
    asked(desk, where, post="yes")
    assert not Feed.objects.exists()


def test_a_name_of_many_events_cannot_be_deleted_and_its_events_are_not_read_to_say_so(desk):
    for n in range(3):
        factories.event(f"Event {n}", who=["Pakistan"])
    where = f"/admin/kb/entity/{Entity.objects.get().pk}/delete/"
    page, statements = asked(desk, where)
    assert "participants: 1+" in page and 'name="post"' not in page
    assert not [one for one in statements if "timeline_participation" in one and "LIMIT" not in one]
    asked(desk, where, post="yes")
    assert Entity.objects.exists()


def test_several_chosen_in_a_list_are_looked_at_together(desk):
    for n in range(3):
        factories.event(f"Event {n}", tags=["Arms", "Water"])
    sent = {"action": "delete_selected", "_selected_action": list(Tag.objects.values_list("pk", flat=True))}
    page, _statements = asked(desk, "/admin/kb/tag/", **sent, index=0)
    assert "Are you sure" in page and "1+" in page


def test_who_may_not_delete_what_would_go_along_may_not_delete(client):
    keeper, other = (User.objects.create_user(name, is_staff=True) for name in ("keeper", "other"))
    keeper.user_permissions.set(Permission.objects.filter(codename__in=["delete_user", "view_user"]))
    client.force_login(keeper)
    for n in range(2):
        Token(user=other, name=f"program {n}").issue()
    where = f"/admin/auth/user/{other.pk}/delete/"
    page, _statements = asked(client, where)
    assert "API token" in page and 'name="post"' not in page
    assert client.post(where, {"post": "yes"}).status_code == 403
