"""Paste, text file, saved page or web address -> Article: one transaction each, safe to repeat."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kb.addresses import canonical
from kb.fetching import Fetched
from kb.models import Article, Source, no_bar
from kb.text import Cut, Page, Unreadable, decode, is_html, read_page, read_paste, visible

LONGEST_OPENING = 120  # characters of a text that stand in for a title it does not have
PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
EDITOR = "editor"  # how a day was found that a person gave
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
is_web_address = URLValidator(schemes=["http", "https"])


class IntakeError(ValueError):
    """Nothing was taken in; the message says why in plain words, `field` which value is at fault.

    `field` is one of file, text, title, url, source, published, language, authors.
    """

    def __init__(self, message: str, field: str = "file", namesake: Article | None = None):
        super().__init__(message)
        self.field, self.namesake = field, namesake


@dataclass(frozen=True, slots=True)
class Preview:
    """What an article would be, before anything is stored."""

    page: Page
    original: bytes
    decoded: str  # what was taken in, as text: a page with its markup
    extension: str
    title: str
    url: str
    publisher: str
    published: date | None
    published_how: str
    doubtful: bool
    text_sha256: str
    existing: Article | None  # of this very text
    namesake: Article | None  # of this address, with another text

    @property
    def text(self) -> str:
        return self.page.text

    @property
    def cuts(self) -> list[dict]:
        """The masks as an Article keeps them."""
        return [{"start": cut.start, "end": cut.end, "reason": cut.reason} for cut in self.page.cuts]

    @property
    def visible(self) -> str:
        """What a reader would call the article."""
        return visible(self.page.text, self.page.cuts)

    @property
    def alternatives(self) -> list[date]:
        """Other days the page gives, the one taken left out."""
        days = {*self.page.published_alternatives, *([self.page.published] if self.page.published else [])}
        return sorted(days - {self.published})

    @property
    def asks_for_a_day(self) -> bool:
        """Whether an editor must settle the day of publication before the article can be read."""
        return self.published is None or self.doubtful


def preview(
    content,
    *,
    filename: str = "",
    published: date | None = None,
    title: str = "",
    url: str = "",
    cuts: tuple[str, list[Cut]] | None = None,
    today: date | None = None,
) -> Preview:
    """Read a paste (str), a file's bytes, an upload or a page that was Fetched; store nothing. Raises IntakeError.

    What the caller gives (published, title, url) stands; what is left out is
    read from the page. A web page is told by its content, its file's name or its type.
    The publisher is the one whose homepage is on the article's host, else the
    one the page names. `cuts` are an editor's, with the digest of the text
    they are of: they stand in place of those found, where that is the text.
    """
    today = today or timezone.localdate()
    if published and published > today:
        raise IntakeError(
            _("The publication date %(day)s lies in the future.") % {"day": date_format(published)},
            "published",
        )
    fetched = content if isinstance(content, Fetched) else None
    original, pasted = _bytes_of(fetched.content if fetched else content)
    try:
        text = content if pasted else decode(original, fetched.charset if fetched else "")
        named = "html" in fetched.content_type if fetched else filename.lower().endswith(PAGE_SUFFIXES)
        html = named or is_html(text)
        page = (read_page if html else read_paste)(text, max_date=today)
    except Unreadable as error:
        raise IntakeError(str(error), "text" if pasted else "url" if fetched else "file") from error
    address = _address(url, canonical(fetched.url, page.url) if fetched else page.url)
    known = Source.objects.at(address)
    digest = hashlib.sha256(page.text.encode()).hexdigest()
    if cuts is not None and cuts[0] == digest and all(cut.end <= len(page.text) for cut in cuts[1]):
        page = replace(page, cuts=tuple(cuts[1]))
    existing = Article.objects.filter(text_sha256=digest).first()
    return Preview(
        page=page,
        original=original,
        decoded=text,
        extension="html" if html else "txt",
        title=_title(title, page),
        url=address,
        publisher=known.name if known else " ".join(page.publisher.replace("|", " ").split()),
        published=published or page.published,
        published_how=EDITOR if published else page.published_how,
        doubtful=page.published_doubtful and published is None,
        text_sha256=digest,
        existing=existing,
        namesake=None if existing else Article.objects.at(address),
    )


def add_article(
    content,
    *,
    filename: str = "",
    source: Source | str | None = None,
    published: date | None = None,
    title: str = "",
    url: str = "",
    language: str = "",
    cuts: tuple[str, list[Cut]] | None = None,
    authors: str = "",
    today: date | None = None,
) -> tuple[Article, bool]:
    """Take one article in; return it, and whether it is new. The same text twice is one Article.

    An article whose day of publication is missing or doubtful is a draft, and
    is not read for events until an editor settles the day. A source given by
    name, or named by the page, is found or made. Raises IntakeError, and then
    nothing is stored.
    """
    found = preview(
        content, filename=filename, published=published, title=title, url=url, cuts=cuts, today=today
    )
    if found.existing:
        return found.existing, False
    if found.namesake:
        raise IntakeError(address_taken(found.namesake), "url", found.namesake)
    return _store(found, source, language, authors)


def refusals(
    *, title: str = "", url: str = "", source: str = "", language: str = "", authors: str = ""
) -> Iterator[IntakeError]:
    """What of all that is given with an article it could not have, field by field; nothing is read or stored."""
    checks = (
        (_given_title, title), (_given_address, url), (_given_publisher, source),
        (_given_language, language), (_given_authors, authors),
    )  # fmt: skip
    for check, given in checks:
        try:
            check(given)
        except IntakeError as why:
            yield why


def address_taken(by: Article) -> str:
    """What is said where another text has the address."""
    return _("Article %(id)s (%(title)s) has this address already, with another text: %(url)s") % {
        "id": by.pk,
        "title": by.title,
        "url": by.url,
    }


def _store(found: Preview, source: Source | str | None, language: str, authors: str) -> tuple[Article, bool]:
    page, authors, language = found.page, _given_authors(authors), _given_language(language)
    path, written = "", False
    try:
        with transaction.atomic():
            article, created = Article.objects.get_or_create(
                text_sha256=found.text_sha256,
                defaults={
                    "source": _source(source, found.publisher),
                    "title": found.title,
                    "url": found.url,
                    "authors": authors or ", ".join(page.authors)[:500],
                    "dateline": page.text[page.dateline.start : page.dateline.end].strip(" -–—─:\n")[:200]
                    if page.dateline
                    else "",
                    "published": found.published,
                    "published_at": page.published_at if found.published == page.published else None,
                    "published_how": found.published_how if found.published else "",
                    "published_doubtful": found.doubtful,
                    "published_alternatives": [day.isoformat() for day in found.alternatives],
                    "retrieved_at": timezone.now(),
                    "language": language or page.language or "en",
                    "text": page.text,
                    "cuts": found.cuts,
                    "state": Article.State.DRAFT if found.asks_for_a_day else Article.State.READY,
                },
            )
            if created:
                path, written = keep_original(found.original, found.extension)
                article.original.name = path
                article.save(update_fields=["original"])
    except BaseException as error:
        if written:
            default_storage.delete(path)
        if isinstance(error, IntegrityError):  # somebody was quicker
            if namesake := Article.objects.at(found.url):
                raise IntakeError(address_taken(namesake), "url", namesake) from error
            raise IntakeError(
                _("Somebody stored an article or a publisher of the same name at this moment. Try it again."),
                "source",
            ) from error
        raise
    return article, created


def keep_original(data: bytes, extension: str) -> tuple[str, bool]:
    """Store what was taken in under its own digest; return its path, and whether it is new there."""
    digest = hashlib.sha256(data).hexdigest()
    path = f"originals/{digest[:2]}/{digest}.{extension}"
    if default_storage.exists(path):
        return path, False
    return default_storage.save(path, ContentFile(data)), True


def _bytes_of(content) -> tuple[bytes, bool]:
    """The bytes of a paste, a file's bytes or an upload, and whether it was a paste; refused if too large."""
    pasted = isinstance(content, str)
    field = "text" if pasted else "file"
    size = getattr(content, "size", None)
    if size is not None:
        _check_size(size, field)
    if pasted:
        data = content.encode("utf-8", "replace")
    else:
        data = content if isinstance(content, bytes) else content.read()
    _check_size(len(data), field)
    if not data.strip():
        raise IntakeError(_("There is no text in it.") if pasted else _("The file is empty."), field)
    return data, pasted


def _check_size(size: int, field: str) -> None:
    if size > settings.MAX_ARTICLE_BYTES:
        raise IntakeError(too_large(size), field)


def too_large(size: int) -> str:
    """What is said of so many bytes."""
    return _("It has %(size)s MB; an article may have at most %(most)s MB.") % {
        "size": f"{size / 1_000_000:.1f}",
        "most": f"{settings.MAX_ARTICLE_BYTES / 1_000_000:g}",
    }


def _title(given: str, page: Page) -> str:
    """The title given, else the page's, else the text's opening words."""
    longest, given = longest_of(Article, "title"), _given_title(given)
    if given or page.title:
        return given or " ".join(page.title.split())[:longest]
    opening = " ".join(visible(page.text, page.cuts)[: 2 * LONGEST_OPENING].split())
    if len(opening) <= LONGEST_OPENING:
        return opening
    return opening[:LONGEST_OPENING].rsplit(" ", 1)[0].rstrip(",;:- ") + "…"


def _address(given: str, found: str) -> str:
    """The address given, which must be one; else the one found, if it is one."""
    return _given_address(given) or (found if _is_address(found) else "")


def _source(given: Source | str | None, publisher: str) -> Source | None:
    if isinstance(given, Source):
        return given
    given = _given_publisher(given or "") or publisher[: longest_of(Source, "name")]
    return Source.objects.named(given) if given else None


# what is given with an article, as it is kept


def _given_title(given: str) -> str:
    words = _("The title is longer than %(most)s characters.")
    return _fitting(" ".join(given.split()), Article, "title", words)


def _given_address(given: str) -> str:
    given = given.strip()
    if given and not _is_address(given):
        raise IntakeError(_("This is not a web address: %(url)s") % {"url": given[:200]}, "url")
    return given


def _is_address(words: str) -> bool:
    try:
        is_web_address(words)
    except ValidationError:
        return False
    return len(words) <= longest_of(Article, "url")


def _given_publisher(given: str) -> str:
    given = given.strip()
    try:
        no_bar(given)
    except ValidationError as error:
        raise IntakeError(error.messages[0], "source") from error
    words = _("The source's name is longer than %(most)s characters.")
    return _fitting(given, Source, "name", words, "source")


def _given_language(given: str) -> str:
    given = given.strip()
    if given and (not LANGUAGE.fullmatch(given) or len(given) > longest_of(Article, "language")):
        words = _("This is not the code of a language (BCP 47), as en and ur are: %(code)s")
        raise IntakeError(words % {"code": given[:40]}, "language")
    return given


def _given_authors(given: str) -> str:
    words = _("The authors are longer than %(most)s characters.")
    return _fitting(" ".join(given.split()), Article, "authors", words)


def _fitting(given: str, model, column: str, words: str, field: str = "") -> str:
    if len(given) > longest_of(model, column):
        raise IntakeError(words % {"most": longest_of(model, column)}, field or column)
    return given


def longest_of(model, field: str) -> int:
    return model._meta.get_field(field).max_length
