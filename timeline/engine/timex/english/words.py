"""The pieces English patterns are made of, and how to read them."""

import os
import re

from ..language import load_lexicon
from ..rule import alternatives

LEXICON = load_lexicon(os.path.join(os.path.dirname(__file__), "lexicon.json"))

# Also other words: only with their capital, or all in capitals.
_CAPITAL_ONLY = {"may", "march", "mar", "sun", "sat", "wed", "mon", "dec", "jan"}


def _named(table: str) -> str:
    """Names of months and days: the doubtful ones only with a capital; a short form may have its stop."""
    full = [w for w in LEXICON[table] if len(w) > 4 or w in ("may", "june", "july")]
    parts = []
    for words, stop in ((full, ""), ([w for w in LEXICON[table] if w not in full], r"\.?")):
        plain_words = [w for w in words if w not in _CAPITAL_ONLY]
        cased = [w for w in words if w in _CAPITAL_ONLY]
        spelled = alternatives([w.capitalize() for w in cased] + [w.upper() for w in cased])
        either = alternatives(plain_words) + (f"|(?-i:{spelled})" if cased else "")
        parts.append(rf"(?:{either})(?![a-z]){stop}")
    return "|".join(parts)


_ONES = alternatives(w for w, n in LEXICON["numbers"].items() if 1 <= n <= 9)
_TENS = alternatives(LEXICON["tens"])
_SMALL = rf"(?:{_TENS})(?:(?:-| )(?:{_ONES}))?|{alternatives(LEXICON['numbers'])}"
_ORDINAL_WORDS = rf"(?:(?:{_TENS})(?:-| ))?(?:{alternatives(LEXICON['ordinals'])})"

PIECES = {
    "month": _named("months"),
    "weekday": _named("weekdays"),
    "unit": alternatives(LEXICON["units"]),
    "season": alternatives(LEXICON["seasons"]),
    "daypart": alternatives(LEXICON["dayparts"]),
    "spoken_decade": alternatives(LEXICON["decades"]),
    "holiday": alternatives(LEXICON["holidays"]).replace("'", "['’]?"),
    "reference": alternatives(LEXICON["references"]),
    "adverb": alternatives(LEXICON["sets"]),
    "year": r"(?:1[0-9]{3}|20[0-9]{2})(?![0-9]|[,.][0-9])",
    "any_year": r"[1-9][0-9]{0,3}(?![0-9])",
    "spoken_year": rf"(?:sixteen|seventeen|eighteen|nineteen)(?:-| )(?:{_TENS}|hundred)(?:(?:-| )(?:{_ONES}))?|(?:sixteen|seventeen|eighteen|nineteen)(?:-| )(?:{alternatives(w for w, n in LEXICON['numbers'].items() if 10 <= n)})|two thousand(?:(?: and)? (?:{_SMALL}))?",
    "short_year": r"[0-9]{2}(?![0-9]|[,.:/][0-9])",
    "day": r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z]|[,.][0-9]{3})",
    "spoken_day": _ORDINAL_WORDS,
    "ordinal": rf"{_ORDINAL_WORDS}|[1-9][0-9]?(?:st|nd|rd|th)",
    "padding": "bitter|brutal|bad|good|hard|dry|hot|cold|dark|quiet|great|fierce|odd|final|early|late|difficult|terrible|formative|intense|violent|peaceful|tumultuous|turbulent|recent|more|full|long|straight|consecutive|trading|business|working|whole|additional|further|calendar|solid|short|fiscal|extra|successive|crucial|long,|bloody|bitter|mere|entire",
    "number": rf"(?:(?:a |one )?(?:hundred|dozen|half(?:-| )dozen)|(?:{_SMALL})(?: hundred| thousand)?(?:(?:-| )and(?:-| )a(?:-| )half)?|[0-9]{{1,3}},[0-9]{{3}}|[0-9]{{1,4}}(?: million| billion| thousand)?(?:\.[0-9])?(?: ?1/2|½)?)(?![0-9a-z]|,[0-9])",
    "many": "(?:hundreds|thousands|dozens|millions|tens of thousands) of|a few|few|several|a couple(?: of)?|couple(?: of)?|some|many|a number of|various|numerous|countless|a good many|a matter of",
    "era": r"B\. ?C(?:\. ?E)?\.?(?![a-z])|A\. ?D\.|C\. ?E\.|(?:BCE?|AD|CE)(?![a-z])",
    "weekdays": alternatives(w + "s" for w in LEXICON["weekdays"] if len(w) > 4),
    "gap": r"[-–‑]| ",
    "last": "last|past|previous|preceding|prior",
    "next": "next|coming|following|upcoming|ensuing|succeeding|subsequent",
    "dash": " ?[-–—] ?",
}


def plain(words: str) -> str:
    """Lower case, one space, straight apostrophes: as the lexicon writes it."""
    return re.sub(r"[\s\xa0\u2009\u202f]+", " ", words.lower().replace("’", "'")).strip(" .")


def month(words: str) -> int:
    return LEXICON["months"][plain(words)]


def weekday(words: str) -> int:
    return LEXICON["weekdays"][plain(words)]


def unit(words: str) -> str:
    return LEXICON["units"][plain(words)]


_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}


def number(words: str) -> float | int | None:
    """ "twenty-one", "2 1/2", "1,000", "a dozen"; None where it names no number.

    >>> number("twenty-one"), number("2 1/2"), number("several")
    (21, 2.5, None)
    """
    text = plain(words)
    scaled = re.fullmatch(r"([0-9]{1,4}) (thousand|million|billion)", text)
    if scaled:
        return int(scaled[1]) * _SCALES[scaled[2]]
    ending = re.search(r" ?1/2\Z|½\Z|[- ]and[- ]a[- ]half\Z", text)
    half = 0.5 if ending else 0
    text = (text[: ending.start()] if ending else text).strip().replace(",", "")
    if re.fullmatch(r"[0-9]+(?:\.[0-9])?", text):
        value = float(text) + half
        return int(value) if value == int(value) else value
    total, seen = 0, False
    for word in re.split(r"[- ]", text):
        if word in ("a", "an", "and", "one") and not seen and word != "one":
            continue
        if word in LEXICON["numbers"] or word in LEXICON["tens"]:
            total += LEXICON["numbers"].get(word, LEXICON["tens"].get(word, 0))
        elif word in _SCALES:
            total = (total or 1) * _SCALES[word]
        elif word == "half":
            return 6 if text.endswith("dozen") else 0.5
        else:
            return None
        seen = True
    return total + half if seen else None


def ordinal(words: str) -> int | None:
    """ "twenty-first", "3rd".

    >>> ordinal("twenty-first"), ordinal("3rd")
    (21, 3)
    """
    text = plain(words)
    if text[:1].isdigit():
        return int(re.match(r"[0-9]{1,4}", text)[0])
    total = 0
    for word in re.split(r"[- ]", text):
        total += LEXICON["tens"].get(word, 0) or LEXICON["ordinals"].get(word, 0)
    return total or None


def spoken_year(words: str) -> int | None:
    """ "nineteen ninety-six", "two thousand four".

    >>> spoken_year("nineteen ninety-six"), spoken_year("two thousand four")
    (1996, 2004)
    """
    parts = [w for w in re.split(r"[- ]", plain(words)) if w != "and"]
    if parts[:2] == ["two", "thousand"]:
        rest = number(" ".join(parts[2:])) if parts[2:] else 0
        return None if rest is None else 2000 + rest
    rest = 0 if parts[1] == "hundred" else number(parts[1])
    ones = number(parts[2]) if len(parts) > 2 else 0
    return LEXICON["numbers"][parts[0]] * 100 + rest + ones


def before(m: re.Match, reach: int) -> str:
    """The last characters before the match, in lower case."""
    return m.string[max(0, m.start() - reach) : m.start()].lower()


def day_of_month(words: str) -> int:
    return int(re.match(r"[0-9]{1,2}", words)[0])


def year_of(m: re.Match) -> int:
    """The year of a match, astronomical (1 BC is 0), whichever way it is written."""
    named = m.groupdict()
    if named.get("short_year"):
        short = int(named["short_year"])
        return short + (1900 if short > 30 else 2000)
    if named.get("spoken_year"):
        return spoken_year(named["spoken_year"])
    year = int(named.get("any_year") or named["year"])
    return 1 - year if (named.get("era") or "").lower().startswith("b") else year


def season(words: str) -> int:
    """1 for spring to 4 for winter."""
    return LEXICON["seasons"][plain(words)] - 20


def tail(daypart: str | None) -> str:
    """The TIMEX3 tail of a part of the day, "" for none."""
    return "T" + LEXICON["dayparts"][plain(daypart)] if daypart else ""


_PAST = frozenset("last past previous preceding prior yesterday early earlier".split())
_COMING = frozenset("next coming following upcoming ensuing succeeding subsequent tomorrow".split())


def direction(word: str | None) -> int:
    """-1 for "last" and its like, +1 for "next" and its like, else 0."""
    word = plain(word or "")
    return (word in _COMING) - (word in _PAST)


def many_of(words: str) -> int | None:
    """ "A couple" is two; the others are no number."""
    return 2 if "couple" in words.lower() else None


_LETTERS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "weekend": "WE", "week": "W", "fortnight": "W",
    "month": "M", "quarter": "Q", "half": "H", "season": "S", "year": "Y", "decade": "DE", "century": "CE",
    "millennium": "ML",
}  # fmt: skip
_HALVES = {"year": "6M", "hour": "30M", "minute": "30S", "day": "T12H"}


def length_value(name: str, count: float | None) -> str:
    """The TIMEX3 value of so many units, never turned into other units.

    >>> length_value("hour", 24), length_value("year", 2.5), length_value("week", None)
    ('PT24H', 'P2Y6M', 'PXW')
    """
    letters = _LETTERS[name]
    prefix, letter = ("PT", letters[1:]) if letters.startswith("T") else ("P", letters)
    if count is None:
        return f"{prefix}X{letter}"
    if name == "fortnight":
        count *= 2
    if count != int(count) and name in _HALVES and count - int(count) == 0.5:
        whole = f"{int(count)}{letter}" if count >= 1 else ""
        return f"{prefix}{whole}{_HALVES[name]}"
    return f"{prefix}{int(count) if count == int(count) else count}{letter}"
