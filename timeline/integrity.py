"""What must always be true of the records, said as problems found: quotes, dates, evidence, publicity."""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q

from kb.models import Article, Entity
from kb.text import BY_HAND
from timeline import corroboration, search
from timeline.fields import derive
from timeline.models import DateBasis, Event, Evidence, Participation, PublicChange

CHUNK = 500
READ = (
    DateBasis.EXPLICIT,
    DateBasis.RELATIVE,
    DateBasis.INHERITED,
    DateBasis.PUBLICATION,
)  # in the article's text


def problems() -> Iterator[str]:
    """Every fault found, one plain sentence each, naming the record; nothing where all is well."""
    checks = (
        texts, quotes, stored_dates, preferred_evidence, derived_from_evidence, readings, merges, publicity, told,
    )  # fmt: skip
    for check in checks:
        yield from check()


def texts():
    for article in Article.objects.order_by("pk").iterator(chunk_size=CHUNK):
        if hashlib.sha256(article.text.encode()).hexdigest() != article.text_sha256:
            yield f"article {article.pk}: its text is not the one its digest was taken of"
        if not isinstance(article.cuts, list):
            yield f"article {article.pk}: its cuts are no list but {article.cuts!r}"
            continue
        for cut in article.cuts:
            if not is_cut(cut):
                yield f"article {article.pk}: {cut!r} is no cut with a start, an end and a reason"
            elif not 0 <= cut["start"] < cut["end"] <= len(article.text):
                yield f"article {article.pk}: the cut {cut} lies outside the text"


def is_cut(cut) -> bool:
    return isinstance(cut, dict) and [type(cut.get(key)) for key in ("start", "end", "reason")] == [
        int,
        int,
        str,
    ]


def quotes():
    """What is quoted stands in its article. A quote an editor gave in other words than the article's has no place."""
    kept = Evidence.objects.of_articles().exclude(anchor_state=Evidence.AnchorState.ORPHAN)
    for row in kept.filter(start=None).exclude(text_sha256=""):
        yield f"evidence {row.pk}: it was taken from article {row.article_id}, but its place is not known"
    for row in (
        kept.filter(start__isnull=False).select_related("article").order_by("pk").iterator(chunk_size=CHUNK)
    ):
        text = row.article.text
        if text[row.start : row.end] != row.exact:
            yield f"evidence {row.pk}: its quote is not what article {row.article_id} says there"
        if not text[: row.start].endswith(row.prefix) or not text[row.end :].startswith(row.suffix):
            yield f"evidence {row.pk}: what article {row.article_id} says around its quote is something else"
        if row.text_sha256 != row.article.text_sha256:
            yield f"evidence {row.pk}: it was taken from another text than article {row.article_id} has"
        for name, words, start in (
            ("date", row.date_text, row.date_start),
            ("trigger", row.trigger, row.trigger_start),
        ):
            if start is not None and text[start : start + len(words)] != words:
                yield f"evidence {row.pk}: the words of its {name} are not at their place"


def stored_dates():
    for event in Event.objects.order_by("pk").iterator(chunk_size=CHUNK):
        for name, value in derive(event.date).items():
            if getattr(event, name) != value:
                yield f"{event.public_id}: {name} is {getattr(event, name)}, but {event.date} gives {value}"


def preferred_evidence():
    counted = Event.objects.published().annotate(
        preferred=Count("evidence", filter=Q(evidence__rank=Evidence.Rank.PREFERRED))
    )
    for event in counted.exclude(preferred=1):
        yield f"{event.public_id}: published with {event.preferred} preferred evidences instead of one"
    for row in (
        Evidence.objects.filter(rank=Evidence.Rank.PREFERRED)
        .select_related("event")
        .iterator(chunk_size=CHUNK)
    ):
        editors = row.event.date_basis in (DateBasis.EDITOR, DateBasis.IMPORT)
        if row.event.date != row.date and not editors:
            yield f"{row.event.public_id}: dated {row.event.date}, but its preferred evidence says {row.date}"


def derived_from_evidence():
    for event in Event.objects.order_by("pk").whole().iterator(chunk_size=CHUNK):
        stored = event.disputed, event.source_count, event.independent_source_count
        corroboration.derive(event)
        if stored != (event.disputed, event.source_count, event.independent_source_count):
            yield f"{event.public_id}: disputed or its counts of sources are not what its evidence gives"
        if event.search_tokens != search.event_tokens(event):
            yield f"{event.public_id}: it is not indexed under its present words"


def readings():
    """What was read in an article for a published event must be read in it still, were it read again.

    Only of what the reader of articles found: an editor may cite a draft, or quote a headline that is cut. What an
    editor cuts by hand is not read any more, and what was decided of it stays.
    """
    read = Evidence.objects.of_articles().filter(event__status=Event.Status.PUBLISHED, date_basis__in=READ)
    read = read.exclude(rank=Evidence.Rank.DEPRECATED).select_related("event", "article").order_by("pk")
    for row in read.iterator(chunk_size=CHUNK):
        if row.article.state == Article.State.DRAFT or row.article.published_doubtful:
            yield f"{row.event.public_id}: proved by article {row.article_id}, whose publication date is not settled"
        if row.start is None or not isinstance(row.article.cuts, list):
            continue
        for cut in filter(is_cut, row.article.cuts):
            if cut["reason"] == BY_HAND:
                continue
            if cut["start"] < row.end and row.start < cut["end"]:
                yield f"{row.event.public_id}: the cut {cut} of article {row.article_id} lies over its quote"


def merges():
    for event in Event.objects.filter(merged_into__status=Event.Status.MERGED):
        yield f"{event.public_id}: merged into an event that is itself merged"
    for entity in Entity.objects.filter(merged_into__state=Entity.State.MERGED):
        yield f"{entity.public_id}: merged into an entity that is itself merged"


def publicity():
    for event in Event.objects.published().filter(first_published_at=None):
        yield f"{event.public_id}: public, but nobody has published it"
    for event in (
        Event.objects.published().filter(Q(evidence__article__state=Article.State.WITHDRAWN)).distinct()
    ):
        yield f"{event.public_id}: proved by an article that has been withdrawn"
    unconfirmed = Participation.objects.filter(event__status=Event.Status.PUBLISHED)
    for row in unconfirmed.exclude(entity__state=Entity.State.CONFIRMED).select_related("event", "entity"):
        yield f"{row.event.public_id}: published with {row.entity}, which is {row.entity.state}"
    placed = Event.objects.published().filter(place__isnull=False)
    for event in placed.exclude(place__state=Entity.State.CONFIRMED).select_related("place"):
        yield f"{event.public_id}: published in {event.place}, which is {event.place.state}"
    for row in (
        Evidence.objects.orphaned()
        .filter(event__status=Event.Status.PUBLISHED, rank=Evidence.Rank.PREFERRED)
        .select_related("event")
    ):
        yield f"{row.event.public_id}: proved by a quote that is no longer found in article {row.article_id}"


def told():
    """Whoever keeps a copy by the feed of changes must come to the present revision."""
    present = PublicChange.objects.filter(public_id=OuterRef("public_id"), revision=OuterRef("revision"))
    for event in Event.objects.filter(first_published_at__isnull=False).exclude(Exists(present)):
        yield f"{event.public_id}: the feed of changes does not tell of revision {event.revision}"
