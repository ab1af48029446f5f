"""What has changed in a record since it became public, in words for readers: never who, never why in private."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from timeline.dates import EdtfDate
from timeline.models import Change, Event


@dataclass(frozen=True, slots=True)
class Entry:
    at: dt.datetime
    revision: int
    words: list[str]
    note: str = ""


def history(event: Event) -> list[Entry]:
    """One entry a public change, the first first.

    The log is the one of the desk; an act is public if it has raised the event's revision.
    """
    changes = (
        Change.objects.filter(event=event, revision__isnull=False)
        .select_related("decision__undoes")
        .order_by("id")
    )
    entries, revision = [], 0
    for decision, group in groupby(changes, key=lambda change: change.decision):
        rows = list(group)
        if rows[-1].revision <= revision:
            continue
        revision = rows[-1].revision
        words = _words(rows, event) or [_("The record was revised.")]
        entries.append(Entry(decision.at, revision, words, decision.public_note))
    return entries


def _words(rows: list[Change], event: Event) -> list[str]:
    record = next((row for row in rows if row.model == "timeline.event" and row.row == event.pk), None)
    if record is not None and record.after is not None:
        if record.before is None or record.before["status"] != record.after["status"]:
            return _status_words(record)  # what the act did besides belongs to the publication
    said = _record_words(record.before, record.after) if record is not None and record.after else []
    undone = rows[0].decision.undoes
    if undone is not None and undone.verb == "merge":
        said = [_("A record that had been joined to this one stands by itself again, with its sources.")]
    evidence = [row for row in rows if row.model == "timeline.evidence"]
    return said + _evidence_words(evidence, event) + _people_words(rows)


def _record_words(before: dict, after: dict) -> list[str]:
    said = []
    if before["title"] != after["title"]:
        said.append(_("Title changed; it was “%(title)s”.") % {"title": before["title"]})
    if before["date"] != after["date"]:
        dates = {"old": _date_words(before["date"]), "new": _date_words(after["date"])}
        said.append(_("Date changed from %(old)s to %(new)s.") % dates)
    plain = {
        "summary": _("Summary changed."),
        "event_type": _("Type changed."),
        "place_id": _("Place changed."),
        "tags": _("Topics changed."),
        "factuality": _("Whether it happened was corrected."),
        "confidence": _("The editor's confidence changed."),
    }
    return said + [words for field, words in plain.items() if before.get(field) != after.get(field)]


def _status_words(record: Change) -> list[str]:
    status = record.after["status"]
    if status == Event.Status.PUBLISHED:
        before = bool(record.before and record.before["first_published_at"])
        return [_("Published again.") if before else _("Published.")]
    if status == Event.Status.RETRACTED:
        return [_("Retracted.")]
    return [_("Taken back from the public.")]


def _evidence_words(rows: list[Change], event: Event) -> list[str]:
    said = []
    if any(row.before and row.after and row.before["event_id"] != event.pk for row in rows):
        said.append(_("Another record of the same event was joined to this one, with its sources."))
    elif any(row.before is None for row in rows):
        said.append(_("A source was added."))
    if any(row.after is None for row in rows):
        said.append(_("A source was removed."))
    if any(_became_preferred(row) for row in rows):
        said.append(_("Another source's date is preferred now."))
    return said


def _became_preferred(row: Change) -> bool:
    return bool(row.before and row.after and row.after["rank"] == "preferred" != row.before["rank"])


def _people_words(rows: list[Change]) -> list[str]:
    changed = any(row.model == "timeline.participation" for row in rows)
    return [_("Participants changed.")] if changed else []


def _date_words(edtf: str | None) -> str:
    return EdtfDate.parse(edtf).words(_) if edtf else _("not known")
