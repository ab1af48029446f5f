"""What stands beside the events of a filter: quotes, articles, people and places, publishers, topics; and changes."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import JsonResponse
from ninja import Router

from timeline.api.answers import keyed_list
from timeline.api.asking import asked
from timeline.api.described import FILTERS, PAGED, fields_among, listed, operation, parameters
from timeline.citing import site_of
from timeline.exports import changes as feed
from timeline.exports.objects import flat
from timeline.exports.relations import READERS, chunk_of, selected
from timeline.exports.tables import CHANGES, TABLES
from timeline.models import Event, Evidence, PublicChange
from timeline.public import public_sources, public_tags

router = Router()


def a_page_of(name: str) -> list[dict]:
    """The parameters that choose rows and columns of a table."""
    return [*PAGED, fields_among(column.name for column in TABLES[name].columns)]


@router.get(
    "/evidence", openapi_extra=operation(listed("evidence", "Evidence"), FILTERS, a_page_of("evidence"))
)
def evidence(request):
    """The quotes that prove the listed events."""
    return table(request, "evidence")


@router.get(
    "/articles", openapi_extra=operation(listed("articles", "Article"), FILTERS, a_page_of("articles"))
)
def articles(request):
    """The articles that prove the listed events; never their texts."""
    return table(request, "articles")


@router.get(
    "/entities", openapi_extra=operation(listed("entities", "Entity"), FILTERS, a_page_of("entities"))
)
def entities(request):
    """Who takes part in the listed events, and where they happened."""
    return table(request, "entities")


def table(request, name: str) -> JsonResponse:
    """A page of the table's rows that belong to the events of the filter."""
    reader, columns = READERS[name], TABLES[name].columns
    asking = asked(request, fields=[column.name for column in columns])

    def objects(pks: list[int]) -> list[dict]:
        found = reader.model._base_manager.filter(pk__in=pks).order_by("pk")
        found = list(found.values_list(*reader.stored.values()))
        chosen = [column for column in columns if column.name in asking.fields]
        return flat(chunk_of(reader, found, site_of(request), "default"), chosen)

    rows = selected(reader, asking.query.events().order_by(), "default")
    return keyed_list(request, name, asking, rows, objects)


@router.get("/sources", openapi_extra=operation(listed("sources", "Source"), FILTERS, PAGED))
def sources(request):
    """Publishers of the articles that prove the listed events."""
    asking = asked(request)
    proof = Evidence.objects.filter(
        article__source=OuterRef("pk"), event__in=asking.query.events().order_by()
    )
    rows = public_sources().filter(Exists(proof))
    return keyed_list(
        request, "sources", asking, rows, said(rows, "slug", "name", "homepage", "country", "language")
    )


@router.get("/tags", openapi_extra=operation(listed("tags", "Tag"), FILTERS, PAGED))
def tags(request):
    """Topics of the listed events."""
    asking = asked(request)
    tagged = Event.tags.through.objects.filter(tag=OuterRef("pk"), event__in=asking.query.events().order_by())
    rows = public_tags().filter(Exists(tagged))
    return keyed_list(request, "tags", asking, rows, said(rows, "slug", "name", "description"))


def said(rows: QuerySet, *names: str):
    """These columns of rows, by primary keys."""

    def objects(pks: list[int]) -> list[dict]:
        found = rows.model._base_manager.filter(pk__in=pks).order_by("pk").values(*names)
        return [{name: value or None for name, value in row.items()} for row in found]

    return objects


@router.get("/changes", openapi_extra=operation(
    listed("changes", "Change"), parameters("since"), a_page_of("changes"),
))  # fmt: skip
def changes(request):
    """What readers could see change, the oldest first: for whoever keeps a copy."""
    asking = asked(request, ("format",), fields=[column.name for column in CHANGES])
    chosen = [column for column in CHANGES if column.name in asking.fields]

    def objects(pks: list[int]) -> list[dict]:
        told = PublicChange.objects.filter(pk__in=pks).order_by("id")
        return [row for chunk in feed.chunks(told) for row in flat(chunk, chosen)]

    return keyed_list(request, "changes", asking, feed.changes(asking.query), objects)
