"""Nothing private passes any door: every address of the site, with every parameter, asked by nobody in particular.

All that is private here holds the word HUSH, and no request does; so no answer may. Doors are found in the site's own
table of addresses: a new one is tried without being named here, unless its address has arguments (ADDRESSES).
"""

import gzip
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.urls import get_resolver
from django.utils import timezone
from PIL import Image

from kb.models import Entity, Source, Tag
from timeline import merging, review
from timeline.citing import uuid_of
from timeline.exports.formats import FORMATS
from timeline.exports.freezing import freeze
from timeline.exports.tables import TABLES
from timeline.models import CitedQuery, ErrorReport, Participation, Snapshot
from timeline.pages.sitemap import SECTIONS
from timeline.query import DECLARED
from timeline.tests.factories import article, entity, event, evidence

pytestmark = pytest.mark.django_db

PRIVATE = {
    "note",
    "flagged",
    "flagged_for",
    "touched",
    "reason",
    "user",
    "email",
    "version",
    "search_tokens",
    "text",
    "cuts",
}

# Addresses with arguments, by name: {public}, {hidden} and the like are attributes of the world below.
ADDRESSES = {
    "event": ["events/{public}/", "events/{hidden}/", "events/{retracted}/", "events/{merged}/"],
    "report": ["events/{public}/report/", "events/{hidden}/report/", "events/{retracted}/report/"],
    "report_sent": ["events/{public}/report/sent/"],
    "article": ["articles/{article}/", "articles/{draft}/"],
    "entity": ["entities/pakistan/", "entities/veiled-person/", "entities/veiled-guest/"],
    "source": ["sources/the-harbour-post/", "sources/veiled-source/"],
    "tag": ["tags/water/", "tags/veiled-tag/"],
    "snapshot": ["data/{snapshot.version}/"],
    "snapshot_file": ["data/{snapshot.version}/{file[name]}"],  # of each file it has
    "cited": ["q/{cited}/"],
    "embed_event": ["embed/events/{public}/", "embed/events/{hidden}/", "embed/events/{retracted}/", "embed/events/{merged}/"],
    "picture_event": ["og/events/{public}.png", "og/events/{hidden}.png", "og/events/{retracted}.png", "og/events/{merged}.png"],
    "sitemap_part": [f"sitemaps/{name}.0.xml" for name in SECTIONS],
    "api:event": ["api/v1/events/{public}", "api/v1/events/{hidden}", "api/v1/events/{retracted}", "api/v1/events/{merged}"],
    "api:record": ["api/v1/events/{public}/record", "api/v1/events/{hidden}/record"],
    "api:decide": ["api/v1/events/{public}/decisions"],
}  # fmt: skip

# Values of each parameter, chosen to meet what is private; several doors refuse some of them.
VALUES = {
    "q": ["secretive", "secr*", '"not for readers"', "-bridge", "veiled"],
    "from": ["2014", "1999"],
    "to": ["2014", "2030"],
    "certain": ["1"],
    "entity": ["pakistan", "veiled-person", "veiled-guest"],
    "tag": ["water", "veiled-tag"],
    "place": ["tashkent", "veiled-place"],
    "source": ["the-harbour-post", "veiled-source"],
    "type": ["YIELD"],
    "precision": ["month", "unknown"],
    "factuality": ["planned", "actual"],
    "disputed": ["1"],
    "order": ["newest"],
    "lane": ["entity", "entity:pakistan", "entity:veiled-person", "tag:veiled-tag"],
    "zoom": ["decade"],
    "axis": ["2014"],
    "after": ["nonsense"],
    "columns": ["core", "full"],
    "profile": ["raw"],
    "lf": ["1"],
    "trailer": ["1"],
    "since": ["2000-01-01T00:00:00Z"],
}
UNDECLARED = (
    "status=proposed",
    "status=retracted",
    "fields=note,flagged,status",
    "limit=500",
    "format=json",
    "id=1",
)
OF_OEMBED = [
    f"url=http://testserver/{path}"
    for path in ("", "?q=secretive", "entities/veiled-person/", "tags/veiled-tag/", "sources/veiled-source/")
]
TOKEN = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")\w+'
)  # sixty letters at random may spell anything
EXPORTS = [f"/{form.path}" for form in FORMATS]


@dataclass
class World:
    public: str
    hidden: str
    retracted: str
    merged: str
    rejected: str
    article: int
    draft: int
    snapshot: Snapshot
    cited: str


@pytest.fixture
def world(settings, tmp_path) -> World:
    """A site with something public, and beside it something private of every kind."""
    settings.API_RATE, settings.DATA_DIR = 0, tmp_path
    name = {"first_name": "Hush", "last_name": "Hush"}
    editor = get_user_model().objects.create_user("hush-editor", "hush@site.example", **name)
    rest = " The rest of the article is secretive, hush, and not for readers."
    paper = article("The bridge opened in June 2014, the record says." + rest, failure="hush")
    public = event(
        "The bridge opened", date="2014-06", who=["Pakistan"], tags=["Water"], place=entity("Tashkent"),
        event_type="YIELD", note="hush", flagged=True, proof=False,
    )  # fmt: skip
    evidence(public, paper, exact=paper.text.removesuffix(rest), rank="preferred")
    evidence(public, date="2015")
    review.edit(public, by=editor, summary="It had taken long.", correction_note="By a year.", reason="hush")

    ErrorReport.objects.create(event=public, text="hush", contact="hush@site.example", revision=1)

    veiled = {
        "summary": "Hush: secretive, not for readers.", "note": "hush", "flagged": True, "event_type": "YIELD",
        "date": "2014-06", "who": ["Pakistan", hushed(Entity, "veiled-person", kind="person", state="confirmed")],
        "place": hushed(Entity, "veiled-place", kind="place", state="confirmed", iso3="HSH"),
        "tags": [hushed(Tag, "veiled-tag")], "proof": False,
    }  # fmt: skip
    gazette = {"source": hushed(Source, "veiled-source"), "authors": "Hush Hush"}
    hidden, rejected = (event(f"Hush {n}", status="proposed", **veiled) for n in "12")
    for one in (hidden, rejected):
        secret = article(
            f"Hush, secretive, said {one}.",
            title="Hush hour",
            url=f"https://hush.example/{one.pk}",
            **gazette,
        )
        evidence(one, secret, exact=secret.text, rank="preferred")
    review.reject([rejected], by=editor, reason="hush")
    review.edit(hidden, by=editor, title="Hush again", reason="hush")
    merged = event("Hush 3", status="proposed", date="2014-06", note="hush", proof=False)
    merging.merge(merged, into=public, by=editor)
    retracted = event("Hush 4", date="2014-06", summary="Hush, secretive.")
    review.retract(retracted, by=editor, reason="It was a hoax.")
    guest = hushed(Entity, "veiled-guest", kind="person", state="suggested", description="hush")
    Participation.objects.create(event=public, entity=guest, role="actor")
    draft = article("Hush, secretive.", title="Hush draft", state="draft", published=None, **gazette)
    ids = (one.public_id for one in (public, hidden, retracted, merged, rejected))
    frozen = freeze("v1", site="https://site.example", now=timezone.now())
    cited = CitedQuery.objects.create(code="0123456789", query="q=secretive", version="v1", events=0)
    return World(*ids, paper.pk, draft.pk, frozen, cited.code)


def hushed(model, slug, **fields):
    return model.objects.create(name=f"Hush {slug}", slug=slug, **fields)


def addresses(world: World) -> Iterator[str]:
    """Every address of the site, the desk's apart."""
    for route, name in routes(get_resolver()):
        if route.startswith("admin/"):
            continue
        if "<" not in route:
            yield "/" + route
        else:
            assert name in ADDRESSES, f"say in ADDRESSES what to ask of {name}, {route}"
            for address in ADDRESSES[name]:
                files = world.snapshot.files if "{file" in address else [None]
                yield from ("/" + address.format(**vars(world), file=file) for file in files)


def routes(resolver, before="", space="") -> Iterator[tuple[str, str]]:
    """(pattern of the path, name of the address) of everything there is."""
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, here, inner)
        else:
            yield here, f"{space}{pattern.name}"


# Of what may be joined to a filter, each goes with one that finds the public event, for it changes how that is shown.
JOINED = ("zoom", "axis", "columns", "profile", "lf", "trailer")
FINDS = ("from=2014", "to=2030", "entity=pakistan", "tag=water", "place=tashkent", "source=the-harbour-post", "type=YIELD",
         "precision=month")  # fmt: skip


def queries(client, address: str) -> Iterator[str]:
    """Nothing, then each thing by itself or with a filter; but only nothing where no query string is seen to matter."""
    one_by_one = [
        f"{name}={quote(value)}" for name, values in VALUES.items() if name not in JOINED for value in values
    ]
    joined = [f"{name}={value}" for name in JOINED for value in VALUES[name]]
    assert set(FINDS) <= set(one_by_one) and len(FINDS) > len(joined)
    pairs = dict(zip(FINDS, joined, strict=False))
    asked = [f"{one}&{pairs[one]}" if one in pairs else one for one in (*one_by_one, *UNDECLARED)]
    yield ""
    if not address.endswith((".gz", ".png")) and looks_at(client, address, "&".join(asked)):
        yield from asked
        yield "columns=full&order=newest&from=1900&to=2100"
        yield "q=secretive&columns=full&profile=raw"


def looks_at(client, address: str, query: str) -> bool:
    """Whether the address says more of the query than to repeat it, or says nothing without one."""
    bare, asked = client.get(address), client.get(f"{address}?{query}")
    for answer in (bare, asked):
        answer.headers.pop("Content-Length", None)
    said = html.unescape(seen(asked)).replace(f"?{query}", "")
    return bare.status_code == 400 or (bare.status_code, html.unescape(seen(bare))) != (
        asked.status_code,
        said,
    )


def seen(answer) -> str:
    """All that a client can read in the answer, whatever it is packed in, but for what is random in its forms."""
    return TOKEN.sub("", f"{answer.headers}\n{unpacked(b''.join(answer))}")


@cache
def unpacked(data: bytes) -> str:
    if data.startswith(b"\x1f\x8b"):
        return unpacked(gzip.decompress(data))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(unpacked(packed.read(name)) for name in packed.namelist())
    if data.startswith(b"\x89PNG"):
        return str(Image.open(io.BytesIO(data)).info)  # what is drawn is what other doors say (test_sharing)
    if data.startswith(b"PAR1"):
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(io.BytesIO(data))
        return f"{table.schema.to_string(truncate_metadata=False)}\n{table.to_pylist()}"
    return data.decode()


@pytest.mark.one_database
def test_no_door_lets_anything_private_out_whatever_is_asked(client, world):
    answered, never_public = set(), (world.hidden, world.rejected, world.merged)
    for address in addresses(world):
        for query in OF_OEMBED if address == "/oembed" else queries(client, address):
            answer = client.get(f"{address}?{query}")
            text = seen(answer).lower()
            assert "hush" not in text, f"{address}?{query}"
            for public_id in never_public:
                assert public_id not in text or public_id in address, f"{address}?{query}"
            if answer.status_code == 200 and world.public in text:
                answered.add(address)
    assert {"/", "/export/events.csv", "/export/events.csv.gz", "/export/changes.csv"} <= answered
    assert {"/embed/", "/sitemaps/events.0.xml", f"/embed/events/{world.public}/"} <= answered
    assert set(EXPORTS) - answered <= {"/export/sources.bib", "/export/sources.json"}


@pytest.mark.one_database
def test_a_private_name_is_answered_like_one_that_does_not_exist(client, world):
    doors = [
        *EXPORTS,
        "/feeds/events.atom",
        "/embed/",
        "/og/timeline.png",
        "/api/v1/events",
        "/api/v1/density",
        "/api/v1/facets",
        "/api/v1/tags",
        "/api/v1/sources",
    ]
    for door in doors:
        for param, private in (
            ("entity", "veiled-person"), ("entity", "veiled-guest"), ("place", "veiled-place"),
            ("tag", "veiled-tag"), ("source", "veiled-source"),
        ):  # fmt: skip
            answers = [client.get(f"{door}?{param}={slug}") for slug in (private, "nobody")]
            assert [answer.status_code for answer in answers] == [400, 400], (door, param)
            hidden, absent = (b"".join(answer).decode() for answer in answers)
            assert hidden == absent.replace("nobody", private), (door, param)


@pytest.mark.one_database
def test_what_is_private_has_nothing_to_embed(client, world):
    for path in (
        f"events/{world.hidden}/",
        f"events/{world.merged}/",
        "entities/veiled-guest/",
        "?tag=veiled-tag",
    ):
        hidden = client.get("/oembed", {"url": f"http://testserver/{path}"})
        absent = client.get("/oembed", {"url": "http://testserver/events/ev-0000000000/"})
        expected = 200 if path == f"events/{world.merged}/" else 404  # it leads to what it has become
        assert hidden.status_code == expected and "hush" not in hidden.content.decode().lower()
        assert expected == 200 or hidden.content == absent.content


def test_feeds_and_calendars_name_nothing_that_was_never_public(client, world):
    for door in ("/feeds/events.atom", "/feeds/removed.atom", "/calendar/events.ics"):
        text = seen(client.get(door))
        for public_id in (world.hidden, world.rejected, world.merged):
            assert str(uuid_of(public_id)) not in text, door
    assert str(uuid_of(world.retracted)) in seen(client.get("/feeds/removed.atom"))
    assert str(uuid_of(world.public)) in seen(client.get("/feeds/events.atom"))


def test_no_column_of_any_table_is_a_private_one():
    for name, table in TABLES.items():
        shown_on_the_page = {"note"} if name == "date_claims" else set()  # an evidence's, not an event's
        assert not (PRIVATE - shown_on_the_page) & {column.name for column in table.columns}


def test_every_parameter_there_is_has_been_tried():
    assert set(VALUES) == set(DECLARED)
