"""When an article was published: claims of differing trust, weighed into one answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kb.text.datelines import Dateline, dateline_day, nearest_to

FIRST_YEAR = 1600  # newspapers; earlier years are a template's placeholder
FILED_EARLY = timedelta(days=3)  # a story is filed up to three days before its paper appears
REPRINT = timedelta(days=1)  # the print edition, or another time zone, is a day off


@dataclass(frozen=True, slots=True)
class Claim:
    """A day somebody says the article was published on. `sure` is False for a mere guess."""

    day: date
    how: str  # json-ld, meta, time, url, dateline, text
    at: datetime | None = None
    sure: bool = True
    ambiguous: bool = False  # one of two readings of the same words
    weighs: bool = True  # whether another day here speaks against the one taken


@dataclass(frozen=True, slots=True)
class Verdict:
    published: date | None = None
    published_at: datetime | None = None
    how: str = ""
    doubtful: bool = False
    alternatives: tuple[date, ...] = ()


def weigh(claims: Iterable[Claim], max_date: date, dateline: Dateline | None = None) -> Verdict:
    """The first claim that can hold; claims come in order of trust.

    Days after `max_date` are never taken: they are alternatives, and make the
    answer doubtful. A day off is a time zone or the printed paper; more than
    that between two claims makes it doubtful, the others being alternatives.
    Words that read two ways (03/04/2016), with nothing better beside them, give
    no day but both as alternatives.

    >>> good, other = Claim(date(2016, 2, 11), "json-ld"), Claim(date(2019, 5, 1), "url")
    >>> verdict = weigh([good, other], date(2020, 1, 1))
    >>> verdict.published.isoformat(), verdict.doubtful, [d.isoformat() for d in verdict.alternatives]
    ('2016-02-11', True, ['2019-05-01'])
    >>> weigh([other], date(2017, 1, 1)).published is None
    True
    """
    claims = [claim for claim in claims if claim.day.year >= FIRST_YEAR]
    stated = dateline_day(dateline) if dateline else None
    if stated:
        claims.append(Claim(stated, "dateline"))
    possible = [claim for claim in claims if claim.day <= max_date]
    later = [claim.day for claim in claims if claim.day > max_date and claim.weighs]
    if not possible:
        return Verdict(doubtful=bool(later), alternatives=tuple(sorted(set(later))))
    best = next((claim for claim in possible if claim.sure), possible[0])
    rivals = {claim.day for claim in possible if claim.ambiguous}
    if best.ambiguous and len(rivals) > 1:
        return Verdict(doubtful=True, alternatives=tuple(sorted(rivals)))
    at = best.at
    against = {claim.day for claim in possible if claim.weighs and _speaks_against(claim, best)} | set(later)
    if dateline and dateline.day_words and not stated:
        filed = nearest_to(dateline, best.day)
        if filed and not -REPRINT <= best.day - filed <= FILED_EARLY + timedelta(days=4):
            against.add(filed)
    alternatives = {claim.day for claim in claims if claim.weighs and claim.day != best.day} | against
    alternatives.discard(best.day)
    return Verdict(best.day, at, best.how, bool(against) or not best.sure, tuple(sorted(alternatives)))


def _speaks_against(claim: Claim, best: Claim) -> bool:
    if claim.at and best.at and abs(claim.at - best.at) < timedelta(hours=1):
        return False
    if claim.how == "dateline":
        return not -REPRINT <= best.day - claim.day <= FILED_EARLY
    return claim.sure and abs(claim.day - best.day) > REPRINT
