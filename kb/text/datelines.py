"""The dateline that opens a story: where it was filed, by which agency, on which day of a month."""

import re
from dataclasses import dataclass
from datetime import date

from kb.text.days import MONTHS, find_days
from kb.text.lines import AGENCY, MONTH

MONTH_NAME = re.sub(r"\?P<\w+>", "?:", MONTH % 1)
DAY_WORDS = rf"(?i:(?:{MONTH_NAME})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{MONTH_NAME})(?:,?\s\d{{4}})?)"
CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ -][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}"
MIXED = r"[A-ZÀ-Þ][\w.'’-]+(?:[ -][A-ZÀ-Þ][\w.'’-]+){0,3}"
REGION = rf",\s(?!(?i:{MONTH_NAME})\s\d)[A-ZÀ-Þ][\w.]+(?:\s[A-ZÀ-Þ][\w.]+){{0,2}}"
WIRE = rf"\(\s?(?P<agency>{AGENCY}|[A-Z][\w&.' ]{{1,30}})\s?\)"
DASH = r"\s?(?:--?|[—–─_])(?:\s|$)"
FORMS = (
    # MOSCOW, Feb 10 (Reuters) -    HANOI, Vietnam (AP) —    Moscow, 10 February (TASS) -
    re.compile(
        rf"(?P<place>(?:{CAPITALS}|{MIXED})(?:/{CAPITALS})?(?:{REGION})?)(?:,\s(?P<day>{DAY_WORDS}))?[,.]?\s{WIRE}{DASH}"
    ),
    # MOSCOW, Feb 10 -    MOSCOW, Feb 10:
    re.compile(
        rf"(?P<place>(?:{CAPITALS}|{MIXED})(?:/{CAPITALS})?(?:{REGION})?),\s(?P<day>{DAY_WORDS})\s?(?:--?|[—–─:])(?:\s|$)"
    ),
    # PETROVA, Croatia (January 4, 2021) -
    re.compile(rf"(?P<place>(?:{CAPITALS}|{MIXED})(?:{REGION})?)\s\((?P<day>{DAY_WORDS})\){DASH}"),
    # VIENNA —    MOSCOW:
    re.compile(rf"(?P<place>{CAPITALS}(?:/{CAPITALS})?(?:{REGION})?)(?:\s?(?:--|[—–─])|:|\s[-_])(?:\s|$)"),
    # (Reuters) -
    re.compile(rf"{WIRE}{DASH}"),
)
FACT_BOX = re.compile(rf"{CAPITALS}:\s")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Offsets in the text, and the words of each part ("" where there is none)."""

    start: int
    end: int
    place: str
    agency: str
    day_words: str


def find_dateline(text: str, paragraphs: list[tuple[int, int]]) -> Dateline | None:
    """The dateline of the story whose paragraphs these are; a fact box ("HISTORY: ...") has none.

    >>> words = "PORT EXAMPLE, Feb 10 (Reuters) - The harbour opened."
    >>> find_dateline(words, [(0, len(words))])
    Dateline(start=0, end=33, place='PORT EXAMPLE', agency='Reuters', day_words='Feb 10')
    """
    boxed = sum(bool(FACT_BOX.match(text, start, min(end, start + 80))) for start, end in paragraphs[:40])
    for start, end in paragraphs[:3]:
        for form in FORMS:
            match = form.match(text, start, min(end, start + 160))
            if not match:
                continue
            parts = match.groupdict()
            if match[0].rstrip().endswith(":") and not parts.get("day") and boxed > 1:
                continue
            return Dateline(
                start,
                match.end(),
                parts.get("place") or "",
                parts.get("agency") or "",
                parts.get("day") or "",
            )
    return None


def dateline_day(dateline: Dateline) -> date | None:
    """The day a dateline states, if it states a year."""
    days = find_days(dateline.day_words)
    return days[0].days[0] if days and len(days[0].days) == 1 else None


def nearest_to(dateline: Dateline, day: date) -> date | None:
    """The dateline's day of the month in the year that brings it nearest to `day`.

    >>> nearest_to(Dateline(0, 9, "BERN", "", "Dec 31"), date(2016, 1, 1)).isoformat()
    '2015-12-31'
    """
    month = next(
        (MONTHS[word] for word in re.findall(r"[a-z]+", dateline.day_words.lower()) if word in MONTHS), None
    )
    number = re.search(r"\d{1,2}", dateline.day_words)
    if month is None or number is None:
        return None
    candidates = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            candidates.append(date(year, month, int(number[0])))
        except ValueError:
            continue
    return min(candidates, key=lambda candidate: abs(candidate - day), default=None)
