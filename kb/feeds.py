"""RSS and Atom: what a newspaper's feed offers, and taking in what is new of it.

Safe to repeat: what became of an entry is kept, and it is not taken in again. An entry that could not be had for
the moment is tried again at the next readings, a few times.
"""

import hashlib
import html
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime

import feedparser
from django.conf import settings
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from kb.addresses import tidy
from kb.fetching import FEEDS, CannotFetch, fetch
from kb.intake import IntakeError, add_article
from kb.models import Article, Feed, FeedItem

Outcome = FeedItem.Outcome
MOST_TRIES = 4  # of an entry that cannot be had for the moment
MOST_ENTRIES = 1000  # of one feed that are looked at
MOST_BYTES = 5_000_000  # of one feed
PAUSE = 1.0  # seconds between two pages of one feed: newspapers are asked, not stormed
LONGEST_REST = timedelta(days=7)  # a site may ask to be left alone for so long, no longer


class NotAFeed(ValueError):
    """What came back is no RSS or Atom; the message says so in plain words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article; `key` tells it from all others of that feed."""

    key: str
    url: str
    title: str
    day: date | None  # of publication, where it was published


@dataclass(slots=True)
class Reading:
    """What one reading of a feed brought: the entries dealt with, how many wait for the next, what went wrong."""

    feed: Feed
    items: list[FeedItem] = field(default_factory=list)
    left: int = 0
    error: str = ""

    @property
    def added(self) -> list[Article]:
        return [item.article for item in self.items if item.outcome == Outcome.ADDED]


def read_feed(
    feed: Feed,
    *,
    most: int | None = None,
    dry_run: bool = False,
    each: Callable[[FeedItem], None] = lambda item: None,
) -> Reading:
    """Read one feed, and take in at most so many of its new entries, the oldest first.

    `each` is called with an entry as soon as it is dealt with and kept. Whatever fails stands in the reading, and on
    the feed. A dry run writes nothing, and fetches nothing but the feed; its items have no outcome if they are new.
    """
    now = timezone.now()
    reading = Reading(feed)
    if not dry_run:  # a process that dies on the way is not followed by another at once
        feed.tried_at, feed.due_at = now, now + feed.pause
        keep(feed, "tried_at", "due_at")
    try:
        found = fetch(feed.url, kinds=FEEDS, most=MOST_BYTES, **({} if dry_run else since(feed)))
        title, entries = ("", []) if found.unchanged else parsed(found.content, found.url, found.content_type)
    except (CannotFetch, NotAFeed) as why:
        reading.error = str(why)
        if not dry_run:
            note_failure(feed, why, now)
        return reading
    feed.title = feed.title or title
    kept = {item.key: item for item in feed.items.filter(key__in=[entry.key for entry in entries])}
    new = [e for e in reversed(entries) if e.key not in kept or kept[e.key].outcome == Outcome.WAITING]
    most = settings.FEED_ITEMS if most is None else most
    reading.left = len(new[most:])
    for entry in new[:most]:
        item = kept.get(entry.key) or FeedItem(feed=feed, key=entry.key)
        item.url, item.title = entry.url, entry.title
        if dry_run:
            item.article = Article.objects.at(entry.url)
            item.outcome = Outcome.KNOWN if item.article else ""
        else:
            take_in(item, entry.day)
            each(item)
        reading.items.append(item)
    if not dry_run:
        all_done = not reading.left and not any(i.outcome == Outcome.WAITING for i in reading.items)
        note_success(feed, (found.etag, found.last_modified) if all_done else ("", ""), found.unchanged)
    return reading


def parsed(data: bytes, url: str, content_type: str = "") -> tuple[str, list[Entry]]:
    """A feed's title and its entries, in its own order, mostly the newest first. Raises NotAFeed.

    >>> rss = b"<rss><channel><title>News</title><item><title>A</title><link>/a#x</link></item></channel></rss>"
    >>> title, (entry,) = parsed(rss, "https://news.example/rss")
    >>> title, entry.url, entry.title
    ('News', 'https://news.example/a', 'A')
    """
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    found = feedparser.parse(
        io.BytesIO(data), response_headers=headers
    )  # bytes: a text it would take for an address
    if not found.get("version"):
        raise NotAFeed(_("%s: this is neither RSS nor Atom") % url)
    entries = {}
    for given in found.entries[:MOST_ENTRIES]:
        address = given.get("feedburner_origlink") or given.get("link") or ""
        address = tidy(address) if address.lower().startswith(("http://", "https://")) else ""
        name = given.get("id") or address or given.get("title") or ""
        key = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
        fits = len(address) <= FeedItem._meta.get_field("url").max_length
        title = plain(given.get("title", ""))[:500]
        entries.setdefault(
            key, Entry(key, address if fits else "", title, day_of(given.get("published", "")))
        )
    return plain(found.feed.get("title", ""))[:300], list(entries.values())


def plain(words: str) -> str:
    """A title without markup, on one line.

    >>> plain("<b>Board</b> votes &amp;\\n dredges")
    'Board votes & dredges'
    """
    return " ".join(html.unescape(strip_tags(words)).replace("\0", "").split())


def day_of(words: str) -> date | None:
    """The day of a time as RSS or Atom writes it, by the clock of who wrote it.

    >>> day_of("Tue, 10 May 2016 23:15:00 -0500"), day_of("2016-05-10T23:15:00-05:00"), day_of("yesterday")
    (datetime.date(2016, 5, 10), datetime.date(2016, 5, 10), None)
    >>> day_of(f"Tue, 10 May {'9' * 30} 23:15:00 GMT")
    """
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(words).date()
        except (ValueError, OverflowError):
            pass
    return None


def take_in(item: FeedItem, day: date | None = None) -> None:
    """One entry becomes an article, as its saved page would; what became of it is kept with the reason.

    The day the feed gives is one an editor may choose where the page gives none; it is never taken unasked.
    """
    item.tries += 1
    item.tried_at = timezone.now()
    item.article, item.reason = None, ""
    if not item.url:
        item.outcome, item.reason = Outcome.REFUSED, _("it has no web address")
    elif known := Article.objects.at(item.url):
        item.outcome, item.article = Outcome.KNOWN, known
    else:
        time.sleep(PAUSE)
        fetch_and_add(item, day)
    item.reason = item.reason[:500]
    kept, _new = FeedItem.objects.update_or_create(
        feed=item.feed,
        key=item.key,
        defaults={
            name: getattr(item, name)
            for name in ("url", "title", "outcome", "reason", "tries", "article", "tried_at")
        },
    )
    item.pk = kept.pk


def fetch_and_add(item: FeedItem, day: date | None) -> None:
    try:
        article, created = add_article(fetch(item.url), source=item.feed.source)
    except CannotFetch as why:
        again = why.passing and item.tries < MOST_TRIES
        item.outcome, item.reason = Outcome.WAITING if again else Outcome.REFUSED, str(why)
    except IntakeError as why:
        item.outcome, item.reason = Outcome.KNOWN if why.namesake else Outcome.REFUSED, str(why)
        item.article = why.namesake
    else:
        item.outcome, item.article = Outcome.ADDED if created else Outcome.KNOWN, article
        if created and day and article.published is None:
            article.published_alternatives = sorted({*article.published_alternatives, day.isoformat()})
            article.save(update_fields=["published_alternatives", "updated_at"])


def since(feed: Feed) -> dict[str, str]:
    """What is told to a site so that it sends the feed only if it has changed."""
    return {"etag": feed.etag, "last_modified": feed.last_modified}


def keep(feed: Feed, *columns: str) -> None:
    """Write these only; nothing where an editor has given it another address meanwhile, for that is another feed."""
    Feed.objects.filter(pk=feed.pk, url=feed.url).update(**{name: getattr(feed, name) for name in columns})


def note_failure(feed: Feed, why: Exception, now: datetime) -> None:
    feed.failures += 1
    feed.last_error = str(why)[:500]
    asked_for = min(timedelta(seconds=getattr(why, "retry_after", 0)), LONGEST_REST)
    feed.due_at = now + max(feed.pause, asked_for)
    keep(feed, "failures", "last_error", "due_at")


def note_success(feed: Feed, versions: tuple[str, str], unchanged: bool) -> None:
    """The version read is remembered only where nothing of it is left: an unchanged feed is not sent again."""
    now = timezone.now()
    feed.failures, feed.last_error, feed.read_at = 0, "", now
    feed.due_at = now + feed.pause
    if not unchanged:
        longest = [Feed._meta.get_field(name).max_length for name in ("etag", "last_modified")]
        feed.etag, feed.last_modified = (
            v if len(v) <= most else "" for v, most in zip(versions, longest, strict=True)
        )
    keep(feed, "failures", "last_error", "read_at", "due_at", "etag", "last_modified")
    Feed.objects.filter(pk=feed.pk, title="").update(title=feed.title)
