"""Dates that other sentences of the text make exact, or take away."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from dateutil.relativedelta import relativedelta

from timeline.dates import EdtfDate
from timeline.engine.timex import Timex
from timeline.engine.timex.english import english
from timeline.engine.timex.periods import Period
from timeline.engine.timex.reasons import Reason

CLOCKS = ("clock-of-twelve", "clock-of-twentyfour", "oclock", "noon")  # rules of an hour that names no day


def redated(body: str, dated: list[Timex], published: date | None) -> list[Timex]:
    """The time expressions of a text, in reading order, read once more with all others in view."""
    dated = [_of_no_day_told(body, timex) for timex in dated]
    dated = _apposed(body, _from_dates(body, _quarters(body, dated)))
    return _soon_after(body, _hours(body, _from_events(body, dated, published), published), published)


OF_SOME_DAY = re.compile(r" (?:of|on) an? ")
CAME = re.compile(r" (?:finally |at last |soon )?(?:came|arrived|would come|has come) ")
PART_OF_A_DAY = re.compile(r"(?:the )?(?:morning|afternoon|evening|night|day)", re.I)
OF_AN_EVENT = re.compile(r" of (?:the|his|her|its|their) [a-z]")


def _of_no_day_told(body: str, timex: Timex) -> Timex:
    """Without its date where words name no day that is known: "on a Saturday in the 1980s", "the night of the attack"."""
    some = timex.rule == "weekday-alone" and english().some_day(body, timex.start, timex.end)
    some = some or timex.rule == "small-hours" and OF_SOME_DAY.match(body, timex.end)
    never = timex.text.lower() == "this day" and body.startswith(" to ", timex.start - 4)  # "to this day"
    day_itself = timex.text.lower() == "that day" and CAME.match(body, timex.end)  # "That day came in May"
    unknown = some or never or day_itself or _part_of_an_event(body, timex)
    return replace(timex, date=None, bare=None) if unknown else timex


def _part_of_an_event(body: str, timex: Timex) -> bool:
    """ "The evening of the attack"."""
    return bool(PART_OF_A_DAY.fullmatch(timex.text) and OF_AN_EVENT.match(body, timex.end))


def _from_dates(body: str, dated: list[Timex]) -> list[Timex]:
    """ "Two weeks before Easter" is counted from that day, "the nine weeks to 29 December" lead up to it; the day dates
    nothing itself."""
    found: list[Timex] = []
    for timex in dated:
        last = found[-1] if found else None
        side = body[last.end : timex.start].strip() if last is not None else ""
        length = COUNTED.fullmatch(last.value) if side in ("before", "after") else None
        up_to = _up_to(body, last, timex) if last is not None and UP_TO.fullmatch(side) else None
        if up_to is not None:
            found[-1] = up_to
        elif length and FULL_DAY.fullmatch(timex.value):
            found[-1] = _counted(last, side, length, Period.of_day(date.fromisoformat(timex.value)))
        elif side in ("before", "after") and last.value == "PXD" and FULL_DAY.fullmatch(timex.value):
            found[-1] = _near(last, side, FEW_DAYS, timex)
        else:
            just = JUST.search(body, max(0, timex.lead_start - 6), timex.start)
            day = just is not None and FULL_DAY.fullmatch(timex.value)
            found.append(_near(timex, just[1].lower(), VAGUE["PXD"], timex) if day else timex)
    return found


JUST = re.compile(r"\b(?:just|right) (before|after) (?:the )?\Z", re.I)
FEW_DAYS = 5  # "a few days before Christmas" is one of so many, at most


def _near(timex: Timex, side: str, most: int, day: Timex) -> Timex:
    """ "A few days before Christmas", "just after the Fourth of July": some day of the few on that side of it."""
    anchor = Period.of_day(date.fromisoformat(day.value))
    return replace(_some_of(timex, side, 1, most, anchor), bare=None)


UP_TO = re.compile(r"to|ended|ending|through|up to|that ended")


def _up_to(body: str, length: Timex, last: Timex) -> Timex | None:
    """ "The nine weeks to 29 December", "the 12 months to March 2018": the time that a length leads up to a day or month.
    Months lead up to a day at the end of one."""
    counted, when = COUNTED.fullmatch(length.value), last.date
    if counted is None or when is None or when.latest is None or not length.text.lower().startswith("the "):
        return None
    if when.kind != "point" or when.precision not in ("day", "month"):
        return None
    units = int(counted[1]) * {"D": 1, "W": 7, "M": 1, "Y": 12}[counted[2]]
    last_one = Period.of_day(when.latest)
    if counted[2] in "MY":
        if when.precision == "day" and 7 < when.latest.day < 25:
            return None
        span = _months(when.latest, units)
        last_one = last_one.to("month") if when.precision == "month" else last_one
    elif when.precision == "day":
        span = EdtfDate.span(last_one.shift(1 - units).date, last_one.date)
    else:
        return None
    why = Reason.of("up to", count=int(counted[1]), unit=UNITS[counted[2]], anchor=last_one)
    return replace(
        last, start=length.start, text=body[length.start : last.end], value=span.edtf, date=span, bare=None, reasons=(why,),
        lead_start=length.start, alternatives=(),
    )  # fmt: skip


# "On Monday, a day after", and a few words further on: "on Monday with a match, a day after".
APPOSED = re.compile(r"(?:,? |[^.;:\n]{1,60}, )(?:just |only |barely |exactly |some )?")
SIDE = re.compile(r" (before|after) ")
TO_THE_DAY = re.compile(r" (?:almost |exactly )?to the (?:very )?day(?= (?:after|since) )")
LISTED = re.compile(r"\d (?:and|to|or) \Z|\d ?[-–]\Z")


def _apposed(body: str, dated: list[Timex]) -> list[Timex]:
    """ "On Monday, a day after it landed": it landed the day before Monday."""
    found: list[Timex] = []
    for timex in sorted(dated + _days_beside(body, dated), key=_start):
        years = re.fullmatch(r"P(\d{1,3})Y", timex.value) if TO_THE_DAY.match(body, timex.end) else None
        if years and found and _tells_a_day(found[-1]) and int(years[1]) < found[-1].date.earliest.year:
            found.append(_to_the_day(body, timex, int(years[1]), found[-1]))
            continue
        day, side = found[-1] if found else None, SIDE.match(body, timex.end)
        length = COUNTED.fullmatch(timex.value) if side is not None and timex.rule == RULE else None
        apposed = day is not None and APPOSED.fullmatch(body, day.end, timex.start) is not None
        if (
            length
            and apposed
            and (
                _tells_a_day(day)
                or length[2] in "MY"
                and _tells_a_month(day)
                or length[2] == "Y"
                and _tells_a_year(day)
            )
            and not LISTED.search(body, max(0, day.start - 6), day.start)
        ):
            other = "after" if side[1] == "before" else "before"
            timex = replace(_counted(timex, other, length, Period.of_day(day.date.earliest)), rule=BACK)
        found.append(timex)
    return found


def _to_the_day(body: str, timex: Timex, years: int, day: Timex) -> Timex:
    """ "Twenty years to the day after he was shot": he was shot that day twenty years before the day told last."""
    end = TO_THE_DAY.match(body, timex.end).end()
    anchor = Period.of_day(day.date.earliest)
    then = Period.of_day(anchor.first_day - relativedelta(years=years))
    why = Reason.of("before", date=then, count=years, unit="year", anchor=anchor)
    return replace(
        timex, end=end, text=body[timex.start : end], type="DATE", value=then.value, date=then.date, basis="relative",
        anchor=anchor.date.edtf, reasons=(why,), rule=BACK,
    )  # fmt: skip


def _days_beside(body: str, dated: list[Timex]) -> list[Timex]:
    """ "The day before" of "on Nov. 3, the day before a warrant was issued", where it is no expression of its own."""
    ends = {timex.end: timex for timex in dated if _tells_a_day(timex) or _tells_a_year(timex)}
    return [
        _length(match, match.start(1), match[2][0].upper())
        for match in DAY_BESIDE.finditer(body)
        if match.start() in ends and _tells_a_day(ends[match.start()]) == (match[2] == "day")
    ]


ENDED = re.compile(r",? (?:that |which )?(?:ended|ending|ends|to|through)(?: on)? ")


def _quarters(body: str, dated: list[Timex]) -> list[Timex]:
    """The quarter that the text says ended on some day is the three months up to it: "the quarter ended Oct. 31"; so it is
    where the text comes back to it: "in the quarter"."""
    found = []
    ended: dict[str, Timex] = {}  # by the quarter that is named
    for timex, after in zip_longest(dated, dated[1:]):
        last = after.date.latest if after is not None and after.date is not None else None
        if (
            timex.date is not None
            and timex.date.precision == "quarter"
            and last is not None
            and after.date.precision == "day"
            and ENDED.fullmatch(body, timex.end, after.start)
        ):
            reason = Reason.of("quarter to", date=Period.of_day(last))
            timex = replace(timex, date=_months(last, 3), reasons=(reason,), alternatives=())
            ended[timex.value] = timex
        elif timex.value in ended and timex.basis == "relative":
            same = ended[timex.value]
            timex = replace(timex, date=same.date, reasons=same.reasons, alternatives=())
        found.append(timex)
    return found


def _months(last: date, count: int) -> EdtfDate:
    """So many months that end with a day's month (a day of its first week ends the month before).

    >>> str(_months(date(1989, 10, 31), 3)), str(_months(date(1989, 10, 1), 3)), str(_months(date(2018, 3, 31), 12))
    ('1989-08/1989-10', '1989-35', '2017-04/2018-03')
    """
    number = last.year * 12 + last.month - 1 - (last.day <= 7)
    if count == 3 and number % 3 == 2:
        return EdtfDate.parse(f"{number // 12:04d}-{33 + number % 12 // 3}")
    months = (EdtfDate.month(n // 12, n % 12 + 1) for n in (number - count + 1, number))
    return EdtfDate.span(*months)


COUNTED = re.compile(r"P(\d{1,3})([DWMY])")
FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
EVENT = re.compile(
    r" (before|after|from|of) (?:(?:the|his|her|its|their|that|this|[A-Z][\w.]*['’]s) ((?:[\w'’-]+ ?){1,3})"
    r"|((?:[\w.'’-]+ ){1,5}[\w'’-]+))"
)
LASTED = re.compile(r"\b(?:take|takes|took|taken|last|lasted|need|needed|wait|waited|spent)(?: \w+){0,2} \Z")
CLAUSE_ON = re.compile(r" (?:after|before) [^,.;:\n]{5,90} on ")
BESIDE = re.compile(
    r"\bthe (?:very )?(day|night|week|month|year)(?= (?:before|after) [A-Za-z])|\bthe eve(?= of )"
)
DAY_BESIDE = re.compile(r", (the (day|year))(?= (?:before|after) [A-Za-z])")
RULE = "counted-from-event"
BACK = "counted-back-from-event"
UP_TO_NOW = "counted-back-from-now"  # of a clause beside what is told in the present
LEADING = 5  # sentences that may be the first of a story, after its title, its author and a caption
VAGUE = {"PXD": 7, "PXW": 30}  # days that "days after", "weeks before" an event may be, at most
ANNOUNCED = re.compile(r"\b(?:said|say|told|announced?|reported|declared)\b")
WITHIN = re.compile(r"\bwithin \Z", re.I)
DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
NEWS_CAME = re.compile(
    r"\b(?:news|announcement|statement|decision|move|warning|report|ruling|verdict|vote|visit|meeting|comments|remarks|"
    r"appeal|call|arrests?)\b[^.;,\n]{0,40}\b(?:came|comes) (?:just |only |barely |exactly )?\Z"
    r"|\b(?:spoke|was speaking|announced)\b[^.;\n]{0,70} (?:just |only |barely |exactly )?\Z"
)
NEAR_BEFORE, NEAR_AFTER = 60, 25  # characters beside a date that say what happened then
WORD = re.compile(r"[A-Za-z-]{3,}")


def _from_events(body: str, dated: list[Timex], published: date | None) -> list[Timex]:
    """ "Ten days before the murder" is counted from the day that another sentence gives a murder, the nearest before; in
    news where none does, it has no date."""
    from kb.text import sentences

    dated = sorted(dated + _beside(body, dated), key=_start)
    if not any(_may_be_counted(timex) or _part_of_an_event(body, timex) for timex in dated):
        return dated
    spans = sentences(body)
    starts = [start for start, _end in spans]
    # The days on which a deed is told, in reading order, by its words and its names.
    told: dict[tuple[str, str], list[Timex]] = {}
    for timex in dated:
        if _tells_a_day(timex) and not (published and timex.date.earliest > published):
            for words in _deeds(_around(body, timex, *spans[bisect(starts, timex.start) - 1])):
                for word in words:
                    told.setdefault(word, []).append(timex)
    found = []
    last_day = None
    for timex, after in zip_longest(dated, dated[1:]):
        if _tells_a_day(timex) and not (published and timex.date.earliest > published):
            last_day = timex
        part = _part_of_an_event(body, timex)
        if part or _may_be_counted(timex):
            own = spans[bisect(starts, timex.start) - 1]
            event, length = EVENT.match(body, timex.end), COUNTED.fullmatch(timex.value)
            exact = timex.rule == RULE
            day = _told_beside(body, timex, own, after) if event else None
            day = day or (_day_of(_event(event, timex), own, told, by_word=part) if event else None)
            anchor = Period.of_day(day.date.earliest) if day is not None else None
            if exact and length and anchor is not None:
                timex = _counted(timex, event[1], length, anchor)
            elif (
                exact and length and published and own in spans[:LEADING] and _opens(body, timex, own, event)
            ):
                timex = replace(_counted(timex, "before", length, Period.of_day(published)), rule=UP_TO_NOW)
            elif exact and length and event and (news := _news_of(body, timex, last_day, published)):
                other = "after" if event[1] == "before" else "before"
                timex = replace(_counted(timex, other, length, news), rule=BACK)
            elif exact and timex.type == "DURATION":
                timex = replace(timex, date=None)
            elif anchor is not None and part:
                why = Reason.of("time of", anchor=anchor)
                timex = replace(timex, date=anchor.date, anchor=anchor.date.edtf, reasons=(why,))
            elif anchor is not None:
                within = WITHIN.search(body, max(0, timex.start - 8), timex.start) is not None
                timex = _about(timex, event[1], within, anchor)
            if _too_late(body, timex, published):
                timex = replace(timex, date=None)
        if timex.date is not None or not BESIDE.fullmatch(timex.text):
            found.append(timex)
    return found


def _told_beside(body: str, timex: Timex, sentence: tuple[int, int], after: Timex | None) -> Timex | None:
    """The day that the sentence itself gives an event: "in the days after Berg was elected on 11 August"."""
    if LASTED.search(body, max(0, timex.start - 30), timex.start):
        return None  # "it took ten weeks before Berg formed a government, on 11 January"
    if after is None or after.start >= sentence[1] or not _tells_a_day(after):
        return None
    return after if CLAUSE_ON.fullmatch(body, timex.end, after.start) else None


def _news_of(body: str, timex: Timex, last_day: Timex | None, published: date | None) -> Period | None:
    """The day of "the news" that "came a week after the firm dismissed its head": the last one told, or of publication."""
    if not NEWS_CAME.search(body, max(0, timex.start - 90), timex.start):
        return None
    if last_day is not None and timex.start - last_day.end < NEAR_TOLD:
        return Period.of_day(last_day.date.earliest)
    return Period.of_day(published) if published is not None else None


def _opens(body: str, timex: Timex, sentence: tuple[int, int], event: re.Match | None) -> bool:
    """Whether a story is begun by what happened so long ago: "Six days after an earthquake struck, she still ..."."""
    return event is not None and event[1] == "after" and not body[sentence[0] : timex.start].strip()


def _event(event: re.Match, timex: Timex) -> str:
    """The words of an event: a noun, or, some days or weeks from it, a clause that tells no announcement."""
    near = timex.value[-1] in "DW" and not ANNOUNCED.search(event[0])
    return event[2] or (event[3] if near else "")


def _may_be_counted(timex: Timex) -> bool:
    return timex.rule == RULE or timex.date is None and (timex.value in VAGUE or timex.rule == "length")


def _beside(body: str, dated: list[Timex]) -> list[Timex]:
    """ "The day" of "the day after his death", "the eve" of "the eve of the vote": one more length counted from an event."""
    after = 3  # "Oct. 12, the day before the vote" is that day
    taken = {at for timex in dated for at in range(timex.start, timex.end + after)}
    found = []
    for match in BESIDE.finditer(body):
        if taken.isdisjoint(range(match.start(), match.end() + 1)):
            unit = (match[1] or "day").replace("night", "day")[0].upper()
            found.append(_length(match, match.start(), unit))
    return found


def _length(match: re.Match, start: int, unit: str = "D") -> Timex:
    text = match.string[start : match.end()]
    return Timex(
        start, match.end(), text, "DURATION", f"P1{unit}", None, None, "relative", None, RULE, (), (), start, None
    )  # fmt: skip


def _about(timex: Timex, side: str, within: bool, anchor: Period) -> Timex:
    """ "Days after", "in the weeks before", "within a month of" a day, as some day of that time."""
    length = COUNTED.fullmatch(timex.value)
    if within and side == "of" and length:
        first, last = 0, int(length[1]) * DAYS[length[2]]
    elif timex.value in VAGUE and side in ("before", "after"):
        first, last = 1, VAGUE[timex.value]
    else:
        return timex
    return _some_of(timex, side, first, last, anchor)


def _some_of(timex: Timex, side: str, first: int, last: int, anchor: Period) -> Timex:
    """`timex` as some day from so many to so many days before or after a day."""
    sign = -1 if side == "before" else 1
    days = [anchor.shift(sign * count) for count in (first, last)]
    if not all(day.exists for day in days):
        return timex
    ends = sorted(day.date.edtf for day in days)
    when = EdtfDate.parse(f"[{ends[0]}..{ends[1]}]")
    why = Reason.of("up to" if sign < 0 else "from", count=last, unit="day", anchor=anchor)
    return replace(
        timex,
        type="DATE",
        value=when.edtf,
        date=when,
        basis="relative",
        anchor=anchor.date.edtf,
        reasons=(why,),
    )


def _day_of(
    event: str, own: tuple[int, int], told: dict[tuple[str, str], list[Timex]], *, by_word: bool = False
) -> Timex | None:
    """The day of an event in another sentence than its `own`: told by the same word rather than by another (`by_word`: only
    so), and rather before than after, the nearest."""
    for words in _deeds(event)[: 1 if by_word else 2]:
        days = [told[word] for word in words if word in told]
        before = [day[at - 1] for day in days if (at := bisect(day, own[0], key=_start))]
        after = [day[at] for day in days if (at := bisect(day, own[1], key=_start)) < len(day)]
        if before or after:
            return max(before, key=_start) if before else min(after, key=_start)
    return None


def _start(timex: Timex) -> int:
    return timex.start


def _too_late(body: str, timex: Timex, published: date | None) -> bool:
    """Whether a date lies after the publication, and the clause does not look ahead."""
    first = timex.date.earliest if timex.date is not None else None
    ahead = first is not None and published is not None and first > published
    return ahead and english().tense(body, timex.start, timex.end) <= 0


def _counted(timex: Timex, side: str, length: re.Match, anchor: Period) -> Timex:
    """`timex` as so many units before or after a day."""
    unit, count = UNITS[length[2]], int(length[1])
    side = "before" if side == "before" or timex.text.endswith("eve") else "after"
    period = anchor.to(unit).shift(-count if side == "before" else count)
    if not period.exists:
        return replace(timex, date=None)
    why = Reason.of(side, date=period, count=count, unit=unit, anchor=anchor)
    counted = replace(timex, type="DATE", value=period.value, date=period.date, basis="relative")
    return replace(counted, anchor=anchor.date.edtf, reasons=(why,))


def _tells_a_day(timex: Timex) -> bool:
    return (
        timex.date is not None
        and timex.date.precision == "day"
        and timex.date.kind == "point"
        and timex.type in ("DATE", "TIME")
        and timex.rule not in CLOCKS
    )


def _tells_a_month(timex: Timex) -> bool:
    return timex.date is not None and timex.date.precision == "month" and timex.date.kind == "point"


def _tells_a_year(timex: Timex) -> bool:
    return timex.date is not None and timex.date.precision == "year" and timex.date.kind == "point"


def _around(body: str, timex: Timex, first: int, last: int) -> str:
    """The words of a sentence that stand nearest to its date."""
    return body[max(first, timex.start - NEAR_BEFORE) : min(last, timex.end + NEAR_AFTER)]


def _deeds(text: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The stems of the words that tell of a deed, and the names that these deeds have in `deeds.DEEDS`; each with what it is."""
    from timeline.engine.likeness import deeds_of, stem

    told = {stem(word): deeds_of(word) for word in WORD.findall(text.lower())}
    stems = {("stem", word) for word, deeds in told.items() if deeds}
    return stems, {("deed", deed) for deeds in told.values() for deed in deeds}


DAY = re.compile(r"day\b|tonight|tomorrow", re.I)


LONGEST_TITLE = 120
HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d")
ON_SOME = re.compile(r" on an? (?:[a-z]+ )?")
NOT_UNTIL = re.compile(r"\bnot (?:[\w'’-]+ ){1,3}until \Z")


def _hours(body: str, dated: list[Timex], published: date | None) -> list[Timex]:
    """An hour whose day is not said is of the day of publication only where the text tells of no other day before it, or
    looks ahead: "he was shot at 10 p.m." at the end of a story is of the day the story has told an hour of, if any."""
    found: list[Timex] = []
    told: Timex | None = None
    hour: Timex | None = None  # the last that named its day
    today = EdtfDate.day(published) if published is not None else None
    for timex, after in zip_longest(dated, dated[1:]):
        if heads_an_entry(body, timex):
            found.append(timex)
            continue
        loose = timex.rule in CLOCKS and (timex.bare or timex.date) == today and not DAY.search(timex.text)
        if (
            loose
            and after is not None
            and after.date is None
            and ON_SOME.fullmatch(body, timex.end, after.start)
        ):
            timex = replace(timex, date=None, bare=None)  # "at 3 p.m. on a wet Friday in June"
        elif loose and told is not None and told.date != today:
            over = NOT_UNTIL.search(body, max(0, timex.start - 40), timex.start) is not None
            if over or english().tense(body, timex.start, timex.end) <= 0:
                timex = replace(timex, date=None, bare=None) if hour is None else _at(timex, hour)
        elif _tells_a_day(timex):
            told = timex
            hour = timex if HOUR.match(timex.value) else hour
        found.append(timex)
    return found


def heads_an_entry(body: str, hour: Timex) -> bool:
    """Whether a line is an hour, alone or with a title, as live pages have them: "10 p.m.", "18:40 GMT - Ships move again"."""
    if hour.rule not in CLOCKS or body[hour.start - 1 : hour.start] not in ("", "\n"):
        return False
    end = body.find("\n", hour.end, hour.end + LONGEST_TITLE)
    if end < 0 and len(body) > hour.end + LONGEST_TITLE:
        return False
    rest = body[hour.end : end if end >= 0 else len(body)].strip()
    return not rest.strip(" .)") or rest[0] in ":-–—|" and not rest.endswith((".", "!", "”", '"'))


def _at(hour: Timex, day: Timex) -> Timex:
    """An hour of the day that another is of."""
    why = Reason.of("time of", anchor=Period.of_day(day.date.earliest))
    value = day.date.edtf + hour.value[len(day.date.edtf) :]
    return replace(hour, value=value, date=day.date, bare=None, anchor=day.date.edtf, reasons=(why,))


SHORTLY = re.compile(r"PT(?:X|\d{1,2})[HM]")
SHORTLY_AFTER = re.compile(r"(?:\w+ )?(?:hours|minutes) (?:later|earlier)", re.I)
THE_UNIT = re.compile(r"the (?:day|week)", re.I)
NOT_YET = re.compile(
    r"\bto (?!the |an? |its |his |her |their )[a-z][^.;]*\Z|\bthat [^.;]*\Z|\w+ing (?:[a-z]+ ){0,3}within \Z"
)  # "asked that he leave within a week"
NEAR_TOLD = 600  # characters that a date told may stand before what happened soon after it


def _soon_after(body: str, dated: list[Timex], published: date | None) -> list[Timex]:
    """ "Within hours", "minutes later" is the day told last; "within a week" some day from it on, "within days" of a month
    told that month: of what has happened."""
    found: list[Timex] = []
    told: Timex | None = None
    for timex in dated:
        within = WITHIN.search(body, max(0, timex.start - 8), timex.start) is not None
        of_an_event = within and OF_AN_EVENT.match(body, timex.end)
        if timex.date is None and told is not None and timex.start - told.end < NEAR_TOLD and not of_an_event:
            over = published is None or told.date.latest <= published
            if over and english().tense(body, timex.start, timex.end) <= 0:
                to_be_done = NOT_YET.search(body, max(0, timex.start - NEAR_BEFORE), timex.start) is not None
                timex = _so_soon(timex, within and not to_be_done, told)
        elif within and THE_UNIT.fullmatch(timex.text) and told is not None and published is not None:
            if _tells_a_day(told) and (published - told.date.latest).days > DAYS["M"]:
                timex = _so_soon(replace(timex, value=f"P1{timex.text[4].upper()}"), True, told)
        if timex.date is not None and timex.type in ("DATE", "TIME"):
            told = timex if _tells_a_day(timex) or _tells_a_month(timex) else None
        found.append(timex)
    return found


def _so_soon(timex: Timex, within: bool, told: Timex) -> Timex:
    length, day = COUNTED.fullmatch(timex.value), _tells_a_day(told)
    anchor = Period.of_day(told.date.earliest).to("day" if day else "month")
    if day and (within and SHORTLY.fullmatch(timex.value) or SHORTLY_AFTER.fullmatch(timex.text)):
        when, why = told.date, Reason.of("time of", anchor=anchor)
    elif not within or timex.value not in VAGUE and not (length and length[2] in "DW"):
        return timex
    elif day:
        days = VAGUE.get(timex.value) or int(length[1]) * DAYS[length[2]]
        when = EdtfDate.between(*(anchor.shift(count).date for count in (0, days)))
        why = Reason.of("from", count=days, unit="day", anchor=anchor)
    else:
        when, why = told.date, Reason.of("unit told", date=anchor, unit="month")
    return replace(
        timex, type="DATE", value=when.edtf, date=when, basis="relative", anchor=told.date.edtf, reasons=(why,)
    )  # fmt: skip
