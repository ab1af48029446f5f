"""Atom feeds in pages (RFC 4287, RFC 5005 section 3), with tombstones (RFC 6721), on Django's generator."""

import datetime as dt
import io
import re
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # a feed must say when it changed, though nothing ever has


def xml_text(text: str) -> str:
    """What XML can hold of a text.

    >>> xml_text("one\\x0b\\ufffetwo")
    'onetwo'
    """
    return NOT_XML.sub("", text)


class PagedFeed(Atom1Feed):
    """One page of a feed. `links`: (rel, type or empty, address); `updated`: None where nothing has ever changed."""

    def __init__(
        self, title: str, *, site: str, address: str, page: str, updated: dt.datetime | None, subtitle: str
    ):
        """`address` is that of the feed, `page` that of the page which readers of the site see instead."""
        super().__init__(
            xml_text(title),
            page,
            "",
            language=get_language(),
            author_name=xml_text(settings.SITE_TITLE),
            author_link=f"{site}/",
            subtitle=xml_text(subtitle),
            feed_copyright=settings.DATA_LICENCE or None,
            feed_guid=address,
        )
        self.updated = updated or NEVER
        self.links: list[tuple[str, str, str]] = []
        self.tombstones: list[dict] = []

    def root_attributes(self):
        return super().root_attributes() | ({"xmlns:at": TOMBSTONES} if self.tombstones else {})

    def latest_post_date(self):
        return self.updated

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        for rel, kind, href in self.links:
            handler.addQuickElement(
                "link", "", {"rel": rel, **({"type": kind} if kind else {}), "href": href}
            )

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for scheme, term, label in item["terms"]:
            handler.addQuickElement(
                "category", "", {"scheme": scheme, "term": term, "label": xml_text(label)}
            )
        handler.addQuickElement("content", xml_text(item["content"]), {"type": "html"})

    def write_items(self, handler):
        super().write_items(handler)
        for one in self.tombstones:
            handler.startElement("at:deleted-entry", {"ref": one["ref"], "when": rfc3339_date(one["when"])})
            handler.addQuickElement("at:comment", xml_text(one["comment"]))
            handler.addQuickElement("link", "", {"rel": "alternate", "href": one["href"]})
            handler.endElement("at:deleted-entry")

    def to_bytes(self) -> bytes:
        written = io.BytesIO()
        self.write(written, "utf-8")
        return written.getvalue()


def page_links(
    address: str, query: str, cursors: Iterable[tuple[str, str | None]]
) -> list[tuple[str, str, str]]:
    """Links to pages of a feed: (rel, cursor), of which None has no page and the empty one is the first."""
    links = []
    for rel, cursor in cursors:
        if cursor is not None:
            said = "&".join(filter(None, [query, f"after={cursor}" if cursor else ""]))
            links.append((rel, CONTENT_TYPE.partition(";")[0], f"{address}?{said}" if said else address))
    return links


def removed_link(site: str) -> tuple[str, str, str]:
    return "related", CONTENT_TYPE.partition(";")[0], site + reverse("feed_removed")
