"""The tables of an export: the events, and beside them in the data package what one row an event cannot hold.

Each is a file of the package, a resource of its descriptors and a chapter of the data dictionary. What a column
prints is read by timeline.exports.reading and timeline.exports.relations.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from kb.models import Entity
from timeline.exports.columns import (
    CORE,
    FULL,
    Address,
    Code,
    Column,
    Day,
    Edtf,
    Identifier,
    Integer,
    List,
    Moment,
    Number,
    Text,
)
from timeline.models import DateBasis, Evidence, Participation, PublicChange


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    holds: str  # what one row is, as a sentence
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)  # column -> (table, its column)
    may_refer: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # likewise, where the cell is not empty

    def is_filled(self, column: Column) -> bool:
        """Whether every row has a value there."""
        return column.name in self.key or column.name in self.refers


EVIDENCE = (
    Column("evidence_id", Integer("id"), _("Permanent number of the quote."), "1947"),
    Column("event_id", Identifier("event.public_id"), _("The event it proves."), "ev-7q2k9x4m1c"),
    Column(
        "article_id",
        Integer("article.id"),
        _("The article it stands in; empty for a work an editor cites."),
        "1968",
    ),
    Column(
        "article_url",
        Address("address"),
        _("Address of the article, or of the work cited."),
        "https://post.example/1",
    ),
    Column(
        "archived_url",
        Address("archived_url"),
        _("An archived copy of it."),
        "https://archive.example/post/1",
    ),
    Column(
        "publisher", Text("publisher"), _("The article's publisher, or the work cited."), "The Harbour Post"
    ),
    Column("article_title", Text("article.title"), _("The article's headline."), "Harbour news"),
    Column("author", Text("article.authors"), _("The article's authors, as the article names them."), ""),
    Column("published_edtf", Day("article.published"), _("The day the article was published."), "2014-07-03"),
    Column("retrieved_at", Moment("article.retrieved_at"), _("When the article was taken in."), ""),
    Column(
        "quote",
        Text("quote"),
        _("The words that prove the event, verbatim; a long quote is cut, and then ends in “…”."),
        "Aland lifted its timber embargo last month, the ministry said.",
    ),
    Column("quote_prefix", Text("prefix"), _("The words right before it."), "PORT ALAND - "),
    Column("quote_suffix", Text("suffix"), _("The words right after it."), ""),
    Column(
        "quote_start",
        Integer("start"),
        _("Where the whole quote begins in the cleaned text, in code points from 0."),
        "13",
    ),
    Column("quote_end", Integer("end"), _("Where it ends, the end not included."), "75"),
    Column(
        "text_sha256",
        Identifier("text_sha256"),
        _("SHA-256 of the cleaned text that the two places count in."),
        "c97761569425fd46db3f4186df85da319b3903e53b76ec4d95bcd8121cbea76b",
    ),
    Column(
        "anchor_state",
        Code("anchor_state", tuple(Evidence.AnchorState.values)),
        _(
            "Whether the words stand there still: `ok`, `moved` (found elsewhere in the text) or `orphan` (gone)."
        ),
        "ok",
    ),
    Column(
        "syndication_group",
        Text("article.syndication_group"),
        _("Articles with the same group print one agency's text."),
        "",
    ),
    Column(
        "extraction_method",
        Text("method"),
        _(
            "How it was come by: `manual`, the program's rule and version, or `import:` with the dataset and the id there."
        ),
        "rule:timeline.engine@1",
    ),
    Column("extraction_score", Number("score"), _("How sure the program was, 0 to 1."), "0.85"),
    Column(
        "decided_at",
        Moment("review.at"),
        _("When an editor last decided what readers see of the event it proves."),
        "2016-02-11T08:30:00Z",
    ),
    Column(
        "rank",
        Code("rank", tuple(Evidence.Rank.values)),
        _("`preferred`: the event's date is this one's; `deprecated`: set aside, and not counted."),
        "preferred",
    ),
)

ARTICLES = (
    Column("article_id", Integer("id"), _("Permanent number of the article."), "1968"),
    Column(
        "article_page",
        Address("page"),
        _("Permanent address of its page here, with all that it proves."),
        "https://dateline.example/articles/1968/",
    ),
    Column("article_url", Address("url"), _("Where its publisher has it."), "https://post.example/1"),
    Column("title", Text("title"), _("Its headline."), "Harbour news"),
    Column("publisher", Text("source.name"), _("Who published it."), "The Harbour Post"),
    Column("author", Text("authors"), _("Its authors, as it names them."), ""),
    Column("published_edtf", Day("published"), _("The day it was published."), "2014-07-03"),
    Column("language", Text("language"), _("Its language (BCP 47)."), "en"),
    Column("retrieved_at", Moment("retrieved_at"), _("When it was taken in."), ""),
    Column(
        "text_sha256",
        Identifier("text_sha256"),
        _("SHA-256 of its cleaned text."),
        "c97761569425fd46db3f4186df85da319b3903e53b76ec4d95bcd8121cbea76b",
    ),
    Column(
        "syndication_group",
        Text("syndication_group"),
        _("Articles with the same group print one agency's text."),
        "",
    ),
)

ENTITIES = (
    Column("entity_id", Identifier("public_id"), _("Permanent id; never reused."), "en-9z7x5v3t1r"),
    Column(
        "entity_page",
        Address("page"),
        _("Address of its page here."),
        "https://dateline.example/entities/aland/",
    ),
    Column("name", Text("name"), _("The name it is known by here."), "Aland"),
    Column(
        "kind",
        Code("kind", tuple(Entity.Kind.values)),
        _("Countries are places."),
        "place",
    ),
    Column("description", Text("description"), _("Who or what it is."), ""),
    Column("aliases", List("aliases.name"), _("Other names it goes by in texts, sorted."), "Alandish"),
    Column("wikidata_id", Identifier("wikidata"), _("Its id in Wikidata."), "Q1"),
    Column("country", Identifier("iso3"), _("ISO 3166-1 alpha-3 code of the country."), "ALD"),
    Column("latitude", Number("latitude"), _("WGS84, decimal degrees."), ""),
    Column("longitude", Number("longitude"), _("WGS84, decimal degrees."), ""),
    Column(
        "geo_precision",
        Code("geo_precision", tuple(Entity.GeoPrecision.values)),
        _("How exactly the point stands for it."),
        "",
    ),
)

EVENT_ENTITIES = (
    Column("event_id", Identifier("event.public_id"), _("The event."), "ev-7q2k9x4m1c"),
    Column("entity_id", Identifier("entity.public_id"), _("Who took part."), "en-9z7x5v3t1r"),
    Column(
        "role",
        Code("role", tuple(Participation.Role.values)),
        _("`actor`: did it; `recipient`: it was done to; `other`: not told apart."),
        "actor",
    ),
    Column("name", Text("entity.name"), _("Their name, as in `entities.csv`."), "Aland"),
)

DATE_CLAIMS = (
    Column("event_id", Identifier("event.public_id"), _("The event."), "ev-7q2k9x4m1c"),
    Column("date_edtf", Edtf("date"), _("The date this evidence gives it (EDTF)."), "2014-06"),
    *(column for column in CORE if column.name in ("date_earliest", "date_latest")),
    Column(
        "rank",
        Code("rank", tuple(Evidence.Rank.values)),
        _("`preferred` at most once an event; `deprecated`: set aside, and not counted as rival."),
        "preferred",
    ),
    Column("evidence_id", Integer("id"), _("The quote that gives the date."), "1947"),
    Column(
        "note", Text("note"), _("What an editor says of it on the event's page."), "As the ministry told it."
    ),
    Column("date_text", Text("date_text"), _("The words of the date in the source."), "last month"),
    Column(
        "date_basis",
        Code("date_basis", tuple(DateBasis.values)),
        _("How this date was come by, as in `date_basis` of the events."),
        "relative",
    ),
    Column(
        "date_anchor",
        Edtf("anchor"),
        _("The date that a relative or inherited date was read against."),
        "2014-07-03",
    ),
    Column("date_rule", Text("date_rule"), _("The rule that read it."), "months_ago"),
)

CHANGES = (
    Column(
        "event_id",
        Identifier("event_id"),
        _("The event, whether it is still public or not."),
        "ev-7q2k9x4m1c",
    ),
    Column(
        "change",
        Code("change", tuple(PublicChange.Kind.values)),
        _("What happened to it in public."),
        "updated",
    ),
    Column("changed_at", Moment("changed_at"), _("When."), "2016-02-12T09:00:00Z"),
    Column("revision", Integer("revision"), _("The event's revision after that."), "3"),
    Column(
        "merged_into",
        Identifier("merged_into"),
        _("The event it has been merged into; its id leads there."),
        "",
    ),
)

OF_THE_EVENT = {"event_id": ("events", "event_id")}
TABLES = {
    table.name: table
    for table in (
        Table(
            "events",
            _("One row an event, in the order of the timeline."),
            FULL,
            ("event_id",),
            may_refer={
                "place_id": ("entities", "entity_id"),
                "primary_article_id": ("articles", "article_id"),
            },
        ),
        Table(
            "evidence",
            _("One row a quote that proves an event."),
            EVIDENCE,
            ("evidence_id",),
            OF_THE_EVENT,
            {"article_id": ("articles", "article_id")},
        ),
        Table(
            "articles",
            _("One row an article that proves an event; never its text."),
            ARTICLES,
            ("article_id",),
        ),
        Table(
            "entities",
            _("One row a person, organisation, place or thing that takes part in an event, or is its place."),
            ENTITIES,
            ("entity_id",),
        ),
        Table(
            "event_entities",
            _("One row a participant of an event, with its role."),
            EVENT_ENTITIES,
            ("event_id", "entity_id"),
            OF_THE_EVENT | {"entity_id": ("entities", "entity_id")},
        ),
        Table(
            "date_claims",
            _("One row a date that a quote gives an event; rival dates of one event stand side by side."),
            DATE_CLAIMS,
            ("evidence_id",),
            OF_THE_EVENT | {"evidence_id": ("evidence", "evidence_id")},
        ),
        Table(
            "changes",
            _("One row a public change of an event; retracted and merged events are here and nowhere else."),
            CHANGES,
            ("event_id", "revision"),
        ),
    )
}
