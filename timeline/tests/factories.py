"""Small makers of records for tests: name only what matters to the test."""

import datetime as dt
import hashlib
import itertools

from django.utils import timezone

from kb.models import Alias, Article, Entity, Source, Tag, free_slug
from timeline import corroboration, search
from timeline.dates import EdtfDate
from timeline.models import Event, Evidence, Participation, PublicChange

_count = itertools.count(1)


def source(name="The Harbour Post", **fields) -> Source:
    return Source.objects.filter(name=name).first() or Source.objects.create(
        name=name, slug=free_slug(Source, name), **fields
    )


def article(text=None, *, title="Harbour news", published=dt.date(2016, 2, 11), **fields) -> Article:
    text = (
        text if text is not None else f"Nothing happened in the harbour today, for the {next(_count)}th time."
    )
    fields.setdefault("source", source())
    fields.setdefault("state", Article.State.READY)
    return Article.objects.create(
        title=title,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        published=published,
        **fields,
    )


def entity(name="Pakistan", kind="place", *, aliases=(), state="confirmed", **fields) -> Entity:
    found = Entity.objects.filter(name=name, kind=kind).first()
    if found:
        return found
    made = Entity.objects.create(name=name, kind=kind, slug=free_slug(Entity, name), state=state, **fields)
    Alias.objects.bulk_create(Alias(entity=made, name=alias) for alias in aliases)
    return made


def tag(name="Arms trade") -> Tag:
    return Tag.objects.filter(name=name).first() or Tag.objects.create(name=name, slug=free_slug(Tag, name))


def event(
    title="Something happened", *, date="2014-06", status="published", who=(), tags=(), proof=True, **fields
):
    """An event with one quote that proves it (proof=False: none). `who`: entities or their names."""
    date = EdtfDate.parse(date) if isinstance(date, str) else date
    if status in ("published", "retracted"):
        fields = {"first_published_at": timezone.now(), "changed_at": timezone.now(), "revision": 1} | fields
    made = Event.objects.create(title=title, date=date, status=status, **{"date_basis": "explicit"} | fields)
    for one in who:
        Participation.objects.create(
            event=made, entity=entity(one) if isinstance(one, str) else one, role="actor"
        )
    if made.first_published_at is not None:
        PublicChange.of(made, was_published=False).save()
    made.tags.set([tag(t) if isinstance(t, str) else t for t in tags])
    if proof:
        evidence(made, rank="preferred")  # which derives
        return made
    return derived(made)


def evidence(event: Event, in_article: Article | None = None, *, exact=None, date=None, **fields) -> Evidence:
    """A quote of the event; without an article it gets one of its own that holds exactly that sentence."""
    exact = exact or f"{event.title}, in {event.date_display or 'days unknown'}, the record says."
    in_article = in_article or article(f"{exact} That was number {next(_count)}.")
    start = in_article.text.index(exact)
    words = event.date_display if event.date_display and event.date_display in exact else ""
    made = Evidence.objects.create(
        event=event,
        **Evidence.place(in_article, start, start + len(exact)),
        **{
            "date": date if date is not None else event.date,
            "date_text": words,
            "date_start": start + exact.index(words) if words else None,
            "date_basis": event.date_basis,
        }
        | fields,
    )
    derived(event)
    return made


def derived(event: Event) -> Event:
    corroboration.derive(event)
    event.search_tokens = search.event_tokens(event)
    event.save()
    return event
