"""How to cite a record, a selection or a frozen version, in the styles researchers use.

The styles are English ones: a citation is wholly in English, its words and its days, whatever the reader's language.
"""

import datetime as dt
import json
import re
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

from timeline.models import Event

TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {sign: f"\\{sign}" for sign in "&%$#_"}
)
EVENTS = uuid.UUID("6ad2ac5e-4f5c-4d0b-9d0b-2f4e8b1f7c35")  # the namespace of their ids; never to be changed
TEX_ADDRESS = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})


def site_of(request) -> str:
    """What the site's addresses begin with: SITE_URL where it is set, so that copies of the site agree."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def uuid_of(public_id: str) -> uuid.UUID:
    """The event's permanent id where feeds and calendars ask for one that no other program's can be.

    It names no site, so that it outlasts a change of address, and an event that two sites share has one.

    >>> str(uuid_of("ev-7q2k9x4m1c"))
    '97b8f2a5-c838-59d9-b965-6c4ca168b015'
    """
    return uuid.uuid5(EVENTS, public_id)


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be cited; the site is its author."""

    id: str  # begins the key of its BibTeX entry
    title: str
    version: str  # in words: of which state it is
    day: dt.date | None  # of that state; None where nothing has ever changed
    url: str
    dataset: bool = True  # else one record of it

    @property
    def apa(self) -> str:
        when = in_english(self.day, "Y, F j") if self.day else "n.d."
        what = "Data set" if self.dataset else "Database record"
        return f"{settings.SITE_TITLE}. ({when}). {self.title} ({self.version}) [{what}]. {self.url}"

    @property
    def mla(self) -> str:
        when = [in_english(self.day, "j N Y")] if self.day else []
        parts = [settings.SITE_TITLE, self.version, *when, self.url]
        return f"“{self.title}.” {', '.join(parts)}."

    @property
    def bibtex(self) -> str:
        fields = {"author": f"{{{tex(settings.SITE_TITLE)}}}", "title": f"{{{tex(self.title)}}}"}
        if self.day:
            fields |= {"year": str(self.day.year), "month": str(self.day.month)}
        fields |= {"note": tex(self.version), "url": self.url.translate(TEX_ADDRESS)}
        key = re.sub(r"[^\w-]", "", self.id)
        return f"@misc{{{key},\n" + ",\n".join(f"  {n} = {{{v}}}" for n, v in fields.items()) + "\n}"

    @property
    def csl(self) -> dict:
        """An item of CSL-JSON (Citation Style Language, 1.0)."""
        item = {
            "id": self.id,
            "type": "dataset" if self.dataset else "entry",
            "title": self.title,
            "author": [{"literal": settings.SITE_TITLE}],
            "publisher": settings.SITE_TITLE,
            "version": self.version,
            "URL": self.url,
        }
        if self.day:
            item["issued"] = {"date-parts": [[self.day.year, self.day.month, self.day.day]]}
        return item

    @property
    def csl_json(self) -> str:
        return json.dumps([self.csl], ensure_ascii=False, indent=2)


def tex(text: str) -> str:
    r"""As TeX prints it; braces by name, for BibTeX counts them even behind a backslash.

    >>> print(tex("R&D at 100% {sic}"))
    R\&D at 100\% \textbraceleft{}sic\textbraceright{}
    """
    return " ".join(text.split()).translate(TEX)


def in_english(day: dt.date, pattern: str) -> str:
    with translation.override("en"):
        return formatted(day, pattern)


def titled(event: Event) -> str:
    """Its title with its date in words."""
    when = event.date.words(_) if event.date else _("date not known")
    return f"{event.title} ({when})"


def work_of_event(event: Event, url: str) -> Work:
    with translation.override("en"):
        title = titled(event)
    return Work(
        id=event.public_id,
        title=title,
        version=f"{event.public_id}, revision {event.revision}",
        day=event.changed_at.date(),
        url=url,
        dataset=False,
    )
