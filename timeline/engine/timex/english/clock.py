"""Times of the day."""

import re

from ..rule import Rule, rule
from ..senses import On, Sense
from .words import number, plain

_ZONE = "(?: (?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|CST|CDT|CT|MST|MDT|PST|PDT|PT|local time|(?-i:[A-Z][a-z]{2,12}) time))?"
_ELSEWHERE = "(?: \\([0-9]{1,2}:?[0-9]{2} (?:GMT|UTC)\\)(?= (?:on )?{weekday:}))?"
_HALF = "(?:[ap]\\. ?m\\b\\.?|[ap]m\\b)"


@rule(
    "(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5][0-9]))?(?: |-)?(?P<half>"
    + _HALF
    + ")"
    + _ZONE
    + _ELSEWHERE,
    on="figures",
)
def clock_of_twelve(m: re.Match) -> Sense:
    """ "10:35 a.m. EDT".

    >>> read("It struck at 10:35 p.m. yesterday.", "2016-02-11")
    ['10:35 p.m. yesterday = 2016-02-10']
    >>> read("It began at 5:34 AM Baghdad time on March 20, 2003.")
    ['5:34 AM Baghdad time on March 20, 2003 = 2003-03-20']
    >>> read("It struck at about 10:35 a.m. (0735 GMT) Friday.", "1998-08-08")
    ['about 10:35 a.m. (0735 GMT) Friday = 1998-08-07']
    """
    hour = int(m["hour"]) % 12 + (12 if m["half"].lower().startswith("p") else 0)
    return On(clock=f"T{hour:02d}:{m['minute'] or '00'}")


@rule(
    "(?P<hour>(?:[01]?[0-9]|2[0-4])(?=:)|(?:[01][0-9]|2[0-4])(?=[0-5][0-9] ?(?:hrs|hours|GMT|UTC|Z)\\b)):?(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?: ?(?:hrs?|hours)\\b)?"
    + _ZONE
    + "(?![0-9:])",
    on="digits",
)
def clock_of_twentyfour(m: re.Match) -> Sense | None:
    """ "19:30"; a score or a ratio stands without "at".

    >>> read("It ended at 19:30.", "2016-02-11")
    ['19:30 = 2016-02-11']
    >>> read("They won 10:12 over Leeds.", "2016-02-11")
    []
    """
    if int(m["hour"]) == 24 and m["minute"] != "00":
        return None
    named = re.search(r"[A-Za-z]\Z", m[0]) and (":" in m[0] or not m[0].endswith("hours"))
    before = m.string[max(0, m.start() - 9) : m.start()].lower()
    timely = re.search(
        r"\b(?:at|by|from|to|until|till|between|and|around|about|before|after|since) \Z|[-–(]\Z", before
    )
    if not named and not (timely and len(m["hour"]) + len(m["minute"]) >= 3):
        return None
    return On(clock=f"T{int(m['hour']):02d}:{m['minute']}")


@rule(
    "{number} o['’]clock(?: in the (?P<part>morning|afternoon|evening)| at (?P<night>night))?|(?P<bare>1[0-2]|[1-9]) (?:in the (?P<part2>morning|afternoon|evening)|at (?P<night2>night))",
    on="clock figures",
)
def oclock(m: re.Match) -> Sense | None:
    """ "Four o'clock in the afternoon".

    >>> read("Come at four o'clock in the afternoon.", "2016-02-11")
    ["four o'clock in the afternoon = 2016-02-11"]
    """
    hour = int(m["bare"]) if m["bare"] else number(m["number"])
    if hour is None or not 0 <= hour <= 24:
        return None
    part = plain(m["part"] or m["part2"] or m["night"] or m["night2"] or "")
    if part in ("afternoon", "evening", "night") and hour < 12:
        hour += 12
    return On(clock=f"T{int(hour):02d}:00")


@rule("(?:high )?(?:noon|midday|midnight)" + _ZONE, on="noons")
def noon(m: re.Match) -> Sense:
    """Noon is T12:00, midnight the T24:00 that ends the day.

    >>> read("The truce ends at noon on 5 May 1945.")
    ['noon on 5 May 1945 = 1945-05-05']
    """
    return On(clock="T24:00" if "midnight" in m[0].lower() else "T12:00")


RULES: tuple[Rule, ...] = (clock_of_twelve, clock_of_twentyfour, oclock, noon)
