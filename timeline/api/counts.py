"""How many of the listed events there are of what, and which values there are to ask for."""

from dataclasses import asdict

from django.utils.translation import gettext as _
from ninja import Router

from timeline import density as densities
from timeline import facets as choices
from timeline.api.answers import json
from timeline.api.asking import asked
from timeline.api.described import (
    BEGINNING,
    FILTERS,
    LONGEST_NAME,
    an_object,
    array,
    operation,
    parameters,
    ref,
)
from timeline.public import public_entities, public_places, public_sources, public_tags
from timeline.query import BadQuery, called

router = Router()
SUGGESTIONS = 10  # of each kind


@router.get("/density", openapi_extra=operation(ref("Density"), FILTERS, parameters("zoom")))
def density(request):
    """How many of the listed events there are by time; each counts once, in a bin, in a band or as unknown."""
    found = densities.density(asked(request, ("filter", "view"), paged=False).query)
    return json(
        {
            "unit": found.unit,
            "bins": [asdict(period) for period in found.bins],
            "bands": [asdict(period) for period in found.bands],
            "unknown": found.unknown,
            "total": found.total,
        }
    )


@router.get("/facets", openapi_extra=operation(ref("Facets"), FILTERS))
def facets(request):
    """The most frequent values of a filter with their events: of entities and tags, how many of the listed; of sources
    and precisions, of which any of several may be chosen, how many there are whatever others of the same are."""
    query = asked(request, paged=False).query
    found = {
        "entity": choices.entity_choices(query),
        "tag": choices.tag_choices(query),
        "source": choices.source_choices(query),
        "precision": choices.precision_choices(query),
    }
    return json({param: [asdict(choice) for choice in some] for param, some in found.items()})


@router.get("/suggest", openapi_extra=operation(
    an_object(suggestions=array(ref("Suggestion"))), [BEGINNING],
))  # fmt: skip
def suggest(request):
    """Values of a filter whose names contain these words, those that begin with them first."""
    words = beginning(request.GET)
    found = [
        ("entity", public_entities()),
        ("place", public_places()),
        ("tag", public_tags()),
        ("source", public_sources()),
    ]
    suggestions = [
        {"param": param, "value": row.slug, "words": row.name}
        for param, rows in found
        for row in called(rows, "icontains", words)[:SUGGESTIONS]
    ]
    return json({"suggestions": suggestions})


def beginning(params) -> str:
    """The words of `q`; raises BadQuery."""
    for name in params:
        if name != "q":
            raise BadQuery(name, _("There is no such parameter."))
    given = [words.strip() for words in params.getlist("q")]
    if len(given) != 1 or not given[0] or "\0" in given[0]:
        raise BadQuery("q", _("Write a part of a name."))
    if len(given[0]) > LONGEST_NAME:
        raise BadQuery("q", _("Too long: at most %(most)d characters.") % {"most": LONGEST_NAME})
    return given[0]
