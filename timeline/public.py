"""What a reader may see besides published events (DESIGN, "Public"); everything else answers 404."""

from django.db.models import Exists, OuterRef, Q, Subquery

from kb.models import Article, Entity, Source, Tag
from timeline.models import Event, Evidence


def proving(**matching):
    """Evidence of published events."""
    return Evidence.objects.filter(event__status=Event.Status.PUBLISHED, **matching)


def public_articles():
    """Articles that prove a published event; their title, link and quotes, never the full text."""
    return Article.objects.filter(Exists(proving(article=OuterRef("pk"))))


def public_sources():
    """Looked up for each, not joined: of a few of them, PostgreSQL would read the quotes of all."""
    proof = Subquery(proving(article__source=OuterRef("pk")).order_by().values("pk")[:1])
    return Source.objects.alias(proof=proof).filter(proof__isnull=False)


def public_entities():
    """Confirmed entities that occur in a published event, as participant or place."""
    published = Event.objects.published()
    here = published.filter(Q(participations__entity=OuterRef("pk")))
    return Entity.objects.confirmed().filter(Exists(here) | Exists(published.filter(place=OuterRef("pk"))))


def public_places():
    """Those of them where a published event happened."""
    return public_entities().filter(Exists(Event.objects.published().filter(place=OuterRef("pk"))))


def public_tags():
    return Tag.objects.filter(Exists(Event.objects.published().filter(tags=OuterRef("pk"))))


def public_event(public_id: str) -> Event | None:
    """The published or retracted event of that id, or one merged into such; everything else is not there."""
    found = Event.objects.select_related("merged_into").filter(public_id=public_id).first()
    return found if found is not None and has_page(found) else None


def has_page(event: Event) -> bool:
    """Whether readers find something at the event's address: itself, why it was retracted, or what it became part of."""
    end = event.merged_into if event.status == Event.Status.MERGED else event
    return end.status in (Event.Status.PUBLISHED, Event.Status.RETRACTED)
