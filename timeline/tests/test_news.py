"""Feeds from the shell and from the desk: what they bring is read for events, and what went wrong is shown."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from kb import feeds
from kb.models import Article, Feed, FeedItem
from timeline import tasks
from timeline.models import Event, Skip, Work

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html><head><title>Bridge {n}</title>
<meta property="article:published_time" content="{day}"></head><body><article><h1>Bridge {n}</h1>
<p>Bridge number {n} over the strait was opened by the king in June 1988, before a large crowd.</p></article></body></html>"""


@pytest.fixture
def feed(web, monkeypatch) -> Feed:
    """Two entries: one with its day of publication, one without."""
    monkeypatch.setattr(feeds, "PAUSE", 0)
    items = "".join(
        f"<item><title>Bridge {n}</title><link>http://news.example/{n}</link></item>" for n in (2, 1)
    )
    web.page(
        "/rss",
        f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>",
        content_type="text/xml",
    )
    web.page("/1", PAGE.format(n=1, day="2016-02-11"))
    web.page("/2", PAGE.format(n=2, day=""))
    return Feed.objects.create(url="http://news.example/rss")


def said(capsys, **options) -> str:
    call_command("read_feeds", **options)
    return capsys.readouterr().out


# -- from the shell


def test_the_command_takes_in_what_is_new_reads_it_and_says_what_became_of_each(feed, capsys):
    words = said(capsys)
    assert "News: Bridge 1: taken in\n" in words
    assert "News: Bridge 2: taken in: its publication date is not known" in words
    assert (
        "Feeds read: 1, failed: 0. Articles taken in: 2; events proposed: 1; entries left for the next reading: 0."
        in words
    )
    assert [str(event.date) for event in Event.objects.awaiting_review()] == ["1988-06"]
    assert set(Article.objects.values_list("state", flat=True)) == {"read", "draft"}


def test_only_feeds_that_are_due_are_read_unless_all_are_asked_for(feed, web, capsys):
    said(capsys)
    assert "Feeds read: 0" in said(capsys)
    assert "Feeds read: 1" in said(capsys, all=True)
    Feed.objects.update(active=False, due_at=timezone.now() - dt.timedelta(days=9))
    assert "Feeds read: 0" in said(capsys, all=True)


def test_a_dry_run_only_says_what_would_come(feed, capsys):
    words = said(capsys, dry_run=True)
    assert "Bridge 1: would be taken in" in words
    assert not Article.objects.exists() and not FeedItem.objects.exists()
    assert "Articles taken in: 2" in said(capsys)


def test_one_feed_that_fails_holds_up_no_other_and_the_command_fails_at_the_end(feed, capsys):
    Feed.objects.create(url="http://127.0.0.1/rss", due_at=timezone.now() - dt.timedelta(days=1))
    with pytest.raises(CommandError, match="1 could not be read; the others are done"):
        call_command("read_feeds")
    assert "private or reserved network" in capsys.readouterr().err
    assert Article.objects.count() == 2


# -- from the desk


def test_the_button_reads_one_feed_and_shows_what_was_left_out(desk, feed):
    feed_page = reverse("admin:kb_feed_change", args=[feed.pk])
    assert "Read now" in desk.get(feed_page).content.decode()
    answer = desk.post(reverse("admin:kb_feed_read", args=[feed.pk]))
    work = Work.objects.get()
    assert answer.url == work.get_absolute_url()
    assert (work.state, work.result) == (
        "done",
        "Articles taken in: 2; events proposed: 1; entries left for the next reading: 0.",
    )
    assert "publication date is not known" in Skip.objects.get().why
    shown = desk.get(feed_page).content.decode()
    assert "Bridge 1" in shown and "taken in" in shown and "publication date is not known" in shown


def test_without_a_worker_an_editor_waits_for_few_entries_only(desk, feed, monkeypatch):
    monkeypatch.setattr("timeline.desk.feeds.MOST_IN_REQUEST", 1)
    desk.post(reverse("admin:kb_feed_changelist"), {"action": "read_selected", "_selected_action": [feed.pk]})
    assert "left for the next reading: 1" in Work.objects.get().result
    monkeypatch.setattr(tasks, "worker_lives", lambda: True)
    desk.post(reverse("admin:kb_feed_read", args=[feed.pk]))
    work = Work.objects.order_by("pk").last()
    assert (work.state, work.arguments["most"]) == ("waiting", 20)


def test_a_feed_that_failed_says_so_in_the_list_and_can_be_found_there(desk, feed, web):
    fine = Feed.objects.create(url="http://news.example/other", title="Another")
    web.page("/rss", status=500)
    desk.post(reverse("admin:kb_feed_read", args=[feed.pk]))
    page = desk.get(reverse("admin:kb_feed_changelist"), {"failing": "1"})
    assert list(page.context["cl"].queryset) == [feed]
    assert (
        "Failed once; tried again" in page.content.decode()
        and "trouble of its own (500)" in page.content.decode()
    )
    assert fine in desk.get(reverse("admin:kb_feed_changelist")).context["cl"].queryset


def test_a_feed_given_another_address_begins_anew(desk, feed):
    Feed.objects.update(
        etag='"v1"', failures=3, last_error="gone", due_at=timezone.now() + dt.timedelta(days=1)
    )
    given = {"url": "http://news.example/new", "title": "News", "interval": "60", "active": "on"}
    desk.post(reverse("admin:kb_feed_change", args=[feed.pk]), given)
    feed.refresh_from_db()
    assert (feed.url, feed.etag, feed.failures) == ("http://news.example/new", "", 0)
    assert list(Feed.objects.due(timezone.now())) == [feed]


@pytest.mark.parametrize("given", [{"interval": "1"}, {"url": "file:///etc/passwd"}, {"url": ""}])
def test_a_feed_that_makes_no_sense_is_refused_beside_the_field(desk, given):
    sent = {"url": "http://news.example/rss", "interval": "60", "active": "on"} | given
    page = desk.post(reverse("admin:kb_feed_add"), sent)
    assert set(page.context["adminform"].form.errors) == set(given)
    assert not Feed.objects.exists()


def test_whoever_may_not_add_articles_has_no_feed_read(client, feed, django_user_model):
    looker = django_user_model.objects.create_user("looker", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_feed"))
    client.force_login(looker)
    assert "Read now" not in client.get(reverse("admin:kb_feed_change", args=[feed.pk])).content.decode()
    assert client.post(reverse("admin:kb_feed_read", args=[feed.pk])).status_code == 403
