"""Dates in templates: the site says "spring 1968" everywhere because everything goes through here."""

from django import template
from django.utils.translation import gettext

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
