"""Why this date? The chain from the words of the source to the days they leave possible."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from timeline.dates import EdtfDate, NotADate
from timeline.models import DateBasis, Event, Evidence


@dataclass(frozen=True, slots=True)
class Step:
    words: str
    code: bool = False  # to be set as code: the EDTF itself


def why(event: Event, evidence: Evidence | None) -> list[Step]:
    """The steps for the event's date; `evidence` is the one it is taken from, where there is one."""
    if event.date is None:
        return [Step(_("no source says when"))]
    steps = []
    if evidence is not None and evidence.date_text:
        steps.append(Step(_("the source says “%(words)s”") % {"words": evidence.date_text}))
    if evidence is not None and evidence.date == event.date and event.date_basis != DateBasis.EDITOR:
        steps += _reading(evidence)
    else:
        steps.append(Step(_given(event)))
    return [*steps, Step(str(event.date), code=True), Step(event.date.bounds_words(_))]


def _reading(evidence: Evidence) -> list[Step]:
    words = evidence.reading_words() or str(evidence.get_date_basis_display())
    steps = [Step(words)] if words else []
    anchor = _anchor_words(evidence.date_anchor)
    if anchor and anchor not in words and not any("anchor" in reason for reason in evidence.date_reasons):
        steps.append(Step(_("read against %(date)s") % {"date": anchor}))
    return steps


def _anchor_words(anchor: str) -> str:
    if not anchor:
        return ""
    try:
        return EdtfDate.parse(anchor).words(_)
    except NotADate:
        return anchor


def _given(event: Event) -> str:
    """Who gave a date that no quote's reading stands for."""
    return {
        DateBasis.PUBLICATION: _("an editor takes the day of publication for it"),
        DateBasis.IMPORT: _("it came with imported data"),
        DateBasis.EXPLICIT: _("stated in full"),
    }.get(event.date_basis, _("an editor set the date"))


def left_open(event: Event) -> str:
    """What is not shown because nobody said it."""
    if event.date is None:
        return _("The event is listed among those whose date is not known.")
    if event.kind == "span" or event.precision == "day":
        return ""
    return _("No source gives the day, so none is shown.")
