"""Names as an editor types them in one line: `Russia (actor), Pakistan (recipient), "Washington, D.C."`."""

import csv
import re

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Entity, Tag
from timeline.models import Participation

ROLED = re.compile(r"(?P<name>.+?)\s*\((?P<role>[^()]+)\)")


def split(line: str) -> list[str]:
    """
    >>> split('Russia, "Washington, D.C.", ')
    ['Russia', 'Washington, D.C.']
    """
    cells = next(csv.reader([" ".join(line.split())], skipinitialspace=True), [])
    return [name for cell in cells if (name := cell.strip())]


def joined(names) -> str:
    """
    >>> joined(["Russia", "Washington, D.C."])
    'Russia, "Washington, D.C."'
    """
    return ", ".join(f'"{name}"' if "," in name else name for name in names)


class Names(forms.CharField):
    """A line of names; rows() gives what they name, each once."""

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else joined(map(self.name_of, value))

    def rows(self, line: str) -> list:
        """ValidationError for a name of nothing, or of several."""
        return list(dict.fromkeys(self.named(name) for name in split(line)))

    def named(self, name: str):
        found = list(self.called(name)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("“%s” is the name of several: choose it in the full form.") % name)
        raise forms.ValidationError(_("Nothing here is called “%s”.") % name)

    def name_of(self, row) -> str:
        return row.name


class Topics(Names):
    def called(self, name: str):
        return Tag.objects.filter(name__iexact=name)


class Who(Names):
    """Who took part: (entity, role) pairs. Who is given no role is an actor."""

    def name_of(self, row) -> str:
        entity, role = row
        return f"{entity.name} ({Participation.Role(role).label})"

    def named(self, name: str):
        roles = {str(role.label).casefold(): role for role in Participation.Role}
        match = ROLED.fullmatch(name)
        role = roles.get(match["role"].casefold()) if match else None
        return super().named(match["name"] if role else name), role or Participation.Role.ACTOR

    def called(self, name: str):
        return entities_called(name)


class OneName(Names):
    """One, or none."""

    too_many = ""

    def rows(self, line: str):
        names = split(line)
        if len(names) > 1:
            raise forms.ValidationError(self.too_many)
        return self.named(names[0]) if names else None


class Where(OneName):
    too_many = gettext_lazy("An event has one place.")

    def called(self, name: str):
        return entities_called(name).filter(kind=Entity.Kind.PLACE)


class Colleague(OneName):
    """Somebody of the desk, by the name they log in with."""

    too_many = gettext_lazy("Ask one colleague.")

    def name_of(self, row) -> str:
        return row.get_username()

    def called(self, name: str):
        return colleagues().filter(**{f"{get_user_model().USERNAME_FIELD}__iexact": name})


def colleagues():
    """Who may be asked."""
    return get_user_model().objects.filter(is_staff=True, is_active=True)


def entities_called(name: str):
    """By their name or another they are known by; those merged into others aside."""
    called = Q(name__iexact=name) | Q(aliases__name__iexact=name)
    return Entity.objects.filter(called).exclude(state=Entity.State.MERGED).distinct()
