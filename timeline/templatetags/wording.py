"""Small help for words that templates show."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def ticks(text: str) -> str:
    """What stands between backticks, set as code; everything else is escaped.

    >>> ticks("`day` & `month`")
    '<code>day</code> &amp; <code>month</code>'
    """
    return mark_safe(re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(str(text))))  # escaped just before
