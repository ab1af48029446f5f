"""Where the engine meets the database: read first, then write in one short transaction."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kb.linking import Linker, cuts_of, entity_named, link_article
from kb.models import Article, Entity
from kb.syndication import grouped_anew
from timeline import corroboration, engine, search
from timeline.decisions import act
from timeline.engine.scoring import SAFE_SCORE, score
from timeline.models import DateBasis, Decision, Event, Evidence, Participation
from timeline.refitting import weights_in_force

logger = logging.getLogger(__name__)

METHOD = "rule:timeline.engine@1"
LONGEST_TITLE = Event._meta.get_field("title").max_length


class CannotRead(ValueError):
    """The article cannot be read for events as it stands; the message says what is missing."""


def propose_events(article: Article) -> list[Event]:
    """Store what the engine reads in one article as proposals; return the new ones.

    Safe to run again: what an editor has decided or touched stays as the editor left it, and so does
    evidence from other articles; untouched proposals are replaced. A fault of the reader's is logged, and noted on
    the article, of which nothing else is another: it CannotRead.
    """
    try:
        return _propose(article)
    except CannotRead:
        raise
    except Exception as fault:  # whichever: who waits is to learn that the article is kept
        logger.exception("Article %s could not be read", article.pk)
        why = words_of(fault)
        there = Article.objects.filter(pk=article.pk).exclude(state=Article.State.WITHDRAWN)
        there.update(state=Article.State.FAILED, failure=why)
        article.state, article.failure = Article.State.FAILED, why
        raise CannotRead(why) from fault


def look(text: str, published, cuts) -> list[engine.Finding]:
    """What would be read of a text that is not stored, or not with that day and those cuts. CannotRead as above."""
    try:
        return engine.read(text, published, cuts)
    except Exception as fault:
        logger.exception("A text could not be looked at")
        raise CannotRead(words_of(fault)) from fault


def words_of(fault: Exception) -> str:
    return _("a fault of the program stopped the reading (%s)") % type(fault).__name__


def _propose(article: Article) -> list[Event]:
    if article.state == Article.State.WITHDRAWN:
        raise CannotRead(_("it has been withdrawn"))
    if article.published is None:
        raise CannotRead(_("its publication date is not known; relative dates cannot be read without it"))
    if article.published_doubtful:
        raise CannotRead(
            _("its publication date is doubtful (%s); an editor must settle the day first")
            % ", ".join([str(article.published), *article.published_alternatives])
        )
    findings = findings_in(article)  # slow: no lock is held
    with transaction.atomic():
        present = Article.objects.select_for_update().get(pk=article.pk)
        if (present.text_sha256, present.published, present.cuts) != (
            article.text_sha256, article.published, article.cuts,
        ):  # fmt: skip
            raise CannotRead(_("it was changed while it was being read; read it again"))
        Event.objects.untouched_proposals_of(present).delete()
        decided = list(Evidence.objects.filter(article=present))
        group_copies(present)
        names = Names(present)
        proposed = [store(f, present, names) for f in findings if not any(decides(e, f) for e in decided)]
        present.state, present.read_at, present.failure = Article.State.READ, timezone.now(), ""
        present.save(update_fields=["state", "read_at", "failure", "updated_at"])
        mark_safe_ones(proposed)
    article.state, article.read_at = present.state, present.read_at
    return proposed


def read_all(progress, ids: list[int]) -> tuple[str, str]:
    """Long work (timeline.tasks): read these articles, again where they have been read."""
    for pk in progress.each(ids):
        article = Article.objects.filter(pk=pk).first()
        if article is None:
            progress.skip(str(pk), _("it is no longer there"))
            continue
        try:
            progress.count(read=1, proposed=len(propose_events(article)))
        except CannotRead as why:
            progress.skip(str(article), str(why), reverse("admin:kb_article_change", args=[pk]))
    words = _("%(read)d read; events proposed: %(proposed)d.")
    counts = {"read": progress.counts["read"], "proposed": progress.counts["proposed"]}
    return words % counts, reverse("admin:timeline_event_changelist")


def findings_in(article: Article) -> list[engine.Finding]:
    """What the engine reads in the article's text, its cuts masked, scored by what editors' decisions have taught;
    nothing is stored."""
    weights = weights_in_force()
    found = engine.read(article.text, article.published, cuts_of(article))
    scores = [score(finding.score_parts, weights) for finding in found]
    return [
        replace(finding, score=chance, score_parts=parts)
        for finding, (chance, parts) in zip(found, scores, strict=True)
    ]


class Names:
    """The entities one article names. What an editor's aliases say comes first, then a suggestion."""

    def __init__(self, article: Article):
        self.linker = Linker.from_db()
        self.mentions = link_article(article, self.linker)
        self.known = Entity.objects.in_bulk({mention.entity_id for mention in self.mentions})

    def entity(self, participant: engine.Participant, kind: str) -> Entity | None:
        """Who is meant at that place of the text; a new suggestion where nobody is known, None where no kind is."""
        for mention in self.mentions:
            if participant.start <= mention.start and mention.end <= participant.end:
                return self.known[mention.entity_id]
        return entity_named(participant.text, kind, self.linker)


def decides(evidence: Evidence, finding: engine.Finding) -> bool:
    """Whether the finding is what this evidence already holds: the same date words, an overlapping trigger."""
    return (
        evidence.trigger_start is not None
        and evidence.anchor_state != Evidence.AnchorState.ORPHAN
        and evidence.date_text == finding.date_text
        and evidence.trigger_start < finding.trigger_end
        and finding.trigger_start < evidence.trigger_start + len(evidence.trigger)
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading an article again makes of its proposals that no editor has touched."""

    stay: list[Event]
    move: list[tuple[Event, engine.Finding]]  # the same happening, at another date
    go: list[Event]
    come: list[engine.Finding]


def outcome(findings: list[engine.Finding], rows: list[Evidence], untouched: set[int]) -> Outcome:
    """Said before anything is stored. `rows`: the article's evidence, of which that of untouched proposals is replaced."""
    left = [f for f in findings if not any(decides(e, f) for e in rows if e.event_id not in untouched)]
    result = Outcome([], [], [], left)
    for row in rows:
        if row.event_id not in untouched:
            continue
        same = next((f for f in result.come if decides(row, f)), None)
        if same is None:
            result.go.append(row.event)
            continue
        result.come.remove(same)
        if same.date == row.event.date:
            result.stay.append(row.event)
        else:
            result.move.append((row.event, same))
    return result


def read_again(decision: Decision) -> None:
    """Read what an act that has just been done, or its undo, has left unread; what cannot be read stays so."""
    changed = [pk for model, pk in decision.rows if model == "kb.article"]
    for article in Article.objects.unread().filter(pk__in=changed):
        with suppress(CannotRead):
            propose_events(article)


def store(finding: engine.Finding, article: Article, names: Names) -> Event:
    place = names.entity(finding.place, Entity.Kind.PLACE) if finding.place else None
    event = Event.objects.create(
        title=finding.title[:LONGEST_TITLE],
        date=finding.date,
        date_basis=DateBasis(finding.basis),
        event_type=finding.event_type,
        factuality=finding.factuality,
        place=place,
    )
    roles = {}
    for participant in finding.participants:
        entity = names.entity(participant, participant.kind)
        if entity is not None:
            roles.setdefault(entity, participant.role)
    Participation.objects.bulk_create(Participation(event=event, entity=e, role=r) for e, r in roles.items())
    Evidence.objects.create(event=event, rank=Evidence.Rank.PREFERRED, **evidence_of(finding, article))
    corroboration.derive(event)
    event.search_tokens = search.event_tokens(event)
    event.save()
    return event


def evidence_of(finding: engine.Finding, article: Article) -> dict:
    return {
        **Evidence.place(article, finding.start, finding.end),
        "trigger": finding.trigger,
        "trigger_start": finding.trigger_start,
        "date_text": finding.date_text,
        "date_start": finding.date_start,
        "date": finding.date,
        "date_basis": DateBasis(finding.basis),
        "date_anchor": finding.anchor or "",
        "date_rule": finding.rule,
        "date_reading": finding.reading[:300],
        "date_reasons": [reason.kept() for reason in finding.reasons],
        "alternatives": [str(date) for date in finding.alternatives],
        "method": METHOD,
        "score": round(finding.score, 4),
        "score_parts": finding.score_parts,
    }


def group_copies(article: Article) -> None:
    """Note what has turned out to be copies of one text, so that the voices behind their events are counted anew."""
    group, joining = grouped_anew(article)
    locked = Article.objects.select_for_update().filter(pk__in=[a.pk for a in joining])
    with act("group copies", by=None) as this:
        for one in locked.order_by("pk"):
            this.change(one, syndication_group=group)


def mark_safe_ones(proposed: list[Event]) -> None:
    """Safe: a score above the threshold, a date stated in full, and no likely duplicate."""
    for event in proposed:
        evidence = event.evidence.get()
        likely = evidence.score >= SAFE_SCORE and evidence.date_basis == DateBasis.EXPLICIT
        if likely and not corroboration.likely_same(event, limit=1):
            evidence.safe = True
            evidence.save(update_fields=["safe"])
