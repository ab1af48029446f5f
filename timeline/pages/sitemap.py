"""sitemap.xml for search engines (sitemaps.org, 0.9), and robots.txt, which leads to it.

A file holds what has ids from n * 50,000 on, so that the millionth event is found as fast as the first, and a file
stays the same while others grow. An address says when it changed only where that is known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from xml.sax.saxutils import escape

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, QuerySet, Value
from django.db.models.fields import DateTimeField
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import rfc3339_date
from django.views.decorators.http import require_safe

from timeline.citing import site_of
from timeline.exports.downloads import shown
from timeline.exports.version import Version
from timeline.models import Event
from timeline.public import public_articles, public_entities, public_sources, public_tags
from timeline.query import EventQuery

MOST = 50_000  # addresses a file, by the standard
CHUNK = 2000
CONTENT_TYPE = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "articles",
    "entities",
    "places",
    "sources",
    "tags",
    "data",
    "api:reference",
)  # the timeline's own page stands first


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one kind: the name of their address, the field that stands in it, and the one that says when it changed."""

    rows: Callable[[], QuerySet]
    url_name: str
    argument: str
    changed: str = ""

    def block(self, number: int) -> QuerySet:
        return self.rows().filter(pk__gte=number * MOST, pk__lt=(number + 1) * MOST)

    @property
    def changed_at(self) -> F | Value:
        return F(self.changed) if self.changed else Value(None, output_field=DateTimeField())


SECTIONS = {
    "events": Section(lambda: Event.objects.published(), "event", "public_id", "changed_at"),
    "articles": Section(public_articles, "article", "pk"),
    "entities": Section(public_entities, "entity", "slug"),
    "sources": Section(public_sources, "source", "slug"),
    "tags": Section(public_tags, "tag", "slug"),
}


@require_safe
def sitemap(request):
    return answered(request, "index", index)


@require_safe
def sitemap_part(request, section, block):
    if section not in SECTIONS or not SECTIONS[section].block(block).exists():
        raise Http404
    return answered(request, f"{section} {block}", partial(part, SECTIONS[section], block))


def answered(request, name: str, write: Callable[[str, str], Iterator[str]]):
    site = site_of(request)

    def written(using: str, _version: Version) -> Iterator[bytes]:
        yield b'<?xml version="1.0" encoding="UTF-8"?>\n'
        lines = write(site, using)
        while some := list(islice(lines, CHUNK)):
            yield "".join(some).encode()

    everything = EventQuery({}).events()
    return shown(request, everything, ["sitemap", name, site], written, content_type=CONTENT_TYPE)


def index(site: str, using: str) -> Iterator[str]:
    yield f'<sitemapindex xmlns="{NAMESPACE}">\n'
    yield located("sitemap", site + reverse("sitemap_pages"))
    for name, section in SECTIONS.items():
        block = ExpressionWrapper(F("pk") / MOST, output_field=BigIntegerField())
        blocks = section.rows().using(using).order_by().annotate(block=block).values_list("block")
        for number, changed in blocks.annotate(last=Max(section.changed_at)).order_by("block"):
            yield located("sitemap", site + reverse("sitemap_part", args=[name, number]), changed)
    yield "</sitemapindex>\n"


def part(section: Section, block: int, site: str, using: str) -> Iterator[str]:
    yield f'<urlset xmlns="{NAMESPACE}">\n'
    rows = section.block(block).using(using).order_by("pk")
    for argument, changed in rows.values_list(section.argument, section.changed_at).iterator(CHUNK):
        yield located("url", site + reverse(section.url_name, args=[argument]), changed)
    yield "</urlset>\n"


@require_safe
def sitemap_pages(request):
    return answered(request, "pages", pages)


def pages(site: str, using: str) -> Iterator[str]:
    yield f'<urlset xmlns="{NAMESPACE}">\n'
    changed = Event.objects.published().using(using).aggregate(last=Max("changed_at"))["last"]
    yield located("url", site + reverse("timeline"), changed)
    for name in PAGES:
        yield located("url", site + reverse(name))
    yield "</urlset>\n"


def located(name: str, address: str, changed=None) -> str:
    said = f"<lastmod>{rfc3339_date(changed)}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(address)}</loc>{said}</{name}>\n"


@require_safe
def robots(request):
    """Files are for people who ask for them; everything else may be read."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/export/", "/calendar/")),
        "",
        f"Sitemap: {site_of(request)}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
