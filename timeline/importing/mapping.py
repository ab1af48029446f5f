"""What the columns of a foreign table mean: guessed from their names, confirmed by an editor, kept as JSON.

Two tables that many people have are recognised: ACLED's export and the spreadsheet of TimelineJS.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIELDS = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "date": gettext_lazy("date, as people write it"),
    "end_date": gettext_lazy("date it ended"),
    "year": gettext_lazy("year"),
    "month": gettext_lazy("month"),
    "day": gettext_lazy("day"),
    "end_year": gettext_lazy("year it ended"),
    "end_month": gettext_lazy("month it ended"),
    "end_day": gettext_lazy("day it ended"),
    "date_text": gettext_lazy("words of the date in the source"),
    "event_type": gettext_lazy("type of event"),
    "tags": gettext_lazy("topics"),
    "actors": gettext_lazy("who took part"),
    "place": gettext_lazy("place"),
    "url": gettext_lazy("address of the source"),
    "citation": gettext_lazy("where it is written"),
    "quote": gettext_lazy("quote"),
    "id": gettext_lazy("its id in that table"),
}
SEVERAL = ("title", "actors", "citation")  # may be put together from several columns
DATED = ("date", "year")
ORDERS = ("", "day first", "month first")

NAMES = {
    "title": "title headline event eventtitle name",
    "summary": "summary description text details abstract notes",
    "date": "date eventdate when startdate datestart start dateedtf edtf",
    "end_date": "enddate dateend end until",
    "year": "year startyear",
    "month": "month startmonth",
    "day": "day startday",
    "end_year": "endyear",
    "end_month": "endmonth",
    "end_day": "endday",
    "date_text": "datetext displaydate",
    "event_type": "eventtype plover",
    "tags": "tags topics keywords",
    "actors": "actors actor actor1 actor2 participants who",
    "place": "place location placename city where",
    "url": "url link sourceurl sourceurls href",
    "citation": "citation source reference publisher primarysource",
    "quote": "quote excerpt primaryquote",
    "id": "id eventid identifier",
}
ACLED_COLUMNS = {"event_id_cnty", "event_date", "time_precision", "event_type", "notes"}
TIMELINEJS_COLUMNS = {"Year", "Headline", "Text", "Media"}

# ACLED's types as PLOVER's categories; "Strategic developments" are of every kind.
ACLED_TYPES = {
    "Battles": "ASSAULT",
    "Explosions/Remote violence": "ASSAULT",
    "Violence against civilians": "ASSAULT",
    "Protests": "PROTEST",
    "Riots": "PROTEST",
    "Strategic developments": "",
}


class BadMapping(ValueError):
    """The mapping does not fit the table; the message says where."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which columns give which field. `order` says how 10/11/2014 is meant, `types` what words of the type mean."""

    columns: dict[str, tuple[str, ...]]
    dataset: str = ""  # whose ids the column of ids gives
    order: str = ""
    types: dict[str, str] = field(default_factory=dict)
    precision: str = ""  # ACLED's column time_precision: 1 the day, 2 about that day, 3 the month
    slides: str = ""  # TimelineJS's column Type: what is "title" or "era" is no event
    markup: bool = False  # its texts are HTML

    def as_json(self) -> str:
        said = {
            name: list(columns) if len(columns) > 1 else columns[0] for name, columns in self.columns.items()
        }
        rest = {
            "dataset": self.dataset,
            "order": self.order,
            "types": self.types,
            "precision": self.precision,
        }
        rest |= {"slides": self.slides, "markup": self.markup}
        return json.dumps(
            said | {name: value for name, value in rest.items() if value}, ensure_ascii=False, indent=2
        )

    def checked(self, header: Iterable[str]) -> "Mapping":
        """Itself; raises BadMapping where it names no column of the table, or leaves out what an event needs."""
        header = set(header)
        named = [(name, column) for name, columns in self.columns.items() for column in columns]
        named += [("precision", self.precision), ("slides", self.slides)]
        for name, column in named:
            if column and column not in header:
                raise BadMapping(
                    _("%(field)s: there is no column “%(column)s”.") % {"field": name, "column": column}
                )
        if "title" not in self.columns:
            raise BadMapping(_("Say which column holds the title."))
        if not self.columns.keys() & set(DATED):
            raise BadMapping(_("Say which column holds the date, or the year."))
        if "id" in self.columns and not self.dataset:
            raise BadMapping(_("dataset: give the name of the dataset whose ids they are."))
        if self.order not in ORDERS:
            raise BadMapping(_("order: “day first” or “month first”."))
        return self


def from_json(text: str | bytes) -> Mapping:
    try:
        said = json.loads(text)
    except ValueError as why:
        raise BadMapping(_("This is no JSON: %s.") % why) from why
    if not isinstance(said, dict):
        raise BadMapping(_("A mapping is an object: field, and the column that holds it."))
    columns, rest = {}, {}
    for name, value in said.items():
        if name in FIELDS:
            given = value if isinstance(value, list) else [value]
            if not given or not all(isinstance(column, str) and column for column in given):
                raise BadMapping(_("%s: give the name of a column.") % name)
            if len(given) > 1 and name not in SEVERAL:
                raise BadMapping(_("%s: only one column can hold it.") % name)
            columns[name] = tuple(given)
        elif name in KINDS and isinstance(value, KINDS[name]):
            rest[name] = value
        else:
            raise BadMapping(
                _("“%(name)s” is none of: %(known)s.") % {"name": name, "known": ", ".join([*FIELDS, *KINDS])}
            )
    return Mapping(columns, **rest)


KINDS = {"dataset": str, "order": str, "types": dict, "precision": str, "slides": str, "markup": bool}


def guess(header: tuple[str, ...], name: str) -> Mapping:
    """What the columns' names suggest; to be confirmed. `name`: the file's, for want of the dataset's."""
    if ACLED_COLUMNS <= set(header):
        return acled(header)
    if TIMELINEJS_COLUMNS <= set(header):
        return timelinejs(header)
    found = {}
    plain = {re.sub(r"[^a-z0-9]", "", column.lower()): column for column in reversed(header)}
    for meaning, synonyms in NAMES.items():
        fitting = [plain[word] for word in synonyms.split() if word in plain]
        if fitting:
            found[meaning] = tuple(fitting) if meaning == "actors" else (fitting[0],)
    if "date" in found:
        found = {field: columns for field, columns in found.items() if field not in ("year", "month", "day")}
    return Mapping(found, dataset=name.partition(".")[0] if "id" in found else "")


def acled(header: tuple[str, ...]) -> Mapping:
    wanted = {
        "title": ("sub_event_type", "actor1", "actor2", "location"),
        "summary": ("notes",),
        "date": ("event_date",),
        "event_type": ("event_type",),
        "actors": ("actor1", "actor2"),
        "place": ("location",),
        "citation": ("source",),
        "id": ("event_id_cnty",),
    }
    return Mapping(there(wanted, header), dataset="ACLED", types=ACLED_TYPES, precision="time_precision")


def timelinejs(header: tuple[str, ...]) -> Mapping:
    wanted = {
        "title": ("Headline",),
        "summary": ("Text",),
        "year": ("Year",),
        "month": ("Month",),
        "day": ("Day",),
        "end_year": ("End Year",),
        "end_month": ("End Month",),
        "end_day": ("End Day",),
        "date_text": ("Display Date",),
        "url": ("Media",),
        "citation": ("Media Credit",),
    }
    return Mapping(there(wanted, header), slides="Type" if "Type" in header else "", markup=True)


def there(wanted: dict[str, tuple[str, ...]], header: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    present = {name: tuple(c for c in columns if c in header) for name, columns in wanted.items()}
    return {name: columns for name, columns in present.items() if columns}
