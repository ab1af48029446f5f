"""The one table of columns: header, order, content, data dictionary and descriptors of every format come from it.

CORE and EXTRA are those of the events; timeline.exports.tables has those of the tables beside them. Within one
SCHEMA_VERSION columns are only ever added at the end; a name is never translated and never changes its meaning.
Private fields have no place here.
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from kb.models import Entity
from timeline.engine.event_types import EVENT_TYPES
from timeline.models import DateBasis, Event
from timeline.query import PRECISIONS

SCHEMA_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Type:
    """What stands in a column's cells. `source` names where it comes from (timeline.exports.reading)."""

    source: str
    name: ClassVar[str]


class Text(Type):
    """Words of people: quoted where need be, and guarded against being taken for a formula."""

    name = _("text")


class Address(Type):
    name = _("address")


class Identifier(Type):
    name = _("identifier")


class Edtf(Type):
    name = _("EDTF date")


class Day(Type):
    """Its text, YYYY-MM-DD: chunks hold days and moments as they are written."""

    name = _("day, YYYY-MM-DD")


class Moment(Type):
    """Date and time of day, in UTC, as its text YYYY-MM-DDTHH:MM:SSZ."""

    name = _("time, RFC 3339 in UTC")


class Integer(Type):
    name = _("whole number")


class Number(Type):
    name = _("number")


class Boolean(Type):
    name = _("true or false")


class List(Type):
    """Several texts in one cell; columns with the same source before the dot are parallel."""

    name = _("values separated by |")


@dataclass(frozen=True, slots=True)
class Code(Type):
    """One of a few words that are part of the format."""

    allowed: tuple[str, ...]
    name: ClassVar[str] = _("code")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: Type
    meaning: str
    example: str = ""  # of the event that the data dictionary shows; a test exports it


CORE = (
    Column(
        "event_id",
        Identifier("public_id"),
        _("Permanent id of the event; never reused, and says nothing about date or order."),
        "ev-7q2k9x4m1c",
    ),
    Column(
        "event_url",
        Address("address"),
        _("Permanent address of the event's page."),
        "https://dateline.example/events/ev-7q2k9x4m1c/",
    ),
    Column(
        "title", Text("title"), _("The event in one line."), "Aland lifted its timber embargo on Borduria"
    ),
    Column("summary", Text("summary"), _("One or two sentences."), "The embargo had stood for nine years."),
    Column(
        "date_display", Text("date_display"), _("The date in English words, as readers see it."), "June 2014"
    ),
    Column(
        "date_edtf",
        Edtf("date"),
        _("The date exactly as precise as the source (EDTF, ISO 8601-2:2019)."),
        "2014-06",
    ),
    Column(
        "date_earliest",
        Day("first_day"),
        _("First day it could have happened or begun; empty if that is open."),
        "2014-06-01",
    ),
    Column(
        "date_latest",
        Day("last_day"),
        _("Last day it could have happened or ended; empty if that is open."),
        "2014-06-30",
    ),
    Column(
        "date_precision",
        Code("precision", PRECISIONS),
        _("What the source supports, not what is stored; `unknown` where it gives no date."),
        "month",
    ),
    Column(
        "date_qualifier",
        Code("qualifier", ("exact", "approximate", "uncertain", "both")),
        _("`approximate`: the source says “about” (~); `uncertain`: it is not sure (?); `both` (%)."),
        "exact",
    ),
    Column(
        "date_kind",
        Code("kind", ("point", "span")),
        _("`point`: it happened once between the two days; `span`: it lasted from the one to the other."),
        "point",
    ),
    Column("year", Integer("year"), _("Filled where the whole interval lies in one year."), "2014"),
    Column(
        "month",
        Integer("month"),
        _("1 to 12, where the whole interval lies in one month; never 1 by default."),
        "6",
    ),
    Column("day", Integer("day"), _("1 to 31, where the source names the day."), ""),
    Column("date_text", Text("evidence.date_text"), _("The words of the date in the source."), "last month"),
    Column(
        "date_basis",
        Code("date_basis", tuple(DateBasis.values)),
        _(
            "How the date was come by: stated in full, counted from `date_anchor`, taken from the context, "
            "assumed from the day of publication (only ever by an editor), set by an editor, imported."
        ),
        "relative",
    ),
    Column(
        "date_anchor",
        Edtf("anchor"),
        _("The date that a relative or inherited date was read against, mostly the day of publication."),
        "2014-07-03",
    ),
    Column(
        "date_disputed",
        Boolean("disputed"),
        _("`true` where the sources give dates that cannot all hold."),
        "false",
    ),
    Column(
        "event_type",
        Code("event_type", tuple(code for code, _words in EVENT_TYPES)),
        _("PLOVER's category of event."),
        "YIELD",
    ),
    Column("tags", List("tags.slug"), _("Slugs of its topics."), "arms-trade|embargoes"),
    Column(
        "actor_ids",
        List("participants.public_id"),
        _("Permanent ids of all who took part, whatever their role."),
        "en-2b4d6f8h0k|en-9z7x5v3t1r",
    ),
    Column(
        "actor_names",
        List("participants.name"),
        _("Their names, in the order of `actor_ids`."),
        "Borduria|Aland",
    ),
    Column(
        "countries",
        List("countries"),
        _("Countries that took part or where it happened: ISO 3166-1 alpha-3 codes."),
        "ALD|BDR",
    ),
    Column("place_name", Text("place.name"), _("Where it happened."), "Port Aland"),
    Column("latitude", Number("place.latitude"), _("Of the place: WGS84, decimal degrees."), "-12.5"),
    Column("longitude", Number("place.longitude"), _("Of the place: WGS84, decimal degrees."), "31.03"),
    Column(
        "geo_precision",
        Code("place.geo_precision", tuple(Entity.GeoPrecision.values)),
        _("How exactly the point stands for the place."),
        "locality",
    ),
    Column("source_count", Integer("source_count"), _("Distinct articles and works that support it."), "2"),
    Column(
        "independent_source_count",
        Integer("independent_source_count"),
        _("Distinct publishers, copies of one agency text counted once."),
        "1",
    ),
    Column(
        "source_urls",
        List("evidence.address"),
        _("Addresses of the articles that have one, the oldest first."),
        "https://post.example/1|https://post.example/2",
    ),
    Column(
        "primary_source",
        Text("evidence.publisher"),
        _("Publisher of the chosen main article, or the work an editor cites."),
        "The Harbour Post",
    ),
    Column(
        "primary_published", Day("evidence.published"), _("When that article was published."), "2014-07-03"
    ),
    Column(
        "primary_quote",
        Text("evidence.quote"),
        _("The sentence that proves the event, verbatim; a long one is cut, and then ends in “…”."),
        "Aland lifted its timber embargo last month, the ministry said.",
    ),
    Column(
        "status",
        Code("status", ("published", "corrected", "disputed")),
        _(
            "`disputed` as in `date_disputed`, else `corrected` if a public correction is noted, else `published`."
        ),
        "corrected",
    ),
    Column(
        "confidence",
        Code("confidence", tuple(Event.Confidence.values)),
        _("An editor's grade; empty if not graded."),
        "high",
    ),
    Column(
        "first_published_at",
        Moment("first_published_at"),
        _("When the event first became public."),
        "2016-02-11T08:30:00Z",
    ),
    Column("updated_at", Moment("changed_at"), _("Its last public change."), "2016-02-12T09:00:00Z"),
    Column("revision", Integer("revision"), _("Goes up by one at each public change."), "3"),
)

EXTRA = (
    Column(
        "start_latest",
        Day("start_latest"),
        _("Of a span: the last day it can have begun; empty if open, and for points."),
    ),
    Column(
        "end_earliest",
        Day("end_earliest"),
        _("Of a span: the first day it can have ended; empty if open, and for points."),
    ),
    Column(
        "date_precision_wikidata",
        Integer("wikidata_precision"),
        _(
            "`date_precision` as Wikidata counts it: 11 day, 10 month, 9 year, 8 decade, 7 century; else empty."
        ),
        "10",
    ),
    Column(
        "date_alternatives",
        List("claims.rivals"),
        _(
            "The different dates its sources give (EDTF), the preferred one first; empty where there is but one."
        ),
    ),
    Column(
        "date_rule",
        Text("date_rule"),
        _("The rule that read the date in the source; empty where nobody or an editor dated it."),
        "months_ago",
    ),
    Column(
        "calendar",
        Code("calendar", ("gregorian",)),
        _("The calendar of all its dates, also of those before that calendar began."),
        "gregorian",
    ),
    Column(
        "primary_article_id",
        Integer("proof.article_id"),
        _("Permanent number of the main article; empty for a work an editor cites."),
        "1968",
    ),
    Column(
        "primary_archived_url",
        Address("proof.archived_url"),
        _("An archived copy of what the main quote stands in."),
        "https://archive.example/post/1",
    ),
    Column(
        "quote_prefix", Text("proof.prefix"), _("The words right before `primary_quote`."), "PORT ALAND - "
    ),
    Column("quote_suffix", Text("proof.suffix"), _("The words right after it."), ""),
    Column(
        "quote_start",
        Integer("proof.start"),
        _("Where the whole quote begins in the cleaned text of the article, in code points from 0."),
        "13",
    ),
    Column("quote_end", Integer("proof.end"), _("Where it ends, the end not included."), "75"),
    Column(
        "article_text_sha256",
        Identifier("proof.text_sha256"),
        _("SHA-256 of the cleaned text that the two places count in."),
        "c97761569425fd46db3f4186df85da319b3903e53b76ec4d95bcd8121cbea76b",
    ),
    Column(
        "extraction_method",
        Text("proof.method"),
        _(
            "How it was come by: `manual`, the program's rule and version, or `import:` with the dataset and the id there."
        ),
        "rule:timeline.engine@1",
    ),
    Column("extraction_score", Number("proof.score"), _("How sure the program was, 0 to 1."), "0.85"),
    Column(
        "review_decision",
        Code("review_decision", ("accepted", "edited", "manual")),
        _(
            "What an editor did with it: `accepted` as the program proposed it, `edited`, or `manual`: written by hand. "
            "Empty where the log of decisions does not tell."
        ),
        "accepted",
    ),
    Column(
        "reviewed_at",
        Moment("review.at"),
        _("When an editor last did something to it that readers could see."),
        "2016-02-11T08:30:00Z",
    ),
    Column("created_at", Moment("created_at"), _("When the record was made."), "2016-02-11T08:00:00Z"),
    Column(
        "merged_ids",
        List("merged.public_id"),
        _("Ids of events that were public and have been merged into it, sorted; they lead here."),
    ),
    Column(
        "language",
        Text("proof.language"),
        _("Language of the main article and of its quote (BCP 47); the record itself is in the site's."),
        "en",
    ),
    Column(
        "wikidata_ids",
        List("participants.wikidata"),
        _("Wikidata ids in the order of `actor_ids`; an empty place where one is not known."),
        "Q2|Q1",
    ),
    Column("licence", Text("licence"), _("Under which licence the site gives out its data."), "CC-BY-4.0"),
    Column(
        "factuality",
        Code("factuality", tuple(Event.Factuality.values)),
        _("`actual`: it happened; `planned`, `negated` (it did not) or `reported` (not established)."),
        "actual",
    ),
    Column("place_id", Identifier("place.public_id"), _("Permanent id of the place."), "en-4c6e8g0j2m"),
    Column(
        "correction_note",
        Text("correction_note"),
        _("What has been corrected, in the editor's words."),
        "The month had been given as July.",
    ),
)
FULL = CORE + EXTRA
