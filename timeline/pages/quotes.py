"""A quote as readers see it: the words of the date marked, and a link to the very words in the source."""

from dataclasses import dataclass
from urllib.parse import quote as percent_encoded
from urllib.parse import urldefrag

from django.utils.safestring import SafeString

from timeline.pages.marking import hit_spans, marked
from timeline.search import Words

LONG_QUOTE = 120  # beyond this a text fragment names only the first and the last words
END_WORDS = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """before + marked + after is the exact quote; marked is empty where the words of the date are not in it.

    `words`: those of a search, whose hits beside the date are marked too.
    """

    before: str
    marked: str
    after: str
    words: Words | None = None

    @property
    def html(self) -> SafeString:
        text = self.before + self.marked + self.after
        spans = hit_spans(text, self.words)
        if self.marked:
            begin, end = len(self.before), len(self.before) + len(self.marked)
            beside = [(start, min(stop, begin), name) for start, stop, name in spans]
            beside += [(max(start, end), stop, name) for start, stop, name in spans]
            spans = sorted([(begin, end, ""), *(span for span in beside if span[0] < span[1])])
        return marked(text, spans)


def quote_of(evidence, words: Words | None = None) -> Quote:
    """Marks the words where the evidence says they stand; else where they stand once; else marks nothing."""
    return Quote(*evidence.marked(), words)


def fragment_url(url: str, exact: str) -> str:
    """The address with a text fragment (WICG Scroll to Text Fragment), so that a browser shows the quote itself.

    >>> fragment_url("https://example.org/a#top", "The bridge opened - at last - in May.")
    'https://example.org/a#top:~:text=The%20bridge%20opened%20%2D%20at%20last%20%2D%20in%20May.'
    >>> fragment_url("https://example.org/a", "one two three four five six " * 9)
    'https://example.org/a#:~:text=one%20two%20three%20four%20five,two%20three%20four%20five%20six'
    >>> fragment_url("", "one")
    ''
    """
    words = exact.split()
    if not url or not words:
        return url
    address, fragment = urldefrag(url)
    if len(exact) <= LONG_QUOTE:
        text = _encoded(words)
    else:
        text = f"{_encoded(words[:END_WORDS])},{_encoded(words[-END_WORDS:])}"
    return f"{address}#{fragment}:~:text={text}"


def _encoded(words: list[str]) -> str:
    return percent_encoded(" ".join(words), safe="").replace(
        "-", "%2D"
    )  # - and , are the fragment's own signs
