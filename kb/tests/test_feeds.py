"""Feeds: what is new is taken in once, gently, and what became of each entry is kept."""

import datetime as dt

import pytest
from django.utils import timezone

from kb import feeds
from kb.feeds import NotAFeed, parsed, read_feed
from kb.models import Article, Feed, FeedItem, Source

pytestmark = pytest.mark.django_db

Outcome = FeedItem.Outcome
SECONDS = dt.timedelta(seconds=30)


def page(n: int) -> str:
    story = f"The harbour board voted on Monday to dredge channel {n}, ending an old quarrel. The work is to begin soon."
    meta = f'<meta property="article:published_time" content="2016-05-{n:02}T07:15:00Z">'
    return f"<!doctype html><html><head><title>Vote {n}</title>{meta}</head><body><article><h1>Vote {n}</h1><p>{story}</p></article></body></html>"


def rss(*numbers: int, link="http://news.example/{}") -> str:
    """The newest first, as newspapers have it."""
    items = "".join(
        f"<item><title>Vote {n} &amp;amp; more</title><guid isPermaLink='false'>id-{n}</guid>"
        f"<link>{link.format(n)}?utm_source=rss</link><pubDate>Tue, {n:02} May 2016 23:15:00 -0500</pubDate></item>"
        for n in numbers
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The News</title>{items}</channel></rss>"


@pytest.fixture
def feed(web, monkeypatch) -> Feed:
    monkeypatch.setattr(feeds, "PAUSE", 0)
    for n in range(1, 6):
        web.page(f"/{n}", page(n))
    web.page("/rss", rss(3, 2, 1), content_type="application/rss+xml", ETag='"v1"')
    return Feed.objects.create(url="http://news.example/rss")


def outcomes(reading) -> list[tuple[str, str]]:
    return [(item.url.rpartition("/")[2], item.outcome) for item in reading.items]


# -- taking in


def test_every_entry_becomes_an_article_as_its_saved_page_would_the_oldest_first(web, feed):
    reading = read_feed(feed)
    assert outcomes(reading) == [("1", "added"), ("2", "added"), ("3", "added")]
    article = Article.objects.get(url="http://news.example/3")
    assert (article.title, article.published, article.state) == ("Vote 3", dt.date(2016, 5, 3), "ready")
    feed.refresh_from_db()
    assert (feed.title, feed.etag, feed.failures, feed.last_error) == ("The News", '"v1"', 0, "")
    assert feed.read_at is not None
    assert feed.items.get(article=article).title == "Vote 3 & more"


def test_what_is_known_is_not_fetched_again(web, feed):
    read_feed(feed)
    web.page("/rss", rss(4, 3, 2), content_type="application/rss+xml")
    web.asked.clear()
    assert outcomes(read_feed(feed)) == [("4", "added")]
    assert web.paths == ["/rss", "/4"]
    assert Article.objects.count() == 4


def test_an_article_that_came_another_way_is_recognised_by_address_or_by_text(web, feed):
    by_address = Article.objects.create(
        title="By hand", url="http://news.example/1", text="x", text_sha256="x"
    )
    web.page("/copy/2", page(2))
    assert read_feed(feed).items[0].article == by_address
    web.page("/again", rss(2, link="http://other.example/copy/{}"), content_type="application/atom+xml")
    (item,) = read_feed(Feed.objects.create(url="http://other.example/again")).items
    assert (item.outcome, item.article) == ("known", Article.objects.get(url="http://news.example/2"))


def test_an_article_whose_text_has_changed_since_is_known_and_named(web, feed):
    canonical = "http://news.example/vote"
    first = Article.objects.create(title="By hand", url=canonical, text="x", text_sha256="x")
    web.page("/1", page(1).replace("<meta", f'<link rel="canonical" href="{canonical}"><meta', 1))
    item = read_feed(feed).items[0]
    assert (item.outcome, item.article) == ("known", first)
    assert "with another text" in item.reason


def test_articles_are_of_the_feeds_publisher_if_it_has_one(web, feed):
    feed.source = Source.objects.create(name="The News", slug="the-news")
    assert {article.source for article in read_feed(feed).added} == {feed.source}


def test_an_article_without_a_certain_day_is_a_draft(web, feed):
    web.page("/1", page(1).replace("2016-05-01T07:15:00Z", "soon"))
    draft, *others = read_feed(feed).added
    assert [draft.state, *(article.state for article in others)] == ["draft", "ready", "ready"]
    assert (draft.published, draft.published_alternatives) == (None, ["2016-05-01"])  # the feed's, to choose


def test_only_so_many_entries_are_taken_in_at_once_and_the_feed_is_not_called_unchanged_before_the_last(
    web, feed
):
    def answer(request):
        unchanged = request.headers["If-None-Match"] == '"v1"'
        request.send_response(304 if unchanged else 200)
        request.send_header("ETag", '"v1"')
        request.end_headers()
        if not unchanged:
            request.wfile.write(rss(3, 2, 1).encode())

    web.pages["/rss"] = answer
    first = read_feed(feed, most=2)
    assert (outcomes(first), first.left) == ([("1", "added"), ("2", "added")], 1)
    assert outcomes(read_feed(feed, most=2)) == [("3", "added")]
    third = read_feed(feed)
    assert (third.items, third.error) == ([], "")
    feed.refresh_from_db()
    assert feed.etag == '"v1"'


def test_a_dry_run_says_what_would_come_and_writes_nothing(web, feed):
    Article.objects.create(title="By hand", url="http://news.example/1", text="x", text_sha256="x")
    web.asked.clear()
    assert outcomes(read_feed(feed, dry_run=True)) == [("1", "known"), ("2", ""), ("3", "")]
    assert {"/1", "/2", "/3"} & set(web.paths) == set()
    feed.refresh_from_db()
    assert (feed.read_at, feed.tried_at, FeedItem.objects.count(), Article.objects.count()) == (
        None,
        None,
        0,
        1,
    )


# -- what goes wrong


def test_what_cannot_be_taken_in_is_kept_with_its_reason_and_the_others_come(web, feed):
    web.page("/1", b"%PDF-1.7", content_type="application/pdf")
    web.page("/2", "<html><body><nav>Home</nav></body></html>")
    reading = read_feed(feed)
    assert outcomes(reading) == [("1", "refused"), ("2", "refused"), ("3", "added")]
    reasons = list(feed.items.order_by("id").values_list("reason", flat=True))
    assert "application/pdf" in reasons[0] and "No article was found" in reasons[1]
    assert read_feed(feed).items == []


@pytest.mark.parametrize(
    "link", ["http://127.0.0.1/{}", "http://10.0.0.1/{}", "file:///etc/{}", "http://u:p@news.example/{}", ""]
)
def test_an_entry_that_leads_inside_is_refused(web, feed, link):
    web.page("/rss", rss(1, link=link), content_type="application/rss+xml")
    (item,) = read_feed(feed).items
    assert item.outcome == Outcome.REFUSED and item.reason
    assert not Article.objects.exists()


def test_an_entry_that_cannot_be_had_for_the_moment_is_tried_again_a_few_times(web, feed):
    web.page("/1", status=503)
    assert outcomes(read_feed(feed))[0] == ("1", "waiting")
    for _again in range(2):
        assert outcomes(read_feed(feed)) == [("1", "waiting")]
    assert outcomes(read_feed(feed)) == [("1", "refused")]
    assert read_feed(feed).items == []
    item = feed.items.get(url="http://news.example/1")
    assert (item.tries, "trouble of its own (503)" in item.reason) == (4, True)


def test_one_that_can_be_had_the_second_time_comes(web, feed):
    web.page("/1", status=503)
    read_feed(feed)
    web.page("/1", page(1))
    assert outcomes(read_feed(feed)) == [("1", "added")]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"status": 404}, "no such page"),
        ({"body": "<html><body>Welcome</body></html>"}, "neither RSS nor Atom"),
        ({"body": b"\x89PNG", "content_type": "image/png"}, "of the type image/png"),
        ({"status": 302, "Location": "http://192.168.0.1/"}, "private or reserved network"),
    ],
)
def test_a_feed_that_fails_says_why_and_is_found_by_who_keeps_the_desk(web, feed, answer, why):
    web.page("/rss", **answer)
    assert why in read_feed(feed).error
    assert list(Feed.objects.failing()) == [feed]
    feed.refresh_from_db()
    assert (feed.failures, why in feed.last_error) == (1, True)
    web.page("/rss", rss(1), content_type="text/xml")
    read_feed(feed)
    assert not Feed.objects.failing().exists()


def test_a_feed_is_due_after_its_interval_and_later_after_each_failure(web, feed):
    feed.interval = 30
    read_feed(feed)
    assert abs(feed.due_at - timezone.now() - dt.timedelta(minutes=30)) < SECONDS
    web.page("/rss", status=500)
    for hours in (1, 2, 4, 8, 16, 24, 24):
        read_feed(feed)
        assert abs(feed.due_at - timezone.now() - dt.timedelta(hours=hours)) < SECONDS
    assert list(Feed.objects.due(timezone.now())) == []
    assert list(Feed.objects.due(timezone.now() + dt.timedelta(days=2))) == [feed]
    web.page("/rss", rss(1), content_type="text/xml")
    read_feed(feed)
    assert abs(feed.due_at - timezone.now() - dt.timedelta(minutes=30)) < SECONDS


def test_a_site_that_asks_to_be_left_alone_is(web, feed):
    web.page("/rss", status=429, Retry_After="7200")
    read_feed(feed)
    assert abs(feed.due_at - timezone.now() - dt.timedelta(hours=2)) < SECONDS


def test_a_feed_that_is_switched_off_is_never_due(feed):
    Feed.objects.update(active=False, failures=3)
    assert not Feed.objects.due(timezone.now()).exists()
    assert not Feed.objects.failing().exists()


# -- what feeds look like

ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Novosti</title>
<entry><title type="html">Договор &lt;b&gt;подписан&lt;/b&gt;</title><id>tag:1</id><link href="a.html"/></entry>
<entry><title>Without address</title><id>tag:2</id></entry>
<entry><title>Again</title><id>tag:1</id><link href="b.html"/></entry></feed>"""


def test_atom_with_relative_addresses_and_marked_up_titles():
    title, entries = parsed(ATOM.encode(), "https://news.example/feeds/atom")
    assert title == "Novosti"
    assert [(e.url, e.title) for e in entries] == [
        ("https://news.example/feeds/a.html", "Договор подписан"),
        ("", "Without address"),
    ]


def test_a_feed_that_is_not_quite_xml_is_read():
    broken = (
        rss(2, 1)
        .replace("<?xml version='1.0'?>", "")
        .replace("</rss>", "")
        .replace("The News", "News & Views")
    )
    assert [e.url for e in parsed(broken.encode(), "http://news.example/rss")[1]] == [
        "http://news.example/2",
        "http://news.example/1",
    ]


def test_a_feed_reads_no_file_and_does_not_grow():
    entities = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = rss(1).replace("<rss", entities + "]><rss").replace("Vote 1", "&f;&i;")
    _title, (entry,) = parsed(bomb.encode(), "http://news.example/rss")
    assert "root" not in entry.title and len(entry.title) < 500


@pytest.mark.parametrize(
    "data", [b"", b"/etc/passwd", b"http://127.0.0.1/rss", b"<html></html>", b"{}", b"\x00\x01"]
)
def test_what_is_no_feed_is_said_to_be_none(data):
    with pytest.raises(NotAFeed, match="https://news.example/rss: this is neither RSS nor Atom"):
        parsed(data, "https://news.example/rss")
