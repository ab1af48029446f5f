"""Days, months, seasons, years: what stands on the calendar by its own words."""

import re
from datetime import date

from ..periods import Period
from ..rule import Rule, rule
from ..senses import Numeric, Of, On, Sense, Shift, Stretch, Vague
from .words import (
    LEXICON,
    before,
    day_of_month,
    direction,
    month,
    ordinal,
    plain,
    season,
    spoken_year,
    tail,
    weekday,
    year_of,
)  # fmt: skip


@rule(
    "(?:the )?(?:{weekday},? )?{day}(?: of)?(?:{gap}){month},?(?:{gap})(?:{any_year} {era}|{year})",
    on="months weekdays",
)
def day_month_year(m: re.Match) -> Sense:
    """The British order.

    >>> read("It opened on 20 November 2014.")
    ['20 November 2014 = 2014-11-20']
    >>> read("It opened on 31 June 2014.")
    []
    """
    return On(year=year_of(m), month=month(m["month"]), day=day_of_month(m["day"]))


@rule(
    "(?:{weekday},? )?{month} (?:(?:the )?{day}|(?-i:(?=[a-z])){spoken_day})(?:,? {year}| {any_year} {era})",
    on="months weekdays",
)
def month_day_year(m: re.Match) -> Sense:
    """The American order.

    >>> read("It opened on Thursday, Nov. 20, 2014.")
    ['Thursday, Nov. 20, 2014 = 2014-11-20']
    >>> read("In November 20,145 people came.", "2015-01-05")
    ['November = 2014-11']
    """
    return On(year=year_of(m), month=month(m["month"]), day=_day(m["day"], m["spoken_day"]))


@rule("{month},? (?:of |in )?(?:{any_year} {era}|{year}|{spoken_year}|['’]{short_year})", on="months")
def month_year(m: re.Match) -> Sense:
    """A month of a named year.

    >>> read("Talks began in June 2014.")
    ['June 2014 = 2014-06']
    >>> read("They may 2000 times say so.")
    []
    """
    return On(year=year_of(m), month=month(m["month"]))


@rule(
    "(?:(?:(?P<way>{last:}|{next:}|this|this coming) )?{weekday},? )?"
    "(?:{month} (?:(?:the )?{day}|(?-i:(?=[a-z])){spoken_day})|(?:the )?(?:{day:early_day}|{spoken_day:early_spoken})(?: of)?(?:{gap}){month:late_month})",
    on="months weekdays",
)
def month_day(m: re.Match) -> Sense:
    """A day whose year the reader knows: the publication's, or the story's.

    >>> read("The fair opened on 20 November.", "2015-02-01")
    ['20 November = 2014-11-20']
    >>> read("It will open on the 3rd of May.", "2015-02-01")
    ['the 3rd of May = 2015-05-03']
    >>> read("The Times says in an editorial on Saturday, April 25:", "1998-04-24")
    ['Saturday, April 25 = 1998-04-25']
    """
    if m[0].lower().startswith("the ") and (m["early_day"] or "").isdigit():  # "the 15 September attack"
        return None
    day = _day(m["day"] or m["early_day"], m["spoken_day"] or m["early_spoken"])
    on = weekday(m["weekday"]) if m["weekday"] else None
    return On(month=month(m["month"] or m["late_month"]), day=day, weekday=on, direction=direction(m["way"]))


@rule(
    "(?:the )?{day}(?=(?:(?:{dash}| and | or | to |, ?)(?:the )?{day:}){1,4}(?: of)? {month}(?:,? {year})?)",
    on="figures",
)
def day_of_a_list(m: re.Match) -> Sense | None:
    """The first days of "10 to 12 February"; month and year stand after the last.

    >>> read("It lasted from 10 to 12 February 2016.")
    ['10 = 2016-02-10/2016-02-12', '12 February 2016 = None']
    >>> read("It lasted from the 13th to the 19th of October 1950.")
    ['the 13th = 1950-10-13/1950-10-19', 'the 19th of October 1950 = None']
    """
    year = int(m["year"]) if m["year"] else None
    return On(year=year, month=month(m["month"]), day=day_of_month(m["day"]), inherited=True)


@rule(
    "{day}(?!(?: of)?(?:{gap}){month:})(?:,? {year})?",
    on="figures",
    after=r"{dash}| and | or | to | until |, (?:and )?|/",
)
def further_day(m: re.Match, previous: Sense) -> Sense | None:
    """The later days of "May 4 and 5".

    >>> read("They surrendered on May 4 and 5, 1865.")
    ['May 4 = 1865-05-04', '5, 1865 = 1865-05-05']
    """
    if not isinstance(previous, On) or not previous.day or previous.clock or previous.month is None:
        return None
    day = day_of_month(m["day"])
    if day <= previous.day or m.string[m.end() : m.end() + 1] == ":":
        return None
    year = int(m["year"]) if m["year"] else previous.year
    return On(year=year, month=previous.month, day=day, inherited=True, follows=year is None)


@rule(
    "the (?P<date>{day:})(?<=[a-z])(?: of (?:that|the same) month|(?=[,.;:)]| (?:the|he|she|they|it|was|were)\\b))",
    on="figures",
)
def day_alone(m: re.Match) -> Sense | None:
    """A day of the month told last.

    >>> read("The king left on 2 October 1920. On the 5th, he came back.")
    ['2 October 1920 = 1920-10-02', 'the 5th = 1920-10-05']
    >>> read("They met on 2 October 1920 on the 5th floor. It was the 5th.", "2016-02-11")
    ['2 October 1920 = 1920-10-02']
    """
    if not re.search(r"\b(?:on|by|until|till|since|from|before|after) \Z", before(m, 8)):
        return None
    return On(day=day_of_month(m["date"]), follows=True)


@rule("{short_year}|{any_year} {era}", on="digits", after=r"{dash}|/")
def further_year(m: re.Match, previous: Sense) -> Sense | None:
    """The second year of "1957-60".

    >>> read("The camps stood there in 1957-60.")
    ['1957 = 1957/1960', '60 = None']
    """
    if not isinstance(previous, On) or previous.year is None or previous.month or previous.part:
        return None
    if m["era"]:
        return On(year=year_of(m))
    year = previous.year // 100 * 100 + int(m["short_year"])
    return On(year=year, inherited=True) if previous.year < year <= previous.year + 60 else None


@rule("{month}", on="months")
def month_alone(m: re.Match) -> Sense | None:
    """A bare month: the last one before publication unless the clause looks forward.

    >>> read("It opened in August.", "2015-03-01")
    ['August = 2014-08']
    >>> read("It will open in August.", "2015-03-01")
    ['August = 2015-08']
    >>> read("April Jones said she may march.", "2015-03-01")
    []
    >>> read("A mayor will be chosen in November; the last was chosen in November.", "2016-02-11")
    ['November = 2016-11', 'November = 2015-11']
    """
    return On(month=month(m["month"]))


@rule(
    "(?:the )?(?P<way>{last:}|{next:}|this|this past|this coming|of this|that|that same|same) {month}(?: {day})?",
    on="months",
)
def last_month_by_name(m: re.Match) -> Sense:
    """ "Last May" is the May before this one, "that May" the one of the year told.

    >>> read("They met last May.", "2015-03-01")
    ['last May = 2014-05']
    >>> read("The line opened in May 1994. That November the port closed.", "2015-03-01")
    ['May 1994 = 1994-05', 'That November = 1994-11']
    """
    way = plain(m["way"]).removeprefix("this ")
    day = day_of_month(m["day"]) if m["day"] else None
    base = _base(way, m[0])
    return On(month=month(m["month"]), day=day, direction=direction(way), this_year=way == "this", base=base)


def _base(way: str, whole: str) -> str:
    """ "then" for words that count from the last date told: "that May", "the next May"."""
    told = ("that", "that same", "same", "the same", "previous", "preceding", "following", "ensuing")
    return "then" if way in told or plain(whole).startswith("the next ") else ""


@rule(
    "(?:(?:the )?{day:early_day}(?: of)? )?{month}(?: {day})?,? (?:of |in )?(?P<way>last|this|next|that|the same|the following|the previous|the next) year",
    on="months",
)
def month_of_that_year(m: re.Match) -> Sense:
    """A month of a year that is itself counted.

    >>> read("Earlier in January this year he spoke.", "2016-02-11")
    ['January this year = 2016-01']
    >>> read("The bridge fell in May 1911. It was closed on 7 June of the same year.")
    ['May 1911 = 1911-05', '7 June of the same year = 1911-06-07']
    """
    way = plain(m["way"])
    base = "then" if way in ("that", "the same", "the following", "the previous") else "now"
    figures = m["early_day"] or m["day"]
    day = day_of_month(figures) if figures else None
    return Of(On(month=month(m["month"]), day=day), Shift("year", direction(way.removeprefix("the ")), base))


@rule(
    "(?!following )(?:(?:the )?(?P<way>this coming|this past|{last:}|{next:}|this|that) )?{weekday}(?: {daypart}(?<!s))?(?: last| next)?"
    "(?!(?:,|,? and|,? or| to| through) {weekday:} (?:mornings|afternoons|evenings|nights))",
    on="weekdays",
)
def weekday_alone(m: re.Match) -> Sense | None:
    """The nearest such day before publication, or after it where the clause looks forward.

    >>> read("He stated on Wednesday that all was well.", "2016-02-11")
    ['Wednesday = 2016-02-10']
    >>> read("She will resign on Wednesday.", "2016-02-11")
    ['Wednesday = 2016-02-17']
    >>> read("Wednesday, when the judge set aside the vote, they had filed by Monday.", "2016-02-11")
    ['Wednesday = 2016-02-10', 'Monday = [..2016-02-08]']
    >>> read("The east will resist, he predicted Wednesday. It will be announced Monday.", "2016-02-11")
    ['Wednesday = 2016-02-10', 'Monday = 2016-02-15']
    >>> read("The vote will be held Friday. Neither of them could be reached Monday.", "2016-02-11")
    ['Friday = 2016-02-12', 'Monday = 2016-02-08']
    >>> read("The two meet Friday to hear Gen. Brown. The march was split Monday.", "2016-02-11")
    ['Friday = 2016-02-12', 'Monday = 2016-02-08']
    >>> read("He leaves with the club in danger, following Saturday's defeat.", "2016-02-11")
    ['Saturday = 2016-02-06']
    >>> read("Watch out for rain this Friday.", "2016-02-11")
    ['this Friday = 2016-02-12']
    >>> read("It was shut from Monday to Friday. They met Sunday and Monday.", "2016-02-11")
    ['Monday = 2016-02-01/2016-02-05', 'Friday = None', 'Sunday = 2016-02-07', 'Monday = 2016-02-08']
    """
    if plain(m["weekday"]).rstrip(".") == "sun" and before(m, 4).lower() == "the ":
        return None  # "around the Sun."
    way = plain(m["way"] or "").removeprefix("this ")
    way = "last" if m[0].lower().endswith(" last") else "next" if m[0].lower().endswith(" next") else way
    return On(
        weekday=weekday(m["weekday"]),
        clock=tail(m["daypart"]),
        direction=direction(way),
        this_year=way == "this",
        base=_base(way, m[0]),
    )


@rule("{year}(?: (?:or|and) (?:later|beyond|earlier|before|after))?(?!['’]?s(?![a-z]))", on="years")
def year_alone(m: re.Match) -> Sense:
    """A year on its own.

    >>> read("It closed in 1995.")
    ['1995 = 1995']
    >>> read("The Act of 1968 fined 1995 men on a Boeing 1997.")
    []
    >>> read("The bonds due 1993 and this 1978 resolution call for 1950 soldiers.")
    ['1993 = 1993', '1978 = 1978']
    >>> read("Eastern Theater 1861-1863")
    ['1861 = 1861/1863', '1863 = None']
    """
    return On(year=int(m["year"]))


@rule("(?:c\\. ?)?{any_year} {era}|AD {any_year:ad}", on="digits")
def year_with_era(m: re.Match) -> Sense:
    """A year counted before or after Christ; years before have no EDTF date here.

    >>> read("Carthage fell in 146 BC.")
    ['146 BC = BC0146']
    """
    return On(year=int(m["ad"]) if m["ad"] else year_of(m))


@rule("{any_year}(?=(?:{dash}| and | or | to | until ){any_year:} B\\.?C)", on="digits")
def year_before_an_era(m: re.Match) -> Sense:
    """The first year of "264 to 146 BC".

    >>> read("The wars ran from 264 to 146 BC.")
    ['264 = BC0264', '146 BC = BC0146']
    """
    return On(year=1 - int(m["any_year"]), inherited=True)


@rule("the year {year}|the years {year:years}|the year {spoken_year}", on="units")
def the_year(m: re.Match) -> Sense:
    """A year called by its name.

    >>> read("In the year 1950 nothing happened.")
    ['the year 1950 = 1950']
    """
    return On(year=spoken_year(m["spoken_year"]) if m["spoken_year"] else int(m["year"] or m["years"]))


@rule("{spoken_year}", on="spoken_years")
def year_in_words(m: re.Match) -> Sense | None:
    """As broadcasters write it.

    >>> read("He left in nineteen ninety-six.")
    ['nineteen ninety-six = 1996']
    """
    year = spoken_year(m["spoken_year"])
    return On(year=year) if year and not plain(m[0]).endswith("thousand") else None


@rule("(?<![\\w'’])['’]{short_year}", on="figures")
def year_cut_short(m: re.Match) -> Sense:
    """ "'89", of the century the story or the publication is in.

    >>> read("They met again in '89.", "1998-05-01")
    ["'89 = 1989"]
    """
    return On(short_year=int(m["short_year"]))


@rule(
    "(?:the )?(?:{any_year}['’]?s (?P<era>B\\. ?C\\.?|BCE?)|(?:{year}|['’](?P<tens>[1-9]0))['’]?s(?![a-z]))",
    on="digits",
)
def decade_in_digits(m: re.Match) -> Sense | None:
    """A decade; "the 1900s" is the century. Decades before Christ have no place on our calendar.

    >>> read("It was built in the 1990s.")
    ['the 1990s = 199X']
    """
    if m["era"]:
        return Vague(f"BC{int(m['any_year']) // 10:03d}")
    year = int(m["year"]) if m["year"] else 1900 + int(m["tens"])
    if year % 100 == 0 and year < 2000:
        return Stretch(Period.century(year))
    return Stretch(Period.decade(year)) if year % 10 == 0 else None


@rule(
    "(?:the )?(?:mid-?)?(?:(?P<century>nineteen|eighteen|seventeen)(?:{gap}))?{spoken_decade}", on="decades"
)
def decade_in_words(m: re.Match) -> Sense | None:
    """ "The eighties"; a person "in his eighties" is no date.

    >>> read("Rents rose through the eighties.")
    ['the eighties = 198X']
    >>> read("He was in his eighties.")
    []
    """
    led = re.search(r"\bthe (?:early|late|mid)(?:-| )\Z|\b(?:early|late) \Z", before(m, 12))
    if not (m["century"] or led or plain(m[0]).startswith(("the ", "mid"))):
        return None
    base = LEXICON["numbers"][plain(m["century"])] * 100 if m["century"] else 1900
    return Stretch(Period.decade(base + LEXICON["decades"][plain(m["spoken_decade"])] * 10))


@rule("(?:the )?{ordinal}(?:{gap})(?:century|centuries)(?: {era})?", on="units")
def century_by_number(m: re.Match) -> Sense | None:
    """A century counted from Christ.

    >>> read("It was built in the 19th century.")
    ['the 19th century = 18XX']
    """
    which = ordinal(m["ordinal"])
    if not which or which > 30:
        return None
    if m["era"] and m["era"].lower().startswith("b"):
        return Vague(f"BC{which - 1:02d}")
    return Stretch(Period.century((which - 1) * 100))


@rule(
    "(?:the )?(?:{season}(?: of|,| in)? (?:{any_year} {era}|{year}|{spoken_year}|['’]{short_year})"
    "|{year:early_year} {season:late_season}(?! (?:olympic|games|camp|time))|{season:part} of (?P<way>last|this|next) year)",
    on="seasons years",
)
def season_of_year(m: re.Match) -> Sense:
    """Meteorological seasons of the northern half of the world.

    >>> read("They met in the summer of 2014.")
    ['the summer of 2014 = 2014-22']
    >>> read("They met in the summer of last year.", "2016-02-11")
    ['the summer of last year = 2015-22']
    """
    if m["part"]:
        return Of(On(part=("season", season(m["part"]))), Shift("year", direction(m["way"])))
    year = int(m["early_year"]) if m["early_year"] else year_of(m)
    return On(year=year, part=("season", season(m["season"] or m["late_season"])))


@rule(
    "(?:the )?(?:(?P<way>{last:}|{next:}|this past|this coming|this|the same|that|the) ){season}",
    on="seasons",
)
def season_alone(m: re.Match) -> Sense | None:
    """A season by the calendar of the publication or the story.

    >>> read("Attacks fell last summer.", "2015-02-01")
    ['last summer = 2014-22']
    >>> read("Prices fall and the fall was deep.", "2015-02-01")
    []
    """
    word = plain(m["season"])
    way = plain(m["way"]).removeprefix("this ")
    if (
        word in ("fall", "spring")
        and way == "the"
        and not re.search(r"\bin \Z", m.string[max(0, m.start() - 4) : m.start()])
    ):
        return None
    return On(
        part=("season", season(word)),
        direction=direction(way),
        this_year=way == "this",
        base=_base(way.removeprefix("the "), m[0]),
    )


@rule("{season}|mid(?:-| )?{season:mid}", on="seasons midseasons")
def season_in_passing(m: re.Match) -> Sense | None:
    """ "In winter", "mid-summer"; not the verbs and the nouns that look the same.

    >>> read("They left in winter and never came back.", "2015-02-01")
    ['winter = 2014-24']
    >>> read("Fall of Constantinople", "2015-02-01")
    []
    """
    led = re.search(r"\b(?:in|by|since|until|during|early|late|each|every) \Z", before(m, 8))
    if before(m, 6).endswith("first "):
        return None  # "the first winter"
    if not m["mid"] and not led and plain(m["season"]) in ("fall", "spring") and m[0][0].islower():
        return None
    if plain(m["season"] or "") == "fall" and _TOPPLED.match(m.string, m.end()):
        return None
    if m.string.startswith((" Olympic", " Palace", " Street", " Games", "s"), m.end()):
        return None
    return On(part=("season", season(m["season"] or m["mid"])))


_TOPPLED = re.compile(r" of (?:the )?[A-Z]")  # "Fall of Constantinople"

_PART = r"(?P<part>quarter|half|trimester)"


@rule(
    "(?:the )?(?:{year:early_year} |(?P<early_way>this|last|next) year['’]s |{year:own_year}['’]s )?(?:fiscal |calendar )?(?:{ordinal}|(?P<edge>last|final|latter|closing))(?:{gap})"
    + _PART
    + "(?:,? (?:of |in )?(?:the )?(?:fiscal |calendar )?(?:year )?(?:{year}|(?P<way>last|next|this|the same|that|the) year))?",
    on="units years",
)
def part_of_year(m: re.Match) -> Sense | None:
    """Quarters and halves, of a named year or the nearest.

    >>> read("Sales rose in the second half of 2012.")
    ['the second half of 2012 = 2012-41']
    >>> read("Third-quarter sales rose.", "1989-11-02")
    ['Third-quarter = 1989-35']
    >>> read("They scored in the second half.", "1989-11-02")
    []
    """
    name = plain(m["part"])
    which = ordinal(m["ordinal"]) if m["ordinal"] else 4 if name == "quarter" else 2
    if name == "trimester" or not which or which > (4 if name == "quarter" else 2):
        return None
    year, way = m["year"] or m["early_year"] or m["own_year"], plain(m["way"] or m["early_way"] or "")
    if not year and not way and (name == "half" or m["edge"]):
        return None
    part = (name, which)
    if year:
        return On(year=int(year), part=part)
    if way:
        return Of(
            On(part=part),
            Shift("year", direction(way), "now" if way in ("last", "this", "next", "the") else "then"),
        )
    return On(part=part)


@rule(
    "(?:Q(?P<q>[1-4])|(?P<early>[1-4])Q|H(?P<h>[12]))(?: (?:of )?|-|/)(?:FY ?)?(?:{year}|['’]?{short_year})|{year:first_year}-?Q(?P<late>[1-4])|Q(?P<bare>[1-4])(?![0-9/.-])",
    on="quarters years",
)
def quarter_in_short(m: re.Match) -> Sense:
    """ "Q3 2015".

    >>> read("Profit fell in Q3 2015.")
    ['Q3 2015 = 2015-35']
    """
    if m["bare"]:
        return On(part=("quarter", int(m["bare"])))
    year = int(m["first_year"] or 0) or year_of(m)
    if m["h"]:
        return On(year=year, part=("half", int(m["h"])))
    return On(year=year, part=("quarter", int(m["q"] or m["early"] or m["late"])))


@rule(
    "(?:the )?(?:fiscal|financial)(?: year)?,? {year}(?:/{short_year}|[-–]{short_year:late_year})?|FY ?(?:{year:fy}|{short_year:fy_short})",
    on="fiscal",
)
def fiscal_year(m: re.Match) -> Sense:
    """A year of accounts counts as the year it is called by.

    >>> read("In fiscal 2016 sales rose.")
    ['fiscal 2016 = 2016']
    >>> read("In fiscal 2016 sales rose. The fiscal year ends on 30 June.")[0]
    'fiscal 2016 = [2015-07-01..2016-06-30]'
    """
    if m["fy_short"]:
        return On(year=2000 + int(m["fy_short"]), fiscal=True)
    return On(year=int(m["year"] or m["fy"]), fiscal=True)


@rule(
    "(?:(?P<way>last|next|this) )?{holiday}(?: (?:(?P<span>season|weekend|week|holidays?)|{daypart})(?![a-z]))?(?:,? (?:of |in )?{year}| (?P<counted>last|next|this) year)?",
    on="holidays",
)
def feast(m: re.Match) -> Sense | None:
    """Feasts that fall on a day the calendar knows.

    >>> read("They met on Good Friday 2014.")
    ['Good Friday 2014 = 2014-04-18']
    >>> read("The boat sank last Thanksgiving; a christmas tree stood on Easter Island.", "2000-02-10")
    ['last Thanksgiving = 1999-11-25']
    >>> read("The boat sank on Christmas Day last year.", "2000-02-10")
    ['Christmas Day last year = 1999-12-25']
    >>> read("The mill was shut over the Easter weekend and in Easter week.", "2014-05-02")
    ['Easter weekend = 2014-04-20', 'Easter week = [2014-04-14..2014-04-20]']
    """
    name = plain(m["holiday"])
    if name == "new year" and not re.search(r"['’]s", m[0]) and m.string[m.start()].islower():
        return None
    day = On(
        year=int(m["year"]) if m["year"] else None,
        holiday=LEXICON["holidays"][name],
        direction=direction(m["way"]),
        clock=tail(m["daypart"]),
        grain="week" if m["span"] == "week" else "",
    )
    return Of(day, Shift("year", direction(m["counted"]))) if m["counted"] else day


@rule(
    "{year}(?P<mark>[-/])(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12][0-9]|3[01])(?:T(?P<clock>[0-2][0-9]:[0-5][0-9])(?::[0-5][0-9](?:\\.[0-9]{1,6})?)?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?",
    on="years",
)
def iso_day(m: re.Match) -> Sense:
    """ISO 8601, with or without a time.

    >>> read("Posted 2014-11-20.")
    ['2014-11-20 = 2014-11-20']
    """
    clock = f"T{m['clock']}" if m["clock"] else ""
    return On(year=int(m["year"]), month=int(m["month"]), day=int(m["day"]), clock=clock)


@rule("{year}-(?P<month>0[1-9]|1[0-2])(?![-–0-9])", on="years")
def iso_month(m: re.Match) -> Sense | None:
    """ISO 8601 without a day; "2003-04" are two years.

    >>> read("Published 2014-11.")
    ['2014-11 = 2014-11']
    """
    year, number = int(m["year"]), int(m["month"])
    return On(year=year, month=number) if number <= year % 100 or year % 100 > 90 and number < 10 else None


@rule("{year}-W(?P<week>[0-5][0-9])(?:-(?P<weekday>[1-7]))?", on="years")
def iso_week(m: re.Match) -> Sense | None:
    """ISO weeks.

    >>> read("Due in 2014-W47.")
    ['2014-W47 = [2014-11-17..2014-11-23]']
    """
    try:
        monday = date.fromisocalendar(int(m["year"]), int(m["week"]), int(m["weekday"] or 1))
    except ValueError:
        return None
    return Stretch(Period.of_day(monday) if m["weekday"] else Period.of_day(monday).to("week"))


@rule(
    "(?P<a>[0-3]?[0-9])(?P<mark>[/.-])(?P<b>[0-3]?[0-9])(?P=mark)(?:{year}|(?P<yy>[0-9]{2}))(?![0-9.,/-][0-9])",
    on="figures",
)
def numbers_only(m: re.Match) -> Sense | None:
    """Day, month, year in figures; both readings are kept where both exist.

    >>> read("Dated 20/11/2014.")
    ['20/11/2014 = 2014-11-20']
    >>> read("Version 20.11.14 and score 3-1-12.")
    []
    """
    if m["yy"] and (m["mark"] != "/" or len(m["a"]) + len(m["b"]) < 2):
        return None
    return Numeric(
        int(m["a"]), int(m["b"]), int(m["year"]) if m["year"] else None, int(m["yy"] or 0), m["mark"]
    )


@rule(
    "(?:September|Sept\\.?) 11(?:th)?(?= (?:attacks|attack|terror|terrorist|hijack|bomb))|9/11(?![0-9/])",
    on="months figures",
)
def september_11(m: re.Match) -> Sense:
    """The day that is called by its date.

    >>> read("On 9/11 everything changed.")
    ['9/11 = 2001-09-11']
    """
    return On(year=2001, month=9, day=11)


WEEKS = {"first": (1, 7), "opening": (1, 7), "second": (8, 14), "third": (15, 21), "fourth": (22, 28)}


@rule(
    "(?:the )?(?P<which>first|second|third|fourth|last|final|opening|closing) (?P<unit>week|days|weekend|part|third|half) of (?:{month}(?:,? {year})?|{year:year_alone})",
    on="units parts",
)
def week_of_month(m: re.Match) -> Sense | None:
    """No more exact than its month; the part of it is kept. Of weeks the second are the days 8 to 14, of halves 16 to the last.

    >>> read("It fell in the last week of August 1918.")
    ['the last week of August 1918 = [1918-08-25..1918-08-31]']
    >>> read("It fell in the second week of June 1918 and the first half of July 1918.")
    ['the second week of June 1918 = [1918-06-08..1918-06-14]', 'the first half of July 1918 = [1918-07-01..1918-07-15]']
    """
    mod = {
        "first": "START",
        "opening": "START",
        "last": "END",
        "final": "END",
        "closing": "END",
        "fourth": "END",
    }
    part, which, unit = mod.get(plain(m["which"]), "MID"), plain(m["which"]), plain(m["unit"])
    if unit == "half" and (m["year_alone"] or which in ("third", "fourth")):
        return None
    if m["year_alone"]:
        return On(year=int(m["year_alone"]), mod=part)
    if unit == "half":
        part, days = ("START", (1, 15)) if part == "START" else ("END", (16, 0))
    else:
        days = WEEKS.get(which, (-6, 0)) if unit == "week" else None
    return On(year=int(m["year"]) if m["year"] else None, month=month(m["month"]), mod=part, days=days)


def _day(digits: str | None, spoken: str | None) -> int | None:
    return day_of_month(digits) if digits else ordinal(spoken)


RULES: tuple[Rule, ...] = (
    iso_day, iso_week, numbers_only, day_month_year, month_day_year, september_11, month_year, month_day,
    day_of_a_list, day_alone, further_day, further_year, last_month_by_name, month_of_that_year, month_alone, weekday_alone,
    the_year, year_with_era, year_before_an_era, year_alone, year_in_words, year_cut_short, decade_in_digits,
    decade_in_words, century_by_number, season_of_year, season_alone, season_in_passing, part_of_year,
    quarter_in_short, fiscal_year, feast, week_of_month, iso_month,
)  # fmt: skip
