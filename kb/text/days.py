"""Days written out in full, as publication lines and pages' metadata write them. No clock is read."""

import re
from dataclasses import dataclass
from datetime import date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = r"(?P<month%d>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"(?P<year%d>1[6-9]\d\d|20\d\d)(?!\d)"
WRITTEN = (
    MONTH % 1 + r"\s{1,3}(?P<day1>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}" + YEAR % 1,
    r"(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:\s{1,3}of)?[\s-]{1,3}" + MONTH % 2 + r",?[\s-]{1,3}" + YEAR % 2,
    YEAR % 3 + r"(?P<mark>[-/.])(?P<month3>\d{1,2})(?P=mark)(?P<day3>\d{1,2})(?!\d)",
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)" + YEAR % 4,
)
DAY = re.compile(r"(?<![\w.])(?:" + "|".join(f"(?:{pattern})" for pattern in WRITTEN) + r")(?![\w])", re.I)
ISO = re.compile(
    r"\s*(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T\s]{1,3}(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:[.,]\d{1,9})?\s?"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A written day: where it stands, and the day or the two days it can mean (03/04/2016)."""

    start: int
    end: int
    days: tuple[date, ...]


def _date(year, month, day) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def find_days(text: str) -> list[Day]:
    """Every full day (with its year) in a short text; days no calendar has are left out.

    >>> [d.days[0].isoformat() for d in find_days("Published Feb 11th, 2016; updated 12 February 2016")]
    ['2016-02-11', '2016-02-12']
    >>> [len(d.days) for d in find_days("03/04/2016, 30/04/2016, 31 June 2016")]
    [2, 1]
    """
    found = []
    for match in DAY.finditer(text):
        if match["first"]:
            a, b, year = match["first"], match["second"], match["year4"]
            readings = {_date(year, b, a), _date(year, a, b)} if match["sep"] != "." else {_date(year, b, a)}
        else:
            which = 1 if match["day1"] else 2 if match["day2"] else 3
            month = match[f"month{which}"].lower()
            readings = {_date(match[f"year{which}"], MONTHS.get(month, month), match[f"day{which}"])}
        days = tuple(sorted(day for day in readings if day))
        if days:
            found.append(Day(match.start(), match.end(), days))
    return found


def read_stamp(text: str) -> tuple[date, datetime | None] | None:
    """The day, and the time if there is one, of a machine's or a person's date; None if it is neither.

    The day is the one written, in the stamp's own time zone. A time without a
    zone is no instant and is left out.

    >>> read_stamp("2016-02-11T23:30:00+05:00")[0].isoformat(), read_stamp("yesterday")
    ('2016-02-11', None)
    """
    text = str(text).strip()[:80]
    match = ISO.match(text)
    if match and (day := _date(match["year"], match["month"], match["day"])):
        return day, _instant(match, day)
    days = find_days(text)
    if days and len(days[0].days) == 1:
        return days[0].days[0], None
    return None


def _instant(match: re.Match, day: date) -> datetime | None:
    if not match["zone"]:
        return None
    zone = match["zone"].upper()
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
    if ":" not in offset:
        offset = offset[:3] + ":" + (offset[3:] or "00")
    try:
        return datetime.fromisoformat(
            f"{day.isoformat()}T{match['hour']}:{match['minute']}:{match['second'] or '00'}{offset}"
        )
    except ValueError:
        return None
