"""From a text to its time expressions: scan, match, resolve, in one walk through the text.

The scan looks at each word once; only words a rule is woken by cost more. Of the rules that fit
there, the longest match that begins furthest left wins. Expressions never overlap.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from timeline.dates import EdtfDate, NotADate

from .english import english
from .language import Anchored, Found, Language
from .periods import Period
from .reasons import Reason, words
from .senses import Context, Length, Meaning, Numeric, Of, On, Same, Sense, Shift, Stretch, Vague

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_BEFORE = re.compile(
    r"(?<![\w])(?P<word>[A-Za-z]{1,14}|['’]s|[0-9][0-9.,/]{0,8}(?:st|nd|rd|th)?)\.?"
    r"(?:[ \xa0\u2009\u202f]{1,2}|[-–‑]|,[ \xa0]|[ ]?\r?\n[ ]{0,3})\Z",
    re.A | re.I,
)
_FARTHEST = 6  # words an expression may begin before the word that wakes its rule
_LONGEST = 120  # characters a rule may look at


@dataclass(frozen=True, slots=True)
class Timex:
    """One time expression: `text[start:end]` are its words.

    `type` and `value` are TIMEX3's, `mod` too. `date` is the honest date those words give with
    the preposition before them ("by October"), which begins at `lead_start`; None for lengths,
    sets and vague times. `basis`: explicit (the words alone say it), relative (they need the
    publication date or another event), inherited (the year or month stands elsewhere). `anchor`
    is the EDTF of what it was read against. `part_of`: the start of the expression whose date
    includes this one ("from 2011 to 2013"), and `whole_end` of that one: where the last of them ends.
    `bare` is the date without what the preposition says, where one does.
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    mod: str | None
    date: EdtfDate | None
    basis: str
    anchor: str | None
    rule: str
    reasons: tuple[Reason, ...]
    alternatives: tuple[EdtfDate, ...] = ()
    lead_start: int = -1
    part_of: int | None = None
    whole_end: int | None = None
    bare: EdtfDate | None = None

    def ranged(self, last: "Timex", date: EdtfDate) -> "Timex":
        """This expression as the one that bears the date of all words up to `last`."""
        bases = (self.basis, last.basis)
        basis = next((basis for basis in ("relative", "explicit") if basis in bases), "inherited")
        relative = basis == "relative"
        reasons = self.reasons + last.reasons if relative else (Reason.of("stated", date=date),)
        return replace(self, date=date, bare=None, whole_end=last.end, basis=basis, reasons=reasons)

    @property
    def reading(self) -> str:
        """In a sentence: "Tuesday, counted back from 11 February 2016"."""
        return words(self.reasons)


@dataclass
class Effort:
    """How often a rule was tried: what the tests count instead of seconds."""

    rule_calls: int = 0


def find(
    text: str,
    dct: date | None,
    *,
    mode: str = "auto",
    day_first: bool | None = None,
    effort: Effort | None = None,
) -> list[Timex]:
    """Time expressions in reading order, none overlapping.

    `dct` is the day of publication; None leaves relative words without a date. `mode`: "news"
    counts from the publication, "narrative" from the last date told, "auto" asks the text.
    `day_first` says how to read 11/10/2014; None keeps both readings.
    """
    language = english()
    found = _sharing_years(text, extract(text, language, effort or Effort()), language)
    found = _from_weekday_to_weekday(text, found, language)
    narrative = _tells_a_story(found, dct) if mode == "auto" else mode == "narrative"
    context = Context(dct, narrative)
    context.day_first = _day_comes_first(found) if day_first is None else day_first
    context.fiscal_end = language.fiscal_end(text) if any(_is_fiscal(f.sense) for f in found) else None
    result: list[tuple[Found, Meaning]] = []
    timexes: list[Timex] = []
    last_end = 0
    for one in found:
        context.tense = language.tense(text, one.start, one.end)
        context.near = bool(result) and _same_sentence(text, last_end, one.start)
        context.opening = _OPENS.search(text, max(0, one.start - 24), one.start) is not None
        # "In April it rose, and on 3 May it fell": the second is of the first one's year.
        goes_on = context.near and result[-1][1].basis == "inherited"
        context.headed = one.start < context.heading_end
        day = isinstance(one.sense, On) and (
            one.sense.day or one.sense.direction > 0 or context.opening and _later_month(one, context.passage)
        )
        over = day and context.tense < 0 and context.passage_told and dct is not None
        long_past = over and context.passage.year_number < dct.year - 1
        context.in_passage = one.start < context.passage_sure or (
            one.start < context.passage_end
            and (context.opening or goes_on or long_past)
            or one.start < context.story_goes_on
            and long_past
        )
        if _goes_on_in_the_month(text, result, one, context):
            context.passage, context.in_passage = context.reference, True
        context.measures = language.measures(text, one.start)
        context.in_months = one.start < context.months_end
        if _OVERNIGHT.fullmatch(text, one.start, one.end) and (
            context.in_passage
            and one.start < context.passage_sure
            or context.near
            and context.reference is not None
            and dct is not None
            and context.reference.year_number < dct.year
            or context.opening
            and one.start < context.story_end
            and not text.startswith(",", one.end)
        ):
            continue  # "In May 2016 it shut. Overnight the town lost its taxes": of a sudden
        in_apposition = bool(result) and _explains(text, result[-1][0], one)
        try:
            meaning = one.sense.resolve(_told(context) if in_apposition else context)
        except NotADate:
            continue
        if meaning is None:
            continue
        if (
            isinstance(one.sense, Length)
            and one.sense.the
            and one.sense.unit == "month"
            and one.sense.count != 3
        ):
            context.months_end = _paragraph_end(text, one.end)
        if meaning.value == "PRESENT_REF" and context.near and one.start >= context.heading_end:
            # "Elected in 2005, he is now a broker, and in March signed a pact".
            context.passage_sure = context.passage_end = one.start
        timexes.append(_timex(text, one, meaning, dct))
        named = (
            isinstance(one.sense, On) and one.sense.weekday and language.some_day(text, one.start, one.end)
        )
        if meaning.period and not named:
            context.told = timexes[-1].date
            context.remember(meaning.period, meaning.compared)
            _open_passage(text, one, meaning.period, context)
            last_end = one.end
        result.append((one, meaning))
    return _dated(text, timexes, [meaning.date for _, meaning in result], language, dct)


def _goes_on_in_the_month(
    text: str, before: list[tuple[Found, Meaning]], one: Found, context: Context
) -> bool:
    """Whether a day that is told after another of its month is of the same: "ran on September 10 of last year. However, on
    September 19, it failed"."""
    told, sense = context.reference, one.sense
    if not before or told is None or told.first_day is None or not isinstance(sense, On) or sense.complete:
        return False
    near = one.start - before[-1][0].end < 150 and "\n" not in text[before[-1][0].end : one.start]
    same = near and told.grain == "day" and sense.day and sense.month == told.first_day.month
    return bool(same) and sense.day > told.first_day.day and context.tense < 0


def _later_month(one: Found, told: Period | None) -> bool:
    """Whether a month comes after the one told, in the year."""
    month = told is not None and told.grain in ("month", "day")
    return month and one.sense.month is not None and one.sense.month > told.month_number


_OVERNIGHT = re.compile("overnight", re.I)
_APPOSED = re.compile(r",? (?:on (?:the )?|in )")


def _explains(text: str, before: Found, one: Found) -> bool:
    """ "A week later, on 2 March": the day says when that was, and is of its year."""
    counted = isinstance(before.sense, Shift) and before.sense.base == "then"
    some = text.endswith(
        (" later", " afterwards", " afterward"), before.start, before.end
    )  # "a few weeks later, in May"
    told = (counted or some) and isinstance(one.sense, On)
    return told and bool(_APPOSED.fullmatch(text, before.end, one.start))


def _told(context: Context) -> Context:
    """The context of words that say again what was told last."""
    return replace(context, passage=context.reference, in_passage=context.reference is not None, tense=0)


_HEADS = re.compile(r"(?:\A|\n)[ \t]{0,4}(?:[-*•·][ \t]{1,3})?\Z")
_HEADED = re.compile(r"[ \t]{0,2}(?:[:–—]|-(?=[ \t]))")
_ENTRY = re.compile(r"[ \t]{1,3}[A-Z][a-z]+ ")  # "1887 Opened by the king"
_ALONE = re.compile(r"[ \t]{0,2}[:.]?[ \t]{0,3}(?:\n|\Z)")
_SECTION = re.compile(r":[^\n]{1,80} -[ \t]*(?:\n|\Z)")  # "- 1972: the mine opens -"
_PARAGRAPH = 2000  # characters a paragraph is followed for its end


def _open_passage(text: str, one: Found, period: Period, context: Context) -> None:
    """Under a heading that is a date, and in a sentence with a date of an earlier year, months are of that year.

    A date of another year in a later sentence ends what a sentence opened; a heading governs to its end.
    """
    if isinstance(one.sense, Of) and one.start >= context.heading_end:
        sentence = _CLAUSES_END.search(text, one.end, one.end + 400)
        context.passage, context.story_goes_on = period, 0  # "in May last year, and on 5 September"
        context.passage_end = context.passage_sure = sentence.start() if sentence else one.end + 400
    if not isinstance(one.sense, On):
        return
    if one.sense.complete and context.passage_sure <= one.start < context.passage_end:
        if period.year_number != context.passage.year_number:
            context.passage_end = one.start
    if one.sense.complete:
        context.story_goes_on = 0
    heads = _HEADS.search(text, max(0, one.start - 10), one.start) is not None
    stamp = period.grain == "day" and period.first_day == context.published
    if heads and stamp and _ALONE.match(text, one.end):
        return  # when the text appeared
    if heads and (_ALONE.match(text, one.end) or _SECTION.match(text, one.end)):
        if one.sense.complete or context.in_passage:
            end = _paragraph_end(text, one.end)
            context.passage = period
            context.passage_end = context.passage_sure = context.heading_end = _paragraph_end(text, end + 2)
    elif heads and _HEADED.match(text, one.end):
        if one.sense.complete or context.in_passage:
            context.passage = period
            context.passage_end = context.passage_sure = max(
                context.passage_end, _paragraph_end(text, one.end)
            )
    elif heads and one.sense.complete and not one.sense.month and _ENTRY.match(text, one.end):
        line = text.find("\n", one.end)
        context.passage = period
        context.passage_end = context.passage_sure = line if line >= 0 else len(text)
    elif (
        one.sense.complete
        and (one.sense.month or one.sense.part or context.opening or _WHEN.match(text, one.end))
        and context.published
        and period.year_number < context.published.year
    ):
        long_past = period.year_number < context.published.year - 1
        if not long_past and not one.sense.month:
            return
        if one.end >= context.passage_end:
            sentence = _CLAUSES_END.search(text, one.end, one.end + 400)
            context.passage, context.passage_sure = period, sentence.start() if sentence else one.end + 400
            context.passage_end = context.passage_sure
            context.passage_told = bool(one.sense.month or _WHEN.match(text, one.end))
            if context.opening:
                context.passage_end = min(_paragraph_end(text, one.end), one.end + 600)
            elif long_past and one.start < context.story_end and (one.sense.month or one.sense.part):
                # The second such date: days told after it are of those years.
                context.story_goes_on = one.end + 600
        if long_past and (one.sense.month or one.sense.part):
            context.story_end = one.end + 1200


# "In 1971, when", "in 1941, on 9 March": what follows is of that year.
_WHEN = re.compile(r",? (?:when|as|after which|in which)\b|, (?:on|in|at) ")


def _paragraph_end(text: str, start: int) -> int:
    found = text.find("\n\n", start, start + _PARAGRAPH)
    return found if found >= 0 else start + _PARAGRAPH


def _same_sentence(text: str, start: int, end: int) -> bool:
    return end - start < 400 and not _SENTENCE_END.search(text, start, end)


_OPENS = re.compile(r"(?:\A|[.!?:][\"'”’)]?\s|\n)\s*(?:[A-Z][a-z]{1,8},? )?(?:the )?\Z|\n[^\n]{0,20}\(\Z")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+[\"'“‘(]?[A-Z]|\n\s*\n")
_CLAUSES_END = re.compile(f";|{_SENTENCE_END.pattern}")


def extract(text: str, language: Language, effort: Effort) -> list[Found]:
    """Every expression with its sense, not yet resolved."""
    found: list[Found] = []
    floor = 0
    by_figures = (None, language.figures, language.figures, language.years, language.years)
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word[0] > "9":
            rules = language.triggers.get(word.lower())
        else:
            rules = by_figures[len(word)] if len(word) <= 4 else None
        if not rules or token.start() < floor:
            continue
        best = _longest(text, token.start(), floor, rules, language, found[-1] if found else None, effort)
        if not best:
            continue
        best = _grown(text, best, floor, language)
        if language.refused(text, best) or _over_the_line(text, best):
            continue
        sense = language.merged(found[-1], text[floor : best.start], best) if found else None
        if sense is not None:
            best = found.pop()._replace(end=best.end, sense=sense)
        found.append(best)
        floor = best.end
    return found


_NEXT_ENTRY = re.compile(r"\n\d{4}\Z")


def _over_the_line(text: str, one: Found) -> bool:
    """Whether an expression takes the year with which the next line of a list begins: "in June\\n1895 Bought by ..."."""
    entry = _NEXT_ENTRY.search(text, one.start, one.end)
    return (
        entry is not None and text[one.end : one.end + 1] == " " and text[one.end + 1 : one.end + 2].isupper()
    )


def _longest(
    text: str,
    at: int,
    floor: int,
    rules: tuple[Anchored, ...],
    language: Language,
    previous: Found | None,
    effort: Effort,
) -> Found | None:
    """Of the matches that cover `at`, the one that ends last; of equals, the one that begins first."""
    best, limit = None, at + _LONGEST
    for start in _starts(text, at, floor, language):
        for rule in rules:
            if rule.after and not (previous and start - floor <= 8 and rule.after(text, floor, start)):
                continue
            effort.rule_calls += 1
            m = rule.match(text, start, limit)
            if not m or m.end() <= at or (best and m.end() <= best.end) or _inside_a_word(text, m):
                continue
            sense = rule.build(m, previous.sense) if rule.after else rule.build(m)
            if sense is not None:
                best = Found(m.start(), m.end(), sense, rule.id, None)
    return best


def _starts(text: str, at: int, floor: int, language: Language) -> list[int]:
    """Where an expression around `at` may begin, furthest left first."""
    starts = [at]
    figures = text[at].isdigit()
    for _ in range(_FARTHEST):
        m = _BEFORE.search(text, max(floor, starts[0] - 24), starts[0])
        word = m["word"].lower() if m else ""
        if not m or not (word in language.left or word[0] in "'’" or (word[0].isdigit() and not figures)):
            break
        starts.insert(0, m.start())
    if figures and at > floor and text[at - 1] in "'’":
        starts.insert(len(starts) - 1, at - 1)
    return starts


def _inside_a_word(text: str, m: re.Match) -> bool:
    start, end = m.span()
    return (start > 0 and text[start - 1].isalnum() and text[start].isalnum()) or (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )


def _grown(text: str, one: Found, floor: int, language: Language) -> Found:
    """Grow to the left over "early", "about", "the end of"."""
    start, modifier = one.start, one.modifier
    for _ in range(2):
        m = language.modifier.search(text, max(floor, start - 28), start)
        if not m:
            break
        change = language.modifiers[" ".join(m["modifier"].lower().split())]
        if not _fits(one.sense, change[0]) or change[0] == "APPROX" and language.owning.match(text, one.end):
            break
        start, modifier = m.start(), change
    return one._replace(start=start, modifier=modifier)


def _fits(sense: Sense, mod: str) -> bool:
    """ "At least" goes with a length, not with a date; "about" with neither past nor future."""
    if isinstance(sense, Vague):
        return mod not in ("APPROX", "BEFORE", "AFTER") and "THAN" not in mod
    if mod.startswith("EQUAL") or mod in ("LESS_THAN", "MORE_THAN"):
        return not isinstance(sense, On | Same | Stretch)
    return True


def _from_weekday_to_weekday(text: str, found: list[Found], language: Language) -> list[Found]:
    """In "from Monday to Friday" both are of the same seven days."""
    for i in range(len(found) - 1):
        one, after = found[i : i + 2]
        a, b = one.sense, after.sense
        if not (isinstance(a, On) and isinstance(b, On) and _bare_weekday(a) and _bare_weekday(b)):
            continue
        gap = language.range_gap.fullmatch(text, one.end, after.start)
        if gap and (not gap["and"] or text[max(0, one.start - 8) : one.start].lower() == "between "):
            found[i] = one._replace(sense=replace(a, until=b.weekday))
            found[i + 1] = after._replace(sense=replace(b, base="then", direction=1))
    return found


def _bare_weekday(sense: On) -> bool:
    return bool(sense.weekday) and not (sense.day or sense.month or sense.direction or sense.base)


def _sharing_years(text: str, found: list[Found], language: Language) -> list[Found]:
    """In "May, June and August 2014" the year of the last is the year of all."""
    for i in range(len(found) - 2, -1, -1):
        one, after = found[i], found[i + 1]
        a, b = one.sense, after.sense
        if (
            not (isinstance(a, On) and isinstance(b, On))
            or a.year is not None
            or b.year is None
            or a.direction
        ):
            continue
        if (
            (a.month and b.month or a.part and (b.month or b.part))
            and not a.clock
            and language.list_gap.fullmatch(text, one.end, after.start)
        ):
            late = bool(a.month and (a.month, a.day or 0) > (b.month, b.day or 31))
            found[i] = one._replace(sense=replace(a, year=b.year - late, inherited=True))
    for i in range(1, len(found)):
        one, before = found[i], found[i - 1]
        a, b = one.sense, before.sense
        if (
            not (isinstance(a, On) and isinstance(b, On))
            or a.year is not None
            or b.year is None
            or a.direction
        ):
            continue
        gap = language.range_gap.fullmatch(text, before.end, one.start)
        if a.month and b.month and not a.clock and gap and not gap["and"]:
            late = (a.month, a.day or 31) < (b.month, b.day or 0)
            found[i] = one._replace(sense=replace(a, year=b.year + late, inherited=True))
    return found


def _day_comes_first(found: list[Found]) -> bool | None:
    """What the other dates in figures of the same text show; None where they show nothing or disagree."""
    shown = {
        f.sense.first > 12
        for f in found
        if isinstance(f.sense, Numeric) and max(f.sense.first, f.sense.second) > 12
    }
    return shown.pop() if len(shown) == 1 else None


def _is_fiscal(sense: Sense) -> bool:
    return isinstance(sense, On) and sense.fiscal


def _tells_a_story(found: list[Found], dct: date | None) -> bool:
    """Dates with their years far from the publication outnumber words that lean on it."""
    if dct is None:
        return True
    years = sum(isinstance(f.sense, On) and f.sense.complete and f.sense.year < dct.year - 1 for f in found)
    return years >= 6 and years > sum(_leans_on_publication(f.sense) for f in found)


def _leans_on_publication(sense: Sense) -> int:
    """How many plain years a word that counts from the publication outweighs."""
    if isinstance(sense, On):
        return 20 if sense.weekday is not None and sense.month is None else 0
    counted = sense.outer if isinstance(sense, Of) else sense
    return 4 if isinstance(counted, Shift) and counted.base == "now" else 0


def _dated(
    text: str,
    timexes: list[Timex],
    whole_dates: list[EdtfDate | None],
    language: Language,
    published: date | None,
) -> list[Timex]:
    """The expressions with what the prepositions and the ranges around them say; `whole_dates` are theirs without "early",
    "the end of"."""
    for i, timex in enumerate(timexes):
        if timex.part_of is not None or timex.date is None or timex.type == "SET":
            continue
        floor = timexes[i - 1].end if i else 0
        if timex.type == "DURATION":
            timexes[i] = _within(text, timex, floor, language)
            continue
        lead = language.lead.search(text, max(floor, timex.start - 18), timex.start)
        word = " ".join(lead["lead"].lower().split()) if lead else ""
        if (
            lead
            and lead["article"]
            and timex.date.precision == "year"
            and word not in ("since", "until", "till")
        ):
            continue  # "after the 2012 attack": the attack is dated, and comes before
        other = timexes[i + 1] if i + 1 < len(timexes) else None
        whole = _range(text, word, timex, other, language)
        if whole is not None:
            start = lead.start() if word in ("from", "between") else timex.start
            timexes[i] = replace(timex.ranged(other, whole), lead_start=start)
            timexes[i + 1] = replace(other, date=None, part_of=timex.start)
        elif language.onwards.match(text, timex.end):
            timexes[i] = replace(timex, date=_led("since", timex.date) or timex.date)
        elif word and (timex.type == "DATE" or word in ("since", "until", "till")):
            if timex.mod == "END" and word in ("by", "before", "prior to"):
                when = _up_to_the_end(timex.date, whole_dates[i], published)
            else:
                when = _led(word, timex.date)
            if when is not None:
                timexes[i] = replace(timex, date=when, bare=timex.date, lead_start=lead.start())
    return timexes


def _within(text: str, timex: Timex, floor: int, language: Language) -> Timex:
    """ "In the past year" something happened once; "over the past year" it lasted."""
    within = language.within.search(text, max(floor, timex.start - 12), timex.start)
    if not within or timex.date.kind != "span" or timex.date.earliest is None or timex.date.latest is None:
        return timex
    return replace(timex, date=EdtfDate.between(*timex.date.ends), lead_start=within.start())


def _range(text: str, word: str, first: Timex, second: Timex | None, language: Language) -> EdtfDate | None:
    """ "From 2011 to 2013" lasted; "between 2001 and 2003" is some time in it; None where it is neither."""
    if second is None or second.date is None or second.type not in ("DATE", "TIME"):
        return None
    gap = language.range_gap.fullmatch(text, first.end, second.start)
    if not gap or (gap["and"] and word != "between"):
        return None
    if (
        gap["to"]
        and gap["to"].lower() in ("until", "till")
        and _ON.search(text, max(0, first.start - 4), first.start)
    ):
        return None  # "extended it on Friday until 3 June"
    try:
        return (EdtfDate.between if word == "between" else EdtfDate.span)(first.date, second.date)
    except NotADate:
        return None


_ON = re.compile(r"\bon \Z", re.I)
_LEADS = {
    "since": EdtfDate.since, "ever since": EdtfDate.since, "until": EdtfDate.until, "till": EdtfDate.until,
    "by": EdtfDate.before_or_in, "before": EdtfDate.before, "prior to": EdtfDate.before, "after": EdtfDate.after,
}  # fmt: skip


def _led(word: str, when: EdtfDate) -> EdtfDate | None:
    make = _LEADS.get(word)
    try:
        return make(when) if make else None
    except NotADate:
        return None


def _up_to_the_end(last: EdtfDate, whole: EdtfDate, published: date | None) -> EdtfDate:
    """ "Before the end of the year": while that year runs, from the publication on. `last` is the last part of it."""
    if published is None or not whole.earliest or not whole.earliest <= published < whole.latest:
        return EdtfDate.before_or_in(last)
    return EdtfDate.between(*map(EdtfDate.day, (published, whole.latest)))


_PARTS = {"START": "early", "MID": "mid", "END": "late"}


def _timex(text: str, one: Found, meaning: Meaning, published: date | None) -> Timex:
    mod, change = one.modifier or (meaning.mod, _PARTS.get(meaning.mod or "", ""))
    when = meaning.date
    by_the_clock = meaning.type == "TIME" and change == "about"  # the hour is uncertain, the day is not
    if when is not None and meaning.days and not one.modifier:
        when = _days_of(when, *meaning.days)
    elif change == "within" and when is not None and _counts_from_the_text(meaning, published):
        when = EdtfDate.between(*sorted((meaning.anchor.date, when), key=lambda end: end.earliest))
    elif when is not None and meaning.type != "DURATION" and change and not by_the_clock:
        when = _changed(when, change, published)
    if mod in ("LESS_THAN", "MORE_THAN") and meaning.decades and meaning.date is not None:
        a_year = 1 if mod == "LESS_THAN" else -1  # "nearly four decades ago" is rather less
        years = (EdtfDate.year(day.year + a_year) for day in (meaning.date.earliest, meaning.date.latest))
        when = EdtfDate.between(*years).qualified("approximate")
    return Timex(
        one.start, one.end, text[one.start : one.end], meaning.type, meaning.value, mod, when, meaning.basis,
        meaning.anchor.date.edtf if meaning.anchor and meaning.anchor.date else None,
        one.rule, meaning.reasons, meaning.alternatives, one.start,
    )  # fmt: skip


def _counts_from_the_text(meaning: Meaning, published: date | None) -> bool:
    """Whether a date is counted from one that the text tells: "less than three months later" lies between the two."""
    told = meaning.anchor.date if meaning.anchor is not None else None
    if told is None or meaning.type == "DURATION":
        return False
    return told.kind == meaning.date.kind == "point" and told.latest != published


def _days_of(month: EdtfDate, *numbers: int) -> EdtfDate:
    """From one day of a month to another; below 1 they count back from its last, which is 0."""
    days = (month.earliest + timedelta(n - 1) if n > 0 else month.latest + timedelta(n) for n in numbers)
    return EdtfDate.between(*map(EdtfDate.day, days))


def _changed(when: EdtfDate, change: str, published: date | None) -> EdtfDate:
    """The date as "early", "earlier" or "about" make it."""
    if (
        change == "within"
        and published is not None
        and when.earliest is not None
        and when.earliest < published
    ):
        return EdtfDate.between(*map(EdtfDate.day, (when.earliest, published)))
    if change in ("about", "within"):
        return when.qualified("approximate")
    if change in ("start", "end"):
        if when.precision == "year" and when.kind == "point" and when.earliest is not None:
            first = 1 if change == "start" else 10  # a quarter, where "early" and "late" leave a third
            months = (EdtfDate.month(when.earliest.year, number) for number in (first, first + 2))
            return EdtfDate.between(*months)
        change = "early" if change == "start" else "late"
    if change in ("early", "mid", "late"):
        return EdtfDate.part(when, change) if when.precision in ("month", "year", "decade") else when
    if change in ("before", "after"):
        return (EdtfDate.before if change == "before" else EdtfDate.after)(when)
    if published is None or when.earliest is None or not when.earliest < published < when.latest:
        return when
    ends = (when.earliest, published) if change == "so far" else (published, when.latest)
    return EdtfDate.between(*map(EdtfDate.day, ends))
