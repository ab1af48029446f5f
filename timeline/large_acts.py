"""Mergers of names that thousands of rows know: an act cannot be done in parts, so where it would keep the editor
waiting, and a worker lives, the worker does it. Else it is done at once.
"""

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import gettext as _

from kb.models import Entity, Mention
from timeline import decisions, merging, proposing, states, tasks, telling, undoing, unmerging
from timeline.models import Decision, Event, Participation, Work
from timeline.review import NotPossible

AT_ONCE = 2000  # rows, while the editor waits: some seconds
REFUSED = (NotPossible, decisions.Conflict, undoing.CannotUndo)


def merge_entities(loser: Entity, *, into: Entity, by, **how) -> Entity | Work:
    known_to = Participation.objects.filter(entity=loser), Mention.objects.filter(entity=loser)
    rows = sum(
        found.order_by()[: AT_ONCE + 1].count() for found in (*known_to, Event.objects.filter(place=loser))
    )
    if rows <= AT_ONCE or not tasks.worker_lives():
        return merging.merge_entities(loser, into=into, by=by, **how)
    return tasks.start(
        "merge names", {"loser": loser.pk, "into": into.pk, "how": how}, by=by, total=1, name=str(loser)
    )


def unmerge(loser: Event | Entity, *, by) -> Event | Entity | Work:
    act = unmerging.act_that_merged(loser)
    if act is None or not is_large(act):
        return unmerging.unmerge(loser, by=by)
    model, pk = states.key_of(loser)
    return tasks.start("take apart", {"model": model, "pk": pk}, by=by, total=1, name=str(loser))


def undo(act: Decision, *, by) -> Decision | Work:
    if not is_large(act):
        return undoing.undo(act, by=by)
    undoing.check_still_stands(act)
    return tasks.start("undo whole", {"act": act.pk}, by=by, total=1, name=telling.said(act.verb))


def is_large(act: Decision) -> bool:
    return act.changes.order_by()[: AT_ONCE + 1].count() > AT_ONCE and tasks.worker_lives()


# by the worker (timeline.tasks)


def merge_names(progress, loser: int, into: int, how: dict) -> tuple[str, str]:
    loser, into = (Entity.objects.get(pk=pk) for pk in (loser, into))
    words = _("“%(name)s” is a part of “%(into)s” now.") % {"name": loser, "into": into}
    return done(
        progress, words, page(into), lambda by: merging.merge_entities(loser, into=into, by=by, **how)
    )


def take_apart(progress, model: str, pk: int) -> tuple[str, str]:
    loser = states.model_of(model).objects.get(pk=pk)
    words = _("“%s” stands by itself again.") % loser
    return done(progress, words, page(loser), lambda by: unmerging.unmerge(loser, by=by))


def undo_whole(progress, act: int) -> tuple[str, str]:
    act = Decision.objects.get(pk=act)
    words = _("Undone: %s.") % telling.said(act.verb)
    return done(
        progress, words, reverse("admin:index"), lambda by: proposing.read_again(undoing.undo(act, by=by))
    )


def done(progress, words: str, url: str, deed) -> tuple[str, str]:
    progress.go_on_or_stop()
    try:
        deed(get_user_model().objects.get(pk=progress.work.user_id))
    except REFUSED as why:
        words = _("Nothing was changed: %s") % why
    progress.step()
    return words, url


def page(record: Event | Entity) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])
