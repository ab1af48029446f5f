"""Two records of one become one: nothing of either is lost, and the other's id leads there for ever.

What came of it is taken apart again by timeline.unmerging, from the log.
"""

from django.utils.translation import gettext as _

from kb.models import Alias, Entity, Mention
from timeline import decisions
from timeline.models import Event, Evidence, Participation
from timeline.review import NotPossible, confirm_involved, set_participants

TAKING = (Event.Status.PROPOSED, Event.Status.PUBLISHED)  # what another event can be merged into
# What the survivor may take over from the other, where an editor says so.
OF_EVENTS = ("title", "date", "summary", "event_type", "place", "factuality", "confidence")
OF_ENTITIES = (
    *("name", "kind", "description", "wikidata", "iso3", "latitude", "longitude", "geo_precision"),
)


def merge(
    loser: Event, *, into: Event, by, taking=(), participants=None, tags=None, took_ms=None, version=None,
    into_version=None,
) -> Event:  # fmt: skip
    """Give `into` all that proves the loser; return it.

    The survivor keeps its status, and of what it says all but the fields in `taking`, which it gets from the loser;
    the loser's quotes, participants and tags are added. Where the dates cannot both hold, the survivor is disputed and
    readers see both. `version` and `into_version` are those the editor has seen of the two. `participants` and `tags`,
    as review.edit takes them, are first given to the loser.
    """
    check_fields(taking, OF_EVENTS)
    if loser.pk == into.pk:
        raise NotPossible(_("An event cannot be merged into itself."))
    with decisions.act("merge", by=by, took_ms=took_ms) as this:
        merged_before = lock_both(this, loser, into)
        loser, into = this.lock(loser, version), this.lock(into, into_version)
        if Event.Status.MERGED in (loser.status, into.status):
            raise NotPossible(_("One of the two has been merged already."))
        if into.status not in TAKING:
            raise NotPossible(_("“%s” has been rejected or retracted; nothing can be merged into it.") % into)
        if loser.revision and into.status != Event.Status.PUBLISHED:
            raise NotPossible(
                _("“%s” has been public; it can only be merged into a published event.") % loser
            )
        tags = set(loser.tags.all() if tags is None else tags)
        own, theirs = ({row.entity: row.role for row in one.participations.all()} for one in (into, loser))
        theirs = theirs if participants is None else dict(participants)
        unite_quotes(this, loser, into, dated_by_the_loser="date" in taking)
        set_participants(this, {into: theirs | own, loser: theirs})
        this.set_all_tags({into: {*into.tags.all(), *tags}, loser: tags})
        this.change_all(merged_before, merged_into=into)
        fields = {name: getattr(loser, name) for name in taking}
        if "date" in fields:
            fields["date_basis"] = loser.date_basis
        if into.status == Event.Status.PROPOSED:
            fields["touched"] = True
        this.change(into, **fields)
        this.change(loser, status=Event.Status.MERGED, merged_into=into)
        if into.status == Event.Status.PUBLISHED:
            confirm_involved(this, into)
    return into


def lock_both(this, loser: Event, into: Event) -> list[Event]:
    """At once, with those merged into the loser before, which are given back; NotPossible where one is gone."""
    there = this.lock_to_merge(loser.pk, into.pk)
    if not {loser.pk, into.pk} <= there.keys():
        raise NotPossible(_("One of the two is not there any more."))
    return list(there.values())[2:]


def check_fields(taking, known) -> None:
    if unknown := set(taking) - set(known):
        raise TypeError(f"not to be taken over: {', '.join(sorted(unknown))}")


def unite_quotes(this, loser: Event, into: Event, *, dated_by_the_loser: bool) -> None:
    """One quote stays preferred: the one whose date the survivor has."""
    quotes = sorted(loser.evidence.all(), key=lambda e: e.pk)
    dating = next((row for row in quotes if row.rank == Evidence.Rank.PREFERRED), None)
    if dating is not None and dated_by_the_loser:
        for row in [row for row in into.evidence.all() if row.rank == Evidence.Rank.PREFERRED]:
            this.change(row, rank=Evidence.Rank.NORMAL)
    elif dating is not None:
        dating.rank = Evidence.Rank.NORMAL
    if quotes:
        this.change_all(quotes, event=into)


def merge_entities(loser: Entity, *, into: Entity, by, taking=(), version=None, into_version=None) -> Entity:
    """Make the loser a part of `into`: its names, mentions, participations and places follow; return `into`.

    The loser's own name becomes another name of the survivor, unless it has it. Where an event names both, it names
    the survivor in the survivor's role. A survivor that was suggested is confirmed if the loser was.
    """
    check_fields(taking, OF_ENTITIES)
    if loser.pk == into.pk:
        raise NotPossible(_("Nobody can be merged into themselves."))
    with decisions.act("merge", by=by) as this:
        loser, into = lock_entities(loser, into, versions={loser.pk: version, into.pk: into_version})
        if Entity.State.MERGED in (loser.state, into.state):
            raise NotPossible(_("One of the two has been merged already."))
        fields = {name: getattr(loser, name) for name in taking}
        if loser.state == Entity.State.CONFIRMED:
            fields["state"] = Entity.State.CONFIRMED
        names_before = into.name, loser.name
        this.change(into, **fields)
        unite_names(this, loser, into, names_before)
        present = set(Participation.objects.filter(entity=into).values_list("event_id", flat=True))
        theirs = list(Participation.objects.filter(entity=loser).order_by("pk"))
        this.delete_all([row for row in theirs if row.event_id in present])
        this.change_all([row for row in theirs if row.event_id not in present], entity=into)
        here = this.lock_all(Event.objects.filter(place=loser).values_list("pk", flat=True))
        this.change_all(list(here.values()), place=into)
        this.change_all(list(Mention.objects.filter(entity=loser)), entity=into)
        this.change_all(list(Entity.objects.filter(merged_into=loser)), merged_into=into)
        this.change(loser, state=Entity.State.MERGED, merged_into=into)
    return into


def lock_entities(*entities: Entity, versions) -> list[Entity]:
    """As they stand now, locked; Conflict where one is not at the version the editor saw."""
    pks = [entity.pk for entity in entities]
    present = {row.pk: row for row in decisions.rows_of(Entity, pks)}
    for row in present.values():
        if versions[row.pk] is not None and row.version != versions[row.pk]:
            raise decisions.Conflict(row, decisions.last_writer("kb.entity", row.pk))
    return [present[pk] for pk in pks]


def unite_names(this, loser: Entity, into: Entity, names_before) -> None:
    """All names either went by; an alias that both have, or that is the survivor's name, stays with the loser."""
    known = {into.name, *into.aliases.values_list("name", flat=True)}
    moving = [alias for alias in loser.aliases.all() if alias.name not in known]
    this.change_all(moving, entity=into)
    known |= {alias.name for alias in moving}
    for name in dict.fromkeys(names_before):
        if name not in known:
            this.create(Alias(entity=into, name=name))
