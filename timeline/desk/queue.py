"""Which proposal an editor sees next, and that no other editor sees it meanwhile."""

import datetime as dt
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, Func, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kb.models import Source, Tag
from timeline.decisions import hold
from timeline.desk.paginating import Counted
from timeline.fields import EdtfDateFormField
from timeline.models import Event, Evidence, Lease

LEASED = dt.timedelta(minutes=5)
BESIDE = ("lease", "place", "flagged_for")  # of an event, what its card shows
ORDERS = {  # of the queue -> columns, the last of them the number of the event; "-" the larger first
    "article": ("id",),  # an article's proposals are numbered together, in the order of its text
    "sources": ("-independent_source_count", "id"),
}


class Publisher(forms.ModelChoiceField):
    """The number of one; of a number that is nobody's nothing waits, so that nobody is asked for it."""

    def to_python(self, value):
        return forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1).clean(value)


class QueueForm(forms.Form):
    """What the queue holds and in which order; all of it is in the address of the page."""

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("article", _("by article")), ("sources", _("most sources first"))],
    )
    source = Publisher(Source.objects.order_by("name"), label=_("Publisher"), required=False)
    article = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    flags = forms.ChoiceField(
        label=_("Flags"),
        required=False,
        choices=[("", _("all")), ("me", _("for me or anybody")), ("none", _("not flagged"))],
    )
    score = forms.FloatField(
        label=_("Score from"),
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.TextInput(attrs={"size": 4}),
    )
    first = EdtfDateFormField(label=_("Happened from"), required=False)
    last = EdtfDateFormField(label=_("to"), required=False)


class Queue:
    """The proposals that wait, as the address asks, less those other editors have before them."""

    def __init__(self, params, user):
        self.form, self.user = QueueForm(params or None), user
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        self.asked = {name: value for name, value in asked.items() if value not in (None, "")}
        self.order = ORDERS[self.asked.get("order", "article")]

    @property
    def address(self) -> str:
        """The query string of the same queue."""
        return urlencode(self.asked)

    @property
    def of_proofs(self) -> bool:
        """Whether only events are asked for that have quotes."""
        return bool({"source", "article", "score"} & self.asked.keys())

    @cached_property
    def waiting(self) -> QuerySet:
        events, asked = Event.objects.awaiting_review(), self.asked
        if self.of_proofs:
            events = events.filter(self._proven())
        if asked.get("flags") == "none":
            events = events.filter(flagged=False)
        elif "flags" in asked:
            mine = Q(flagged_for=None) | Q(flagged_for=self.user)
            events = events.filter(pk__in=Event.objects.filter(mine, flagged=True).values("pk"))
        if "first" in asked:
            events = events.filter(latest__gte=asked["first"].stored_earliest)
        if "last" in asked:
            events = events.filter(earliest__lte=asked["last"].stored_latest)
        return events

    def _proven(self) -> Q:
        """By an article, a publisher or a score that is asked for: from the quotes of an article to their events, else from
        each proposal to its quotes, of which an index has all that is asked."""
        asked, proofs = self.asked, Evidence.objects.order_by()
        if "source" in asked:
            proofs = proofs.filter(article__source=asked["source"])
        if "score" in asked:
            proofs = proofs.filter(score__gte=asked["score"])
        if "article" in asked:
            return Q(pk__in=proofs.filter(article=asked["article"]).values("event"))
        return Q(Exists(proofs.filter(event=OuterRef("pk"))))

    @property
    def free(self) -> QuerySet:
        """In order; without what is before another editor."""
        others = Lease.objects.filter(event=OuterRef("pk"), until__gt=timezone.now()).exclude(user=self.user)
        return self.waiting.filter(~Exists(others)).order_by(*self.order)

    def after(self, event: Event | None) -> Event | None:
        """The next one; behind the last the first again, for some may have been skipped."""
        first = first_of(self.free)
        return self._read(
            first if event is None else Coalesce(first_of(self.free.filter(self._beyond(event))), first)
        )

    def before(self, event: Event) -> Event | None:
        return self._read(first_of(self.free.filter(self._beyond(event, back=True)).reverse()))

    def _read(self, number: Subquery | Coalesce) -> Event | None:
        """The event of this number as for_cards has it: read with its topics and quotes in one query, if it has quotes."""
        beside = [f"event__{name}" for name in BESIDE]
        proofs = list(
            Evidence.objects.filter(event=number)
            .select_related("article__source", "event", *beside)
            .annotate(topics=topics_of("event"))
        )
        if not proofs and self.of_proofs:
            return None
        events = Event.objects.filter(pk=number).select_related(*BESIDE)
        event = proofs[0].event if proofs else events.annotate(topics=topics_of("pk")).first()
        if event is None:
            return None
        hold(event, "evidence", proofs)
        topics = proofs[0].topics if proofs else event.topics
        hold(event, "tags", [Tag.from_db(event._state.db, topic.keys(), topic.values()) for topic in topics])
        return event

    def places(self, event: Event, beside: QuerySet) -> tuple[int, int, list]:
        """Which of how many it is, counted to MOST_COUNTED and no further; and the rows beside it, read with that."""
        rows = self.waiting, self.waiting.filter(self._beyond(event, back=True))
        counts = dict(zip(("every", "before"), map(Counted, rows), strict=True))
        beside = list(beside.annotate(**counts))
        here = beside[0] if beside else get_user_model().objects.filter(pk=self.user.pk).annotate(**counts)[0]
        return here.before + 1, max(here.every, here.before + 1), beside

    def _beyond(self, event: Event, *, back=False) -> Q:
        """Those that come after the event in the order of the queue, or before it."""
        beyond, equal = Q(), Q()
        for column in self.order:
            name = column.lstrip("-")
            less = column.startswith("-") != back
            beyond |= equal & Q(**{f"{name}__{'lt' if less else 'gt'}": getattr(event, name)})
            equal &= Q(**{name: getattr(event, name)})
        return beyond


def first_of(events: QuerySet) -> Subquery:
    return Subquery(events.values("pk")[:1])


def topics_of(event: str) -> Coalesce:
    """The rows of its topics, a list of objects in one column."""
    columns = JSONObject(**{field.attname: field.attname for field in Tag._meta.concrete_fields})
    every = Func(columns, function="JSONB_AGG" if connection.vendor == "postgresql" else "JSON_GROUP_ARRAY")
    rows = Tag.objects.filter(events=OuterRef(event)).order_by().annotate(rows=every).values("rows")
    return Coalesce(Subquery(rows, output_field=JSONField()), Value([], JSONField()))


def for_cards(events: QuerySet) -> QuerySet:
    """With what a card shows of its event, the text of the articles too; who took part is read with the likely others."""
    proofs = Prefetch("evidence", Evidence.objects.select_related("article__source"))
    return events.select_related(*BESIDE).prefetch_related("tags", proofs)


def give_back(event: Event, user) -> None:
    """Others may see the event at once."""
    Lease.objects.filter(event=event, user=user).delete()


def lease(event: Event, user) -> Lease:
    """Keep the event before this editor for a while."""
    kept = Lease(event=event, user=user, until=timezone.now() + LEASED)
    Lease.objects.bulk_create(
        [kept], update_conflicts=True, unique_fields=["event"], update_fields=["user", "until"]
    )
    return kept
