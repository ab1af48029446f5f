"""Small help for words that templates show."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.filter
def ticks(text: str) -> str:
    """What stands between backticks, set as code; everything else is escaped.

    >>> ticks("`day` & `month`")
    '<code>day</code> &amp; <code>month</code>'
    """
    return mark_safe(re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(str(text))))  # escaped just before


@register.simple_tag
def lang(code: str) -> str:
    """The attribute for what is in that language, where the page is in another; nothing where none is known."""
    return format_html(' lang="{}"', code) if code and code != get_language() else ""
