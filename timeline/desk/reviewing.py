"""The review queue: an article with its findings on one side, one proposal on the other, a key for each decision.

A decision answers with the next card; a script puts it in place, and without scripts the page comes anew. All that was
typed is written with the decision, in one act of the log, which one undo takes back. Who leaves a card without a
decision leaves nothing unsaved: what was typed is written first, as an act of its own.
"""

import datetime as dt
from copy import copy
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline import bulk, corroboration, decisions, proposing, quoting, review, telling, undoing
from timeline.addresses import with_query
from timeline.dates import EdtfDate, NotADate
from timeline.desk import presence
from timeline.desk.event_form import DONE, EventForm, decide, pressed
from timeline.desk.looking_up import number
from timeline.desk.marked import Piece, cut_marks, pieces
from timeline.desk.names import Colleague, Topics, Where, Who, colleagues, entities_called
from timeline.desk.paginating import MOST_COUNTED
from timeline.desk.queue import LEASED, Queue, for_cards, give_back, lease
from timeline.models import Decision, DeskSettings, Event, Evidence

REASONS = {  # digit -> why an editor rejects
    "1": gettext_lazy("not an event"),
    "2": gettext_lazy("wrong date"),
    "3": gettext_lazy("duplicate"),
    "4": gettext_lazy("off topic"),
}
OF_THE_CARD = ("title", "date", "summary", "event_type", "factuality", "flagged", "note")
OF_ENTITIES = ("who", "place")  # which are looked up together
NAMED = (*OF_ENTITIES, "tags", "flagged_for")
ACTS = {  # button -> verb of the log, where the two differ
    "save": "edit",
    "skip": "edit",
    "back": "edit",
    "undo": "edit",
    "safe": "accept",
    "shorter": "quote",
    "longer": "quote",
}
LEAVING = ("skip", "back", "undo")  # which save what was typed before they do anything
STAYING = ("save", "shorter", "longer", "undo")  # the same card is shown again
SETTLING = ("accept", "reject", "merge")  # who decides has had the look that a flag asks for
MOST_COLLEAGUES = 200  # that are offered while one types
FOLDED = ("place", "event_type", "factuality", "summary", "flagged")
LEFT_LYING = dt.timedelta(hours=1)
FRAGMENT = "X-Fragment"  # a request with it is answered with the card alone


class Gone(Exception):
    """What was sent is no proposal, or none any more: `event`, where it was one."""

    def __init__(self, why: str, event: Event | None = None):
        self.event = event
        super().__init__(why)


class CardForm(EventForm):
    """The event as the queue shows it, its names in lines of text."""

    who = Who(label=gettext_lazy("Who"), required=False)
    place = Where(label=gettext_lazy("Place"), required=False)
    tags = Topics(label=gettext_lazy("Topics"), required=False)
    flagged_for = Colleague(
        label=gettext_lazy("Colleague"),
        required=False,
        widget=forms.TextInput(attrs={"list": "colleagues", "autocomplete": "off"}),
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", gettext_lazy("no reason given")), *((reason, reason) for reason in REASONS.values())],
    )

    class Meta(EventForm.Meta):
        fields = OF_THE_CARD
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 3}),
            "note": forms.TextInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["who"].show_hidden_initial = True
        if not self.is_bound:
            event = self.instance
            self.initial["who"] = [(row.entity, row.role) for row in event.participations.all()]
            self.initial["tags"] = list(event.tags.all())
            self.initial["place"] = [event.place] if event.place else []
            self.initial["flagged_for"] = [event.flagged_for] if event.flagged_for else []

    def clean(self):
        cleaned = super().clean()
        typed = {name: cleaned[name] for name in NAMED if name in self.changed_data and name in cleaned}
        of_entities = [name for name in OF_ENTITIES if name in typed]
        known = entities_called(one for name in of_entities for one in self.fields[name].names(typed[name]))
        for name, line in typed.items():
            try:
                cleaned[name] = self.fields[name].rows(line, known if name in of_entities else None)
            except forms.ValidationError as why:
                self.add_error(name, why)
        return cleaned

    def typed(self) -> list[str]:
        """What somebody has typed and not saved yet."""
        return [name for name in (*OF_THE_CARD, *NAMED) if name in self.changed_data]

    def folded(self) -> list:
        """The boxes that are seldom needed."""
        return [self[name] for name in FOLDED]

    def changes(self) -> dict:
        """What the editor has changed, as review.edit takes it."""
        names = {"who": "participants"}
        return {names.get(name, name): self.cleaned_data[name] for name in self.typed()}


@dataclass(frozen=True, slots=True)
class Same:
    """A record that may be of the same event, and why."""

    event: Event
    reasons: list[str]


@dataclass
class Card:
    """One proposal with all that an editor needs to decide on it."""

    event: Event
    form: CardForm
    place: int  # which of how many
    every: int
    proof: Evidence | None
    pieces: list[Piece] = field(default_factory=list)
    likely: list[Same] = field(default_factory=list)
    presence: dict = field(default_factory=dict)  # who else has it open
    safe: int = 0  # of the article, how many may be accepted unseen

    @property
    def readings(self) -> list[tuple[EdtfDate, str]]:
        """Other dates the words can mean, and why; first what they were read as, where the event says otherwise."""
        if self.proof is None:
            return []
        read = [(self.proof.date, self.proof.reading_words())] if self.proof.date else []
        return [one for one in [*read, *self.proof.other_readings()] if one[0] != self.event.date]

    @property
    def more(self) -> bool:
        """Whether more may wait than are counted."""
        return self.every >= MOST_COUNTED


def card_of(queue: Queue, event: Event, form: CardForm | None = None) -> Card:
    proofs = sorted(event.evidence.all(), key=lambda e: (e.rank != Evidence.Rank.PREFERRED, e.pk))
    proof = next(iter(proofs), None)
    others = Evidence.objects.none()
    if proof is not None and proof.article is not None:
        others = Evidence.objects.filter(article=proof.article, start__isnull=False).select_related("event")
    place, every, beside = queue.places(event, others)
    likely = [Same(other, why_same(event, other)) for other, _likeness in corroboration.likely_same(event)]
    card = Card(event, form or CardForm(instance=event), place, every, proof, likely=likely)
    if proof is not None and proof.article is not None:
        others = [e for e in beside if e.event_id != event.pk]
        card.pieces = pieces(
            proof.article.text,
            [(e.start, e.end, "quote", e.event.title) for e in others]
            + marks_of(proof)
            + cut_marks(proof.article.cuts),
        )
        card.safe = sum(e.safe and e.event.status == Event.Status.PROPOSED for e in beside)
    return card


def marks_of(proof: Evidence) -> list[tuple]:
    """Where the quote of the card stands, and in it the words of the date."""
    if proof.start is None or proof.anchor_state == Evidence.AnchorState.ORPHAN:
        return []
    marks = [(proof.start, proof.end, "now", proof.event.title)]
    if proof.date_start is not None:
        marks.append((proof.date_start, proof.date_start + len(proof.date_text), "date", proof.event.title))
    return marks


def why_same(event: Event, other: Event) -> list[str]:
    """What speaks for one event: when, who both name, and how many prove the other."""
    reasons = [other.date_display or _("date not known")]
    theirs = corroboration.participants(other)
    shared = [p.entity.name for p in event.participations.all() if p.entity_id in theirs]
    reasons.append(_("both name %s") % ", ".join(shared) if shared else _("alike in words"))
    sources = other.independent_source_count
    reasons.append(ngettext("%d source", "%d sources", sources) % sources)
    return [*reasons, str(other.get_status_display())]


class Reviewing:
    """The pages of the queue, for the admin of events."""

    def __init__(self, events_admin):
        self.admin = events_admin

    def urls(self):
        wrap = self.admin.admin_site.admin_view
        return [
            path("review/", wrap(self.review), name="timeline_event_review"),
            path("review/date/", wrap(self.read_date), name="timeline_event_review_date"),
            path("review/keys/", wrap(self.switch_keys), name="timeline_event_review_keys"),
        ]

    def review(self, request):
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        queue = Queue(request.GET, request.user)
        if request.method == "POST":
            return self.decided(request, queue)
        return self.shown(request, queue, waiting(request.GET.get("at")) or queue.after(None))

    def decided(self, request, queue: Queue):
        """Carry out what the button says; answer with the next card, or with this one and what is wrong."""
        data = sent(request.POST)
        verb, typed = pressed(data)[0] or "save", typed_in(data)
        kept, unsaved = without_flag(data, typed) if verb == "merge" else (data, "")
        if verb == "drop":
            event = waiting(data.get("event")) or queue.after(None)
            return self.shown(request, queue, event, said=_("As it was."))
        if verb == "undo" and not typed:
            return self.undone(request, queue)
        if verb in LEAVING and not typed:
            event = numbered(data.get("event"))
            said = "" if event else _("There is no such proposal.")
            return self.on(request, queue, event, said, back=verb == "back")
        try:
            with decisions.act(ACTS.get(verb, verb), by=request.user) as this:
                event, *beside = self.locked(this, data)
                form = CardForm(kept, instance=copy(event))
                if not form.is_valid():
                    return self.shown(request, queue, event, form, unsaved)
                this.decision.took_ms = took_ms(event, request.user)
                if verb == "reject":
                    this.decision.reason = str(form.cleaned_data.get("why", ""))
                said = " · ".join(
                    filter(None, [self.decide(this, form, event, beside, request.user), form.told(), unsaved])
                )
        except Gone as why:
            said = " ".join(filter(None, [str(why), not_saved(data, typed)]))
            return self.on(request, queue, why.event, said)
        except (review.NotPossible, decisions.Conflict) as why:
            event = numbered(event.pk)
            form = CardForm(kept, instance=event)
            form.refused = why
            form.is_valid()
            return self.shown(request, queue, event, form, unsaved)
        if verb == "flag":
            give_back(event, request.user)
        if verb in STAYING:
            return self.shown(request, queue, event, said=said)
        return self.on(request, queue, event, said, back=verb == "back")

    def locked(self, this, data) -> list[Event]:
        """The proposal that was sent, to be decided on, and what is decided with it; Gone where it is none."""
        verb, *likely = pressed(data)
        sent, *others = (number(text) for text in (data.get("event"), *likely[:1]))
        pks = [pk for pk in (sent, *others) if pk is not None]
        if verb == "safe":
            found = this.lock_where(Q(pk=sent) | Q(pk__in=safe_beside(sent)))
        else:
            found = this.lock_to_merge(*pks) if verb == "merge" and pks else this.lock_all(pks)
        event = found.get(sent)
        if event is None:
            raise Gone(_("There is no such proposal."))
        if event.status != Event.Status.PROPOSED:
            decided = {
                "name": event,
                "who": decisions.last_editor(event),
                "status": event.get_status_display(),
            }
            raise Gone(_("“%(name)s” has been decided on meanwhile by %(who)s: %(status)s.") % decided, event)
        return [event, *found.values()]

    def decide(self, this, form: CardForm, event: Event, beside: list[Event], by) -> str:
        """All in one act; what is to be said of it."""
        verb, given, changes = pressed(form.data)[0] or "save", form.cleaned_data, form.changes()
        if verb == "flag":
            changes["flagged"] = True
        elif verb in SETTLING and event.flagged:
            changes.setdefault("flagged", False)
        elif verb in SETTLING and not changes.get("flagged"):
            changes.pop("flagged_for", None)
        elif changes.get("flagged_for"):  # who names a colleague asks them
            changes["flagged"] = True
        names = [name for name in ("participants", "tags") if verb == "merge" and name in changes]
        written_with_it = {name: changes.pop(name) for name in names}
        review.edit(event, by=by, version=given["opened_version"], **changes)
        match verb:
            case "save" | "skip" | "back":
                return _("Saved: %s") % event
            case "undo":
                return _("Saved what you had typed: %s. Undo once more takes that back.") % event
            case "flag":
                return _("Flagged: %s") % event
            case "shorter":
                return _("The quote is now: %s") % quoting.shorten(event, by=by).exact
            case "longer":
                return _("The quote is now: %s") % quoting.lengthen(event, by=by).exact
            case "safe":
                proposed = (one for one in beside if one.status == Event.Status.PROPOSED)
                safe = [one for one in proposed if any(proof.safe for proof in one.evidence.all())]
                count = review.accept(safe, by=by)
                return ngettext("%d accepted", "%d accepted", count) % count
        decide(event, form, by, **written_with_it)
        return DONE[verb] % (this.lock(given["into"]) if verb == "merge" else event)

    def undone(self, request, queue: Queue):
        """The record as it is again, where it waits again; of many at once, where a worker lives, that it is under way."""
        undo, said = undo_last(request.user)
        if undo is None:
            event = waiting(request.POST.get("event")) or queue.after(None)
            return self.shown(request, queue, event, said=said)
        proposing.read_again(undo)
        undone = undo.undoes
        first = undone.records()[0]
        event = undo.rows.get(("timeline.event", first.event_id))
        said = _("Undone: %(verb)s, “%(name)s”.") % {
            "verb": telling.said(undone.verb),
            "name": event or first.name,
        }
        waits = event is not None and event.status == Event.Status.PROPOSED
        return self.shown(request, queue, event if waits else queue.after(None), said=said)

    def on(self, request, queue: Queue, event: Event | None, said: str = "", *, back=False):
        """To the next card, or the one before."""
        nearest = queue.before(event) if back and event else None
        return self.shown(request, queue, nearest or queue.after(event), said=said)

    def shown(self, request, queue: Queue, event: Event | None, form: CardForm | None = None, said: str = ""):
        if request.method == "POST" and not request.headers.get(FRAGMENT) and form is None:
            if said:
                self.admin.message_user(request, said)
            return HttpResponseRedirect(self.address(queue, **({"at": event.pk} if event else {})))
        if event is not None:
            lease(event, request.user)
        card = card_of(queue, event, form) if event else None
        if card:
            seen = (
                presence.asked if request.headers.get(FRAGMENT) else presence.opened
            )  # the script asks at once
            card.presence = seen(event, request.user)
        context = {
            "queue": queue,
            "card": card,
            "said": said,
            "action": self.address(queue),
        }
        if request.headers.get(FRAGMENT):
            answer = TemplateResponse(request, "admin/timeline/event/_card.html", context)
        else:
            context |= self.around(request)
            answer = TemplateResponse(request, "admin/timeline/event/review.html", context)
        patch_vary_headers(answer, [FRAGMENT])
        return answer

    def around(self, request) -> dict:
        """What the page shows besides the card, which is sent once."""
        kept = DeskSettings.objects.filter(user=request.user).first()
        return {
            **self.admin.admin_site.each_context(request),
            "title": _("Review"),
            "opts": self.admin.opts,
            "reasons": REASONS,
            "keys_on": kept is None or kept.keys,
            "colleagues": colleagues().exclude(pk=request.user.pk).order_by("pk")[:MOST_COLLEAGUES],
            "is_nav_sidebar_enabled": False,
        }

    def address(self, queue: Queue, **more) -> str:
        asked = "&".join(filter(None, [queue.address, *(f"{name}={value}" for name, value in more.items())]))
        return with_query(reverse("admin:timeline_event_review"), asked)

    def read_date(self, request):
        """What the words in the box of the date mean: EDTF, first and last day, what readers will see."""
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        try:
            date = EdtfDate.read(request.GET.get("text", ""))
        except NotADate as why:
            return JsonResponse({"wrong": why.words(_)})
        return JsonResponse({"edtf": str(date), "words": date.words(_), "days": days_of(date)})

    def switch_keys(self, request):
        """Whether single keys decide, kept for the editor on whatever machine."""
        if not self.admin.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        DeskSettings.objects.update_or_create(user=request.user, defaults={"keys": "keys" in request.POST})
        return HttpResponse(status=204)


def undo_last(user) -> tuple[Decision | None, str]:
    """The undo; None where there is none yet, and what is to be said of that."""
    try:
        try:
            return undoing.undo_last(by=user, most=bulk.AT_ONCE), ""
        except undoing.TooMuchAtOnce as much:
            undo = bulk.undo(much.decision, by=user)
    except (undoing.CannotUndo, decisions.Conflict) as why:
        return None, str(why)
    if isinstance(undo, Decision):
        return undo, ""
    words = _("“%s” is being undone, which takes a while: the front page of the desk shows how far it is.")
    return None, words % undo.name


def sent(data):
    """What was sent; the button of another reading of the date is as good as typing it."""
    if "reading" not in data:
        return data
    data = data.copy()
    data["date"], data["_decide"] = data["reading"], "save"
    return data


def typed_in(data) -> list[str]:
    """The fields of the card that are other than it was opened with."""
    pk = number(data.get("event"))
    return CardForm(data, instance=Event(pk=pk)).typed() if pk else []


def not_saved(data, typed: list[str]) -> str:
    """What is to be said of what was typed in these fields and is not written."""
    fields = CardForm.base_fields
    words = "; ".join(f"{fields[name].label}: {data.get(name, '')}" for name in typed if name in fields)
    return " ".join(filter(None, [_("What you typed is not saved."), words])) if typed else ""


def without_flag(data, typed: list[str]) -> tuple:
    """What was sent, without the flag: nobody looks at a record that is a part of another; and what is to be said of that."""
    flag = ("flagged", "flagged_for")
    said = not_saved(data, [name for name in flag if name in typed and data.get(name)])
    data = data.copy()
    for name in flag:
        data.pop(name, None)
    return data, said


def days_of(date: EdtfDate) -> str:
    first, last = (day.isoformat() if day else "…" for day in (date.earliest, date.latest))
    return first if first == last else f"{first} – {last}"


def numbered(pk, events=None) -> Event | None:
    """The event of that number, as somebody sent it; with all that a card shows, or as `events` reads it."""
    pk = number(str(pk or ""))
    if pk is None:
        return None
    events = for_cards(Event.objects.all()) if events is None else events
    return events.filter(pk=pk).first()


def waiting(pk) -> Event | None:
    event = numbered(pk)
    return event if event is not None and event.status == Event.Status.PROPOSED else None


def took_ms(event: Event, user) -> int | None:
    """Since the card came before the editor; None where it did not, or was left lying."""
    lease = getattr(event, "lease", None)
    if lease is None or lease.user_id != user.pk:
        return None
    took = timezone.now() - lease.until + LEASED
    return int(took.total_seconds() * 1000) if took < LEFT_LYING else None


def safe_beside(pk: int | None) -> QuerySet:
    """The numbers of the safe proposals of the article that proves the event."""
    articles = Evidence.objects.filter(event=pk).of_articles().order_by().values("article")
    safe = Evidence.objects.filter(article__in=articles, safe=True, event__status=Event.Status.PROPOSED)
    return safe.order_by().values("event")
