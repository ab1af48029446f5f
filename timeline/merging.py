"""Two records of one happening become one: quotes united, rival dates kept, the other id redirects for ever."""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from timeline import decisions
from timeline.models import Event, Evidence, Participation, whole
from timeline.review import NotPossible, confirm_involved

TAKING = (Event.Status.PROPOSED, Event.Status.PUBLISHED)  # what another event can be merged into


def merge(loser: Event, *, into: Event, by, took_ms=None, version=None, into_version=None) -> Event:
    """Give `into` all that proves the loser; return it.

    The survivor keeps its title, date and status; the loser's quotes, participants and tags are added. Where
    the dates cannot both hold, the survivor is disputed and readers see both. `version` and `into_version` are those
    the editor has seen of the two.
    """
    if loser.pk == into.pk:
        raise NotPossible(_("An event cannot be merged into itself."))
    with decisions.act("merge", by=by, took_ms=took_ms) as this:
        seen = {loser.pk: version, into.pk: into_version}
        in_order = sorted((loser, into), key=lambda e: e.pk)  # one order of locking for everybody
        locked = {e.pk: this.lock(e, seen[e.pk]) for e in in_order}
        loser, into = locked[loser.pk], locked[into.pk]
        if Event.Status.MERGED in (loser.status, into.status):
            raise NotPossible(_("One of the two has been merged already."))
        if into.status not in TAKING:
            raise NotPossible(_("“%s” has been rejected or retracted; nothing can be merged into it.") % into)
        if loser.revision and into.status != Event.Status.PUBLISHED:
            raise NotPossible(
                _("“%s” has been public; it can only be merged into a published event.") % loser
            )
        prefetch_related_objects([loser, into], *whole())
        quotes = sorted(loser.evidence.all(), key=lambda e: e.pk)
        topics = {*into.tags.all(), *loser.tags.all()}
        more_topics = len(topics) > len(into.tags.all())
        present = {row.entity_id for row in into.participations.all()}
        joining = [row for row in loser.participations.all() if row.entity_id not in present]
        for row in quotes:
            this.change(row, event=into, rank=_rank_beside(row))
        for row in joining:
            this.create(Participation(event=into, entity=row.entity, role=row.role))
        if more_topics:
            this.set_tags(into, topics)
        for earlier in Event.objects.filter(merged_into=loser):
            this.change(earlier, merged_into=into)
        this.change(loser, status=Event.Status.MERGED, merged_into=into)
        if into.status == Event.Status.PROPOSED:
            this.change(into, touched=True)
        if into.status == Event.Status.PUBLISHED:
            confirm_involved(this, into)
    return into


def _rank_beside(row: Evidence) -> str:
    return Evidence.Rank.NORMAL if row.rank == Evidence.Rank.PREFERRED else row.rank
