"""How long, how often, and no time in particular."""

import re

from ..rule import Rule, rule
from ..senses import Every, Length, Sense, Vague
from .words import (
    LEXICON,
    before,
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

_RATE = re.compile(
    r"(?:[0-9%$£€]|\b(?:million|billion|cents?|dollars|times|flights|percent|hundred|thousand|barrels|jobs|shares?|seats|people|tons|meals|copies|trips|once|twice|thrice|pounds|pence|points|gallons|euros|miles|kilometres))[\w.,]{0,12}(?: [a-z]{1,10}s?)? \Z",
    re.I | re.A,
)


@rule(
    "(?:over (?=an? ))?(?:the )?(?:(?P<first>first|last|next|past|final|other|same|remaining) )?"
    "(?:{number}(?:(?: to |-| or | and ){number:upper})?|(?P<one>an?|the|one)(?= )|{many}|(?P<half>half an?|a half))"
    "(?:(?:{gap})(?:{padding}))?(?P<joint>{gap:}){unit}(?!-(?:ago|earlier|end|round|over|on)\\b)(?P<old>(?:-| )old)?(?P<long>(?:-| )long)?(?P<plus> and a half)?(?P<soft> or (?:so|two|more))?",
    on="units",
)
def length(m: re.Match) -> Sense | None:
    """A number of units, or one.

    >>> read("It took two and a half years, or 24 hours a day.")
    ['two and a half years = P2Y6M', '24 hours = PT24H']
    >>> read("It will open in five years. She ran it in five years. It will one day shut.", "2016-02-11")
    ['five years = 2021', 'five years = P5Y', 'one day = FUTURE_REF']
    >>> read("It will open in about two years.", "2016-02-11")
    ['about two years = 2018~']
    >>> read("It will open within ten days. It opened within ten days.", "2016-02-11")
    ['ten days = [2016-02-11..2016-02-21]', 'ten days = P10D']
    >>> read("He said so on ''60 Minutes'' and on '60 Minutes'.")
    []
    >>> read("A second group, a 40-year-old man, won three-quarters at $2 a year.")
    []
    """
    name, words = unit(m["unit"]), plain(m[0])
    if words.startswith("the ") and m["joint"] == "-" and not m["first"]:  # "the two-week strike"
        return None
    if m[0][-1:] != "s" and m["unit"][0].isupper() and m.string.startswith((" War", " Battle"), m.end()):
        return None
    plural = plain(m["unit"]).endswith("s")
    if name == "quarter" and (not m["number"] or "-" in m[0]) and not m["many"]:
        return None
    if m["old"] and name == "year":
        return None
    if m["one"]:
        if plural or plain(m["one"]) == "the" or (name in ("second", "weekend", "half", "season")):
            return None
        if plain(m["one"]) in ("a", "an") and _RATE.search(m.string, max(0, m.start() - 24), m.start()):
            return None
        count = 1
    elif m["half"]:
        count = 0.5
    else:
        count = number(m["number"]) if m["number"] else many_of(m["many"])
    if words == "one day" and _MODAL.search(m.string, max(0, m.start() - 8), m.start()):
        return Vague("FUTURE_REF")
    if m["number"] and plain(m["number"]) == "one" and name == "day" and "-" not in m[0] and not m["padding"]:
        return (
            None
            if re.match(r" (?:he|she|they|we|I|it|soon)\b", m.string[m.end() : m.end() + 6])
            else Length("P1D", "day", 1)
        )
    if m["many"] and not plural and "-" not in m[0]:
        return None
    if m["number"] and re.search(r"[$£€][0-9.,]{0,8}\Z", m.string[max(0, m.start() - 9) : m.start()]):
        return None
    if m["plus"] and count is not None:
        count += 0.5
    known = plain(m["first"] or "first") == "first" and words.startswith(("the ", "first "))
    if words.startswith("the first") and count is not None and m["upper"] is None:
        return Length(length_value(name, count), name, the=True)
    whole = int(count) if count is not None and count == int(count) else None
    return Length(
        length_value(name, count),
        name,
        whole,
        _span_way(m["first"]),
        mod="MORE_THAN" if words.startswith("over ") else "APPROX" if m["soft"] else None,
        the=known,
        after=m["first"] is None
        and not words.startswith("the ")
        and not m["upper"]
        and not m["old"]
        and _IN.search(before(m, 14)) is not None,
        within=_WITHIN.search(before(m, 8)) is not None and not m.string.startswith(" of ", m.end()),
    )


_IN = re.compile(r"(?<![\w-])in (?:(?:about|around|roughly|some) )?\Z")
_WITHIN = re.compile(r"(?<![\w-])within \Z", re.I)
_MODAL = re.compile(r"\b(?:will|would|may|might|could|can|shall|['’]ll) \Z", re.I)


def _span_way(word: str | None) -> int:
    return {"past": -1, "last": -1, "next": 1}.get(plain(word or ""), 0)


@rule(
    "(?:(?:the|this|these) )?(?P<way>{last:}|{next:}|recent|first|early|final|future|opening)(?: {many}|(?: {number})(?:(?: to |-| or | and ){number:upper})?)?(?: {padding})? {unit}(?P<soft> or (?:so|two|more))?",
    on="units",
)
def past_length(m: re.Match) -> Sense | None:
    """A length that ends or begins with the publication.

    >>> read("The past ten years were hard.", "2016-02-11")
    ['The past ten years = 2006/2016-02-11']
    >>> read("In recent weeks prices rose.", "2016-02-11")
    ['recent weeks = PXW']
    """
    counted = m["number"] or m["many"]
    if not counted and not plain(m["unit"]).endswith("s"):
        return None
    name, way = unit(m["unit"]), plain(m["way"])
    if name in ("quarter", "half") and not counted and way not in ("recent", "future"):
        return None
    if way == "future":
        return Vague("FUTURE_REF")
    count = number(m["number"]) if m["number"] else many_of(m["many"]) if m["many"] else None
    whole = int(count) if count is not None and count == int(count) else None
    return Length(length_value(name, count), name, whole, direction(way), mod="APPROX" if m["soft"] else None)


@rule("(?<![-\\w]){unit}-(?:long|old)", on="units")
def as_long(m: re.Match) -> Sense | None:
    """ "A month-long strike", "centuries-old".

    >>> read("The month-long strike ended a decades-old peace.")
    ['month-long = P1M', 'decades-old = PXDE']
    """
    name = unit(m["unit"])
    if name in ("second", "quarter", "season", "half"):
        return None
    return Length(length_value(name, None if plain(m["unit"]).endswith("s") else 1), name)


@rule(
    "(?P<minutes>(?:half|quarter)(?: of)? an hour|half(?: a|-)(?: )?(?:year|day|century|decade|hour))",
    on="units",
)
def half_of_one(m: re.Match) -> Sense:
    """ "Half an hour".

    >>> read("He waited half an hour.")
    ['half an hour = PT30M']
    """
    words = plain(m[0])
    if "hour" in words:
        return Length("PT15M" if words.startswith("quarter") else "PT30M", "minute")
    name = re.split(r"[- ]", words)[-1]
    return Length(length_value(name, 0.5), name)


@rule(
    "(?:(?:the|those) )?(?:(?P<soft>hundreds of|thousands of|dozens of) )?{unit}(?: or {unit:upper})?",
    on="units",
)
def bare_plural(m: re.Match) -> Sense | None:
    """Vague plurals.

    >>> read("They waited for weeks.")
    ['weeks = PXW']
    >>> read("They searched his quarters.")
    []
    """
    if not plain(m["unit"]).endswith("s") or unit(m["unit"]) in (
        "quarter",
        "half",
        "second",
        "season",
        "weekend",
    ):
        return None
    if m.string.startswith((" old", "-old", " of age"), m.end()):
        return None
    return Length(length_value(unit(m["unit"]), None), unit(m["unit"]))


@rule(
    "a (?:little |short |long |brief )?(?:while)(?! ago)|(?:a |for )?(?:short|long|some|brief) (?:time|period)(?= |[.,;])",
    on="whiles",
)
def a_while(m: re.Match) -> Sense | None:
    """A length nobody measured.

    >>> read("They sat there for a while.")
    ['a while = PXX']
    """
    return Length("PXX", "") if plain(m[0]).endswith("while") else None


_PARTS = "mornings|afternoons|evenings|nights"

# --- again and again -----------------------------------------------------------------------------


@rule(
    "{adverb}(?! (?:mail|news|telegraph|express|star|mirror|times|post|herald|record|newspaper|paper|magazine))",
    on="sets",
)
def adverb(m: re.Match) -> Sense | None:
    """ "Annually", "daily".

    >>> read("They meet annually.")
    ['annually = P1Y']
    >>> read("He writes for the Daily Mail.")
    []
    """
    if m[0][0].isupper() and re.match(r" [A-Z]", m.string[m.end() : m.end() + 2]):
        return None
    return Every(LEXICON["sets"][plain(m["adverb"])])


@rule(
    "(?:(?:once|twice|three times|{number:times} times) )(?:a|an|each|every|per) {unit}|per (?P<rate>day|week|month|year)",
    on="units",
)
def times_a_unit(m: re.Match) -> Sense:
    """ "Twice a week".

    >>> read("They meet twice a week.")
    ['twice a week = P1W']
    >>> read("They sold 40 boats per year, at 9 miles per hour.")
    ['per year = P1Y']
    """
    return Every(length_value(unit(m["unit"] or m["rate"]), 1))


@rule(
    "(?:every|each)(?: (?P<other>other|{number:}|single))? (?:{unit}|{weekday}|{month}|{daypart}|{season})(?! of)",
    on="units weekdays months dayparts seasons",
)
def every_unit(m: re.Match) -> Sense | None:
    """What comes again every so often.

    >>> read("They march every July and meet every two weeks, each Thursday.")
    ['every July = XXXX-07', 'every two weeks = P2W', 'each Thursday = XXXX-WXX-4']
    """
    if m["weekday"]:
        return Every(f"XXXX-WXX-{weekday(m['weekday'])}")
    if m["month"]:
        return Every(f"XXXX-{month(m['month']):02d}")
    if m["daypart"]:
        return Every("XXXX-XX-XX" + tail(m["daypart"]))
    if m["season"]:
        return Every(
            "XXXX-" + {21: "SP", 22: "SU", 23: "FA", 24: "WI"}[LEXICON["seasons"][plain(m["season"])]]
        )
    other = plain(m["other"] or "")
    count = 2 if other == "other" else number(other) if other and other != "single" else 1
    return Every(length_value(unit(m["unit"]), count))


@rule(
    "{weekdays}|{weekday:day} (?P<part>" + _PARTS + ")|(?:on |at )?weekends"
    "|{weekday:first}(?=(?:,|,? and|,? or| to| through) {weekday:} (?P<parts>" + _PARTS + "))",
    on="weekdays weekday_plurals dayparts units",
)
def weekdays_again(m: re.Match) -> Sense | None:
    """ "Mondays", "Tuesday nights".

    >>> read("It opens on Mondays and Tuesday nights.")
    ['Mondays = XXXX-WXX-1', 'Tuesday nights = XXXX-WXX-2TNI']
    >>> read("It flies on Monday and Tuesday nights.")
    ['Monday = XXXX-WXX-1TNI', 'Tuesday nights = XXXX-WXX-2TNI']
    """
    if m["weekdays"]:
        return Every(f"XXXX-WXX-{weekday(m['weekdays'].removesuffix('s'))}")
    if m["day"] or m["first"]:
        return Every(f"XXXX-WXX-{weekday(m['day'] or m['first'])}{tail(m['part'] or m['parts'])}")
    return Every("XXXX-WXX-WE") if plain(m[0]) == "weekends" else None


# --- no time in particular ------------------------------------------------------------------------


@rule(
    "(?:until |till |right |just )?(?:now)(?! that)(?![a-z])|(?:more |most |very )?recently|{reference}|these days|at present|at the moment",
    on="references days",
)
def reference(m: re.Match) -> Sense | None:
    """The present, the past, the future.

    >>> read("Until recently they were rich; now they are not.")
    ['recently = PAST_REF', 'now = PRESENT_REF']
    >>> read("They will leave soon.", "2016-02-11"), read("They soon left.", "2016-02-11")
    (['soon = FUTURE_REF'], [])
    """
    words = plain(m[0])
    if words.startswith(("until ", "till ")):
        return None
    if words.startswith("soon") and re.match(
        r" (?:as|after|before|thereafter|afterwards?|enough|to)\b", m.string[m.end() : m.end() + 12]
    ):
        return None
    if "recently" in words:
        return Vague("PAST_REF")
    if words in ("these days", "at present", "at the moment", "right now", "just now", "now"):
        return Vague("PRESENT_REF")
    return Vague(LEXICON["references"][words], ahead=words == "soon")


@rule(
    "current(?= [a-z])(?! (?:(?:fiscal|financial|calendar|academic|school|trading) )?{unit:}(?![a-z])"
    "| (?:accounts?|affairs|events|and|or|of|in|is|was|to)(?![a-z]))",
    on="adjectives",
)
def current(m: re.Match) -> Sense:
    """Before what it describes; "the current year" is a year. TimeML names it among its triggers.

    >>> read("He travels with his current wife.", "2016-02-11")
    ['current = PRESENT_REF']
    >>> read("They swam against the current and wrote on current affairs.", "2016-02-11")
    []
    """
    return Vague("PRESENT_REF")


@rule(
    "(?P<when>former|recent|future)(?= [a-z])(?! (?:of|and|or|is|was|past|times?|history|{unit:})(?![a-z]))",
    on="adjectives tenses",
)
def attributed(m: re.Match) -> Sense:
    """Before what it describes, where history is told: there somebody is a "former" ally at a time of the story.

    >>> read("In 1911 the former allies fell out. In 1912 a future king left. In 1913 it was sold.")
    ['1911 = 1911', 'former = PAST_REF', '1912 = 1912', 'future = FUTURE_REF', '1913 = 1913']
    >>> read("The former mayor spoke of future plans.", "2016-02-11")
    []
    """
    return Vague("FUTURE_REF" if plain(m["when"]) == "future" else "PAST_REF", history=True)


@rule(
    "(?:the )?(?:(?:near|not-too-distant|foreseeable|immediate|distant|recent) )?(?P<when>future|past)(?=\\s?(?:[.,;:?!)\"'”’]|$)| (?:that|it|he|she|they|we|and|but|as|if|when|has|have|had|to|is|was|for|by|with)\\b)|the (?:near|short|long) term",
    on="tenses",
)
def past_or_future(m: re.Match) -> Sense | None:
    """ "The past", "the near future".

    >>> read("In the past they fought; in the near future they may not.")
    ['the past = PAST_REF', 'the near future = FUTURE_REF']
    >>> read("It goes on into the future if they let it.")
    ['the future = FUTURE_REF']
    >>> read("They walked past the house of past times.")
    []
    """
    words = plain(m[0])
    if not words.startswith("the "):
        return None
    return Vague("PAST_REF" if words.endswith("past") else "FUTURE_REF")


RULES: tuple[Rule, ...] = (
    length, past_length, half_of_one, bare_plural, a_while, adverb, times_a_unit, every_unit, weekdays_again,
    reference, current, attributed, past_or_future, as_long,
)  # fmt: skip
