"""What editors decide about proposals and events. Each verb is one act in the log, undone by one undo.

`version`, where a caller gives it, is the version the editor had on the screen: `decisions.Conflict` says
that somebody has changed the event since, and nothing is written.
"""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from kb.models import Entity
from timeline import decisions
from timeline.models import DateBasis, Event, Evidence, Participation, whole

EDITABLE = (
    "title",
    "summary",
    "date",
    "event_type",
    "place",
    "factuality",
    "confidence",
    "flagged",
    "flagged_for",
    "note",
    "correction_note",
)


class NotPossible(ValueError):
    """The event's status does not allow the act; the message says why."""


def accept(events, *, by, took_ms=None, version=None) -> int:
    """Publish proposals, all in one act; return how many. Their suggested participants become confirmed.

    A rejected event may be accepted after all; events already published are passed over.
    """
    return _decide("accept", events, _publish, by=by, took_ms=took_ms, version=version)


def reject(events, *, by, reason="", took_ms=None, version=None) -> int:
    return _decide("reject", events, _reject, by=by, reason=reason, took_ms=took_ms, version=version)


def retract(event: Event, *, by, reason: str, version=None) -> Event:
    """Take a published event back; its page says so, with the reason, for ever."""
    retract_all([event], by=by, reason=reason, version=version)
    return event


def retract_all(events, *, by, reason: str, version=None) -> int:
    if not reason.strip():
        raise NotPossible(_("Say why it is retracted; readers see the reason."))

    def deed(this, event):
        if event.status != Event.Status.PUBLISHED:
            raise NotPossible(_("“%s” is not published; only a published event can be retracted.") % event)
        this.change(event, status=Event.Status.RETRACTED, retraction_reason=reason)
        return True

    return _decide("retract", events, deed, by=by, public_note=reason[:500], version=version)


def edit(event: Event, *, by, version=None, participants=None, tags=None, reason="", **fields) -> Event:
    """Set what is given and leave the rest; a date an editor sets is the editor's.

    participants: (entity, role) pairs that replace those there are; tags likewise.
    """
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    if fields.get("flagged") is False:
        fields["flagged_for"] = None
    public_note = fields.get("correction_note", "")[:500]
    with decisions.act("edit", by=by, reason=reason, public_note=public_note) as this:
        return revise(
            this,
            this.lock(event, version),
            participants=participants,
            tags=tags,
            basis=DateBasis.EDITOR,
            **fields,
        )


def revise(this, event: Event, *, basis: DateBasis, participants=None, tags=None, **fields) -> Event:
    """Set what is given, as a part of an act; `basis` is that of a date that is set anew."""
    if "date" in fields and Event._meta.get_field("date").to_python(fields["date"]) != event.date:
        fields["date_basis"] = basis
    this.change(event, **fields)
    if tags is not None:
        this.set_tags(event, tags)
    others = participants is not None and set_participants(this, {event: participants})
    if event.status == Event.Status.PROPOSED and (others or this.differs(event)):
        this.change(event, touched=True)
    if event.status == Event.Status.PUBLISHED:
        confirm_involved(this, event)
    return event


def add_by_hand(*, by, evidence: list[Evidence], participants=(), tags=(), **fields) -> Event:
    """A new event an editor writes: published at once, proved by what the editor cites (the first is preferred)."""
    if not evidence:
        raise NotPossible(_("Say where it is written: an event needs evidence."))
    with decisions.act("add", by=by) as this:
        event = Event(date_basis=DateBasis.EDITOR if fields.get("date") else "", **fields)
        compose(this, event, evidence=evidence, participants=participants, tags=tags)
        publish(this, event)
    return event


def compose(this, event: Event, *, evidence: list[Evidence], participants, tags) -> Event:
    """Write a new event, the first of its evidence preferred, as a part of an act; a proposal until it is published."""
    this.create(event)
    for number, row in enumerate(evidence):
        row.event, row.date = event, event.date
        row.rank = Evidence.Rank.NORMAL if number else Evidence.Rank.PREFERRED
    this.create_all(evidence)
    this.set_tags(event, tags)
    this.create_all([Participation(event=event, entity=entity, role=role) for entity, role in participants])
    return event


def prefer(evidence: Evidence, *, by, version=None) -> Event:
    """Make this evidence's date the event's; the one preferred until now stays as a rival."""
    with decisions.act("prefer", by=by) as this:
        event = this.lock(evidence.event, version)
        before = event.evidence.filter(rank=Evidence.Rank.PREFERRED).exclude(pk=evidence.pk).first()
        if before is not None:
            this.change(before, rank=Evidence.Rank.NORMAL)
        this.change(evidence, rank=Evidence.Rank.PREFERRED)
        if evidence.date is not None:
            this.change(event, date=evidence.date, date_basis=evidence.date_basis)
    return event


def _decide(verb, events, deed, *, by, reason="", public_note="", took_ms=None, version=None) -> int:
    events = list(events)
    with decisions.act(verb, by=by, reason=reason, public_note=public_note, took_ms=took_ms) as this:
        there = this.lock_all([event.pk for event in events])
        decided = [event for event in events if deed(this, this.lock(event, version))]
        confirm_involved(
            this, *(there[event.pk] for event in decided if there[event.pk].status == Event.Status.PUBLISHED)
        )
    return len(decided)


def publish(this, event) -> None:
    """Make a proposal public, as a part of an act."""
    if _publish(this, event):
        confirm_involved(this, event)


def _publish(this, event) -> bool:
    """False where it is public already."""
    if event.status == Event.Status.PUBLISHED:
        return False
    if event.status not in (Event.Status.PROPOSED, Event.Status.REJECTED):
        raise NotPossible(_("“%s” has been merged or retracted; it cannot be accepted.") % event)
    this.change(event, status=Event.Status.PUBLISHED)
    return True


def confirm_involved(this, *events):
    """An editor who publishes an event has seen who took part, and where: suggested entities become confirmed."""
    prefetch_related_objects(events, *whole())
    involved = {entity for event in events for entity in decisions.entities_beside(event)}
    suggested = [entity for entity in involved if entity.state == Entity.State.SUGGESTED]
    this.change_all(sorted(suggested, key=lambda entity: entity.pk), state=Entity.State.CONFIRMED)


def _reject(this, event) -> bool:
    if event.status == Event.Status.REJECTED:
        return False
    if event.status != Event.Status.PROPOSED:
        raise NotPossible(_("“%s” is not a proposal; a published event is retracted, with a reason.") % event)
    this.change(event, status=Event.Status.REJECTED)
    return True


def set_participants(this, wanted) -> bool:
    """event -> (entity, role) pairs that replace those there are; whether any were others before."""
    gone, others, new = [], [], []
    for event, pairs in wanted.items():
        roles = dict(pairs)
        for row in event.participations.all():
            role = roles.pop(row.entity, None)
            if role is None:
                gone.append(row)
            elif role != row.role:
                row.role = role
                others.append(row)
        new += [Participation(event=event, entity=entity, role=role) for entity, role in roles.items()]
    this.delete_all(gone)
    this.change_all(others, beside=new)
    return bool(gone or others or new)
