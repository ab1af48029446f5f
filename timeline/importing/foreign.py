"""Somebody else's table: each row is an event to be made, with the table as what it is cited from.

A date is taken as precisely as the row gives it, and no further. What cannot be read is refused; nothing is guessed
but who is meant by a name, and that as everywhere by the knowledge base.
"""

import html
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from kb.models import Tag
from timeline.dates import EdtfDate, NotADate
from timeline.engine.event_types import EVENT_TYPES
from timeline.importing.files import Table
from timeline.importing.mapping import Mapping
from timeline.importing.outcomes import Draft, Outcome, Problem, Refused, Verdict
from timeline.importing.returning import A_CONTROL, CONTROLS, a_field, a_title, proof
from timeline.models import Event, Evidence

LONGEST_TITLE = Event._meta.get_field("title").max_length
NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
SEPARATORS = re.compile(r"[|;]")
SLIDES = ("title", "era")
PLOVER = {code for code, _words in EVENT_TYPES}
LONGEST_METHOD = Evidence._meta.get_field("method").max_length
MANUAL = Evidence._meta.get_field("method").default
is_web_address = URLValidator(schemes=["http", "https"])


class Foreign:
    """Judges the rows of one table by its mapping; what has come in under the same id before is the same."""

    def __init__(self, table: Table, mapping: Mapping):
        self._table, self.mapping = table, mapping.checked(table.header)
        self._rows = {}  # id in that table -> the row it stood in first
        self._tags = {}

    def judge(self, batch: list[tuple[int, list[str]]]) -> list[Outcome]:
        rows = [(number, dict(zip(self._table.header, cells, strict=True))) for number, cells in batch]
        ids = {self._method(row) for _number, row in rows}
        known = set(Evidence.objects.filter(method__in=ids - {MANUAL}).values_list("method", flat=True))
        return [self._judged(number, row, known) for number, row in rows]

    def _judged(self, number: int, row: dict[str, str], known: set[str]) -> Outcome:
        own_id = self._said(row, "id")
        if self._method(row) in known:
            return Outcome(number, Verdict.SAME)
        problems = [
            Problem(column, str(A_CONTROL))
            for column, cell in row.items()
            if CONTROLS.search(cell.replace("\r", ""))
        ]
        if self.mapping.slides and row[self.mapping.slides].strip().lower() in SLIDES:
            problems.append(Problem(self.mapping.slides, _("a title slide, or an era, is no event")))
        if own_id in self._rows:
            why = _("the same id stands in row %s already") % self._rows[own_id]
            problems.append(Problem(self.mapping.columns["id"][0], why))
        elif own_id:
            self._rows[own_id] = number
        values = {}
        for name, read in READERS.items():
            try:
                values[name] = read(self, row)
            except Refused as why:
                columns = self.mapping.columns.get(why.column or name, (why.column or name,))
                problem = Problem(columns[0], str(why))
                problems += [problem] if problem not in problems else []
        if problems:
            return Outcome(number, Verdict.REFUSED, title=self._title(row), problems=tuple(problems))
        deed = Draft(
            {name: values[name] for name in ("title", "summary", "date", "event_type")},
            [self._proof(number, row, values["url"])],
            tags=values["tags"],
            actor_names=self._each(row, "actors"),
            place_name=self._said(row, "place"),
        )
        return Outcome(number, Verdict.CREATED, title=values["title"], deed=deed)

    def _cells(self, row: dict[str, str], name: str) -> list[str]:
        """What stands in the columns of the field, markup taken off and white space in order; empty ones left out."""
        found = []
        for column in self.mapping.columns.get(name, ()):
            cell = row[column]
            if self.mapping.markup:
                cell = html.unescape(strip_tags(cell))
            cell = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()
            if cell:
                found.append(cell)
        return found

    def _said(self, row: dict[str, str], name: str) -> str:
        return ", ".join(self._cells(row, name))

    def _each(self, row: dict[str, str], name: str) -> list[str]:
        return [
            part.strip() for cell in self._cells(row, name) for part in SEPARATORS.split(cell) if part.strip()
        ]

    def _title(self, row: dict[str, str]) -> str:
        """A title put together from several columns is cut where it is too long; one given as such is not."""
        title = " ".join(self._said(row, "title").split())
        together = len(self.mapping.columns["title"]) > 1
        return title[: LONGEST_TITLE - 1].rstrip() + "…" if together and len(title) > LONGEST_TITLE else title

    # the readers: a value of the event from the row, or Refused

    def title(self, row) -> str:
        return a_title(self._title(row), None)

    def summary(self, row) -> str:
        return a_field("summary")(self._said(row, "summary"), None)

    def event_type(self, row) -> str:
        said = self._said(row, "event_type")
        code = self.mapping.types.get(said, said.upper())
        if code and code not in PLOVER:
            raise Refused(
                _('“%s” is none of our types: say in the mapping (types) which it is, or ""') % said[:80]
            )
        return code

    def tags(self, row) -> list[Tag]:
        return [self._tag(name) for name in self._each(row, "tags")]

    def _tag(self, name: str) -> Tag:
        if name not in self._tags:
            named = Tag.objects.filter(slug=name).first() or Tag.objects.filter(name__iexact=name).first()
            self._tags[name] = named
        if self._tags[name] is None:
            raise Refused(_("there is no topic “%s”; make it at the desk") % name[:80])
        return self._tags[name]

    def url(self, row) -> str:
        """The address of the source; in a table of markup, a medium that is no address (an embedded code) is none."""
        url = self._said(row, "url")
        if not url or self.mapping.markup and not url.startswith(("http://", "https://")):
            return ""
        try:
            is_web_address(url)
            return Evidence._meta.get_field("url").clean(url, None)
        except ValidationError:
            raise Refused(_("“%s” is no web address") % url[:80]) from None

    def date(self, row) -> EdtfDate | None:
        try:
            first = self._day(row, "date", "year", "month", "day")
            last = self._day(row, "end_date", "end_year", "end_month", "end_day")
            if last is None or last == first:
                return self._as_precise(row, first)
            if first is None:
                raise Refused(_("it ends, but does not begin"))
            return EdtfDate.span(first, last)
        except NotADate as why:
            raise Refused(why.words(_), "date" if "date" in self.mapping.columns else "year") from why

    def _day(self, row, whole: str, *parts: str) -> EdtfDate | None:
        said = self._said(row, whole)
        if said:
            return EdtfDate.read(self._in_order(said))
        year, month, day = (self._number(row, part) for part in parts)
        if year is None:
            if month is not None or day is not None:
                raise Refused(_("a month or a day needs its year"), parts[0])
            return None
        if day is not None and month is None:
            raise Refused(_("a day needs its month"), parts[1])
        return EdtfDate.parse("-".join([f"{year:04d}", *(f"{n:02d}" for n in (month, day) if n is not None)]))

    def _number(self, row, part: str) -> int | None:
        said = self._said(row, part)
        if said and not said.isdecimal():
            raise Refused(_("“%s” is no number") % said[:40], part)
        return int(said) if said else None

    def _in_order(self, said: str) -> str:
        """10/11/2014 as the mapping says it is meant; without that it can be two dates, and is refused."""
        match = NUMERIC.fullmatch(said)
        if match is None or not self.mapping.order:
            return said
        one, two, year = match.groups()
        day, month = (one, two) if self.mapping.order == "day first" else (two, one)
        return f"{year}-{int(month):02d}-{int(day):02d}"

    def _as_precise(self, row, when: EdtfDate | None) -> EdtfDate | None:
        """ACLED's time_precision: where the day is not known it gives the middle of the week, or of the month."""
        if when is None or not self.mapping.precision or when.precision != "day":
            return when
        code = row[self.mapping.precision].strip()
        if code == "1":
            return when
        if code == "2":
            return when.qualified("approximate")
        if code == "3":
            return EdtfDate.month(when.earliest.year, when.earliest.month)
        raise Refused(
            _("%(column)s is 1, 2 or 3, not “%(code)s”")
            % {"column": self.mapping.precision, "code": code[:20]}
        )

    def _proof(self, number: int, row, url: str) -> Evidence:
        """Where the table says it is written, else the table itself; the id it has there is kept with it."""
        row_of = _("%(file)s, row %(row)s") % {"file": self._table.name, "row": number}
        cited = self._said(row, "citation") or ("" if url else row_of)
        made = proof(
            url,
            citation=cited[:500],
            exact=self._said(row, "quote"),
            date_text=self._said(row, "date_text")[:200],
        )
        made.method = self._method(row)
        return made

    def _method(self, row) -> str:
        """How its evidence was come by: the dataset and the id there, where there is one."""
        own_id = self._said(row, "id")
        return f"import:{self.mapping.dataset}:{own_id}"[:LONGEST_METHOD] if own_id else MANUAL


READERS = {name: getattr(Foreign, name) for name in ("title", "summary", "date", "event_type", "tags", "url")}
