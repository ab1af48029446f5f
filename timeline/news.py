"""What feeds bring: taken in by kb.feeds, and read for events as a file would be."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from kb import feeds
from kb.models import Feed, FeedItem
from timeline.proposing import CannotRead, propose_events

Outcome = FeedItem.Outcome


def read_feed(
    feed: Feed, *, most: int | None = None, each: Callable[[FeedItem], None] = lambda item: None
) -> tuple[feeds.Reading, int]:
    """Read a feed and what is new of it; return the reading, and how many events are proposed. `each` as in kb.feeds."""
    proposed = 0

    def read(item: FeedItem) -> None:
        nonlocal proposed
        if item.outcome == Outcome.ADDED:
            try:
                proposed += len(propose_events(item.article))
            except CannotRead as why:
                item.reason = str(why)[:500]
                item.save(update_fields=["reason"])
        each(item)

    reading = feeds.read_feed(feed, most=most, each=read)
    return reading, proposed


def read_all(progress, ids: list[int], most: int) -> tuple[str, str]:
    """Long work (timeline.tasks): read these feeds, whether they are due or not."""
    for pk in progress.each(ids):
        feed = Feed.objects.filter(pk=pk).first()
        if feed is None:
            progress.skip(str(pk), _("it is no longer there"))
            continue
        reading, proposed = read_feed(feed, most=most, each=lambda item: progress.go_on_or_stop())
        progress.count(added=len(reading.added), proposed=proposed, left=reading.left)
        if reading.error:
            progress.skip(str(feed), reading.error, reverse("admin:kb_feed_change", args=[pk]))
        for item in reading.items:
            if item.reason:
                where = reverse("admin:kb_article_change", args=[item.article.pk]) if item.article else ""
                progress.skip(str(item), item.reason, where)
    words = _(
        "Articles taken in: %(added)d; events proposed: %(proposed)d; entries left for the next reading: %(left)d."
    )
    names = ("added", "proposed", "left")
    return words % {name: progress.counts[name] for name in names}, reverse("admin:kb_feed_changelist")
