"""What editors decided in a period: how many an hour, and which rules and publishers propose what is rejected.

An act that was undone does not count. Three grouped questions, each bounded by the period; the table's rows are few.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import TruncDate
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.decisions import name_of
from timeline.exports import csv
from timeline.models import Change, DateBasis, Decision, Event, Evidence

DECIDING = ("accept", "reject", "merge")
KINDS = ("accepted", "edited", "merged", "rejected")  # what becomes of proposals
USUAL = dt.timedelta(days=29)  # before today
LONGEST = dt.timedelta(days=366)
MOST_SHOWN = 40  # rows of a table on the page; the file has them all
REASONS_SHOWN = 3
HOUR = 3_600_000  # milliseconds


class PeriodForm(forms.Form):
    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("to"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, asked):
        today = timezone.localdate()
        usual = {"first": today - USUAL, "last": today}
        super().__init__({name: asked.get(name) or day.isoformat() for name, day in usual.items()})

    def clean(self):
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and first > last:
            self.add_error("last", _("The last day is before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("first", _("At most a year at a time."))
        return given

    def standing(self) -> QuerySet:
        """The decisions of the period that have not been undone; one whose undo was undone stands again."""
        first, last = (self.cleaned_data[name] for name in ("first", "last"))
        start, end = (
            timezone.make_aware(dt.datetime.combine(day, dt.time()))
            for day in (first, last + dt.timedelta(1))
        )
        return Decision.objects.standing().filter(at__gte=start, at__lt=end, undoes=None)


@dataclass
class Pace:
    """How many decisions, of which kinds, and how long they took; an act over many events is one."""

    name: str
    verbs: Counter = field(default_factory=Counter)
    seconds: Counter = field(default_factory=Counter)  # taken, whole -> decisions; where it is known
    milliseconds: int = 0

    def add(self, verb: str, seconds: int | None, milliseconds: int | None, n: int) -> None:
        self.verbs[verb] += n
        if seconds is not None:
            self.seconds[seconds] += n
            self.milliseconds += milliseconds

    @property
    def decisions(self) -> int:
        return self.verbs.total()

    @property
    def median(self) -> int | None:
        """Seconds of the decision in the middle.

        >>> Pace("", seconds=Counter({3: 2, 90: 1})).median
        3
        """
        middle, passed = (self.seconds.total() + 1) // 2, 0
        for seconds in sorted(self.seconds):
            passed += self.seconds[seconds]
            if passed >= middle:
                return seconds
        return None

    @property
    def an_hour(self) -> int | None:
        """While cards were before the editor.

        >>> Pace("", seconds=Counter({30: 4}), milliseconds=120_000).an_hour
        120
        """
        return round(self.seconds.total() * HOUR / self.milliseconds) if self.milliseconds else None

    def cells(self) -> list:
        kinds = [self.verbs[verb] for verb in DECIDING]
        return [self.name, self.decisions, *kinds, blank(self.median), blank(self.an_hour)]


@dataclass
class Fate:
    """What became of what a rule, or a publisher's articles, made the engine propose."""

    name: str
    accepted: int = 0  # as they were proposed
    edited: int = 0  # accepted after an editor had changed them
    redated: int = 0  # of those, given another date
    merged: int = 0
    rejected: int = 0
    reasons: Counter = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return self.accepted + self.edited + self.merged + self.rejected

    @property
    def share_rejected(self) -> int:
        """In per cent."""
        return round(100 * self.rejected / self.decided) if self.decided else 0

    @property
    def bar(self) -> list[tuple[str, float, float]]:
        """(kind, start, width) of each stretch, in per cent of all."""
        at, stretches = 0.0, []
        for kind in KINDS:
            width = 100 * getattr(self, kind) / self.decided if self.decided else 0
            stretches.append((kind, round(at, 2), round(width, 2)))
            at += width
        return stretches

    @property
    def why(self) -> list[tuple[str, int]]:
        return self.reasons.most_common(REASONS_SHOWN)

    def cells(self) -> list:
        counts = [self.decided, self.accepted, self.edited, self.redated, self.merged, self.rejected]
        why = "; ".join(f"{reason} ({n})" for reason, n in self.reasons.most_common())
        return [self.name, *counts, self.share_rejected, why]


def blank(value) -> str:
    return "" if value is None else value


def paces(standing: QuerySet) -> tuple[list[Pace], list[Pace]]:
    """Of each editor, the busiest first, and of each day, the latest first."""
    grouped = (
        standing.filter(verb__in=DECIDING)
        .annotate(day=TruncDate("at"), seconds=F("took_ms") / 1000)
        .order_by()
        .values_list("day", "user", "verb", "seconds")
        .annotate(n=Count("pk"), ms=Sum("took_ms"))
    )
    editors, days = {}, {}
    for day, user, verb, seconds, n, ms in grouped:
        for table, key in ((editors, user), (days, day)):
            table.setdefault(key, Pace(str(key))).add(verb, seconds, ms, n)
    users = get_user_model().objects.in_bulk([user for user in editors if user])
    for user, pace in editors.items():
        pace.name = name_of(users.get(user))
    by_day = [days[day] for day in sorted(days, reverse=True)]
    return sorted(editors.values(), key=lambda p: (-p.decisions, p.name)), by_day


def fates(standing: QuerySet) -> tuple[list[Fate], list[Fate]]:
    """By rule and by publisher, those with the most rejections first."""
    rules, publishers = {}, {}

    def count(rule, publisher, **fields):
        reasons = fields.pop("reasons", {})
        for table, name in ((rules, rule or _("no rule")), (publishers, publisher or _("no publisher"))):
            fate = table.setdefault(name, Fate(name))
            for kind, n in fields.items():
                setattr(fate, kind, getattr(fate, kind) + n)
            fate.reasons.update(reasons)

    for rule, publisher, status, touched, basis, reason, n in decided(standing):
        if status == Event.Status.REJECTED:
            count(rule, publisher, rejected=n, reasons={reason: n} if reason else {})
        elif touched:
            count(rule, publisher, edited=n, redated=n if basis == DateBasis.EDITOR else 0)
        else:
            count(rule, publisher, accepted=n)
    for rule, publisher, n in merged(standing):
        count(rule, publisher, merged=n)
    worst_first = [
        sorted(t.values(), key=lambda f: (-f.rejected, -f.decided, f.name)) for t in (rules, publishers)
    ]
    return worst_first[0], worst_first[1]


def became(standing: QuerySet, *statuses: str) -> QuerySet:
    """The changes that gave a proposal one of these states."""
    changes = Change.objects.filter(decision__in=standing, model="timeline.event").order_by()
    return changes.filter(before__status=Event.Status.PROPOSED, after__status__in=statuses)


def decided(standing: QuerySet) -> QuerySet:
    return (
        became(standing, Event.Status.PUBLISHED, Event.Status.REJECTED)
        .filter(event__evidence__rank=Evidence.Rank.PREFERRED)
        .annotate(status=KT("after__status"))
        .values_list(
            *("event__evidence__date_rule", "event__evidence__article__source__name", "status"),
            *("event__touched", "event__date_basis", "decision__reason"),
        )
        .annotate(n=Count("pk"))
    )


def merged(standing: QuerySet) -> QuerySet:
    """By what proved them before: a merge gives the quotes to the other event."""
    losers = became(standing, Event.Status.MERGED).values("decision")
    moved = Change.objects.filter(
        decision__in=losers, model="timeline.evidence", before__rank=Evidence.Rank.PREFERRED
    ).values("row")
    proofs = Evidence.objects.filter(pk__in=moved).order_by()
    return proofs.values_list("date_rule", "article__source__name").annotate(n=Count("pk"))


OF_PACE = (
    *("decisions", "accepted", "rejected", "merged"),
    *("median_seconds", "decisions_an_hour"),
)
OF_FATE = (
    *("decided", "accepted_as_proposed", "accepted_edited", "of_these_another_date", "merged"),
    *("rejected", "rejected_per_cent", "reasons"),
)
FILES = {  # table -> the columns of its file
    "editors": ("editor", *OF_PACE),
    "days": ("day", *OF_PACE),
    "rules": ("rule", *OF_FATE),
    "publishers": ("publisher", *OF_FATE),
}


class Statistics:
    """The page and its files, for the desk."""

    def __init__(self, site):
        self.site = site

    def urls(self) -> list:
        view = self.site.admin_view
        return [
            path("statistics/", view(self.page), name="statistics"),
            path("statistics/<slug:table>.csv", view(self.file), name="statistics_file"),
        ]

    def page(self, request):
        allow(request)
        form, context = PeriodForm(request.GET), {}
        if form.is_valid():
            standing = form.standing()
            editors, days = paces(standing)
            rules, publishers = fates(standing)
            context = {
                "paces": [("editors", _("By editor"), editors[:MOST_SHOWN]), ("days", _("By day"), days)],
                "fates": [
                    ("rules", _("By rule"), rules[:MOST_SHOWN], len(rules) > MOST_SHOWN),
                    ("publishers", _("By publisher"), publishers[:MOST_SHOWN], len(publishers) > MOST_SHOWN),
                ],
                "busiest": max((day.decisions for day in days), default=0),
                "asked": urlencode({name: form.cleaned_data[name].isoformat() for name in ("first", "last")}),
            }
        kinds = (_("accepted as proposed"), _("accepted, edited"), _("merged"), _("rejected"))
        context |= {
            **self.site.each_context(request),
            "title": _("Statistics"),
            "form": form,
            "kinds": list(zip(KINDS, kinds, strict=True)),
            "is_nav_sidebar_enabled": False,
        }
        return TemplateResponse(request, "admin/statistics.html", context)

    def file(self, request, table):
        allow(request)
        form = PeriodForm(request.GET)
        if table not in FILES or not form.is_valid():
            raise Http404
        read = paces if table in ("editors", "days") else fates
        first, second = read(form.standing())
        rows = first if table in ("editors", "rules") else second
        answer = HttpResponse(
            sheet(FILES[table], (row.cells() for row in rows)), content_type="text/csv; charset=utf-8"
        )
        name = "{}-{first}-{last}.csv".format(table, **form.cleaned_data)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def sheet(header: Iterable[str], rows: Iterable[list]) -> str:
    lines = [header, *rows]
    return "".join(",".join(csv.text_cell(str(cell)) for cell in line) + "\r\n" for line in lines)


def allow(request) -> None:
    if not request.user.has_perm("timeline.view_decision"):
        raise PermissionDenied
