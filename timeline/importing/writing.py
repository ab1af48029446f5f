"""What was judged, written: each deed by the editors' verbs, as a part of one act of the log."""

from django.db.models import Q

from kb.models import Entity, free_slug
from timeline import review
from timeline.importing.outcomes import Draft, Revision
from timeline.models import DateBasis, Event, Participation

LONGEST_NAME = Entity._meta.get_field("name").max_length


class Writer:
    """Writes deeds within an act; `publish`: new events are public at once, else they wait for review."""

    def __init__(self, *, publish: bool = False):
        self._publish = publish
        self._found = {}

    def write(self, this, deed: Revision | Draft) -> Event:
        """Raises decisions.Conflict where somebody has changed the event since it was judged."""
        return self._revised(this, deed) if isinstance(deed, Revision) else self._drafted(this, deed)

    def _revised(self, this, deed: Revision) -> Event:
        event = this.lock(Event(pk=deed.event), deed.version)
        participants = None if deed.actors is None else roles_kept(event, deed.actors)
        return review.revise(
            this, event, basis=DateBasis.IMPORT, participants=participants, tags=deed.tags, **deed.fields
        )

    def _drafted(self, this, deed: Draft) -> Event:
        event = Event(date_basis=DateBasis.IMPORT if deed.fields.get("date") else "", **deed.fields)
        if deed.place_name and event.place is None:
            event.place = self._named(deed.place_name, Entity.Kind.PLACE)
        who = dict.fromkeys(deed.actors) | dict.fromkeys(
            filter(None, (self._named(name, Entity.Kind.ORGANISATION) for name in deed.actor_names))
        )
        for row in deed.evidence:
            row.date_basis = event.date_basis
        participants = [(entity, Participation.Role.OTHER) for entity in who]
        review.compose(this, event, evidence=deed.evidence, participants=participants, tags=deed.tags)
        if self._publish:
            review.publish(this, event)
        return event

    def _named(self, name: str, kind: str) -> Entity | None:
        key = name.casefold(), kind
        if key not in self._found:
            self._found[key] = named(name, kind)
        return self._found[key]


def named(name: str, kind: str) -> Entity | None:
    """The one that has this very name, or goes by it; suggested as a new one where nobody or more than one does."""
    name = " ".join(name.split())[:LONGEST_NAME].replace("|", " ")
    if not any(map(str.isalnum, name)):
        return None
    by_name = Q(name__iexact=name) | Q(aliases__name__iexact=name)
    found = list(Entity.objects.living().filter(by_name).distinct().order_by("id"))
    for fitting in (found, [entity for entity in found if entity.kind == kind]):
        if len(fitting) == 1:
            return fitting[0]
    return Entity.objects.create(name=name, kind=kind, slug=free_slug(Entity, name))


def roles_kept(event: Event, actors: list[Entity]) -> list[tuple[Entity, str]]:
    """The wanted ones, each in the role it has; those no export shows, because nobody confirmed them, stay."""
    there = {p.entity: p.role for p in event.participations.select_related("entity")}
    hidden = [(e, role) for e, role in there.items() if e.state != Entity.State.CONFIRMED]
    return [*hidden, *((e, there.get(e, Participation.Role.OTHER)) for e in actors)]
