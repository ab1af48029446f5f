"""Names as an editor types them in one line: `Russia (actor), Pakistan (recipient), "Washington, D.C."`."""

import csv
import re

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Entity, Tag
from timeline.models import Participation

QUOTE = '"'
MOST, LONGEST = 200, 500  # names in a line, characters of one
ROLED = re.compile(r"(?P<name>.+?)\s*\((?P<role>[^()]+)\)")


def split(line: str) -> list[str]:
    """
    >>> split('Russia, "Washington, D.C.", ')
    ['Russia', 'Washington, D.C.']
    """
    cells = next(csv.reader([re.sub(r"[\r\n]+", " ", line)], skipinitialspace=True), [])
    return [name for cell in cells if (name := cell.strip())]


def joined(names) -> str:
    """
    >>> joined(["Russia", "Washington, D.C."])
    'Russia, "Washington, D.C."'
    """
    return ", ".join(quoted(name) if set(name) & {",", QUOTE} else name for name in names)


def quoted(name: str) -> str:
    return QUOTE + name.replace(QUOTE, QUOTE * 2) + QUOTE


class Names(forms.CharField):
    """A line of names; rows() gives what they name, each once."""

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else joined(map(self.name_of, value))

    def rows(self, line: str, called: dict | None = None) -> list:
        """ValidationError for a name of nothing, or of several. `called`: what has been looked up already."""
        names = split(line)
        if len(names) > MOST:
            raise forms.ValidationError(_("Name %d at most.") % MOST)
        if called is None:
            called = self.called(self.names(line))
        return list(dict.fromkeys(self.named(name, called) for name in names))

    def names(self, line: str) -> list[str]:
        """What is to be looked up; of more than there may be, the first."""
        return [self.alone(name) for name in split(line)[:MOST]]

    def named(self, name: str, called: dict):
        found = called.get(self.alone(name).casefold(), ())
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise forms.ValidationError(_("“%s” is the name of several: choose it in the full form.") % name)
        raise forms.ValidationError(_("Nothing here is called “%s”.") % name[:LONGEST])

    def alone(self, name: str) -> str:
        """Without what is said of it besides."""
        return name

    def name_of(self, row) -> str:
        return row.name


class Topics(Names):
    def called(self, names) -> dict:
        return by_name(Tag.objects.all(), names, "name")


class Who(Names):
    """Who took part: (entity, role) pairs. Who is given no role is an actor."""

    def name_of(self, row) -> str:
        entity, role = row
        return f"{entity.name} ({Participation.Role(role).label})"

    def alone(self, name: str) -> str:
        return name_and_role(name)[0]

    def named(self, name: str, called: dict):
        return super().named(name, called), name_and_role(name)[1]

    def called(self, names) -> dict:
        return entities_called(names)


def name_and_role(name: str) -> tuple[str, str]:
    roles = {str(role.label).casefold(): role for role in Participation.Role}
    match = ROLED.fullmatch(name)
    role = roles.get(match["role"].casefold()) if match else None
    return (match["name"], role) if role else (name, Participation.Role.ACTOR)


class OneName(Names):
    """One, or none."""

    too_many = ""

    def rows(self, line: str, called: dict | None = None):
        if len(split(line)) > 1:
            raise forms.ValidationError(self.too_many)
        return next(iter(super().rows(line, called)), None)


class Where(OneName):
    too_many = gettext_lazy("An event has one place.")

    def called(self, names) -> dict:
        return entities_called(names)

    def named(self, name: str, called: dict):
        places = {
            one: {row for row in found if row.kind == Entity.Kind.PLACE} for one, found in called.items()
        }
        return super().named(name, places)


class Colleague(OneName):
    """Somebody of the desk, by the name they log in with."""

    too_many = gettext_lazy("Ask one colleague.")

    def name_of(self, row) -> str:
        return row.get_username()

    def called(self, names) -> dict:
        return by_name(colleagues(), names, get_user_model().USERNAME_FIELD)


def colleagues():
    """Who may be asked."""
    return get_user_model().objects.filter(is_staff=True, is_active=True)


def entities_called(names) -> dict:
    """By their name or another they are known by; those merged into others aside."""
    known = Entity.objects.exclude(state=Entity.State.MERGED)
    return by_name(known.annotate(alias=F("aliases__name")), names, "name", "alias")


def by_name(rows, names, *columns) -> dict[str, set]:
    """What is called by each of the names, in small letters; all of them asked for at once."""
    names = {name for name in names if len(name) <= LONGEST}
    called = {name.casefold(): set() for name in names}
    if called:
        # SQLite knows small and large letters of English alone: other names are found as they are typed, or with a capital.
        spelled = {way for name in names for way in (name, name.capitalize(), name.title())}
        wanted = Q.create(
            [
                *((f"{column}__iexact", name) for column in columns for name in called),
                *((f"{column}__in", spelled) for column in columns),
            ],
            connector=Q.OR,
        )
        for row in rows.filter(wanted):
            for column in columns:
                called.get(str(getattr(row, column)).casefold(), set()).add(row)
    return called
