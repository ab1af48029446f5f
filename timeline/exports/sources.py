"""/export/sources.bib and sources.json: what the events of a filter rest on, for reference managers.

One entry an article, or a work that an editor cites, whose evidence counts; the oldest article first, works last.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, F, Min, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from timeline.citing import TEX, TEX_ADDRESS
from timeline.exports.csv import one_line
from timeline.exports.downloads import Download, Format
from timeline.models import Evidence
from timeline.query import EventQuery

CHUNK = 500
FIELDS = (
    "pk",
    "citation",
    "url",
    "article",
    "article__title",
    "article__authors",
    "article__source__name",
    "article__published",
    "article__published_doubtful",
    "article__retrieved_at",
    "article__url",
    "article__language",
)


@dataclass(frozen=True, slots=True)
class Reference:
    key: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""  # empty for a work that an editor cites
    published: dt.date | None = None
    doubtful: bool = False  # the day of publication
    retrieved: dt.date | None = None
    address: str = ""
    language: str = ""


def cited(query: EventQuery) -> QuerySet:
    """The first evidence from each source of the events."""
    counting = Evidence.objects.filter(event__in=query.events().order_by().values("pk"))
    counting = counting.exclude(rank=Evidence.Rank.DEPRECATED).order_by()
    of_a_work = [Case(When(article=None, then=F(name)), default=Value("")) for name in ("citation", "url")]
    firsts = counting.values("article", work=of_a_work[0], address=of_a_work[1]).annotate(first=Min("pk"))
    return Evidence.objects.filter(pk__in=firsts.values("first")).order_by(
        F("article__published").asc(nulls_last=True), F("article").asc(nulls_last=True), "pk"
    )


def references(download: Download) -> Iterator[Reference]:
    rows = cited(download.query).using(download.using).values_list(*FIELDS)
    for pk, citation, url, article, *told in rows.iterator(chunk_size=CHUNK):
        if article is None:
            yield Reference(f"evidence-{pk}", one_line(citation) or url, address=url)
            continue
        title, authors, publisher, published, doubtful, retrieved, address, language = told
        yield Reference(
            f"article-{article}",
            one_line(title),
            tuple(filter(None, map(one_line, authors.split(",")))),
            one_line(publisher or ""),
            published,
            doubtful,
            retrieved and retrieved.astimezone(dt.UTC).date(),
            address,
            language,
        )


def batches(found: Iterator[Reference]) -> Iterator[list[Reference]]:
    while some := list(islice(found, CHUNK)):
        yield some


def bibtex(download: Download) -> Iterator[bytes]:
    for some in batches(references(download)):
        yield "".join(map(bibtex_entry, some)).encode()


def bibtex_entry(reference: Reference) -> str:
    """
    >>> print(bibtex_entry(Reference("article-7", "50% {more}", ("Jo Ek", "Ek and Sons"), "The Post", dt.date(2016, 2, 11))))
    @article{article-7,
      title = {{50\\% \\textbraceleft{}more\\textbraceright{}}},
      author = {Jo Ek and {Ek and Sons}},
      journal = {The Post},
      date = {2016-02-11},
      year = {2016},
    }
    <BLANKLINE>
    """
    names = [name.translate(TEX) for name in reference.authors]
    published, retrieved = reference.published, reference.retrieved
    fields = {
        "title": f"{{{reference.title.translate(TEX)}}}",  # braces of its own keep its capitals
        "author": " and ".join(f"{{{name}}}" if " and " in name else name for name in names),
        "journal": reference.publisher.translate(TEX),
        "date": published and published.isoformat() + "?" * reference.doubtful,
        "year": published and f"{published.year:04}",
        "url": reference.address.translate(TEX_ADDRESS),
        "urldate": retrieved and retrieved.isoformat(),
        "language": reference.language,
    }
    kind = "article" if reference.publisher else "misc"
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{reference.key},\n{said}}}\n\n"


def csl(download: Download) -> Iterator[bytes]:
    """A list of items; cut short it is no JSON."""
    before = "[\n"
    for some in batches(references(download)):
        items = [json.dumps(csl_item(reference), ensure_ascii=False) for reference in some]
        yield (before + ",\n".join(items)).encode()
        before = ",\n"
    yield b"\n]\n" if before == ",\n" else b"[]\n"


def csl_item(reference: Reference) -> dict:
    item = {
        "id": reference.key,
        "type": "article-newspaper" if reference.publisher else "document",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.publisher,
        "issued": date_parts(reference.published, circa=reference.doubtful),
        "accessed": date_parts(reference.retrieved),
        "URL": reference.address,
        "language": reference.language,
    }
    return {name: value for name, value in item.items() if value}


def date_parts(day: dt.date | None, **said) -> dict | None:
    return day and {"date-parts": [[day.year, day.month, day.day]]} | {k: v for k, v in said.items() if v}


SOURCES_BIB = Format(
    name="sources.bib",
    label="BibTeX",
    use=_("the sources of these events, for reference managers"),
    content_type="application/x-bibtex; charset=utf-8",
    write=bibtex,
    rows=cited,
)
SOURCES_JSON = Format(
    name="sources.json",
    label="CSL-JSON",
    use=_("the sources of these events, for reference managers"),
    content_type="application/vnd.citationstyles.csl+json",
    write=csl,
    rows=cited,
)
