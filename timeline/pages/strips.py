"""The density strips of a page, with their words: the whole of what is asked, and the window within it."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from timeline.dates import EdtfDate
from timeline.density import Density, Period, density
from timeline.pages.strip import Block, Strip, draw
from timeline.query import EventQuery

SEASONS = {3: 21, 6: 22, 9: 23, 12: 24}  # by the month they begin in
KEYS = {
    "day": gettext_lazy("date known to the day"),
    "month": gettext_lazy("date known to the month or better"),
    "year": gettext_lazy("date known to the year or better"),
    "decade": gettext_lazy("date known to the decade or better"),
    "century": gettext_lazy("date known to the century or better"),
}
NAMES = {
    "day": gettext_lazy("Events by day"),
    "month": gettext_lazy("Events by month"),
    "year": gettext_lazy("Events by year"),
    "decade": gettext_lazy("Events by decade"),
    "century": gettext_lazy("Events by century"),
}


@dataclass(slots=True)
class Captioned:
    strip: Strip
    name: str
    key: str
    note: str
    apart: str  # what no bar or band can show
    within: bool = False


def strips_of(query: EventQuery) -> list[Captioned]:
    """The strip of everything the other filters let through, the window tinted in it; and, where a window is set
    and finer bins fit into it, the strip of the window alone."""
    if not query.windowed:
        strips = [captioned(query, density(query))]
        return [strip for strip in strips if strip]
    whole = density(replace(query, first=None, last=None, certain=False, zoom=None))
    inside = density(query)
    strips = [captioned(query, whole, window=(query.first, query.last))]
    if inside.unit != whole.unit:
        strips.append(captioned(query, inside, within=True))
    return [strip for strip in strips if strip]


def captioned(query: EventQuery, found: Density, *, window=None, within=False) -> Captioned | None:
    bins = [block(query, period) for period in found.bins]
    bands = [block(query, period) for period in found.bands if period.first is not None]
    strip = draw(found.unit, bins, bands, axis_label(found.unit), window)
    if strip is None:
        return None
    name = str(NAMES[found.unit])
    if within:
        name = _("%(strip)s, within the chosen days") % {"strip": name}
    return Captioned(strip, name, KEYS[found.unit], extent(query, found, window), apart(found), within)


def block(query: EventQuery, period: Period) -> Block:
    """A bin or band with its link, whose label states what the link lists."""
    begin, end, label = asked(period)
    lists = _("%(certain)d certainly, %(possibly)d possibly") % {
        "certain": period.certain,
        "possibly": period.possible - period.certain,
    }
    drawn = ngettext("%d event", "%d events", period.count) % period.count
    words = _("%(period)s: %(events)s; its list: %(lists)s") % {
        "period": label,
        "events": drawn,
        "lists": lists,
    }
    url = f"?{query.urlencode(from_=begin, to=end)}"
    return Block(period.first, period.last, period.count, label, url, words, lists)


def asked(period: Period) -> tuple[str, str, str]:
    """From, to and the name of a period, as one would type them."""
    when = named(period)
    if when is None:
        begin, end = EdtfDate.day(period.first), EdtfDate.day(period.last)
        return str(begin), str(end), EdtfDate.span(begin, end).words(_)
    return str(when), str(when), when.words(_)


def named(period: Period) -> EdtfDate | None:
    """The period as one date; None for the winter that the calendar's first day cuts."""
    first = period.first
    if period.unit == "season":
        return EdtfDate.season(first.year, SEASONS[first.month]) if first.month in SEASONS else None
    return {
        "day": lambda: EdtfDate.day(first),
        "month": lambda: EdtfDate.month(first.year, first.month),
        "year": lambda: EdtfDate.year(first.year),
        "decade": lambda: EdtfDate.decade(first.year),
        "century": lambda: EdtfDate.century(first.year // 100),
    }[period.unit]()


def axis_label(unit: str):
    """(bin number, whether it is the first label) -> the few letters under it; empty outside the calendar."""

    def label(number: int, first: bool) -> str:
        if unit == "day":
            day = dt.date.fromordinal(number) if 0 < number <= dt.date.max.toordinal() else None
            return date_format(day, "j M Y" if first else "j M") if day else ""
        if unit == "month":
            year, month = divmod(number, 12)
            day = dt.date(year, month + 1, 1) if dt.MINYEAR <= year <= dt.MAXYEAR else None
            return date_format(day, "M Y" if first or month == 0 else "M") if day else ""
        return str(number * {"year": 1, "decade": 10, "century": 100}[unit])

    return label


def extent(query: EventQuery, found: Density, window) -> str:
    """From which year to which the axis has events, and which part of it is chosen."""
    periods = [p for p in (*found.bins, *found.bands) if p.first is not None]
    first, last = min(p.first for p in periods), max(p.last for p in periods)
    years = [EdtfDate.year(day.year).words(_) for day in (first, last)]
    words = (
        years[0]
        if years[0] == years[1]
        else _("%(first)s to %(last)s") % {"first": years[0], "last": years[1]}
    )
    if window is None:
        return words
    return _("%(chosen)s, out of %(whole)s") % {"chosen": query.window_words(), "whole": words}


def apart(found: Density) -> str:
    """The events that have no place on the axis, so that nothing is hidden without a count."""
    longer = sum(p.count for p in found.bands if p.first is None)
    said = []
    if longer:
        said.append(
            ngettext("%d with an open or longer date", "%d with open or longer dates", longer) % longer
        )
    if found.unknown:
        said.append(
            ngettext("%d whose date is not known", "%d whose dates are not known", found.unknown)
            % found.unknown
        )
    return _("Not drawn: %s") % ", ".join(said) if said else ""
