"""The page of one event: what, when, why that date, who says so."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import redirect, render

from timeline.citing import work_of_event
from timeline.dates import EdtfDate
from timeline.models import Event, Evidence
from timeline.pages.cards import ranked, with_cards
from timeline.pages.citing import permalink
from timeline.pages.history import history
from timeline.pages.linked_data import linked_data
from timeline.pages.quotes import fragment_url, quote_of
from timeline.pages.sharing import sharing_of_event
from timeline.pages.story import around, same_participants
from timeline.pages.why import left_open, why
from timeline.public import public_event


def event(request, public_id):
    found = public_or_404(public_id)
    if found.status == Event.Status.MERGED:
        return redirect("event", found.merged_into.public_id, permanent=True)
    if found.status == Event.Status.RETRACTED:
        context = {"public_id": found.public_id, "reason": found.retraction_reason}
        return render(request, "410.html", context, status=410)
    with_cards([found])
    evidence = [with_quote(e) for e in ranked(found.evidence.all())]
    preferred = next((e for e in evidence if e.rank == Evidence.Rank.PREFERRED), None)
    claims = rivals(evidence) if found.disputed else []
    shown = {e.pk for claim in claims for e in claim.evidence}
    context = {
        "here": "timeline",
        "event": found,
        "rivals": claims,
        "listed_under_first": bool(claims) and claims[0].date == found.date,
        "evidence": [e for e in evidence if e.pk not in shown],
        "articles": len({e.article_id for e in evidence if e.article_id}),
        "why": why(found, preferred or next(iter(evidence), None)),
        "left_open": left_open(found),
        "history": history(found),
        "around": around(found),
        "company": same_participants(found),
        "sharing": sharing_of_event(request, found),
        "work": work_of_event(found, permalink(request, found)),
        "linked_data": linked_data(
            request, found, [e for e in evidence if e.rank != Evidence.Rank.DEPRECATED]
        ),
    }
    return render(request, "timeline/event.html", context)


def public_or_404(public_id: str) -> Event:
    found = public_event(public_id)
    if found is None:
        raise Http404
    return found


def with_quote(evidence: Evidence) -> Evidence:
    evidence.quote = quote_of(evidence)
    url = evidence.article.url if evidence.article else evidence.url
    evidence.source_url = fragment_url(url, evidence.exact)
    return evidence


@dataclass(frozen=True, slots=True)
class Claim:
    """One date that some of the sources give, and their quotes."""

    date: EdtfDate
    evidence: list[Evidence]


def rivals(evidence: list[Evidence]) -> list[Claim]:
    """The dates the sources give, the preferred first; those set aside and those that give none left out."""
    claims: dict[str, Claim] = {}
    for one in evidence:
        if one.date is not None and one.rank != Evidence.Rank.DEPRECATED:
            claims.setdefault(str(one.date), Claim(one.date, [])).evidence.append(one)
    return list(claims.values())
