"""Copies of one agency text, found by the runs of words they share, so that they count as one voice."""

import re
from datetime import date, timedelta

from kb.linking import cuts_of
from kb.models import Article
from kb.text import visible

RUN = 8  # words; two reporters seldom write the same eight in a row
COPIED = 0.5  # of the shorter text's runs: a copy is trimmed and gets another headline, a report quotes
WITHIN = timedelta(days=7)  # agency copy is printed within a week
LEAST_RUNS = 20  # shorter texts tell nothing


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words of a text, capitals and punctuation aside.

    >>> len(runs("one two three four five six seven eight nine")), runs("too short")
    (2, set())
    """
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


def are_copies(one: set, other: set) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= LEAST_RUNS and len(one & other) >= COPIED * shorter


def grouped_anew(article: Article) -> tuple[str, list[Article]]:
    """The syndication group of the article and its copies of the same week, and those of them that are in none yet.

    A group an editor has given is never taken away.
    """
    if article.published is None:
        return "", []
    day = article.published
    week = (day - min(WITHIN, day - date.min), day + min(WITHIN, date.max - day))
    own = runs(visible(article.text, cuts_of(article)))
    others = Article.objects.filter(published__range=week).exclude(pk=article.pk).order_by("pk")
    copies = [
        o for o in others.iterator(chunk_size=100) if are_copies(own, runs(visible(o.text, cuts_of(o))))
    ]
    if not copies:
        return "", []
    together = [*copies, article]
    group = next(
        (a.syndication_group for a in together if a.syndication_group),
        f"copies-{min(a.pk for a in together)}",
    )
    return group, [a for a in together if not a.syndication_group]
