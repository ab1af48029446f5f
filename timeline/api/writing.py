"""What editors' programs may do with a token: propose an article, look at proposals, decide. The verbs are the desk's."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, Router, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from kb import intake
from kb.models import Article, Entity, Tag
from timeline import characters, decisions, proposing, review
from timeline.api.answers import json, keyed_list
from timeline.api.asking import asked
from timeline.api.described import PAGED, listed, operation, ref
from timeline.api.events import EventId
from timeline.api.problems import Problem
from timeline.api.tokens import Editor, may_any
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event, Participation

router = Router()

SEES_EVENTS = ("timeline.view_event", "timeline.change_event")  # as at the desk, where who changes also sees


def whole(text: str) -> str:
    """JSON may write one half of a character that takes two (RFC 8259, section 8.2); no database can keep it."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise PydanticCustomError("surrogate", _("Half a character stands in it (a lone surrogate)."))
    return text


def without_controls(text: str) -> str:
    whole(text)
    if characters.has_controls(text):
        raise PydanticCustomError("control", _("A control character stands in it."))
    return text


def one_line(text: str) -> str:
    if characters.has_breaks(text):
        raise PydanticCustomError("line_break", _("It is one line: no line break may stand in it."))
    return without_controls(text)


Line = Annotated[str, AfterValidator(one_line), Field(json_schema_extra={"pattern": characters.ONE_LINE})]
Lines = Annotated[
    str, AfterValidator(without_controls), Field(json_schema_extra={"pattern": characters.LINES})
]
PageSource = Annotated[
    str, AfterValidator(whole), Field(pattern=r"^[^\x00]*$")
]  # what else must not stand in it, the intake cleans


def words(description, kind=Line, **limits):
    return Annotated[kind, Field(description=description, **limits)]


def iso_day(value):
    """YYYY-MM-DD alone: a number would otherwise count as seconds since 1970."""
    if value is not None and not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError(_("Write the day as YYYY-MM-DD."))
    return value


def a_number(value):
    """A number alone, no text and no truth value; 1.0 is a whole number to JSON Schema."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", _("Write a whole number."))
    return value


class Given(Schema):
    """A body; what is not declared in it is refused."""

    model_config = ConfigDict(extra="forbid")


# articles


class ArticleGiven(Given):
    text: words(gettext_lazy("The text, or the source of the web page."), PageSource, min_length=1)
    title: words(gettext_lazy("Left out: the page's own.")) = ""
    url: words(gettext_lazy("Its address. Left out: the page's own.")) = ""
    source: words(gettext_lazy("The publisher's name. Left out: the page's own.")) = ""
    published: Annotated[date | None, BeforeValidator(iso_day)] = Field(
        None, description=gettext_lazy("Left out: looked for in the page.")
    )
    language: words(gettext_lazy("BCP 47. Left out: the page's own."), max_length=35) = ""


@router.post("/proposals", auth=Editor(may=("kb.add_article",)), openapi_extra=operation(
    ref("Reading"), problems=(401, 403, 413, 422), ok=(200, 201),
))  # fmt: skip
def propose_article(request, given: ArticleGiven):
    """Take in an article and propose the events it tells of. The same text again is the same article.

    Without a certain day of publication it stays a draft and nothing is proposed: relative dates cannot be read.
    The proposals themselves are for who may look at events; others get their number and ids.
    """
    try:
        article, created = intake.add_article(given.text, **given.dict(exclude={"text"}))
    except intake.IntakeError as why:
        raise Problem(422, str(why), param="text" if why.field == "file" else why.field) from why
    unread = ""
    if article.state == Article.State.READY:
        try:
            proposing.propose_events(article)
        except proposing.CannotRead as why:
            unread = str(why)
    elif article.state == Article.State.DRAFT:
        unread = _("its publication date is missing or doubtful; an editor must settle it")
    waiting = Event.objects.awaiting_review().filter(evidence__article=article).distinct().order_by("pk")
    ids = dict(waiting.values_list("pk", "public_id"))
    return json(
        {
            "article_id": article.pk,
            "title": article.title,
            "published": article.published,
            "state": article.state,
            "unread": unread or None,
            "waiting": len(ids),
            "event_ids": list(ids.values()),
            "proposals": records(ids) if may_any(request.auth, SEES_EVENTS) else None,
        },
        status=201 if created else 200,
    )


# records


@router.get("/proposals", auth=Editor(may=SEES_EVENTS), openapi_extra=operation(
    listed("proposals", "Record"), PAGED, problems=(401, 403),
))  # fmt: skip
def proposals(request):
    """What awaits an editor's decision, in the order it was proposed."""
    return keyed_list(request, "proposals", asked(request, ()), Event.objects.awaiting_review(), records)


@router.get("/events/{slug:public_id}/record", auth=Editor(may=SEES_EVENTS), openapi_extra=operation(
    ref("Record"), problems=(401, 403, 404),
))  # fmt: skip
def record(request, public_id: EventId):
    """An event as editors see it, whatever its status, with the version that a decision has to name."""
    asked(request, (), paged=False)
    return json(one_record(get_object_or_404(Event, public_id=public_id)))


class ParticipantGiven(Given):
    entity: Line
    role: Literal["actor", "recipient", "other"] = "other"


class Changes(Given):
    """What is left out stays as it is."""

    title: Line = ""
    summary: Lines = ""
    date: words(gettext_lazy("EDTF, or as people type it; null: not known.")) | None = None
    event_type: Literal["", *(code for code, _words in EVENT_TYPES)] = ""
    place: words(gettext_lazy("The slug of a place; null: not known.")) | None = None
    factuality: Literal[*Event.Factuality.values] = Event.Factuality.ACTUAL
    confidence: Literal["", *Event.Confidence.values] = ""
    flagged: bool = Field(False, strict=True)
    note: words(gettext_lazy("Private."), Lines) = ""
    correction_note: words(gettext_lazy("Readers see it."), Lines) = ""
    tags: list[Line] = Field([], description=gettext_lazy("Slugs of topics; they replace those there are."))
    participants: list[ParticipantGiven] = Field(
        [], description=gettext_lazy("They replace those there are; an entity is named by its slug.")
    )


class DecisionGiven(Given):
    verb: Literal["accept", "reject", "retract", "edit"]
    version: Annotated[
        int,
        Field(ge=1, le=2**31 - 1, description=gettext_lazy("The one that the record had when you read it.")),
        BeforeValidator(a_number),
    ]
    reason: words(gettext_lazy("Readers see that of a retraction."), max_length=300) = ""
    changes: Changes | None = Field(None, description=gettext_lazy("For the verb “edit”."))


@router.post("/events/{slug:public_id}/decisions", auth=Editor(may=("timeline.change_event",)), openapi_extra=operation(
    ref("Record"), problems=(401, 403, 404, 409, 413, 422),
))  # fmt: skip
def decide(request, public_id: EventId, given: DecisionGiven):
    """Accept, reject, retract or edit: one act of the log, which the desk can undo. Nobody is overwritten unseen."""
    event = get_object_or_404(Event, public_id=public_id)
    if (given.verb == "edit") != bool(given.changes and given.changes.model_fields_set):
        raise Problem(422, _("“edit” needs what is to be changed; no other verb takes it."), param="changes")
    if given.verb == "retract" and not given.reason.strip():
        raise Problem(422, _("Say why it is retracted; readers see the reason."), param="reason")
    act = {"by": request.auth, "version": given.version}
    try:
        if given.verb == "accept":
            review.accept([event], **act)
        elif given.verb == "reject":
            review.reject([event], reason=given.reason, **act)
        elif given.verb == "retract":
            review.retract(event, reason=given.reason, **act)
        else:
            review.edit(event, reason=given.reason, **act, **understood(given.changes))
    except decisions.Conflict as why:
        raise Problem(409, str(why), param="version", version=why.row.version) from why
    except review.NotPossible as why:
        raise Problem(409, str(why), param="verb") from why
    return json(one_record(event))


FIELDS = forms.fields_for_model(
    Event, [name for name in review.EDITABLE if name in Changes.model_fields and name != "place"]
)


def understood(changes: Changes) -> dict:
    """What review.edit takes; raises Problem for the first value that cannot be used."""
    said = changes.dict(exclude_unset=True)
    found = {}
    for name, value in said.items():
        if name in FIELDS:
            try:
                found[name] = FIELDS[name].clean(value)
            except ValidationError as why:
                raise Problem(422, why.messages[0], param=f"changes.{name}") from why
    if "place" in said:
        slug = said["place"]
        found["place"] = a_place(slug) if slug else None
    if "tags" in said:
        found["tags"] = [named(Tag.objects.all(), slug, "tags") for slug in said["tags"]]
    if "participants" in said:
        found["participants"] = [
            (named(Entity.objects.living(), one.entity, "participants"), one.role)
            for one in changes.participants  # what `said` has of them lacks the role that is left out
        ]
    return found


def a_place(slug: str) -> Entity:
    found = named(Entity.objects.living(), slug, "place")
    if found.kind != Entity.Kind.PLACE:
        raise Problem(422, _("“%s” is no place.") % slug[:100], param="changes.place")
    return found


def named(rows, slug: str, field: str):
    row = rows.filter(slug=slug).first()
    if row is None:
        said = _("There is nothing called “%s” here.") % slug[:100]
        raise Problem(422, said, param=f"changes.{field}")
    return row


def one_record(event: Event) -> dict:
    (row,) = records([event.pk])
    return row


def records(pks: Iterable[int]) -> list[dict]:
    whole = (
        Event.objects.filter(pk__in=pks)
        .select_related("place", "merged_into")
        .prefetch_related("tags", "participations__entity", "evidence")
    )
    return [record_of(event) for event in whole.order_by("pk")]


def record_of(event: Event) -> dict:
    plain = (
        "title", "summary", "date_display", "event_type", "factuality", "confidence", "flagged", "note",
        "correction_note", "retraction_reason",
    )  # fmt: skip
    return {
        "event_id": event.public_id,
        "status": event.status,
        "version": event.version,
        "revision": event.revision,
        "merged_into": event.merged_into and event.merged_into.public_id,
        **{name: getattr(event, name) for name in plain},
        "date_edtf": str(event.date) if event.date else None,
        "date_basis": event.date_basis,
        "place": event.place and event.place.slug,
        "tags": sorted(tag.slug for tag in event.tags.all()),
        "participants": [participant_of(one) for one in event.participations.all()],
        "evidence": [
            {
                "evidence_id": one.pk,
                "article_id": one.article_id,
                "quote": one.exact,
                "date_text": one.date_text,
                "date_edtf": str(one.date) if one.date else None,
                "rank": one.rank,
                "score": one.score,
                "safe": one.safe,
            }
            for one in event.evidence.all()
        ],
    }


def participant_of(one: Participation) -> dict:
    return {"entity": one.entity.slug, "name": one.entity.name, "role": one.role, "state": one.entity.state}
