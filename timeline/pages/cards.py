"""What a card of the list says about an event, and the rows it takes to say it in a fixed number of queries."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kb.models import Entity, Tag
from timeline import search
from timeline.dates import EdtfDate, part_and_whole
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import Event, Evidence, Participation
from timeline.pages.marking import found
from timeline.pages.quotes import quote_of

TYPES = dict(EVENT_TYPES)
RANKS = {Evidence.Rank.PREFERRED: 0, Evidence.Rank.NORMAL: 1, Evidence.Rank.DEPRECATED: 2}
NOT_STATED = {
    "month": "day",
    "season": "month",
    "quarter": "month",
    "half": "month",
    "year": "month",
    "decade": "year",
    "century": "year",
}


def evidence_for_pages():
    """Evidence with the article and publisher it names, without the articles' texts."""
    return Evidence.objects.select_related("article__source").only(
        *(
            "event",
            "citation",
            "url",
            "archived_url",
            "exact",
            "start",
            "end",
            "anchor_state",
            "rank",
            "note",
        ),
        *("date_text", "date_start", "date", "date_basis", "date_anchor", "date_rule"),
        *("date_reading", "date_reasons"),
        *(
            "article__title",
            "article__url",
            "article__published",
            "article__state",
            "article__language",
            "article__syndication_group",
        ),
        *("article__source__name", "article__source__slug"),
    )


def with_cards(events: Iterable[Event], words: search.Words | None = None) -> list[Event]:
    """The events, each with `.card`; four queries however many there are. `words`: those searched for."""
    events = list(events)
    prefetch_related_objects(
        events,
        Prefetch("participations", Participation.objects.select_related("entity")),
        Prefetch("place", Entity.objects.only("name", "slug", "state")),
        Prefetch("tags", Tag.objects.only("name", "slug")),
        Prefetch("evidence", evidence_for_pages()),
    )
    for event in events:
        event.card = Card(event, words)
    return events


class Card:
    """Words for one event; reads only what `with_cards` has fetched."""

    def __init__(self, event: Event, words: search.Words | None = None):
        self.event = event
        self.title, self.summary = found(event.title, words), found(event.summary, words)
        self.note = date_note(event)
        self.iso = iso_when_plain(event)
        self.badges = badges(event)
        self.roles = [p for p in event.participations.all() if p.entity.state == Entity.State.CONFIRMED]
        self.who = [p.entity for p in self.roles]
        self.place = event.place if event.place and event.place.state == Entity.State.CONFIRMED else None
        self.sources = sources_words(event)
        self.type_name = _(TYPES[event.event_type]) if event.event_type in TYPES else ""
        self.type = _("type: %s") % self.type_name if self.type_name else ""
        self.proof = first_proof(event, words)
        # As its title is made of words of its article.
        self.language = self.proof.article.language if self.proof and self.proof.article else ""
        self.proof_url = address_of(self.proof) if self.proof else ""
        self.unfolded = bool(self.proof and words and only_in_quote(event, self.proof, words))


def ranked(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The preferred one first, then as they came in; deprecated ones last."""
    return sorted(evidence, key=lambda e: (RANKS[e.rank], e.pk))


def first_proof(event: Event, words: search.Words | None = None) -> Evidence | None:
    """The evidence whose quote a card shows, with its `quote`; None where there are no words to show."""
    for evidence in ranked(event.evidence.all()):
        if evidence.exact:
            evidence.quote = quote_of(evidence, words)
            return evidence
    return None


def address_of(evidence: Evidence) -> str:
    """Where its source stands outside this site; empty for one without an address."""
    return evidence.article.url if evidence.article else evidence.url


def only_in_quote(event: Event, proof: Evidence, words: search.Words) -> bool:
    """Whether the quote is what shows why a search found the event."""
    elsewhere = any(search.hits(text, words) for text in (event.title, event.summary))
    return not elsewhere and bool(search.hits(proof.exact, words))


def date_note(event: Event) -> str:
    """The small words under a date that is not a plain day: what its source leaves open."""
    if event.date is None or event.kind == "span":
        return ""
    if event.qualifier != "exact":
        return "" if event.qualifier == "uncertain" else _("approximate")  # "(uncertain)" is said by the date
    if event.precision == "range":
        return _range_note(event.date)
    return {"day": _("day not stated"), "month": _("month not stated"), "year": _("year not stated")}.get(
        NOT_STATED.get(event.precision), ""
    )


def _range_note(when: EdtfDate) -> str:
    """ "late 2015" asks for its bounds; "between June and November 2014" has said them."""
    (first, last), *others = when.pieces
    if not others and first and last and part_and_whole(first, last):
        return when.bounds_words(_)
    return _("day not stated")


def badges(event: Event) -> list[str]:
    said = []
    if event.disputed:
        said.append(_("Sources differ"))
    if event.correction_note:
        said.append(_("Corrected"))
    if event.factuality == Event.Factuality.PLANNED:
        said.append(_("Planned"))
    elif event.factuality == Event.Factuality.NEGATED:
        said.append(_("Did not happen"))
    elif event.factuality == Event.Factuality.REPORTED:
        said.append(_("Reported, not established"))
    return said


def sources_words(event: Event) -> str:
    """How many speak for the event; copies of one agency text are one voice."""
    number = event.independent_source_count
    if number == 0:
        return _("no source")
    if number == 1 and event.source_count == 1:
        return _("1 source")
    words = ngettext("%d independent source", "%d independent sources", number) % number
    return _("%(sources)s, which differ on the date") % {"sources": words} if event.disputed else words


def iso_when_plain(event: Event) -> str:
    """What HTML's <time datetime> allows: a day, a month or a year that is exact; else nothing."""
    if event.date is None or event.qualifier != "exact" or event.kind != "point":
        return ""
    return str(event.date) if event.precision in ("day", "month", "year") else ""
