"""Which words of an article prove an event: a clause more or less of a quote, and more evidence. Each is one act."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Article
from kb.text import quotes
from timeline import decisions
from timeline.merging import TAKING
from timeline.models import DateBasis, Event, Evidence
from timeline.review import NotPossible

WHY = {
    "needed": gettext_lazy(
        "The quote cannot be shorter: these are the words of the date and of what happened."
    ),
    "cut": gettext_lazy("The quote cannot be longer: what stands beside it is cut out of the article."),
    "edge": gettext_lazy("The quote cannot be longer: it is the whole article."),
    "long": gettext_lazy("The quote cannot be longer: it would have more than %d characters.")
    % quotes.LONGEST,
}


def shorten(event: Event, *, by, version=None) -> Evidence:
    """The quote of the preferred evidence by a clause less; it keeps the words of the date and of what happened."""
    return _step(event, quotes.shorter, by=by, version=version)


def lengthen(event: Event, *, by, version=None) -> Evidence:
    """By a clause more; never over what is cut out of the article."""

    def step(text, start, end, core):
        return quotes.longer(text, start, end, core, cuts_of(proof.article))

    proof = quoted(event)
    return _step(event, step, by=by, version=version)


def _step(event: Event, step, *, by, version) -> Evidence:
    with decisions.act("quote", by=by) as this:
        event = this.lock(event, version)
        proof = quoted(event)
        text = proof.article.text
        try:
            start, end = step(text, proof.start, proof.end, core_of(proof))
        except quotes.CannotMove as why:
            raise NotPossible(WHY[why.why]) from why
        this.change(proof, **Evidence.place(proof.article, start, end))
        if event.status == Event.Status.PROPOSED:
            this.change(event, touched=True)
    return proof


def quoted(event: Event) -> Evidence:
    """The preferred evidence, with the text it is quoted from."""
    proof = event.evidence.filter(rank=Evidence.Rank.PREFERRED).select_related("article").first()
    if proof is None or proof.article is None or proof.start is None:
        raise NotPossible(_("It is not proved by words of an article."))
    if (
        proof.anchor_state == Evidence.AnchorState.ORPHAN
        or proof.article.text[proof.start : proof.end] != proof.exact
    ):
        raise NotPossible(_("The quote is no longer found in the text of its article."))
    return proof


def core_of(proof: Evidence) -> tuple[int, int]:
    """What the quote is about, in the text of its article: the words of the date and of what happened."""
    known = [
        (start, start + len(words))
        for start, words in ((proof.date_start, proof.date_text), (proof.trigger_start, proof.trigger))
        if start is not None and words and proof.start <= start and start + len(words) <= proof.end
    ]
    if not known:
        return proof.start, proof.start
    return min(start for start, _end in known), max(end for _start, end in known)


def cuts_of(article: Article) -> list[tuple[int, int]]:
    return [(cut["start"], cut["end"]) for cut in article.cuts]


def check_words(article: Article, start: int, end: int) -> None:
    """NotPossible where those words of the article can prove nothing."""
    if not 0 <= start < end <= len(article.text) or not article.text[start:end].strip():
        raise NotPossible(_("There are no words to quote."))
    if end - start > quotes.LONGEST:
        raise NotPossible(_("A quote has at most %d characters.") % quotes.LONGEST)
    if any(a < end and start < b for a, b in cuts_of(article)):
        raise NotPossible(_("Some of these words are cut out of the article."))


def add(event: Event, article: Article, start: int, end: int, *, by, date=None, version=None) -> Evidence:
    """Those words of the article as further evidence of an event; `date` is what they say, where they say one.

    Where the dates cannot all hold, the event is disputed from then on, and readers see both.
    """
    if article.state == Article.State.WITHDRAWN:
        raise NotPossible(_("The article has been withdrawn."))
    check_words(article, start, end)
    with decisions.act("evidence", by=by) as this:
        event = this.lock(event, version)
        if event.status not in TAKING:
            raise NotPossible(_("“%s” is rejected, retracted or merged; it takes no evidence.") % event)
        there = list(event.evidence.all())
        if any(e.article_id == article.pk and (e.start, e.end) == (start, end) for e in there):
            raise NotPossible(_("“%s” is proved by these words already.") % event)
        preferred = any(e.rank == Evidence.Rank.PREFERRED for e in there)
        proof = this.create(
            Evidence(
                event=event,
                **Evidence.place(article, start, end),
                date=date,
                date_basis=DateBasis.EDITOR if date else "",
                rank=Evidence.Rank.NORMAL if preferred else Evidence.Rank.PREFERRED,
            )
        )
        if event.status == Event.Status.PROPOSED:
            this.change(event, touched=True)
    return proof
