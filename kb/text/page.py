"""A saved web page -> Page: main text by trafilatura, then our own pass for what it lets through."""

import logging
import re
from datetime import date

from kb.text import markup
from kb.text.datelines import find_dateline
from kb.text.decoding import Unreadable, clean, decode
from kb.text.furniture import Layout, layout
from kb.text.lines import Line
from kb.text.paste import Page, written_claims
from kb.text.publication import Claim, weigh

FEWEST_WORDS = 20  # of a story without a full sentence
SHORT = 300  # characters; a story this short may be a part of one
LONGEST_BLURB = 300  # characters
FIGURE = re.compile(r"\d+")
LARGEST = 20_000_000  # characters; what a person saves is a hundred times smaller

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # where it finds nothing, Unreadable says so


def read_page(html: bytes | str, *, max_date: date) -> Page:
    """Read a web page: title, day of publication, main text, and what in it is no part of the article.

    Days are trusted in this order: JSON-LD, meta elements, <time>, the address,
    the publication line in the text, and at last htmldate's guess, which is
    always doubtful. `max_date` is today, or the day the page was saved.
    Raises Unreadable where there is no article.
    """
    source = clean(decode(html) if isinstance(html, bytes) else html)
    if not source.strip():
        raise Unreadable("The page is empty.")
    if len(source) > LARGEST:
        raise Unreadable(f"The page is larger than {LARGEST // 1_000_000} MB.")
    tree = _tree(source)
    words = _main_text(source, max_date)
    known = markup.read_markup(tree)
    deck = clean(markup.deck(tree, known.titles))
    if FIGURE.search(deck) and markup.plain(deck) not in markup.plain(words):
        words = f"{deck}\n{words}"  # it says a year or a number; without one it only sums up the story
    text = clean("\n\n".join(line.strip() for line in words.split("\n") if line.strip()))
    if not text.strip():
        raise Unreadable("No article was found on this page: there is no text in it beyond menus and links.")
    titles = tuple(dict.fromkeys(clean(title) for title in known.titles))
    found = layout(text, titles or ("",))
    _cut_by_markup(found, tree, markup.plain(deck))
    free = [line for line in found.lines if line.reason is None]
    if sum(line.words for line in free) < FEWEST_WORDS and not any(line.ends_sentence for line in free):
        raise Unreadable("No article was found on this page: there is no text in it beyond menus and links.")
    dateline = find_dateline(text, [(line.start, line.end) for line in free])
    claims = [*known.claims, *written_claims(found)] or _guess(source, known.url, max_date)
    verdict = weigh(claims, max_date, dateline)
    if verdict.published is None and not verdict.doubtful:
        verdict = weigh(_guess(source, known.url, max_date), max_date, dateline)
    return Page(
        title=titles[0] if titles else None,
        published=verdict.published,
        published_at=verdict.published_at,
        published_how=verdict.how,
        published_doubtful=verdict.doubtful,
        published_alternatives=verdict.alternatives,
        text=text,
        cuts=found.cuts(),
        dateline=dateline,
        authors=tuple(dict.fromkeys(clean(name)[:200] for name in known.authors)),
        publisher=clean(known.publisher)[:200],
        url=clean(known.url)[:2000],
        language=known.language,
    )


def _tree(source: str):
    from trafilatura.utils import load_html

    tree = load_html(source)
    if tree is None:
        raise Unreadable("This is not a web page: its markup cannot be read.")
    return tree


def _main_text(source: str, max_date: date) -> str:
    """What trafilatura takes for the article, a line a paragraph; "" for none."""
    from trafilatura import bare_extraction

    day = {"original_date": True, "extensive_search": False, "max_date": max_date.isoformat()}
    found = ""
    for eager in (False, True):  # the second time, rather too much than nothing
        document = bare_extraction(
            source,
            include_comments=False,
            with_metadata=False,
            favor_recall=eager,
            date_extraction_params=day,
        )
        found = max(found, (document.text if document else None) or "", key=len)
        if len(found) >= SHORT:
            break
    return found


def _cut_by_markup(found: Layout, tree, deck: str) -> None:
    """Cut the lines that stand in captions, teasers, forms and the like, or are nothing but a link."""
    free = (line for line in found.lines if line.reason is None and line.end - line.start <= markup.LARGE)
    reasons = markup.furniture_lines(tree, {markup.plain(line.text) for line in free} - {deck})
    for line in found.lines:
        if line.reason is None:
            line.reason = reasons.get(markup.plain(line.text))
    _beside_links(found.lines)


def _beside_links(lines: list[Line]) -> None:
    """The day above or below a headline that is a link, and the blurb below that, belong to the link."""
    for at, line in enumerate(lines):
        if line.reason not in ("read also", "teaser"):
            continue
        if at and lines[at - 1].is_date:
            lines[at - 1].reason = lines[at - 1].reason or "teaser"
        below = lines[at + 1 : at + 4]
        if not below or not below[0].is_date or below[0].reason:
            continue
        below[0].reason = "teaser"
        if len(below) > 1 and below[1].reason is None and below[1].end - below[1].start <= LONGEST_BLURB:
            if len(below) == 2 or below[2].reason or not below[2].prose:
                below[1].reason = "teaser"


def _guess(source: str, url: str, max_date: date) -> list[Claim]:
    """htmldate's reading of the page, never sure: it takes any date where it finds no better one."""
    from htmldate import find_date

    try:
        words = find_date(
            source, original_date=True, extensive_search=True, url=url or None, max_date=max_date.isoformat()
        )
    except (ValueError, TypeError, AttributeError):  # what it raises on broken markup
        return []
    return [Claim(date.fromisoformat(words), "text", sure=False)] if words else []
