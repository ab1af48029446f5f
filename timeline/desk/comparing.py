"""Two records that may be one, side by side: an editor says which stays and, field by field, which of the two is right.

A plain form: a radio button a side, and Enter merges.
"""

from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.models import Entity, Mention
from timeline import decisions, large_acts, merging, states, telling
from timeline.desk.event_form import DONE
from timeline.desk.looking_up import number
from timeline.desk.paginating import counted, shown
from timeline.models import Event, Evidence, Participation, Work
from timeline.review import NotPossible

SIDES = ("left", "right")
POINT = ("latitude", "longitude", "geo_precision")  # means something together only


@dataclass(frozen=True, slots=True)
class Choice:
    """A field as both have it; `columns` are those that are taken over with it."""

    name: str
    label: str
    left: str
    right: str
    chosen: str  # left or right
    columns: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class United:
    """What the survivor has of both."""

    label: str
    left: list
    right: list

    @property
    def both(self) -> list[list]:
        return [self.left, self.right]


@dataclass
class Pair:
    """Two records before an editor, with what has been chosen so far."""

    left: Event | Entity
    right: Event | Entity
    sent: dict
    refused: str = ""
    may_stay: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.may_stay = [side for side in SIDES if may_stay(self.of(side), self.of(other(side)))]

    def of(self, side: str):
        return getattr(self, side)

    @property
    def stays(self) -> str:
        """The side that stays: as sent, else the one readers know, else the older."""
        if self.sent.get("stays") in self.may_stay:
            return self.sent["stays"]
        return min(self.may_stay or SIDES, key=lambda side: (not is_public(self.of(side)), self.of(side).pk))

    def choices(self) -> list[Choice]:
        model = states.key_of(self.left)[0]
        both = [states.snapshot(self.of(side)) for side in SIDES]
        names = telling.Names((model, state) for state in both)
        found = []
        for name, columns in fields_of(model):
            words = [
                ", ".join(filter(None, (said(model, column, state, names) for column in columns)))
                for state in both
            ]
            found.append(
                Choice(
                    name,
                    _("point on the map") if name == "point" else telling.label_of(model, name),
                    *words,
                    self.chosen(name, dict(zip(SIDES, words, strict=True))),
                    columns,
                )
            )
        return found

    def chosen(self, name: str, words: dict) -> str:
        """As sent; else as the one that stays has it, unless that says nothing."""
        if self.sent.get(name) in SIDES:
            return self.sent[name]
        return self.stays if words[self.stays] else other(self.stays)

    def taking(self) -> list[str]:
        """Columns that the one that stays gets from the other."""
        taken = [c for c in self.choices() if c.differs and c.chosen != self.stays]
        return [column for choice in taken for column in choice.columns]

    def dispute(self) -> bool:
        """Whether the dates of two events cannot both hold."""
        dates = [getattr(self.of(side), "date", None) for side in SIDES]
        return None not in dates and not dates[0].can_both_hold(dates[1])


def other(side: str) -> str:
    return "left" if side == "right" else "right"


def may_stay(record, gone) -> bool:
    if isinstance(record, Entity):
        return Entity.State.MERGED not in (record.state, gone.state)
    if Event.Status.MERGED in (record.status, gone.status) or record.status not in merging.TAKING:
        return False
    return record.status == Event.Status.PUBLISHED or not gone.revision


def is_public(record) -> bool:
    if isinstance(record, Entity):
        return record.state == Entity.State.CONFIRMED
    return record.status == Event.Status.PUBLISHED


def fields_of(model: str) -> list[tuple[str, tuple[str, ...]]]:
    if model == "timeline.event":
        return [(name, (name,)) for name in merging.OF_EVENTS]
    alone = [(name, (name,)) for name in merging.OF_ENTITIES if name not in POINT]
    return [*alone, ("point", POINT)]


def said(model: str, column: str, state: dict, names: telling.Names) -> str:
    attname = telling.field_of(model, column).attname
    return telling.value(model, attname, state[attname], names)


def united(pair: Pair) -> list[United]:
    if isinstance(pair.left, Event):
        pairs = Event.objects.filter(pk__in=[pair.left.pk, pair.right.pk]).whole().in_bulk()
        both = [pairs[pair.left.pk], pairs[pair.right.pk]]
        return [
            United(_("who took part"), *([str(row) for row in e.participations.all()] for e in both)),
            United(_("topics"), *([tag.name for tag in e.tags.all()] for e in both)),
            United(_("quotes"), *(quotes(e) for e in both)),
        ]
    both = [pair.left, pair.right]
    events = [counted(Participation.objects.filter(entity=e)) for e in both]
    places = [counted(Event.objects.filter(place=e)) for e in both]
    mentions = [counted(Mention.objects.filter(entity=e)) for e in both]
    return [
        United(_("other names"), *([alias.name for alias in e.aliases.all()] for e in both)),
        United(_("takes part in, events"), *([shown(n)] for n in events)),
        United(_("place of, events"), *([shown(n)] for n in places)),
        United(_("mentions in articles"), *([shown(n)] for n in mentions)),
    ]


def quotes(event: Event) -> list[Evidence]:
    """With the words of the date marked, those that date the event first."""
    rows = sorted(event.evidence.all(), key=lambda row: (row.rank != Evidence.Rank.PREFERRED, row.pk))
    for row in rows:
        row.pieces = row.marked()
    return rows


class Comparing:
    """For the admin of events and of entities: the page, and the action on a list that leads there; and of a record
    that has become part of another, a form that shows it and leads to that one, for what is written here is seen
    nowhere."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not getattr(obj, "merged_into_id", None)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not getattr(obj, "merged_into_id", None)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        record = (
            self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        )
        if record is None or record.merged_into is None or not self.has_change_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        words = _("“%(name)s” has been merged into “%(into)s”: nothing is saved here, change that.")
        self.message_user(request, words % {"name": record, "into": record.merged_into}, messages.ERROR)
        return HttpResponseRedirect(request.path)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        return [path("compare/", self.admin_site.admin_view(self.compare), name=name), *super().get_urls()]

    @admin.action(
        description=gettext_lazy("Compare the two selected, to merge them …"), permissions=["change"]
    )
    def compare_selected(self, request, records):
        chosen = list(records.order_by("pk").values_list("pk", flat=True)[:3])
        if len(chosen) != 2:
            self.message_user(request, _("Select the two that may be the same."), messages.WARNING)
            return None
        return HttpResponseRedirect(
            f"{self.compare_url()}?{urlencode(dict(zip(SIDES, chosen, strict=True)))}"
        )

    def compare_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_compare")

    def compare(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else request.GET
        pair = self.pair(sent)
        if pair is not None and request.method == "POST":
            try:
                return self.merged(request, pair)
            except (NotPossible, decisions.Conflict) as why:
                pair = self.pair(sent)  # as both are now, with what was chosen
                pair.refused = str(why)
        return self.compared(request, pair)

    def pair(self, sent) -> Pair | None:
        """None where two different records are not named."""
        numbers = [number(sent.get(side)) for side in SIDES]
        found = self.model._base_manager.in_bulk([n for n in numbers if n is not None])
        return Pair(*(found[n] for n in numbers), sent) if len(found) == 2 else None

    def merged(self, request, pair: Pair):
        if not pair.may_stay:
            raise NotPossible(
                _("These two cannot be merged: one is part of another record, rejected or retracted.")
            )
        stays, goes = pair.of(pair.stays), pair.of(other(pair.stays))
        versions = {}
        for name, side in (("into_version", pair.stays), ("version", other(pair.stays))):
            versions[name] = number(pair.sent.get(f"{side}_version"))
        deed = merging.merge if self.model is Event else large_acts.merge_entities
        merged = deed(goes, into=stays, by=request.user, taking=pair.taking(), **versions)
        if isinstance(merged, Work):
            return HttpResponseRedirect(merged.get_absolute_url())
        self.message_user(request, DONE["merge"] % stays, messages.SUCCESS)
        here = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        back = pair.sent.get("next", "")
        if not back.startswith(here):
            back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[stays.pk])
        return HttpResponseRedirect(back)

    def compared(self, request, pair: Pair | None):
        context = {
            **self.admin_site.each_context(request),
            "title": _("Are these two the same?"),
            "opts": self.opts,
            "pair": pair,
            "list_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
            "is_nav_sidebar_enabled": False,
        }
        if pair is not None:
            change = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            context |= {
                "sides": [(side, pair.of(side), reverse(change, args=[pair.of(side).pk])) for side in SIDES],
                "choices": pair.choices(),
                "united": united(pair),
                "next": pair.sent.get("next", ""),
            }
        return TemplateResponse(request, "admin/timeline/compare.html", context)
