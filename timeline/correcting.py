"""An article corrected: its day of publication, its text, what is cut from it; and quotes that have lost their place.

What would become of quotes, dates and proposals is worked out first, without storing anything: a Plan, shown to the
editor. Carried out, it is one act of the log, undone by one undo. Where somebody has changed the article or what rests
on it since it was shown, nothing is written, and it is to be shown again.
"""

import copy
import datetime as dt
import hashlib
from dataclasses import dataclass, field

from django.db import IntegrityError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kb import intake
from kb.linking import cuts_of
from kb.models import Article
from kb.text import BY_HAND, Cut, clean, find_cuts, found_again, masked, moved, nearest
from timeline import decisions, engine, proposing
from timeline.dates import EdtfDate
from timeline.models import DateBasis, Event, Evidence
from timeline.quoting import check_words
from timeline.review import NotPossible

OF_A_READING = (  # of evidence: what follows from the day of publication
    *("date", "date_basis", "date_anchor", "date_rule", "date_reading", "date_reasons", "alternatives"),
)
ORPHAN = Evidence.AnchorState.ORPHAN


class ChangedSince(NotPossible):
    """Somebody has changed the article, or what rests on it, since the plan was shown."""

    def __init__(self):
        super().__init__(_("This has been changed meanwhile. Here is how it stands now; look at it again."))


class SameText(NotPossible):
    """The text is that of another article."""

    def __init__(self, other: Article):
        self.other = other
        words = _("This very text is another article already: %(id)s (%(title)s).")
        super().__init__(words % {"id": other.pk, "title": other.title})


@dataclass(frozen=True, slots=True)
class DateMove:
    """A relative date of a decided event, before and after. `event_stays`: its date is not this evidence's."""

    evidence: Evidence
    before: EdtfDate | None
    after: EdtfDate | None
    finding: engine.Finding
    event_stays: bool

    @property
    def by_editor(self) -> bool:
        """Whether the event keeps the date that an editor has given it."""
        return self.event_stays and self.evidence.event.date_basis in (DateBasis.EDITOR, DateBasis.IMPORT)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote of a decided event stands in a corrected text: `row` as it would be, not saved."""

    row: Evidence
    near: list[tuple[int, int]] = field(default_factory=list)  # of an orphan: passages that are like it

    @property
    def state(self) -> str:
        return self.row.anchor_state


@dataclass(slots=True)
class Plan:
    """What becomes of an article: fields it gets, and what follows."""

    article: Article
    fields: dict
    proposals: proposing.Outcome
    dates: list[DateMove] = field(default_factory=list)
    unread: list[Evidence] = field(
        default_factory=list
    )  # relative dates that are not read in their place any more
    anchors: list[Anchor] = field(default_factory=list)
    covered: list[Evidence] = field(default_factory=list)  # quotes of decided events that now lie in a cut
    lost_cuts: list[str] = field(default_factory=list)  # words of cuts that are not found again
    findings: list[engine.Finding] = field(default_factory=list)
    seen: str = ""

    @property
    def orphans(self) -> list[Anchor]:
        return [anchor for anchor in self.anchors if anchor.state == ORPHAN]

    @property
    def moved(self) -> list[Anchor]:
        return [anchor for anchor in self.anchors if anchor.state == Evidence.AnchorState.MOVED]

    @property
    def held(self) -> list[Anchor]:
        return [anchor for anchor in self.anchors if anchor.state == Evidence.AnchorState.OK]

    @property
    def text(self) -> str:
        return self.fields.get("text", self.article.text)

    @property
    def asks(self) -> bool:
        """Whether there is anything for the editor to look at before it is done."""
        found = self.proposals
        return any((self.dates, self.unread, self.anchors, self.covered, self.lost_cuts,
                    found.stay, found.move, found.go))  # fmt: skip


# the day of publication


def plan_day(article: Article, day: dt.date) -> Plan:
    """Relative dates as they are read from that day; dates stated in full stay. NotPossible for a day to come."""
    if day > timezone.localdate():
        raise NotPossible(_("The publication date %(day)s lies in the future.") % {"day": date_format(day)})
    cuts = cuts_of(article)
    before = _read(article.text, article.published, cuts) if article.published else []
    after = _read(article.text, day, cuts)
    rows, untouched = _rows(article)
    settled = {"published": day, "published_how": intake.EDITOR, "published_doubtful": False}
    if day != article.published:
        settled["published_at"] = None
    if article.state == Article.State.DRAFT:
        settled["state"] = Article.State.READY
    plan = Plan(article, settled, proposing.outcome(after, rows, untouched), findings=after)
    for row in rows:
        if row.event_id in untouched or row.date_basis not in (DateBasis.RELATIVE, DateBasis.INHERITED):
            continue
        was, now = _reading(row, before), _reading(row, after)
        if now is None:
            if row.date_basis == DateBasis.RELATIVE and day != article.published:
                plan.unread.append(row)
        elif now.date != row.date and (was.date != now.date if was else row.date_basis == DateBasis.RELATIVE):
            follows = row.rank == Evidence.Rank.PREFERRED and row.event.date_basis not in (
                DateBasis.EDITOR,
                DateBasis.IMPORT,
            )
            plan.dates.append(DateMove(row, row.date, now.date, now, event_stays=not follows))
    plan.seen = _seen(plan, rows, untouched)
    return plan


def _read(text: str, day: dt.date, cuts: list[Cut]) -> list[engine.Finding]:
    try:
        return proposing.look(text, day, cuts)
    except proposing.CannotRead as why:
        raise NotPossible(_("What rests on it could not be looked at: %s.") % why) from why


def _reading(row: Evidence, findings: list[engine.Finding]) -> engine.Finding | None:
    return next((finding for finding in findings if proposing.decides(row, finding)), None)


# what is cut


def plan_cuts(article: Article, cuts: list[Cut]) -> Plan:
    """The article with these cuts: which proposals go, which come, and whose quotes would lie in a cut."""
    kept = [{"start": cut.start, "end": cut.end, "reason": cut.reason} for cut in sorted(cuts)]
    findings = _read(article.text, article.published, cuts) if article.published else []
    rows, untouched = _rows(article)
    plan = Plan(article, {"cuts": kept}, proposing.outcome(findings, rows, untouched), findings=findings)
    fresh = [cut for cut in cuts if cut not in cuts_of(article)]
    plan.covered = [
        row
        for row in rows
        if row.event_id not in untouched and row.start is not None and row.anchor_state != ORPHAN
        if any(cut.start < row.end and row.start < cut.end for cut in fresh)
    ]
    plan.seen = _seen(plan, rows, untouched)
    return plan


def with_cut(text: str, cuts: list[Cut], start: int, end: int, reason: str = BY_HAND) -> list[Cut]:
    """The cuts and one more; those that lie within it become a part of it. NotPossible where it holds no words."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise NotPossible(_("There are no words there to cut."))
    outside = [cut for cut in cuts if not (start <= cut.start and cut.end <= end)]
    return sorted([*outside, Cut(start, end, reason)])


def without_cut(cuts: list[Cut], start: int, end: int) -> list[Cut]:
    """The cuts without the one that is put back."""
    return [cut for cut in cuts if (cut.start, cut.end) != (start, end)]


# the text


def plan_text(article: Article, text: str) -> Plan:
    """The article with another text: quotes found again for certain keep their place in it, the others are orphans.

    NotPossible where the text is the one there is, another article's, or none.
    """
    text = clean(text).strip("\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if not text.strip():
        raise NotPossible(_("There is no text in it."))
    if len(text.encode()) > intake.settings.MAX_ARTICLE_BYTES:
        raise NotPossible(intake.too_large(len(text.encode())))
    if text == article.text.strip("\n"):
        raise NotPossible(_("This is the text as it is."))
    if other := of_this_text(digest, article):
        raise SameText(other)
    held, lost = moved(article.text, text, cuts_of(article))
    new = [cut for cut in find_cuts(text) if text[cut.start : cut.end] not in article.text]
    cuts = sorted({*held, *(cut for cut in new if not any(_meet(cut, one) for one in held))})
    rows, untouched = _rows(article)
    found = [_anchored(row, article.text, text, digest) for row in rows]
    findings = _read(text, article.published, cuts) if article.published else []
    fields = {
        "text": text,
        "text_sha256": digest,
        "cuts": [{"start": cut.start, "end": cut.end, "reason": cut.reason} for cut in cuts],
    }
    plan = Plan(article, fields, proposing.outcome(findings, found, untouched), findings=findings)
    plan.anchors = [
        Anchor(row, passages_like(row.exact, text, cuts) if row.anchor_state == ORPHAN else [])
        for row, was in zip(found, rows, strict=True)
        if row.event_id not in untouched and row.start is not None and was.anchor_state != ORPHAN
    ]
    plan.lost_cuts = [article.text[cut.start : cut.end] for cut in lost]
    plan.seen = _seen(plan, rows, untouched)
    return plan


def of_this_text(digest: str, article: Article) -> Article | None:
    """Another article that has the text of that digest."""
    return Article.objects.filter(text_sha256=digest).exclude(pk=article.pk).first()


def passages_like(words: str, text: str, cuts: list[Cut]) -> list[tuple[int, int]]:
    """What of the text is most like the words, nothing of it cut: for the editor to choose from."""
    found = nearest(masked(text, cuts), words)
    return [(a, b) for a, b in found if not any(cut.start < b and a < cut.end for cut in cuts)]


def _meet(one: Cut, other: Cut) -> bool:
    return one.start < other.end and other.start < one.end


def _anchored(row: Evidence, old: str, new: str, digest: str) -> Evidence:
    """The evidence as it is in the new text; a copy. An orphan stays one, until an editor says where it belongs."""
    row = copy.copy(row)
    if row.start is None or row.anchor_state == ORPHAN:
        return row
    at = found_again(old, new, row.start, row.end)
    if at is None:
        row.anchor_state = ORPHAN
        return row
    start, end, shift = row.start, row.end, at - row.start
    for name, words in (("trigger_start", row.trigger), ("date_start", row.date_text)):
        place = getattr(row, name)
        if place is None:
            continue
        within = start <= place and place + len(words) <= end
        setattr(row, name, place + shift if within else found_again(old, new, place, place + len(words)))
    _take(row, new, digest, at, at + end - start)
    if shift:
        row.anchor_state = Evidence.AnchorState.MOVED
    return row


def _take(row: Evidence, text: str, digest: str, start: int, end: int) -> None:
    stand_in = Article(text=text, text_sha256=digest)
    for name, value in Evidence.place(stand_in, start, end).items():
        if name != "article":
            setattr(row, name, value)


PLACED = (
    *("exact", "prefix", "suffix", "start", "end", "text_sha256", "anchor_state"),
    *("trigger_start", "date_start"),
)


# carrying out


def carry_out(plan: Plan, *, by, seen: str, verb: str, reason: str = "", chosen: dict | None = None):
    """Do what the plan says, in one act; return its decision, or None where nothing was to be done.

    `seen` is that of the plan the editor was shown. `chosen`: of evidence that the text would leave without its
    words, the (start, end) of those that the editor takes in their place.
    """
    try:
        return _carry_out(plan, by=by, seen=seen, verb=verb, reason=reason, chosen=chosen)
    except IntegrityError:
        if other := of_this_text(
            plan.fields.get("text_sha256", ""), plan.article
        ):  # stored at this very moment
            raise SameText(other) from None
        raise


def _carry_out(plan: Plan, *, by, seen: str, verb: str, reason: str, chosen: dict | None):
    with decisions.act(verb, by=by, reason=reason) as this:
        article = Article.objects.select_for_update().get(pk=plan.article.pk)
        rows, untouched = _rows(article)
        if article.version != plan.article.version or _seen(plan, rows, untouched) != seen:
            raise ChangedSince
        this.change(article, **plan.fields)
        for move in sorted(plan.dates, key=lambda move: move.evidence.event_id):
            _move(this, move)
        for anchor in sorted(plan.anchors, key=lambda anchor: anchor.row.event_id):
            row = anchor.row
            present = Evidence.objects.get(pk=row.pk)
            present.event = this.lock(row.event)
            this.change(present, **{name: getattr(row, name) for name in PLACED})
            place = (chosen or {}).get(row.pk)
            if place is not None and row.anchor_state == ORPHAN:
                _anchor(this, present, article, *place)
    return this.decision if this.decision.pk else None


def _move(this, move: DateMove) -> None:
    row = Evidence.objects.get(pk=move.evidence.pk)
    event = row.event = this.lock(move.evidence.event)
    read = proposing.evidence_of(move.finding, move.evidence.article)
    this.change(row, **{name: read[name] for name in OF_A_READING})
    if not move.event_stays:
        this.change(event, date=move.after, date_basis=row.date_basis)


def _rows(article: Article) -> tuple[list[Evidence], set[int]]:
    """All that the article proves, in its order; and which events are proposals that no editor has touched."""
    rows = Evidence.objects.filter(article=article).select_related("event").order_by("start", "pk")
    untouched = set(Event.objects.untouched_proposals_of(article).values_list("pk", flat=True))
    found = list(rows)
    for row in found:
        row.article = article
    return found, untouched


def _seen(plan: Plan, rows: list[Evidence], untouched: set[int]) -> str:
    """What stands for a plan, and for the state of what it is about."""
    decided = sorted(
        (row.pk, row.event_id, row.event.version) for row in rows if row.event_id not in untouched
    )
    told = (plan.article.pk, plan.article.version, sorted(plan.fields.items(), key=str), decided)
    return hashlib.sha256(repr(told).encode()).hexdigest()


# quotes that have lost their place


def anchor(row: Evidence, start: int, end: int, *, by, text_sha256: str) -> Evidence:
    """Let an orphan be proved by these words of its article, as an editor has chosen them in the text of that digest."""
    with decisions.act("anchor", by=by) as this:
        article = Article.objects.select_for_update().get(pk=row.article_id)
        if article.text_sha256 != text_sha256:
            raise ChangedSince
        present = Evidence.objects.get(pk=row.pk)
        present.event = this.lock(row.event)
        _anchor(this, present, article, start, end)
    return present


def _anchor(this, row: Evidence, article: Article, start: int, end: int) -> None:
    """As a part of an act. The words of its date and its trigger are those within the quote, where they stand once."""
    check_words(article, start, end)
    quote = article.text[start:end]
    places = {
        name: start + quote.index(words) if words and quote.count(words) == 1 else None
        for name, words in (("trigger_start", row.trigger), ("date_start", row.date_text))
    }
    placed = Evidence.place(article, start, end)
    this.change(row, **placed, **places, anchor_state=Evidence.AnchorState.MOVED, left_orphan=False)


def leave_orphan(row: Evidence, note: str, *, by) -> Evidence:
    """Keep a quote that its article does not have any more; the note says to readers why."""
    note = " ".join(note.split())
    longest = Evidence._meta.get_field("note").max_length
    if not note:
        raise NotPossible(_("Say why it is kept; readers see the note."))
    if len(note) > longest:
        raise NotPossible(_("The note is longer than %(most)s characters.") % {"most": longest})
    with decisions.act("keep orphan", by=by) as this:
        present = Evidence.objects.get(pk=row.pk)
        present.event = this.lock(row.event)
        this.change(present, left_orphan=True, note=note)
    return present


def remove(row: Evidence, *, by) -> None:
    """Take away a quote that its article does not have any more, unless the event rests on it."""
    with decisions.act("remove", by=by) as this:
        event = this.lock(row.event)
        present = Evidence.objects.get(pk=row.pk)
        present.event = event
        if present.rank == Evidence.Rank.PREFERRED or event.evidence.count() == 1:
            raise NotPossible(
                _("“%s” rests on this quote. Prefer other evidence first, or decide on the event itself.")
                % event
            )
        this.delete(present)


def waiting():
    """Orphans for an editor to look at, the newest first."""
    return Evidence.objects.orphans().select_related("event", "article__source").order_by("-pk")
