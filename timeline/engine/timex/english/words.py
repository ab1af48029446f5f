"""The pieces English patterns are made of, and how to read them."""

import re
from pathlib import Path

from ..language import load_lexicon
from ..rule import alternatives

LEXICON = load_lexicon(Path(__file__).with_name("lexicon.toml"))

# Also other words: only with their capital, or all in capitals.
_CAPITAL_ONLY = {"may", "march", "mar", "sun", "sat", "wed", "mon", "dec", "jan"}


def _named(table: str) -> str:
    """Names of months and days: the doubtful ones only with a capital; a short form may have its stop."""
    plain = [w for w in LEXICON[table] if w not in _CAPITAL_ONLY]
    cased = [w for w in LEXICON[table] if w in _CAPITAL_ONLY]
    spelled = alternatives([w.capitalize() for w in cased] + [w.upper() for w in cased])
    return rf"(?:{alternatives(plain)}|(?-i:{spelled}))(?![a-z])\.?"


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
    "day": r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z]|[,.][0-9]{3})",
    "spoken_day": _ORDINAL_WORDS,
    "ordinal": rf"{_ORDINAL_WORDS}|[1-9][0-9]?(?:st|nd|rd|th)",
    "number": rf"(?:(?:a |one )?(?:hundred|dozen|half(?:-| )dozen)|(?:{_SMALL})(?: hundred| thousand)?|[0-9]{{1,3}},[0-9]{{3}}|[0-9]{{1,4}}(?:\.[0-9])?(?: ?1/2|½)?)(?![0-9])",
    "many": r"a few|few|several|a couple(?: of)?|couple(?: of)?|some|many|a number of|recent|various|numerous|countless|a good many",
    "era": r"B\.? ?C\.?(?: ?E\.?)?|A\.? ?D\.?|C\.? ?E\.?",
    "gap": r"[-–‑]| ",
    "last": r"last|past|previous|preceding|prior",
    "next": r"next|coming|following|upcoming|ensuing|succeeding|subsequent",
    "dash": r" ?[-–—] ?",
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


def number(words: str) -> float | int | None:
    """ "twenty-one", "2 1/2", "1,000", "a dozen"; None where it names no number.

    >>> number("twenty-one"), number("2 1/2"), number("several")
    (21, 2.5, None)
    """
    text = plain(words)
    half = 0.5 if text.endswith(("1/2", "½")) else 0
    text = text.removesuffix("1/2").removesuffix("½").strip().replace(",", "")
    if re.fullmatch(r"[0-9]+(?:\.[0-9])?", text):
        value = float(text) + half
        return int(value) if value == int(value) else value
    total, seen = 0, False
    for word in re.split(r"[- ]", text):
        if word in ("a", "an", "and", "one") and not seen and word != "one":
            continue
        if word in LEXICON["numbers"] or word in LEXICON["tens"]:
            total += LEXICON["numbers"].get(word, LEXICON["tens"].get(word, 0))
        elif word in ("hundred", "thousand", "dozen"):
            total = (total or 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        elif word == "half":
            return 6 if text.endswith("dozen") else 0.5
        else:
            return None
        seen = True
    return total if seen else None


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


def day_of_month(words: str) -> int:
    return int(re.match(r"[0-9]{1,2}", words)[0])


def year_of(digits: str, era: str | None = None) -> int:
    """Astronomical: 1 BC is 0."""
    year = int(digits)
    return 1 - year if era and era.lower().lstrip().startswith("b") else year
