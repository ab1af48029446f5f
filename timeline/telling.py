"""The log in words: what an act is called, which columns of a row it changed, and how, with names in place of ids."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.dates import EdtfDate
from timeline.fields import EdtfDateField
from timeline.models import Change, Event

VERBS = {
    "accept": gettext_lazy("Accepted"),
    "add": gettext_lazy("Added"),
    "anchor": gettext_lazy("Gave a quote its words again"),
    "confirm": gettext_lazy("Confirmed"),
    "correct day": gettext_lazy("Corrected the day of publication"),
    "correct text": gettext_lazy("Corrected the text"),
    "cut": gettext_lazy("Changed what is cut"),
    "delete": gettext_lazy("Deleted"),
    "edit": gettext_lazy("Edited"),
    "evidence": gettext_lazy("Added evidence"),
    "flag": gettext_lazy("Flagged for a colleague"),
    "import": gettext_lazy("Imported"),
    "keep orphan": gettext_lazy("Kept a quote without its words"),
    "merge": gettext_lazy("Merged"),
    "prefer": gettext_lazy("Preferred another date"),
    "quote": gettext_lazy("Made a quote shorter or longer"),
    "redo": gettext_lazy("Done again"),
    "reject": gettext_lazy("Rejected"),
    "remove": gettext_lazy("Removed a quote"),
    "restore": gettext_lazy("Restored an earlier version"),
    "retract": gettext_lazy("Retracted"),
    "undo": gettext_lazy("Undone"),
    "unmerge": gettext_lazy("Taken apart again"),
    "untag": gettext_lazy("Took a topic off"),
    "withdraw": gettext_lazy("Withdrawn"),
}
# What an editor has not set, and still wants to know of.
ALSO_TOLD = {"timeline.evidence": {"anchor_state"}}
NOT_TOLD = {"id", "event", "entity", "read_at", "published_alternatives", "date_reasons"}
TOPICS = "tags"
LONGEST_COMPARED = 3000  # words of a text; a longer one is shown whole, before and after


def said(verb: str) -> str:
    return str(VERBS.get(verb, verb))


def columns_between(before: dict | None, after: dict | None) -> list[str]:
    """Where two states of a row differ."""
    before, after = before or {}, after or {}
    return [name for name in {**before, **after} if before.get(name) != after.get(name)]


def field_of(model: str, column: str) -> models.Field | None:
    """None for a column of earlier times."""
    name = column.removesuffix("_id")
    for one in (column, name):
        try:
            return apps.get_model(model)._meta.get_field(one)
        except FieldDoesNotExist:
            continue
    return None


def is_told(model: str, column: str) -> bool:
    of = field_of(model, column)
    if of is None or of.name in NOT_TOLD:
        return False
    return of.editable or of.name in ALSO_TOLD.get(model, ())


def label_of(model: str, column: str) -> str:
    of = field_of(model, column)
    return str(of.verbose_name) if of is not None else column


def labels_of(model: str, columns: Iterable[str]) -> str:
    """The names of columns as forms have them, those that nobody sees left out."""
    return ", ".join(label_of(model, column) for column in columns if is_told(model, column))


def name_of(row) -> str:
    """A row as a message names it: a part of an event with the event."""
    if isinstance(row, Change):
        return row.name
    event = getattr(row, "event", None)
    return f"{row} ({event})" if isinstance(event, Event) else str(row)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text that stand in both versions, or in the earlier ("del") or the later one ("ins") only."""

    words: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was and as it became; `pieces` where both are texts, word by word."""

    label: str
    before: str
    after: str
    pieces: list[Piece] = field(default_factory=list)


def words_between(before: str, after: str) -> list[Piece]:
    """What was taken out and what was put in, word by word.

    >>> [(p.kind, p.words) for p in words_between("Russia lifted it", "Russia ended it")]
    [('', 'Russia '), ('del', 'lifted'), ('ins', 'ended'), ('', ' it')]
    """
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    if max(len(old), len(new)) > LONGEST_COMPARED:
        return [piece for piece in (Piece(before, "del"), Piece(after, "ins")) if piece.words]
    pieces = []
    for change, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            pieces.append(Piece("".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece("".join(old[a:b]), "del"))
        if c < d:
            pieces.append(Piece("".join(new[c:d]), "ins"))
    return pieces


class Names:
    """What the ids in states of rows are the ids of: read at once, by a query a model and one for what is gone."""

    def __init__(self, states: Iterable[tuple[str, dict]]):
        wanted: dict[str, set[int]] = {}
        for model, state in states:
            for of in apps.get_model(model)._meta.concrete_fields:
                if of.is_relation and state.get(of.attname) is not None:
                    wanted.setdefault(of.related_model._meta.label_lower, set()).add(state[of.attname])
            if state.get(TOPICS):
                wanted.setdefault("kb.tag", set()).update(state[TOPICS])
        self._names = {model: self._read(model, pks) for model, pks in sorted(wanted.items())}
        gone = {model: pks - set(self._names[model]) for model, pks in wanted.items()}
        self._names_of_gone(gone)

    def name(self, model: str, pk: int) -> str:
        return self._names.get(model, {}).get(pk) or _("number %d, which is gone") % pk

    @staticmethod
    def _read(model: str, pks) -> dict[int, str]:
        known = apps.get_model(model)
        column = next(n for n in ("name", "title", "username", "pk") if n == "pk" or n in columns_of(known))
        return dict(known._base_manager.filter(pk__in=pks).values_list("pk", column))

    def _names_of_gone(self, gone: dict[str, set[int]]) -> None:
        asked = models.Q()
        for model, pks in gone.items():
            if pks:
                asked |= models.Q(model=model, row__in=pks)
        for change in Change.objects.filter(asked, after__isnull=True) if asked else ():
            self._names[change.model][change.row] = change.before.get("name") or change.before.get("title")


def columns_of(model) -> set[str]:
    return {of.name for of in model._meta.concrete_fields}


def value(model: str, column: str, given, names: Names) -> str:
    """A value of a column as an editor reads it; empty where there is none."""
    of = field_of(model, column)
    if given in (None, "", []):
        return ""
    if of is None:
        return str(given)
    if column == TOPICS:
        return ", ".join(sorted(names.name("kb.tag", pk) for pk in given))
    if of.is_relation:
        return names.name(of.related_model._meta.label_lower, given)
    if of.choices:
        return str(dict(of.flatchoices).get(given, given))
    if isinstance(of, EdtfDateField):
        return f"{EdtfDate.parse(given).words(_)} ({given})"
    if isinstance(given, bool):
        return _("yes") if given else _("no")
    if isinstance(of, models.DateTimeField):
        return date_format(of.to_python(given), "DATETIME_FORMAT")
    if isinstance(of, models.DateField):
        return date_format(of.to_python(given))
    if isinstance(given, list):
        return "; ".join(cut_words(one) for one in given)
    return str(given)


def cut_words(item) -> str:
    """
    >>> cut_words({"start": 3, "end": 9, "reason": "caption"})
    'caption (3–9)'
    """
    if isinstance(item, dict) and {"start", "end", "reason"} <= item.keys():
        return f"{item['reason']} ({item['start']}–{item['end']})"
    return str(item)


def differences(model: str, before: dict | None, after: dict | None, names: Names) -> list[Difference]:
    """What of a row is another, field by field, in the order of its form."""
    told = []
    for column in columns_between(before, after):
        if not is_told(model, column):
            continue
        old, new = (value(model, column, (state or {}).get(column), names) for state in (before, after))
        of = field_of(model, column)
        texts = isinstance(of, (models.TextField, models.CharField)) and not of.choices
        pieces = (
            words_between(old, new) if texts and old and new and not isinstance(of, EdtfDateField) else []
        )
        told.append(Difference(str(of.verbose_name), old, new, pieces))
    return told
