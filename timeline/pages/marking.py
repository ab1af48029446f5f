"""Texts as pages show them with what a reader looks for marked: the words searched for, the words of a date."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from timeline.search import Words, hits

HIT = "hit"  # the class of the mark; that of a date has none


def found(text: str, words: Words | None) -> SafeString:
    """The text, with what the search asked for marked in it; None: nobody searched."""
    return marked(text, hit_spans(text, words))


def hit_spans(text: str, words: Words | None) -> list[tuple[int, int, str]]:
    return [(*span, HIT) for span in hits(text, words)] if words else []


def marked(text: str, spans: list[tuple[int, int, str]]) -> SafeString:
    """Spans stand in reading order and do not overlap; each with the class of its mark.

    >>> marked("Arms & jets", [(7, 11, "hit")])
    'Arms &amp; <mark class="hit">jets</mark>'
    """
    pieces, at = [], 0
    for start, end, name in spans:
        opening = format_html('<mark class="{}">', name) if name else mark_safe("<mark>")
        pieces += [
            conditional_escape(text[at:start]),
            opening,
            conditional_escape(text[start:end]),
            "</mark>",
        ]
        at = end
    return mark_safe("".join([*pieces, conditional_escape(text[at:])]))
