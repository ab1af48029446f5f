"""What a web page's markup says about itself: its days, title, publisher, and which elements are furniture."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from kb.text import lines as kinds
from kb.text.days import read_stamp
from kb.text.publication import Claim

ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review|WebPage|LiveBlog", re.I)
STORY_TYPES = re.compile(r"Article|Posting|Report|LiveBlog", re.I)
EPOCH = date(1970, 1, 1)  # what an empty field becomes
META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "publishdate", "publish-date",
    "publish_date", "published", "published_time", "pubdate", "article.published", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date",
    "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished", "date.created", "date_published", "originalpublicationdate",
    "article_date_original", "publication_date", "displaydate", "dateline", "date",
)  # fmt: skip
URL_DAY = (
    re.compile(r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/-](?P<d>0?[1-9]|[12]\d|3[01])(?=[/.?#_-]|$)", re.I),
    re.compile(r"(?<!\d)(?P<y>20\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"[/_-](?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[/._-]|$)"),
)  # fmt: skip
URL_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

REASON_BY_NAME = (
    ("caption", re.compile(r"caption|photo-?credit|image-?credit|img-?credit|media-?credit|photographer|figure__", re.I)),
    ("newsletter", re.compile(r"newsletter|sign-?up|subscri|paywall|piano|regwall|donat|membership", re.I)),
    ("share bar", re.compile(r"(?:^|[-_\s])(?:share|social|sharing|addthis|sharethis)", re.I)),
    ("comments", re.compile(r"(?:^|[-_\s])(?:comments?|disqus|discussion|respond)(?:$|[-_\s])", re.I)),
    ("advertisement", re.compile(r"(?:^|[-_\s])(?:ads?|advert\w*|sponsor\w*|promoted|dfp|ad-?slot)(?:$|[-_\s])", re.I)),
    ("teaser", re.compile(r"related|recommend|read-?more|readmore|read-?also|also-?read|also-?like|more-?(?:on|from|stories|news|in)|most-?(?:read|popular|viewed)|trending|popular|teaser|outbrain|taboola|latest-?(?:news|stories)|in-?article-?(?:link|promo)|inline-?(?:link|promo|story)|promo(?:$|[-_\s])|suggested|see-?also|up-?next|read-?next|story-?card|mashsb|zergnet", re.I)),
    ("byline", re.compile(r"byline|author|contributor|dateline__|publish(?:ed)?-?(?:date|time)|post-?(?:date|meta)|article-?(?:meta|date)|timestamp|entry-?(?:meta|date)|updated?-?(?:time|date)", re.I)),
    ("navigation", re.compile(r"breadcrumb|(?:^|[-_\s])(?:nav|menu|footer|sidebar|tags?|tag-?list|topics|pagination)(?:$|[-_\s])", re.I)),
    ("copyright", re.compile(r"copyright|disclaimer", re.I)),
)  # fmt: skip
REASON_BY_TAG = {
    "figcaption": "caption",
    "nav": "navigation",
    "footer": "navigation",
    "aside": "teaser",
    "button": "navigation",
    "form": "newsletter",
}
BLOCKS = frozenset(
    "p li h2 h3 h4 h5 h6 figcaption blockquote td dd dt div section span a small cite em strong b i".split()
)
INNER = frozenset("p li div section ul ol table figure article aside h1 h2 h3 h4 h5 h6 blockquote dl".split())
LEVELS = 6
LARGE = 2500  # an element with more text than this holds the story, whatever its class says
DECK = re.compile(
    r"sub-?(?:head|title|hed)|standfirst|(?:^|[-_\s])de[ck]k?(?:$|[-_\s])|article-?(?:summary|lead|intro|description)|strapline|(?:^|[-_\s])dek",
    re.I,
)


@dataclass(slots=True)
class Markup:
    """What was found, the most trusted first."""

    claims: list[Claim] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    publisher: str = ""
    url: str = ""
    language: str = ""


def words_of(element) -> str:
    """An element's text on one line, scripts left out."""
    parts = []
    for child in element.iter():
        if isinstance(child.tag, str) and child.tag in ("script", "style", "noscript", "template"):
            if child is not element and child.tail:
                parts.append(child.tail)
            continue
        if isinstance(child.tag, str) and child.text:
            parts.append(child.text)
        if child is not element and child.tail:
            parts.append(child.tail)
    return " ".join(" ".join(parts).split())


def plain(words: str) -> str:
    """The letters and digits of a line, for comparing."""
    return "".join(c for c in words.casefold() if c.isalnum())


def read_markup(tree) -> Markup:
    """Everything the page says of itself in JSON-LD, meta elements, <time> and its address."""
    found = Markup()
    _json_ld(tree, found)
    _metas(tree, found)
    _times(tree, found)
    _address(tree, found)
    _titles(tree, found)
    return found


# -- JSON-LD


def _objects(value, depth: int = 0) -> Iterator[dict]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if key in value and key not in ("itemListElement", "hasPart"):
                yield from _objects(value[key], depth + 1)
    elif isinstance(value, list):
        for item in value[:200]:
            yield from _objects(item, depth + 1)


def _json_ld(tree, found: Markup) -> None:
    described = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "").strip().strip(";")
        source = re.sub(r"^\s*(?://)?<!\[CDATA\[|(?://)?\]\]>\s*$|^<!--|-->$", "", source).strip()
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        described.extend(item for item in _objects(value) if ARTICLE_TYPES.search(str(item.get("@type", ""))))
    described.sort(key=lambda item: not STORY_TYPES.search(str(item.get("@type", ""))))
    story = bool(described) and bool(STORY_TYPES.search(str(described[0].get("@type", ""))))
    for item in described:
        if story and not STORY_TYPES.search(str(item.get("@type", ""))):
            continue
        _claim(found, item.get("datePublished") or item.get("dateCreated") or "", "json-ld")
        for key in ("headline", "name"):
            if isinstance(item.get(key), str) and item[key].strip():
                found.titles.append(item[key].strip())
                break
        found.authors.extend(_names(item.get("author")))
        found.publisher = found.publisher or next(iter(_names(item.get("publisher"))), "")
        break  # further articles in the page's data are its teasers


def _names(value) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() and not value.startswith("http") else []
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item)]
    return []


def _claim(found: Markup, words, how: str, sure: bool = True) -> None:
    stamp = read_stamp(words[0] if isinstance(words, list) and words else words) if words else None
    if stamp and stamp[0] != EPOCH:
        found.claims.append(Claim(stamp[0], how, stamp[1], sure))


# -- meta, time, address


def _metas(tree, found: Markup) -> None:
    values: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for name in (meta.get("property"), meta.get("name"), meta.get("itemprop")):
            if name and content:
                values.setdefault(name.strip().lower(), content)
    for name in META_PUBLISHED:
        if name in values:
            _claim(found, values[name], "meta")
    for name in ("og:title", "twitter:title", "dc.title", "headline"):
        if name in values:
            found.titles.append(values[name])
    if not found.authors and "author" in values and not values["author"].startswith("http"):
        found.authors.append(values["author"])
    found.publisher = values.get("og:site_name") or found.publisher or values.get("application-name", "")
    found.url = values.get("og:url", "")
    found.language = (
        (tree.getroottree().getroot().get("lang") or values.get("og:locale") or "")
        .replace("_", "-")
        .split("-")[0]
        .lower()[:8]
    )


def _times(tree, found: Markup) -> None:
    """<time> elements near the story's head; those of teasers, comments and updates do not count."""
    later = []
    for element in tree.iter("time"):
        words = element.get("datetime") or element.get("content") or words_of(element)
        if _furniture_above(element, skip="byline") or _is_update(element):
            continue
        named = (
            re.search(r"publish|created|posted", _name_of(element), re.I)
            or element.get("pubdate") is not None
        )
        later.append((not named, words))
    later.sort(key=lambda pair: pair[0])
    for _, words in later[:1]:
        _claim(found, words, "time")


def _is_update(element) -> bool:
    around = (
        _name_of(element) + " " + (element.getparent().text or "" if element.getparent() is not None else "")
    )
    return bool(re.search(r"updat|modif", around, re.I))


def _address(tree, found: Markup) -> None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            found.url = link.get("href").strip()
            break
    day = url_day(found.url)
    if day:
        found.claims.append(Claim(day, "url"))


def url_day(url: str) -> date | None:
    """The day an address states.

    >>> url_day("https://example.org/2016/feb/11/harbour-opens").isoformat(), url_day("https://example.org/20160231/")
    ('2016-02-11', None)
    """
    for pattern in URL_DAY:
        match = pattern.search(url or "")
        if match:
            month = match["m"].lower()
            month = URL_MONTHS.index(month) + 1 if month in URL_MONTHS else int(month)
            try:
                return date(int(match["y"]), month, int(match["d"]))
            except ValueError:
                continue
    return None


# -- title


def _titles(tree, found: Markup) -> None:
    """The page's own headline first where the metadata know it, then the metadata's."""
    title = tree.find(".//title")
    if title is not None:
        found.titles.append(words_of(title))
    found.titles = [" ".join(words.split()) for words in found.titles if words and words.strip()]
    headings = [words for words in (words_of(h1) for h1 in tree.iter("h1")) if len(words.split()) >= 2]
    known = [set(re.findall(r"\w+", words.lower())) for words in found.titles]

    def likeness(words: str) -> float:
        own = set(re.findall(r"\w+", words.lower()))
        return max((len(own & other) / max(1, len(own)) for other in known), default=0.0)

    best = max(headings, key=likeness, default=None)
    if best and (likeness(best) >= 0.5 or len(headings) == 1 and len(best.split()) >= 4):
        found.titles.insert(0, best)
    elif found.titles:
        found.titles[0] = without_site(found.titles[0], found.publisher)


def without_site(title: str, publisher: str) -> str:
    """A title without its site's name behind or before it.

    >>> without_site("Harbour opens | Example Times", "Example Times"), without_site("Rail - a history", "")
    ('Harbour opens', 'Rail - a history')
    """
    parts = re.split(r"\s+[|\u2013\u2014\u00b7»:-]\s+", title)
    if len(parts) < 2:
        return title
    for part in (parts[-1], parts[0]):
        site = plain(part)
        if publisher and site and (site in plain(publisher) or plain(publisher) in site):
            rest = title.removesuffix(part) if part is parts[-1] else title.removeprefix(part)
            return rest.strip(" |–—·»:-")
    match = re.match(r"(.{15,}?)\s+\|\s+[^|]{2,40}(?:\|.*)?$", title)
    return match[1] if match else title


# -- furniture


def _name_of(element) -> str:
    return " ".join(
        element.get(name) or ""
        for name in ("class", "id", "itemprop", "role", "data-testid", "data-component")
    )


def _own_furniture(element) -> str | None:
    if not isinstance(element.tag, str):
        return None
    if element.tag in REASON_BY_TAG:
        return REASON_BY_TAG[element.tag]
    names = _name_of(element)
    if not names.strip():
        return None
    return next((reason for reason, pattern in REASON_BY_NAME if pattern.search(names)), None)


def _furniture_above(element, skip: str = "") -> str | None:
    """The reason an element or one of its near ancestors is furniture, unless that one is as large as a story."""
    for _ in range(LEVELS):
        if (
            element is None
            or not isinstance(element.tag, str)
            or element.tag in ("body", "html", "article", "main")
        ):
            return None
        reason = _own_furniture(element)
        if reason and reason != skip and _size(element) <= LARGE:
            return reason
        element = element.getparent()
    return None


def _size(element) -> int:
    total = 0
    for words in element.itertext():
        total += len(words)
        if total > LARGE:
            break
    return total


def furniture_lines(tree, wanted: set[str]) -> dict[str, str]:
    """For those of the wanted lines (see `plain`) that stand only in furniture: their reason.

    A paragraph that is one link and nothing else is "read also".
    """
    reasons: dict[str, str] = {}
    innocent: set[str] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag not in BLOCKS:
            continue
        if any(isinstance(child.tag, str) and child.tag in INNER for child in element):
            continue
        if _size(element) > LARGE:
            continue
        words = words_of(element)
        key = plain(words)
        if key not in wanted:
            continue
        reason = _furniture_above(element) or _is_link(element, words)
        if reason:
            reasons.setdefault(key, reason)
        elif element.tag not in ("a", "span", "em", "strong", "b", "i", "small", "cite"):
            innocent.add(key)
    return {key: reason for key, reason in reasons.items() if key not in innocent}


def _is_link(element, words: str) -> str | None:
    if (
        element.tag not in ("p", "li", "h2", "h3", "h4", "h5", "h6", "div", "strong")
        or not 4 <= len(words.split()) <= 30
    ):
        return None
    linked = " ".join(words_of(link) for link in element.iter("a") if link.get("href"))
    if len(plain(linked)) >= len(plain(words)):
        return None if words.endswith((".", ".”", '."')) else "read also"
    # A link and its day ("3 May 2024", "2 hours ago") and nothing else.
    rest = words.replace(linked, " ").strip(" -–—|·•:,()") if linked and linked in words else ""
    return "teaser" if rest and (kinds.BARE_DAY.fullmatch(rest) or kinds.AGE.fullmatch(rest)) else None


def deck(tree, titles: list[str]) -> str:
    """The line under the headline, where the markup names one; "" where it does not."""
    for h1 in tree.iter("h1"):
        near = [
            *list(h1.itersiblings())[:4],
            *(list(h1.getparent().itersiblings())[:3] if h1.getparent() is not None else []),
        ]
        for element in near:
            if not isinstance(element.tag, str) or not DECK.search(_name_of(element)) or _size(element) > 400:
                continue
            words = words_of(element)
            if len(words.split()) >= 6 and plain(words) not in {plain(title) for title in titles}:
                return words
    return ""
