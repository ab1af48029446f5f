"""What is counted from the publication or from the last date told."""

import re

from ..rule import Rule, rule
from ..senses import Length, Of, On, Same, SameOf, Sense, Shift, Vague
from .words import (
    LEXICON,
    before,
    day_of_month,
    direction,
    length_value,
    many_of,
    month,
    number,
    plain,
    tail,
    unit,
    weekday,
)

_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}
#: Words that count from the last date told, not from the publication.
_TOLD = {
    "that",
    "the same",
    "same",
    "the very same",
    "that same",
    "previous",
    "preceding",
    "following",
    "ensuing",
    "subsequent",
    "prior",
    "succeeding",
    "that very",
}


@rule(
    "(?:(?P<early>early|late|mid-?(?:morning|afternoon)) )?(?P<day>today|yesterday|tomorrow|tonight)(?: {daypart})?",
    on="near",
)
def near_day(m: re.Match) -> Sense:
    """Counted from the publication.

    >>> read("She resigned yesterday.", "2016-03-01")
    ['yesterday = 2016-02-29']
    >>> read("She resigned yesterday.")
    ['yesterday = PAST_REF']
    """
    day = plain(m["day"])
    clock = "TNI" if day == "tonight" else tail(m["daypart"])
    return Shift("day", _NEAR[day], clock=clock)


@rule("(?:the )?day (?P<side>before|after) (?P<near>yesterday|tomorrow)", on="near")
def day_but_one(m: re.Match) -> Sense:
    """Two days away.

    >>> read("It broke the day before yesterday.", "2016-03-01")
    ['the day before yesterday = 2016-02-28']
    """
    return Shift("day", _NEAR[plain(m["near"])] * 2)


@rule(
    "(?:(?:the|this|early|later) )?(?P<way>{last:}|{next:}|this|current|that same|that|the same|the very same|same|latest|the) "
    "(?:fiscal |financial |calendar |academic |school |trading |very )?{unit}(?: (?P<late>before last|after next)| or so)?",
    on="units",
)
def neighbour(m: re.Match) -> Sense | None:
    """The unit before, this one, or the next; "the past year" is a length.

    >>> read("They met last week.", "2016-02-11")
    ['last week = [2016-02-01..2016-02-07]']
    >>> read("He fell ill on Monday and died the same day.", "2016-02-11")
    ['Monday = 2016-02-08', 'the same day = 2016-02-08']
    >>> read("Rents doubled over the past year.", "2016-02-11")
    ['the past year = 2015/2016-02-11']
    >>> read("He was there on the last day.", "2016-02-11")
    []
    >>> read("Net fell in the third quarter. In the nine months it rose from a year earlier.", "1989-11-02")
    ['the third quarter = 1989-35', 'the nine months = P9M', 'a year earlier = 1988']
    >>> read("Third-quarter net fell. It was $3.5 million, compared with $4.2 million last year.", "1989-11-02")
    ['Third-quarter = 1989-35', 'last year = 1988-35']
    """
    way, name = plain(m["way"]), unit(m["unit"])
    if plain(m["unit"]).endswith("s") or name in ("second", "minute", "hour"):
        return Vague("PRESENT_REF") if plain(m[0]) == "these days" else None
    if way == "the":
        return _the_unit(m, name)
    if way == "past" or (name in ("decade", "century") and way == "last" and plain(m[0]).startswith("the ")):
        return Length(length_value(name, 1), name, 1, -1)
    if m["late"]:
        return Shift(name, -2 if "before" in m["late"] else 2)
    if way == "that" and name == "quarter":
        return Same(name)
    if way == "latest":
        return Same(name, latest=True)
    if name == "season" or (name == "day" and way == "last"):  # "the last day of school" is not yesterday
        return None
    the = plain(m[0]).startswith("the ")
    told = way in _TOLD or (the and way == "next" and name in ("day", "week", "month", "year"))
    if the and way == "next" and name in ("month", "year") and _FOR_SO_LONG.search(before(m, 6)):
        return Length(length_value(name, 1), name, 1, 1)
    if the and way in ("next", "last", "coming") and name not in ("day", "weekend", "quarter") and not told:
        return (
            Length(length_value(name, 1), name, 1, direction(way))
            if name != "week"
            else Shift(name, direction(way))
        )
    compares = plain(m[0]) == "last year" and _COMPARED.search(before(m, 90)) is not None
    return Shift(name, direction(way), "then" if told else "now", compares=compares)


_FOR_SO_LONG = re.compile(r"\bfor \Z")  # "they fought on for the next year"
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|versus)\b(?:[^.;]|\.(?=[0-9])){0,75}\Z")


def _the_unit(m: re.Match, name: str) -> Sense | None:
    """ "The quarter", "the weekend", "the end of the year": the one the text is about."""
    led, after = before(m, 12), m.string[m.end() : m.end() + 12].lower()
    if name == "day" and re.search(r"\b(?:later|earlier|late|early) in \Z", led):
        return Same("day")
    if after[:4] in (" of ", " aft", " bef", " tha", " whe", "-lon", " in w"):
        return None
    if name == "year" and after.startswith((" end", " to ")):
        return Length("P1Y", "year")
    if name == "weekend" and led.endswith("over "):
        return Same(name, just_over=True)
    if name in ("weekend", "quarter", "year", "month", "week"):
        return Same(name)
    within = re.search(r"\b(?:end|start|beginning|middle|rest|remainder|half|part) of \Z", led)
    return Same(name) if within and name in ("day", "decade", "century") else None


@rule("(?:the )?(?:full|whole|entire) year", on="units")
def full_year(m: re.Match) -> Sense:
    """The year the text is about; "the last full year" is another.

    >>> read("It forecast a loss for the full year.", "1989-11-02")
    ['the full year = 1989']
    >>> read("It closed in 1988. More came than in the last full year.", "1989-11-02")
    ['1988 = 1988']
    """
    return None if before(m, 5).endswith("last ") else Same("year")


@rule(
    "(?:the )?(?P<when>day|week|month|year) (?P<side>before|after|earlier)(?=[.,;:)]| (?:he|she|it|they|that|in|at|and|when)\\b|$)",
    on="units",
)
def the_day_before(m: re.Match) -> Sense | None:
    """Counted from the last date told.

    >>> read("It closed on 3 May 2011. The day before, it had burned.")
    ['3 May 2011 = 2011-05-03', 'The day before = 2011-05-02']
    """
    if not plain(m[0]).startswith("the ") or before(m, 3).endswith("to "):
        return None  # "ten years to the day after"
    return Shift(plain(m["when"]), 1 if plain(m["side"]) == "after" else -1, "then")


@rule(
    "(?:the )?(?P<way>{last:}|{next:}|this|that|the|yesterday|tomorrow|the same|that same) {daypart}",
    on="dayparts",
)
def daypart_of(m: re.Match) -> Sense | None:
    """ "This morning" is of the publication's day, "last night" of the one before.

    >>> read("It happened last night.", "2016-02-11")
    ['last night = 2016-02-10']
    >>> read("Prices fell on Monday. Dealers sold in the morning.", "2016-02-11")
    ['Monday = 2016-02-08', 'the morning = 2016-02-08']
    """
    way, name = plain(m["way"]), plain(m["daypart"])
    if name.endswith("s") or name in ("overnight",):
        return None
    if way == "the":
        led = re.search(r"\b(?:in|during|by) \Z", before(m, 8))
        return On(clock=tail(name)) if led or m.string.startswith((" of ", " on "), m.end()) else None
    if way in ("that", "the same", "that same"):
        return Shift("day", 0, "then", tail(name))
    if name == "dawn" and way in ("last", "next"):
        return None
    told = way in ("next", "following", "previous", "preceding")
    return Shift("day", direction(way), "then" if told else "now", tail(name))


@rule(
    "(?:the )?(?:very )?(?:early|small|wee|late|predawn)(?: (?P<part>morning|evening))? hours(?= (?:of|on) )",
    on="units",
)
def small_hours(m: re.Match) -> Sense:
    """ "The early hours of" a day.

    >>> read("They left in the early hours of 5 May 1945.")
    ['the early hours of 5 May 1945 = 1945-05-05']
    >>> read("They left in the early morning hours of Thursday.", "2016-02-11")
    ['the early morning hours of Thursday = 2016-02-11']
    """
    return On(
        clock="TEV"
        if m["part"] and plain(m["part"]) == "evening"
        else "TNI"
        if "late" in m[0].lower()
        else "TMO"
    )


@rule("mid(?:-| )?(?:morning|afternoon)|overnight", on="dayparts midparts")
def daypart_alone(m: re.Match) -> Sense | None:
    """Part of the day the text speaks of.

    >>> read("Police came overnight.", "2016-02-11")
    ['overnight = 2016-02-10']
    """
    words = plain(m[0])
    if words == "overnight":
        return Shift("day", -1, "now", "TNI")
    return On(clock="TMO" if words.endswith("morning") else "TAF")


_SIDES = "ago|earlier|previously|later|afterwards?|thereafter|from now|hence|on(?=, (?!and )[a-z])|(?:before|after)(?= ?(?:[.,;:)]|$))"
_COUNT = "(?:{number}(?:{gap}{padding:})?|(?P<one>an?)|{many}|(?P<half>half an?|a half|a quarter(?: of a)?)) {unit}(?P<plus> and a half)?(?: or (?:so|two|more))?"


@rule(
    _COUNT + " (?P<side>" + _SIDES + ")(?! than)(?: (?P<more>today|yesterday|this week|this month))?",
    on="units",
)
def counted_from(m: re.Match) -> Sense | None:
    """So many units from now or from the last date told; the grain is the unit named.

    >>> read("They met four years ago.", "2016-02-11")
    ['four years ago = 2012']
    >>> read("War broke out on 3 May 1911. Two days later it was over.")
    ['3 May 1911 = 1911-05-03', 'Two days later = 1911-05-05']
    >>> read("It fell in 1977. Three years on, parliament met again.")
    ['1977 = 1977', 'Three years on = 1980']
    >>> read("They met several years ago.", "2016-02-11")
    ['several years ago = PAST_REF']
    >>> read("Twenty years ago today the bridge opened.", "2020-07-01")
    ['Twenty years ago today = 2000-07-01']
    >>> read("The mill closed a quarter of a century ago, the inn half a century ago.", "2002-05-06")
    ['a quarter of a century ago = 1977', 'half a century ago = 1952']
    """
    side, name, count = plain(m["side"]), unit(m["unit"]), _count(m)
    if name == "century" and count is not None and count < 1:
        name, count = "year", int(100 * count)  # "a quarter of a century ago"
    sign = -1 if side in ("ago", "earlier", "before", "previously") else 1
    now = side in ("ago", "from now", "hence")
    more = {"today": "day", "this week": "week", "this month": "month"}.get(plain(m["more"] or ""), "")
    if m["more"] and not (more and side == "ago" and name in ("week", "month", "year")):
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if name in ("second", "minute", "hour") and not now:
        return Length(length_value(name, count), name)
    if count is None:
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    if name == "year" and count > 1500:
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF")
    compares = name == "year" and count == 1 and side in ("ago", "earlier")
    return Shift(
        "week" if name == "weekend" else name,
        sign * int(count + 0.5),
        "now" if now else "then",
        compares=compares and not more,
        grain=more if count == int(count) else "",
        counted=True,
    )


@rule(
    _COUNT
    + "(?= (?P<side>before|after|since|from) (?:the|a|an|his|her|its|their|that|this|he|she|it|they|[A-Z]|[0-9]{1,4} [a-z]))",
    on="units",
)
def counted_from_event(m: re.Match) -> Sense | None:
    """A length; its date is counted from the last date told, which may be the event's.

    >>> read("The bank fell on 3 May 1911. Three weeks after the crash it paid.")
    ['3 May 1911 = 1911-05-03', 'Three weeks = [1911-05-22?..1911-05-28?]']
    """
    name, count = unit(m["unit"]), _count(m)
    told = {"before": -1, "after": 1, "from": 1}.get(plain(m["side"]), 0)
    whole = int(count) if count and count == int(count) else None
    return Length(length_value(name, count), name, whole, told=told if whole else 0)


def _count(m: re.Match) -> float | None:
    """How many; None where the words do not say."""
    if m["number"]:
        count = number(m["number"])
    else:
        part = 0.25 if m["half"] and "quarter" in m["half"] else 0.5
        count = 1 if m["one"] else part if m["half"] else many_of(m["many"])
    return count + 0.5 if count is not None and m["plus"] else count


@rule("(?:{number}|(?P<one>an?)) {weekdays} (?P<side>ago|from now)", on="weekday_plurals")
def weekdays_ago(m: re.Match) -> Sense | None:
    """So many Sundays back.

    >>> read("It opened two Sundays ago.", "2016-02-11")
    ['two Sundays ago = 2016-01-31']
    """
    count = number(m["number"]) if m["number"] else 1
    if not count or count != int(count):
        return None
    name = m["weekdays"].removesuffix("s")
    past = plain(m["side"]) == "ago"
    return On(weekday=weekday(name), direction=-1 if past else 1, weeks=int(count) - 1)


@rule(
    "(?:{many} )?(?:years|months|weeks|days|decades|centuries|hours|minutes) (?P<side>ago|earlier|later)",
    on="units",
)
def vaguely_counted(m: re.Match) -> Sense:
    """No number, no date.

    >>> read("Years later they met again.", "2016-02-11")
    ['Years later = FUTURE_REF']
    """
    return Vague("FUTURE_REF" if plain(m["side"]) == "later" else "PAST_REF")


@rule(
    "year(?:-| )(?:ago|earlier)|(?:the )?(?:comparable |same |corresponding )?year(?:-| )(?:ago|earlier|before) (?:{ordinal}(?:{gap}))?(?:quarter|period|month)",
    on="units",
)
def year_ago(m: re.Match) -> Sense:
    """The same time of the year before, in reports.

    >>> read("Profit fell from the year-ago level.", "1989-10-20")
    ['year-ago = 1988']
    >>> read("Net rose in the third quarter after a flat second quarter, from a year-ago loss.", "1989-11-02")
    ['the third quarter = 1989-35', 'second quarter = 1989-34', 'year-ago = 1988-35']
    """
    which = LEXICON["ordinals"].get(plain(m["ordinal"] or ""), 0)
    if 1 <= which <= 4:
        return Of(On(part=("quarter", which)), Shift("year", -1))
    return Shift("year", -1, "now", compares=True)


@rule(
    "(?:the )?(?:corresponding|comparable|same|like|similar) (?:period|quarter|time|month) (?:of |in |a )?(?P<way>last|the previous|the prior|this|year) (?:year|ago|earlier)",
    on="units periods",
)
def same_period_last_year(m: re.Match) -> Sense:
    """The same stretch a year before.

    >>> read("It earned less in the same period last year.", "1989-10-20")
    ['the same period last year = 1988']
    """
    return Shift("year", -1, "now", compares=True)


@rule("(?:the )?(?:latest|most recent) (?:quarter|period)", on="units periods")
def latest_quarter(m: re.Match) -> Sense:
    """The quarter reported.

    >>> read("Sales in the latest quarter fell.", "1989-10-20")
    ['the latest quarter = 1989-35']
    """
    return Same("quarter", latest=True)


@rule(
    "(?:the |its )?(?:fiscal |latest )?(?P<grain>quarter|week)(?= (?:that |which )?(?:end(?:ed|ing|s)|closed) (?:on )?"
    "(?:{month} {day}|{day:early_day} {month:late_month})(?:,? {year})?)",
    on="units",
)
def unit_that_ended(m: re.Match) -> Sense:
    """The week of that day, or the quarter named before; else the one that most of those three months are in.

    >>> read("Sales fell in the quarter ended July 31.", "1989-10-20")
    ['the quarter = 1989-34', 'July 31 = 1989-07-31']
    >>> read("Sales fell in the quarter ended 2 April 2015.", "2016-10-20")
    ['the quarter = 2015-33', '2 April 2015 = 2015-04-02']
    >>> read("Sales fell in the week ended Oct. 9.", "2015-10-29")
    ['the week = [2015-10-05..2015-10-11]', 'Oct. 9 = 2015-10-09']
    >>> read("Sales fell in its fourth quarter. In the quarter ended Sept. 30 it lost money.", "1989-11-02")
    ['fourth quarter = 1989-36', 'the quarter = 1989-36', 'Sept. 30 = 1989-09-30']
    >>> read("They won in the quarter that ended with a shot.", "2016-11-20")
    []
    """
    last, day = month(m["month"] or m["late_month"]), day_of_month(m["day"] or m["early_day"])
    year = int(m["year"]) if m["year"] else None
    if plain(m["grain"]) == "week":
        return On(year=year, month=last, day=day, grain="week")
    middle = last - 2 - (day < 8)  # from 0: a quarter of thirteen weeks may end some days late
    quarter = On(year=year and year + middle // 12, part=("quarter", middle % 12 // 3 + 1))
    return quarter if year else Same("quarter", otherwise=quarter)


@rule("(?:the )?{year} (?P<what>quarter|period|half)", on="years")
def quarter_of_named_year(m: re.Match) -> Sense:
    """The same quarter of another year.

    >>> read("It earned more in the 1988 period.", "1989-10-20")
    ['the 1988 period = 1988']
    """
    return SameOf("quarter", int(m["year"]))


@rule(
    "(?P<way>last|this|next) (?P<outer>year|quarter|month|week)['’]s (?P<unit>quarter|month|week|period)",
    on="units",
)
def possessed(m: re.Match) -> Sense | None:
    """ "Last year's quarter".

    >>> read("It was above last year's quarter.", "1989-10-20")
    ["last year's quarter = 1988"]
    """
    return Shift(plain(m["outer"]), direction(m["way"]), compares=True)


@rule("(?:the )?(?P<grain>week|weekend) of {month} {day}(?:,? {year})?", on="months")
def week_of_day(m: re.Match) -> Sense:
    """The week a day is in.

    >>> read("Hearings are set for the week of March 6, 2000.")
    ['the week of March 6, 2000 = [2000-03-06..2000-03-12]']
    """
    return On(
        year=int(m["year"]) if m["year"] else None,
        month=month(m["month"]),
        day=day_of_month(m["day"]),
        grain=plain(m["grain"]),
    )


@rule("(?:the )?(?:year|month)(?:-| |['’]s )end", on="units")
def year_end(m: re.Match) -> Sense:
    """The end of the year: a month would already say too much.

    >>> read("The deal closes at year-end.", "1989-10-20")
    ['year-end = [1989-09..1989-12]']
    """
    whole = "year" if "year" in plain(m[0]) else "month"
    return Same(whole, mod="END", ends=whole == "year")


RULES: tuple[Rule, ...] = (
    unit_that_ended, near_day, day_but_one, neighbour, full_year, the_day_before, daypart_of, daypart_alone, counted_from,
    vaguely_counted, year_ago, same_period_last_year, latest_quarter, quarter_of_named_year, possessed,
    week_of_day, year_end, counted_from_event, weekdays_ago, small_hours,
)  # fmt: skip
