"""From a text and its day of publication to its dated happenings.

One pass: page furniture is masked, time expressions are found, sentences that hold one are parsed, each date is given
to the happening it belongs to, and the happening is said in a line. Nothing here knows today's date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

from timeline.dates import EdtfDate, NotADate
from timeline.engine import scoring, weighing
from timeline.engine.abbreviations import shortener
from timeline.engine.anniversaries import RULE, anniversaries, celebrated
from timeline.engine.clauses import (
    VERBAL,
    Happening,
    aim,
    attach,
    counted_from,
    event_noun,
    fixed_by,
    going_on,
    has_child,
    infinitive,
    inside_quotes,
    line_happening,
    plan_maker,
    planned_deed,
    plans_now,
    raised,
    relates,
    sentence_root,
    told_of_when,
)
from timeline.engine.deadlines import OF_A_DEADLINE
from timeline.engine.ellipsis import told_again
from timeline.engine.event_types import event_type
from timeline.engine.factuality import factuality, negated, planned
from timeline.engine.findings import ACTUAL, OTHER, PLACE, PLANNED, Finding, Participant
from timeline.engine.grammar import OBJECT_CONTROL, subject_of
from timeline.engine.headlines import headline
from timeline.engine.inflection import past
from timeline.engine.lexicon import (
    DEALS,
    DEALT,
    DEED_OF,
    KILLED,
    KILLINGS,
    NATURE,
    PERSONS,
    SCHEDULING,
    SIGNING,
    STATES,
)
from timeline.engine.parsing import parse, printable, text_of
from timeline.engine.participants import taking_part
from timeline.engine.passages import LONGEST, Passage, Unparsed, passages
from timeline.engine.redating import BACK, CLOCKS, UP_TO_NOW, redated
from timeline.engine.redating import RULE as COUNTED
from timeline.engine.references import (
    CHILDREN,
    POINTERS,
    TELLING,
    YOUNG,
    asked_for,
    bare_definite,
    dealt,
    described_body,
    fuller,
    in_turn,
    known_body,
    named_antecedent,
    remember_names,
    resolved,
    victim_of,
)
from timeline.engine.tenses import LATELY, by_tense, fixes_ahead, in_present, looks_back, telling_verb
from timeline.engine.topics import Topics

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kb.text import Dateline
    from timeline.engine.timex import Timex

PART_OF_DATE = frozenset("early late earlier later back the about around some only just as".split())
PAST = re.compile(r"\b(?:ago|last|yesterday|earlier)\b", re.I)  # words that no plan is dated with
OVER = re.compile(r"\bago\b|\Alast\b|\byesterday\b", re.I)  # words that no perfect is dated with
WILL = frozenset(("will", "'ll", "’ll", "wo", "would"))
HAS = frozenset(("has", "have", "'ve", "’ve"))
IN_A_LIST = re.compile(r",? ?(?:and|,)(?: (?:again )?(?:in|on|at)(?: the)?)? ?")
NOT_BEFORE = re.compile(r"\bnot\s\Z", re.I)


def read(text: str, published: date | None, cuts: Iterable | None = None) -> list[Finding]:
    """The dated happenings of a text in reading order; `cuts` (masks over it) are found where none are given.

    Offsets are code points of `text` as given. The same text and day give the same findings, always.
    """
    from kb.text import Cut, find_cuts, find_dateline, masked, paragraphs

    clean = printable(text)
    body = masked(clean, find_cuts(clean) if cuts is None else cuts)
    dateline = find_dateline(body, paragraphs(body))
    if dateline is not None:
        body = masked(body, [Cut(dateline.start, dateline.end, "dateline")])
    dated = [timex for timex in _time_expressions(body, published) if timex.type != "SET"]
    dated = redated(body, dated, published)
    dated = [timex for timex in dated if not _length(timex) or _to_come(timex, published)]
    dated = sorted(dated + anniversaries(body, dated, published), key=lambda timex: timex.start)
    stretches = [p for p in passages(body, dated) if p.above is not None or any(map(_can_date, p.inside))]
    _parse(body, stretches)
    article = Article(text, published, _is_news(dated, published), shortener(body))
    each = [_findings(article, passage) for passage in stretches]
    for sought in (_looked_back, _told_before):  # sentences without a date, where a word leans on them
        for at in sought(body, stretches):
            each[at] = _findings(article, stretches[at])
    found = [finding for some in each for finding in some]
    found = [finding for finding in found if finding.score >= scoring.LEAST_SCORE]
    if dateline is not None:
        found = [_placed(finding, clean, dateline) for finding in found]
    found = [finding for finding in found if not _told_with_its_day(finding, found)]
    told_of = Topics(body, lambda: _with_lead(body, stretches))
    return sorted(map(told_of.before, _once(found)), key=lambda f: (f.date_start, f.trigger_start))


@dataclass(frozen=True, slots=True)
class Article:
    """What all sentences of a text share."""

    text: str
    published: date | None
    news: bool  # it speaks of the days around its publication
    shorten: Callable[[str], str]  # puts letters for long names


def _is_news(dated: list[Timex], published: date | None) -> bool:
    """Whether a text speaks more of the days around its publication than of years long past."""
    if published is None:
        return False
    near = sum(timex.anchor == published.isoformat() for timex in dated)
    far = sum(timex.basis == "explicit" and weighing.long_past(timex, published) for timex in dated)
    return near > far


def _as_given(one: Participant, text: str) -> Participant:
    """With the words of the text itself: the parser saw line ends as spaces, and no lone surrogates."""
    return replace(one, text=text[one.start : one.end])


def _placed(finding: Finding, text: str, dateline: Dateline) -> Finding:
    """What the sentence after a dateline tells without a place of its own happened where it was filed."""
    start = text.find(dateline.place, dateline.start, dateline.end) if dateline.place else -1
    follows = not text[dateline.end : finding.start].strip() if finding.start >= dateline.end else True
    if start < 0 or finding.place is not None or finding.factuality == PLANNED or not follows:
        return finding
    name = dateline.place
    return replace(finding, place=Participant(name, start, start + len(name), OTHER, PLACE))


def _time_expressions(body: str, published: date | None) -> list[Timex]:
    """As the tagger finds them; a story's "yesterday" with nothing told before it leans on the day of publication."""
    from timeline.engine.timex import find

    found = find(body, published)
    if published is None or all(timex.date or timex.basis != "relative" for timex in found):
        return found
    news = {(timex.start, timex.end): timex for timex in find(body, published, mode="news")}
    return [timex if timex.date else news.get((timex.start, timex.end), timex) for timex in found]


# -- parsing -----------------------------------------------------------------------------------------------------------


def _parse(body: str, stretches: list[Passage]) -> None:
    """Parse each stretch once, whatever it is needed for."""
    docs = _parsed(body, ((passage.start, passage.end) for passage in stretches))
    remember_names(list(docs.values()))
    begins = len(body) - len(body.lstrip())
    for passage in stretches:
        passage.first = passage.start <= begins
        passage.doc = docs[passage.start, passage.end]
        passage.before = Unparsed() if passage.context else ()


def _parsed(body: str, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Doc]:
    spans = dict.fromkeys(spans)
    return dict(zip(spans, parse(_one_line(body[start:end]) for start, end in spans), strict=True))


def _with_lead(body: str, stretches: list[Passage]) -> list[Doc]:
    """All sentences parsed, and the first ones, which name what an article is about."""
    from kb.text import sentences

    docs = {(passage.start, passage.end): passage.doc for passage in stretches if passage.doc is not None}
    known = dict(docs)
    for passage in stretches:
        if passage.before and not isinstance(passage.before, Unparsed):
            known |= zip(passage.context, passage.before, strict=True)
    lead = [
        span
        for span in sentences(body)[:NAMING_SENTENCES]
        if span not in docs and span[1] - span[0] <= LONGEST
    ]
    known |= _parsed(body, (span for span in lead if span not in known))
    return [*(known[span] for span in lead), *docs.values()]


def _looked_back(body: str, stretches: list[Passage]) -> list[int]:
    """Parse the sentences before that some word of a passage leans on; the places of these passages."""
    asking = [i for i, p in enumerate(stretches) if isinstance(p.before, Unparsed) and p.before.asked]
    docs = {(passage.start, passage.end): passage.doc for passage in stretches}
    for i in asking:
        stretches[i].context = [(start, min(end, start + LONGEST)) for start, end in stretches[i].context]
    wanted = (span for i in asking for span in stretches[i].context if span not in docs)
    docs |= _parsed(body, wanted)
    remember_names(list(docs.values()))
    for i in asking:
        stretches[i].before = [docs[span] for span in stretches[i].context]
        stretches[i].asks.clear()
    return asking


def _told_before(body: str, stretches: list[Passage]) -> list[int]:
    """Parse the sentences before that hold a noun some line leans on ("the plan"); the places of these passages."""
    from kb.text import sentences

    asking = {i: passage for i, passage in enumerate(stretches) if passage.asks}
    if not asking:
        return []
    spans = sentences(body)
    wanted: dict[int, list[tuple[int, int]]] = {}
    for i, passage in asking.items():
        before = [span for span in spans if span[1] <= passage.start]
        found: set[tuple[int, int]] = set()
        for word in passage.asks:
            holds = _telling(word)
            holding = [s for s in before if s[1] - s[0] <= LONGEST and holds.search(body, *s)]
            found.update((*holding[:1], *holding[-TOLD_BEFORE:]))
        if found:
            wanted[i] = sorted(found)
    docs = _parsed(body, (span for found in wanted.values() for span in found))
    for i, found in wanted.items():
        stretches[i].told = [docs[span] for span in found]
    return list(wanted)


def _telling(noun: str) -> re.Pattern[str]:
    """What may tell which one "the plan" is: "a sales plan", "planned", "the plan to sell", not "the plan" again."""
    if noun in KILLINGS:
        return re.compile(rf"\b(?:{KILLED})\w{{0,4}}\b", re.I)
    if noun in DEALS:
        told = {*DEALS, *map(past, DEALT), *(verb.removesuffix("e") for verb in DEALT)}
        return re.compile(rf"\b(?:{'|'.join(sorted(told))})\w{{0,3}}\b", re.I)
    if noun in PERSONS:
        beside = rf"\b{noun}\b,? [A-Z]|\b[A-Z]\S+, (?:an? |the )?[\w -]{{0,30}}\b{noun}\b"
        return re.compile(f"{beside}|{YOUNG}[A-Z]" if noun in CHILDREN else beside)
    word = rf"(?:{'|'.join(map(re.escape, in_turn(noun)))})\w{{0,3}}\b"
    again = "".join(rf"(?<!\b{pointer}\s)" for pointer in POINTERS)
    verb = DEED_OF.get(noun)
    deed = rf"|\b(?:{verb}\w{{0,3}}|{past(verb)})\b" if verb else ""
    return re.compile(rf"{again}\b{word}|\b{word}\s(?:{'|'.join(TELLING)})\b{deed}", re.I)


NAMING_SENTENCES = 2  # first sentences of an article that name what it is about
MONTH_OR_YEAR = re.compile(r"(?:[A-Z][a-z]{2,8}\.? )?[12]\d{3}")
TOLD_BEFORE = (
    2  # sentences nearest before that are asked what "the plan" is, besides the first that holds the word
)
PICTURES = "\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\u20e3•▪◦●■"  # emoji, what joins them, bullets


NAMING_DATE = re.compile(r"(?<=\b[Tt]he [A-Z])([a-z]{2,8}\.? \d{1,2}), (\d{4}), (?=[A-Za-z])")


THAN_EXPECTED = re.compile(
    r"\b((?:an?|the|its) (?:\w+er|worse|less|more)) than (expected|forecast|planned|usual|feared)(?= [a-z])"
)


def _one_line(text: str) -> str:
    """Line ends and pictures as spaces and a low line as the dash it stands for, one for one; without the commas of a date
    that names what follows, which lead the parser astray: "the Aug. 7, 1998, bombings"; and with the dashes that "a bigger than
    expected loss" lacks."""
    line = re.sub(r"(?<= )_(?= )", "—", re.sub(rf"[\s{PICTURES}]", " ", text))
    line = THAN_EXPECTED.sub(r"\1-than-\2", line)
    return NAMING_DATE.sub(r"\1  \2  ", line)


# -- findings ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Dated:
    """A happening of a passage with its date, before it is worded."""

    timex: Timex
    happening: Happening


def _findings(article: Article, passage: Passage) -> list[Finding]:
    text, published, doc = article.text, article.published, passage.doc
    if doc is None or not len(doc):
        return []
    places = {timex.start: _tokens(doc, timex, passage.start) for timex in passage.inside}
    said_by_others = {
        start
        for start, tokens in places.items()
        if tokens and inside_quotes(doc, tokens[0], passage.quoted)  # "today" of whoever is quoted
    }
    dates = {
        i
        for timex in passage.inside
        if _is_date(timex) and timex.rule != RULE and timex.start not in said_by_others
        for i in _date_words(doc, places[timex.start])
    }
    found: list[Dated] = []
    before: Dated | None = None  # of the date just before
    told_anew: set[int] = set()  # the places of words of clauses without a verb
    twice: list[tuple[int, int]] = []  # where a happening is told, and once more by a clause with "when"
    for timex in passage.inside:
        tokens = places[timex.start]
        if not tokens or not _can_date(timex):
            continue
        last, before = before, None
        if any(_hours_of(text, timex, other) for other in passage.inside):
            continue
        if timex.basis == "relative" and timex.start in said_by_others:
            continue
        if timex.rule == RULE:
            happening = celebrated(tokens)
        elif timex.rule in (BACK, UP_TO_NOW):
            now = timex.rule == BACK or in_present(sentence_root(doc))
            happening = counted_from(tokens) if now else None
        else:
            again = told_again(last.happening, places[last.timex.start], tokens) if last is not None else None
            happening = again or attach(doc, tokens, dates, bare=timex.basis == "relative")
            if again is not None:
                told_anew |= _date_words(doc, tokens).union(
                    range(places[last.timex.start][-1].i + 1, tokens[0].i)
                )
            if happening is not None and happening.way == "direct" and _names_what_follows(timex, tokens):
                noun = next((t for t in doc[tokens[-1].i + 1 : tokens[-1].i + 4] if event_noun(t)), None)
                happening = Happening(noun, "noun") if noun is not None else None
        when = told_of_when(tokens, dates)
        if happening is not None and timex.type == "DURATION" and looks_back(telling_verb(happening)):
            continue  # "within ten days" of now nothing has been done
        if happening is not None and happening.way in OF_A_DEADLINE and not _lies_ahead(timex, published):
            continue  # whether it ended then, or was put off again, is not told
        if happening is not None and not (when is not None and going_on(happening.trigger)):
            before = Dated(timex, happening)
            found.append(before)
        if when is not None and (happening is None or happening.trigger.i != when.i):
            bare = replace(timex, date=_bare_date(timex)) if timex.lead_start < timex.start else timex
            found.append(Dated(bare, Happening(when, "direct")))
            if happening is not None:
                twice.append((passage.start + happening.trigger.idx, passage.start + when.idx))
    found = [
        _still_ahead(_once_over(dated, published), places[dated.timex.start], published) for dated in found
    ]
    found = [_told_below(dated, published, passage.start) for dated in found]
    if told_anew:
        for dated in found:
            own = range(*dated.happening.span) if dated.happening.span else ()
            dated.happening = replace(dated.happening, others=frozenset(told_anew.difference(own)))
    found = [_long_ago(dated, passage.start) for dated in _apart(found, passage.start)]
    found = _one_date_each([dated for dated in found if dated is not None], passage.start)
    if passage.above is not None:
        happening = line_happening(doc)
        if happening is not None and all(d.happening.trigger.i != happening.trigger.i for d in found):
            found.insert(0, Dated(passage.above, happening))
    return _told_once([_finding(article, passage, dated, dates) for dated in found], twice)


WELL_TOLD = 0.5


def _told_once(found: list[Finding], twice: list[tuple[int, int]]) -> list[Finding]:
    """Of "the suit was settled last spring, when Norvik agreed to pay" the first, unless it is badly told; both where each
    tells of others: "Kavan moved to London in 1968, when the Soviets invaded Czechoslovakia"."""
    by_place = {finding.trigger_start: finding for finding in found}
    for pair in twice:
        both = [by_place[place] for place in pair if place in by_place]
        people = [{one.text for one in finding.participants} for finding in both]
        apart = all(people) and people[0].isdisjoint(people[-1])
        if len(both) == 2 and both[0].date == both[1].date and not apart:
            badly = both[0].score < min(WELL_TOLD, both[1].score)
            found.remove(both[0] if badly else both[1])
    return found


def _names_what_follows(timex: Timex, tokens: list[Token]) -> bool:
    """Whether an article before a year or month is that of the next noun, even where the parser lost it: "in the October
    1998 shooting death of a doctor"."""
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    if not first or last + 1 >= len(doc) or not MONTH_OR_YEAR.fullmatch(timex.text):
        return False
    follows = doc[last + 1].pos_ in ("NOUN", "PROPN", "ADJ") or doc[last + 1].tag_ in ("VBG", "VBN")
    return follows and doc[first - 1].lower_ in ("the", "a", "an")


def _hours_of(text: str, timex: Timex, day: Timex) -> bool:
    """Whether a date only says which part of the next one is meant: "the early hours of Thursday"."""
    if day.date is None or text[timex.end : day.start] != " of ":
        return False
    return _days(day) <= _days(timex)


def _once_over(dated: Dated, published: date | None) -> Dated:
    """A date that was over when the text appeared is that of the plan, not of what was planned."""
    maker, last = plan_maker(dated.happening), dated.timex.date.latest
    if maker is None or published is None or last is None or last >= published:
        return dated
    return Dated(dated.timex, Happening(maker, "direct"))


def _still_ahead(dated: Dated, tokens: list[Token], published: date | None) -> Dated:
    """A date that was yet to come is that of what was planned: "hopes to complete the bridge next year"."""
    verb = dated.happening.trigger
    to_do = next((c for c in verb.children if c.dep_ in ("xcomp", "advcl") and infinitive(c)), None)
    last = dated.timex.date.latest
    if verb.lemma_ in ("have", "give") and to_do and published and last is not None and last > published:
        until = replace(dated.timex, date=_bare_date(dated.timex))
        return Dated(until, Happening(to_do, "direct"))  # "they have until Friday to appeal"
    if dated.happening.way in OF_A_DEADLINE:
        return Dated(replace(dated.timex, date=_bare_date(dated.timex)), dated.happening)
    given_up = _given_up(verb)
    if given_up is not None:
        return Dated(dated.timex, Happening(given_up, "direct"))
    above = _to_be_done(verb)
    if above is not None and published and dated.timex.date.latest and dated.timex.date.latest > published:
        return Dated(dated.timex, Happening(raised(above), dated.happening.way))
    day = _first_day(dated.timex.date)
    known = day is not None and published is not None
    ahead = known and day > published
    fixing = fixed_by(verb) if dated.happening.noun and known else None
    if fixing is not None and day < published:  # "has called a rally for Friday"
        leads = (c for c in (*fixing.children, *verb.children) if c.lower_ == "for" and c.i < tokens[0].i)
        fixing = fixing if any(leads) and fixes_ahead(fixing) else None
    if fixing is not None:
        return Dated(dated.timex, Happening(fixing, "direct"))
    deed = None if dated.happening.noun else planned_deed(verb, tokens)
    if deed is None and ahead and not dated.happening.noun and not planned(verb):
        deed = aim(verb, tokens)
        near = dated.timex.basis != "relative" or (day - published).days <= LATELY
        noun = _done_for(verb, tokens) if deed is None and near else None
        if noun is not None:
            return Dated(dated.timex, Happening(noun, "noun"))
    if deed is None:
        return dated
    if ahead or (plans_now(verb) and not PAST.search(dated.timex.text)):
        return Dated(dated.timex, Happening(deed, dated.happening.way))
    return dated


def _lies_ahead(timex: Timex, published: date | None) -> bool:
    """Whether a date is not over when the text appears."""
    last = _bare_date(timex).latest
    return published is None or last is not None and last >= published


def _given_up(participle: Token) -> Token | None:
    """The verb that says that what was planned will not be: "a service planned for Saturday was cancelled"."""
    fixed = participle.lemma_.lower() in SCHEDULING or participle.lemma_ == "set"
    planning = participle.dep_ == "acl" and participle.tag_ == "VBN" and fixed
    verb = participle.head.head if planning and participle.head.dep_ == "nsubjpass" else None
    if verb is None:
        return None
    off = verb.lemma_ == "call" and any(c.lower_ == "off" for c in verb.children)
    return verb if off or verb.lemma_.lower() in ("cancel", "scrap", "abandon", "abort") else None


def _to_be_done(participle: Token) -> Token | None:
    """The verb of a plan with what something is done to: "will buy all shares tendered from today to Friday"."""
    below = (
        participle.dep_ == "acl" and participle.tag_ == "VBN" and not has_child(participle, "aux", "auxpass")
    )
    thing = participle.head
    verb = thing.head if below and thing.dep_ == "dobj" and not event_noun(thing) else None
    return verb if verb is not None and verb.pos_ in VERBAL and planned(verb) else None


def _first_day(when: EdtfDate) -> date | None:
    """The first day of a date; of "by Friday", which has no first one, the last."""
    return when.latest if when.earliest is None and when.kind == "point" else when.earliest


def _done_for(verb: Token, date: list[Token]) -> Token | None:
    """The event noun that a date yet to come is of, below a verb of what was done: "invited him to a ceremony on May 1"."""
    if not looks_back(verb) or verb.lemma_.lower() in weighing.MOVED or verb.lemma_ == "agree":
        return None  # "agreed to a truce on Tuesday"
    below = (t for t in verb.subtree if verb.i < t.i < date[0].i and event_noun(t, listed_only=True))
    noun = max(below, key=lambda t: t.i, default=None)
    made = noun is not None and noun.dep_ == "dobj" and verb.lemma_.lower() in SIGNING
    return None if made and noun.head.i == verb.i else noun  # "signed the treaty on 3 May"


def _long_ago(dated: Dated, offset: int) -> Dated | None:
    """What will be done, or has been, was not done "four years ago": that is the date of what it is about.

    Of an event noun or a participle before the date; where there is none, what has been done keeps the date.
    """
    verb, timex = dated.happening.trigger, dated.timex
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    ahead, done = helpers & WILL, helpers & HAS
    if dated.happening.noun or not PAST.search(timex.text) or not (ahead or done):
        return dated
    if done and (timex.lead_start < timex.start or not OVER.search(timex.text)):
        return dated  # "has fallen since last year"
    inside = {t.i for t in verb.subtree if ahead or t.i > verb.i}
    for token in reversed(verb.doc):
        if token.i not in inside or token.idx >= timex.start - offset:
            continue
        if event_noun(token) and not (done and token.head.i == verb.i):
            return Dated(timex, Happening(token, "noun"))
        if done and token.tag_ == "VBN" and token.dep_ in ("acl", "conj"):
            return Dated(timex, Happening(token, "direct"))
    return dated if done else None


def _told_below(dated: Dated, published: date | None, offset: int) -> Dated:
    """A date that was over is not that of a verb in the present, where one in the past stands nearer below it.

    "He heads a team that looks into the attacks which killed four people on 7 August": they were killed then.
    """
    verb, last = dated.happening.trigger, dated.timex.date.latest
    above = verb.head if verb.dep_ == "conj" and not has_child(verb, "aux", "auxpass") else verb
    if (
        dated.happening.noun
        or published is None
        or last is None
        or last >= published
        or not in_present(above)
    ):
        return dated
    nearer = [
        t
        for t in verb.subtree
        if t.dep_ in ("relcl", "acl", "ccomp", "advcl")
        and (looks_back(t) and verb.i < t.i or t.tag_ == "VBN" and t.dep_ == "advcl" and t.i < verb.i)
        and t.idx < dated.timex.start - offset
        and (t.i > verb.i or dated.timex.end - offset <= verb.idx)
    ]
    return Dated(dated.timex, replace(dated.happening, trigger=nearer[-1])) if nearer else dated


def _apart(found: list[Dated], offset: int) -> list[Dated]:
    """Of two dates at the verb of a side clause that cannot both be its, the one further off is of the verb above.

    "Men praised the soldiers who began the revolt decades ago in a rally on Saturday": they praised them on Saturday.
    """
    result = []
    for dated in found:
        trigger = dated.happening.trigger
        nearer = [
            other
            for other in found
            if other.happening.trigger.i == trigger.i
            and trigger.idx < other.timex.start - offset < dated.timex.start - offset
        ]
        above = next((a for a in trigger.ancestors if a.pos_ in VERBAL), None)
        if (
            nearer
            and not _together(nearer[-1], dated, offset)
            and above is not None
            and trigger.dep_ in ("relcl", "acl")
        ):
            dated = Dated(dated.timex, Happening(raised(above), dated.happening.way))
        result.append(dated)
    return result


def _together(first: Dated, second: Dated, offset: int) -> bool:
    """Whether one happening can have both dates: one holds the other, or they stand in one list."""
    a, b = first.timex.date, second.timex.date
    if None in (a.earliest, a.latest, b.earliest, b.latest):
        return True
    return (a.earliest <= b.latest and b.earliest <= a.latest) or _listed(first, second, offset)


def _can_date(timex: Timex) -> bool:
    """Whether a happening can have this date: "recently" names none, and "1968" of "May 1968" is not one of its own."""
    return timex.date is not None and timex.part_of is None


def _is_date(timex: Timex) -> bool:
    return timex.date is not None or timex.type in ("DATE", "TIME")


def _tokens(doc: Doc, timex: Timex, offset: int) -> list[Token]:
    start, end = timex.start - offset, timex.end - offset
    length = len(text_of(doc))
    if start < 0 or start >= length:
        return []
    span = doc.char_span(start, min(end, length), alignment_mode="expand")
    return [token for token in span if not token.is_space] if span is not None else []


def _part_of_date(word: Token) -> bool:
    if word.lower_ == "back" and word.head.lemma_ == "be":
        return False  # "He was back in May"
    return word.lower_ in PART_OF_DATE and word.pos_ not in ("NOUN", "PROPN", "VERB")


def _date_words(doc: Doc, tokens: list[Token]) -> set[int]:
    """The places of a date's words and of the articles, adverbs and prepositions that belong to it alone."""
    places = {t.i for t in tokens}
    if not places:
        return places
    for token in tokens:
        places.update(c.i for c in token.children if c.dep_ in ("det", "case", "predet") or _part_of_date(c))
    first = min(places)
    while first > 0:
        before = doc[first - 1]
        leads = before.dep_ == "prep" and all(c.i in places or c.i < before.i for c in before.children)
        leads = leads and not (
            doc[first].dep_ == "prep" and doc[first].head.i != before.i
        )  # "shot at | on Monday"
        if not leads and (not _part_of_date(before) or before.dep_ == "det" and before.head.i not in places):
            break
        first -= 1
        places.add(first)
    if first and doc[first - 1].lower_ in ("starting", "beginning") and doc[first - 1].tag_ == "VBG":
        places.add(first - 1)  # "starting next week"
    after = max(places) + 1
    if after < len(doc) and doc[after].lower_ == "alone":
        places.add(after)  # "last week alone"
    return places


def _length(timex: Timex) -> bool:
    """A length of time counted to or from today ("for the last 30 years"), which dates no happening."""
    return timex.type == "DURATION" and timex.basis != "explicit"


def _to_come(timex: Timex, published: date | None) -> bool:
    """Some time from the publication on: "within ten days", "by the end of the year"."""
    when = timex.date
    some = when is not None and when.kind == "point" and (timex.type == "DURATION" or timex.mod == "END")
    return some and when.earliest is not None and when.earliest == published


def _days(timex: Timex) -> int:
    """How long a date is; years are as long as each other, and so are months."""
    if timex.date.earliest is None or timex.date.latest is None:
        return 10**7
    days = (timex.date.latest - timex.date.earliest).days
    return next((most for least, most in ((27, 30), (89, 91), (364, 365)) if least <= days <= most), days)


def _one_date_each(found: list[Dated], offset: int) -> list[Dated]:
    """Of several dates at one trigger the finest, unless they stand side by side ("in 1996 and 2000")."""
    by_trigger: dict[tuple, list[Dated]] = {}
    for dated in found:
        happening = dated.happening
        part = happening.part.i if happening.part is not None else -1
        by_trigger.setdefault((happening.trigger.i, part, happening.span), []).append(dated)
    kept = []
    for group in map(_joined, by_trigger.values(), repeat(offset)):
        best = min(
            group,
            key=lambda d: (
                d.timex.rule == COUNTED and d.timex.date.qualifier != "exact",
                _days(d.timex),
                d.timex.rule in (*CLOCKS, COUNTED),
                d.happening.way != "direct",
                d.timex.start,
            ),
        )
        listed = [best]
        for dated in [*group, *reversed(group)]:  # members of one list hang together by their neighbours
            if dated not in listed and any(_listed(one, dated, offset) for one in listed):
                listed.append(dated)
        kept += listed
    return sorted(kept, key=lambda d: d.timex.start)


def _joined(group: list[Dated], offset: int) -> list[Dated]:
    """Dates side by side that follow on each other ("on Tuesday and Wednesday") as one span."""
    joined: list[Dated] = []
    for dated in sorted(group, key=lambda d: d.timex.start):
        last = joined[-1] if joined else None
        if last is not None and _listed(last, dated, offset) and _follow(last.timex.date, dated.timex.date):
            first, second = last.timex, dated.timex
            try:
                span = EdtfDate.span(first.date, second.date)
            except NotADate:
                joined.append(dated)
                continue
            gap = text_of(dated.happening.trigger.doc)[first.end - offset : second.start - offset]
            both = replace(
                first.ranged(second, span),
                end=second.end,
                text=first.text + gap + second.text,
                value=span.edtf,
            )
            joined[-1] = Dated(both, last.happening)
        else:
            joined.append(dated)
    return joined


def _follow(first: EdtfDate, second: EdtfDate) -> bool:
    """Whether a date of the same grain begins the day after another ends."""
    if first.precision != second.precision or first.precision not in ("day", "month") or first.latest is None:
        return False
    return second.earliest is not None and (second.earliest - first.latest).days == 1


def _listed(first: Dated, second: Dated, offset: int) -> bool:
    """Whether two dates are members of one list and name different times."""
    a, b = sorted((first.timex, second.timex), key=lambda t: t.start)
    between = text_of(first.happening.trigger.doc)[a.end - offset : b.start - offset]
    apart = a.date.latest is not None and b.date.earliest is not None and a.date.latest < b.date.earliest
    return apart and IN_A_LIST.fullmatch(between) is not None


def _finding(article: Article, passage: Passage, dated: Dated, dates: set[int]) -> Finding:
    text, published = article.text, article.published
    doc, timex, happening = passage.doc, dated.timex, dated.happening
    trigger = happening.trigger
    lead = text[timex.lead_start : timex.start].strip().lower()
    awaited = lead == "before" and _not_yet(happening)
    at_last = awaited or lead in ("until", "till") and _not_before(text, timex, happening)
    if at_last:
        timex = replace(timex, date=_bare_date(timex))
    when = by_tense(timex, happening, published)
    dated_noun = trigger if happening.noun else trigger.head if trigger.dep_ == "acl" else None
    if (
        dated_noun is not None
        and timex.lead_start < timex.start
        and _before(timex, dated_noun, passage.start)
    ):
        when = _bare_date(timex)  # "since the 1986 disaster": the disaster itself is of 1986
    dating = (c for c in trigger.subtree if relates(c) and c.lemma_ == "date")
    if happening.noun and trigger.tag_ == "NNS" and any(_holds(c, timex, passage.start) for c in dating):
        when = EdtfDate.since(when)  # "shootings dating to 1994"
    first_day = when.latest if _to_come(timex, published) else _first_day(when)
    fact = factuality(happening, first_day, published)
    if fact == PLANNED and not at_last and _still_planned(trigger) and _open_to_the_past(when, published):
        when = EdtfDate.between(*map(EdtfDate.day, (published, when.latest)))
    if at_last and fact != PLANNED:
        fact = PLANNED if awaited or not happening.noun and planned(trigger) else ACTUAL
    names: dict[int, str | None] = {}

    def resolve(token: Token) -> str | None:
        if bare_definite(token) and not known_body(token):
            return which(token)
        if described_body(token):
            return resolved(token, passage.before)  # where it is not known, it says something all the same
        if token.i not in names:
            names[token.i] = resolved(token, passage.before)
        return names[token.i]

    def which(noun: Token) -> str | None:
        found = fuller(noun, passage.told)
        found = found or named_antecedent(noun, passage.before, passage.told)
        found = found or victim_of(noun, passage.told) or dealt(noun, passage.told)
        if found is None and not passage.told:
            passage.asks.add(asked_for(noun))
        return found

    untrue = not happening.noun and weighing.unfulfilled(trigger, fact)
    line = headline(happening, dates, fact, resolve, article.shorten, untrue)
    names = {i: name for i, name in names.items() if line.first <= i <= line.last}  # not whose word it is
    participants, place = taking_part(happening, passage.start, frozenset(dates))
    participants = tuple(_as_given(one, text) for one in participants)
    place = _as_given(place, text) if place is not None else None
    reasons = weighing.reasons(
        Dated(replace(timex, date=when), happening),
        fact,
        line,
        names,
        passage.quoted,
        published,
        first=passage.first,
        news=article.news,
    )
    chance, parts = scoring.score(reasons)
    first, last = min(line.first, trigger.i), max(line.last, trigger.i)
    begin = passage.start + doc[first].idx
    end = passage.start + doc[last].idx + len(doc[last])
    start, stop = passage.sentence
    date_end = timex.whole_end or timex.end
    dobj = next((c.lemma_ for c in trigger.children if c.dep_ == "dobj"), "")
    particle = next((c.lower_ for c in trigger.children if c.dep_ == "prt" or c.lower_ == "for"), "")
    return Finding(
        title=line.title,
        start=start,
        end=stop,
        quote=text[start:stop],
        clause_start=begin,
        clause_end=end,
        trigger=text[passage.start + trigger.idx : passage.start + trigger.idx + len(trigger)],
        trigger_start=passage.start + trigger.idx,
        trigger_end=passage.start + trigger.idx + len(trigger),
        date=when,
        date_text=text[timex.start : date_end],
        date_start=timex.start,
        date_end=date_end,
        timex_type=timex.type,
        timex_value=timex.value,
        basis="inherited" if passage.above is timex and timex.start < start else timex.basis,
        anchor=timex.anchor,
        rule=timex.rule,
        reasons=timex.reasons,
        alternatives=timex.alternatives,
        factuality=fact,
        participants=participants,
        place=place,
        event_type=""
        if _natural(happening)
        else event_type(trigger.lemma_, noun=happening.noun, object_lemma=dobj, particle=particle),
        score=chance,
        score_parts=parts,
    )


def _still_planned(trigger: Token) -> bool:
    """Whether a plan is told as one of the day of publication: not "would close by May", "intended to close"; but "ordered
    them to close"."""
    above = trigger.head if trigger.dep_ in ("xcomp", "ccomp", "advcl") else trigger
    past = above.tag_ == "VBD" and above.lemma_.lower() not in OBJECT_CONTROL
    return not past and not any(c.lower_ in ("would", "could") for c in trigger.children)


def _open_to_the_past(when: EdtfDate, published: date | None) -> bool:
    """Whether a date is "by Monday" of a text that appeared before: what is still planned is of the days from then on."""
    by = published is not None and when.kind == "point" and when.earliest is None and when.latest is not None
    return by and published < when.latest


def _holds(word: Token, timex: Timex, offset: int) -> bool:
    """Whether a date stands in what hangs on a word."""
    return word.idx < timex.start - offset <= word.right_edge.idx


def _natural(happening: Happening) -> bool:
    """Whether it was nature that struck."""
    subject = None if happening.noun else subject_of(happening.trigger)
    return subject is not None and subject.lemma_.lower() in NATURE


def _not_yet(happening: Happening) -> bool:
    """Whether something lies ahead by what it will not come before: "is not expected | before Monday", "will not open before May"."""
    verb = happening.trigger
    will = any(c.lower_ in WILL for c in verb.children if c.dep_ == "aux")
    return not happening.noun and negated(verb) and (will or in_present(verb))


def _not_before(text: str, timex: Timex, happening: Happening) -> bool:
    """ "was not felt until 1918", "it was not until 1918 that": it happened in 1918."""
    if NOT_BEFORE.search(text, max(0, timex.lead_start - 8), timex.lead_start):
        return True
    verb = happening.trigger
    if verb.lemma_ == "last":
        return looks_back(verb)  # "lasted until 1987"
    if verb.lemma_ == "hold" and any(c.lower_ == "out" for c in verb.children):
        return looks_back(verb)  # "held out until 2012"
    if any(
        t.lemma_ == "wait" and t.tag_ in ("VB", "VBD")
        for t in (verb, *(c for c in verb.children if c.dep_ == "xcomp"))
    ):
        return looks_back(verb)  # "had to wait until April 2007 before they left"
    if not happening.noun and verb.lemma_.lower() in STATES and verb.tag_ != "VBN":
        return False  # "shares that it doesn't own until May"
    return not happening.noun and (
        negated(verb) or (verb.dep_ == "xcomp" and verb.head.lemma_ == "be" and negated(verb.head))
    )


def _before(timex: Timex, noun: Token, offset: int) -> bool:
    return timex.end - offset <= noun.idx


def _bare_date(timex: Timex) -> EdtfDate:
    """The date without what the preposition before it says."""
    return timex.bare or timex.date


# -- each happening once -----------------------------------------------------------------------------------------------


def _once(found: list[Finding]) -> list[Finding]:
    """Of findings that tell one happening at one date, the best; the earlier where they are as good."""
    kept: list[Finding] = []
    by_key: dict[tuple, list[int]] = {}
    for finding in found:
        key = (finding.date.edtf, _stem(finding.trigger))
        twin = next((i for i in by_key.get(key, ()) if _alike(kept[i].title, finding.title)), None)
        if twin is None:
            by_key.setdefault(key, []).append(len(kept))
            kept.append(finding)
        elif finding.score > kept[twin].score:
            kept[twin] = finding
    return kept


def _told_with_its_day(finding: Finding, others: list[Finding]) -> bool:
    """Whether what is celebrated by an anniversary is told elsewhere with a finer date of that year."""
    if finding.rule != RULE:
        return False
    return any(
        other.rule != RULE
        and other.date.earliest
        and other.date.latest
        and finding.date.earliest <= other.date.earliest
        and other.date.latest <= finding.date.latest
        and _share_a_word(finding.title, other.title)
        for other in others
    )


def _share_a_word(first: str, second: str) -> bool:
    one, other = (set(re.findall(r"\w{4,}", title.lower())) for title in (first, second))
    return bool(one & other)


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|ion|e)$", "", word.lower())


def _alike(first: str, second: str) -> bool:
    one, other = (set(re.findall(r"\w{3,}", title.lower())) for title in (first, second))
    return not one or not other or len(one & other) >= 0.5 * min(len(one), len(other))
