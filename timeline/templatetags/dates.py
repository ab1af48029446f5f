"""Dates in templates: the site says "spring 1968" everywhere because everything goes through here."""

import datetime as dt

from django import template
from django.utils.translation import gettext

from timeline.date_words import day_words, month_name
from timeline.dates import EdtfDate

register = template.Library()


@register.filter
def edtf_words(when: EdtfDate | None) -> str:
    """The date in the reader's language; "date unknown" for None."""
    return gettext("date unknown") if not when else when.words(gettext)


@register.filter
def edtf_bounds(when: EdtfDate | None) -> str:
    """The real days behind the date, in the reader's language; empty for None."""
    return "" if not when else when.bounds_words(gettext)


@register.filter(expects_localtime=True)
def in_words(day: dt.date | None) -> str:
    """A day, or the day of a moment, in the reader's language: "20 November 2014"; empty for None."""
    return day_words(day, gettext) if day else ""


@register.filter
def month_in_words(day: dt.date) -> str:
    """The name of its month, as a heading has it: "November"."""
    return month_name(day.month, gettext)
