"""Importing at the desk: a file is looked through first; what would become of each row is shown; one button imports it.

What was uploaded waits under its digest, out of the public's reach, and is deleted with the import or after a day.
"""

import hashlib
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from timeline import tasks
from timeline.desk.large_forms import larger_than
from timeline.importing import running
from timeline.importing.files import BadFile, Table
from timeline.importing.foreign import Foreign
from timeline.importing.mapping import FIELDS, ORDERS, SEVERAL, BadMapping, Mapping, from_json, guess
from timeline.importing.outcomes import Verdict
from timeline.importing.package import open_file
from timeline.models import Event, Work

MOST_SHOWN = 300  # rows; all are counted
KEPT = 24 * 3600  # seconds
CHUNK = 200
ROWS = 100  # read between two moves of the bar


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A CSV or a data package exported here, edited or not; or another table of events, whose columns you then name."
        ),
    )


class MappingForm(forms.Form):
    """Which column of a foreign table holds what."""

    def __init__(self, table: Table, guessed: Mapping, data=None):
        super().__init__(data)
        choices = [(name, name) for name in table.header]
        for name, label in FIELDS.items():
            several = name in SEVERAL
            kind = forms.MultipleChoiceField if several else forms.ChoiceField
            columns = guessed.columns.get(name, ())
            self.fields[name] = kind(
                label=label,
                required=False,
                choices=choices if several else [("", _("none")), *choices],
                initial=list(columns) if several else "".join(columns[:1]),
            )
        self.fields["order"] = forms.ChoiceField(
            label=_("10/11/2014 means"), required=False, choices=[(o, o or _("either: refuse it")) for o in ORDERS],
            initial=guessed.order,
        )  # fmt: skip
        self.fields["dataset"] = forms.CharField(
            label=_("name of the dataset"), required=False, initial=guessed.dataset,
            help_text=_("Rows that have come in under the same id of the same dataset are passed over."),
        )  # fmt: skip
        self._guessed = guessed

    def mapping(self) -> Mapping:
        """The one given; until the form has been sent, the guess."""
        if not self.is_bound:
            return self._guessed
        given = {name: self.cleaned_data.get(name) for name in FIELDS}
        columns = {
            name: tuple([value] if isinstance(value, str) else value)
            for name, value in given.items()
            if value
        }
        return replace(
            self._guessed,
            columns=columns,
            order=self.cleaned_data["order"],
            dataset=self.cleaned_data["dataset"],
        )


def urls(desk) -> list:
    """`desk`: the admin of events."""

    @csrf_exempt  # until the size is known: the check of the token reads the whole request
    def uploading(request):
        if larger_than(request, settings.MAX_IMPORT_BYTES):
            return refuse_size(request, desk)
        return csrf_protect(lambda r: upload(r, desk))(request)

    def looking(request, digest):
        return look(request, desk, digest)

    view = desk.admin_site.admin_view
    return [
        path("import/", view(uploading), name="timeline_event_import"),
        path("import/<str:digest>/", view(looking), name="timeline_event_import_file"),
    ]


def refuse_size(request, desk):
    form = UploadForm(data={}, files={})
    form.is_valid()
    form.errors.clear()
    words = _(
        "The file is larger than %(most)s MB. Import it by `manage.py import_events`, which takes any size."
    )
    form.add_error("file", words % {"most": settings.MAX_IMPORT_BYTES // 1_000_000})
    return page(request, desk, {"form": form}, status=413)


def upload(request, desk):
    allow(request, desk)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        digest = keep(form.cleaned_data["file"])
        return HttpResponseRedirect(reverse("admin:timeline_event_import_file", args=[digest]))
    return page(request, desk, {"form": form})


def look(request, desk, digest: str):
    """What would become of each row, and for a foreign table the mapping; POST imports, or looks again."""
    allow(request, desk)
    file = kept(digest)
    name = file.name.partition("_")[2]
    context = {"file": name}
    try:
        opened = open_file(file, name)
        judge = opened.judge
        if judge is None:
            bound = request.POST if "title" in request.POST else None
            context["mapping"] = form = MappingForm(opened.table, guess(opened.table.header, name), bound)
            if form.is_bound and not form.is_valid():
                return page(request, desk, context)
            judge = Foreign(opened.table, form.mapping())
    except (BadFile, BadMapping) as why:
        return page(request, desk, context | {"refused": str(why)})
    lines = []
    work = running.Import(
        opened.table,
        judge,
        tell=lambda outcome: lines.append(outcome) if len(lines) < MOST_SHOWN else None,
        beside=opened.beside,
    )
    if request.method == "POST" and ("_import" in request.POST or "_import_some" in request.POST):
        given = {name: name in request.POST for name in ("publish", "again")} | {
            "some": "_import_some" in request.POST
        }
        try:
            if tasks.worker_lives():
                return HttpResponseRedirect(in_background(request, digest, work, given).get_absolute_url())
            tally = imported(work, by=request.user, **given)
        except running.NotImported as why:
            context["refused"], tally = str(why), why.tally
            if isinstance(why, running.DoneAlready):
                context["again"], tally = True, work.dry_run()
        else:
            file.unlink()
            messages.success(request, _("Imported: %s.") % tally)
            return HttpResponseRedirect(reverse("admin:timeline_event_changelist"))
    else:
        tally = work.dry_run()
    if tally is not None:
        context |= {
            "counts": str(tally),
            "created": tally[Verdict.CREATED],
            "deeds": tally[Verdict.CREATED] + tally[Verdict.CHANGED],
            "in_the_way": tally.in_the_way,
            "left_out": tally.total() - tally[Verdict.SAME] - len(lines),
        }
    return page(request, desk, context | {"lines": lines})


def imported(work: running.Import, *, by, publish: bool, again: bool, some: bool) -> running.Tally:
    """All rows or none; or, asked for, those that can be."""
    if some:
        return work.by_chunks(CHUNK, resume=True, by=by, publish=publish, again=again)
    return work.whole(by=by, publish=publish, again=again)


def in_background(request, digest: str, work: running.Import, given: dict[str, bool]) -> Work:
    """Begin the import as long work; DoneAlready before that."""
    if running.unfinished(work.table) is None:
        running.check_not_done(work.table, again=given["again"])
    mapping = work.judge.mapping.as_json() if isinstance(work.judge, Foreign) else ""
    return tasks.start(
        "import events", {"digest": digest, "mapping": mapping, "given": given},
        by=request.user, total=work.table.count, name=work.table.name,
    )  # fmt: skip


def import_kept(
    progress: tasks.Progress, digest: str, mapping: str, given: dict[str, bool]
) -> tuple[str, str]:
    """Long work: import the file that waits under its digest. Taken up again, it reads the file from its beginning;
    rows that are imported already are passed over."""
    progress.begin_again()
    try:
        file = kept(digest)
    except Http404:
        return _("The file is no longer here; give it again."), reverse("admin:timeline_event_import")
    opened = open_file(file, file.name.partition("_")[2])
    judge = opened.judge or Foreign(opened.table, from_json(mapping))
    work = running.Import(opened.table, judge, progress=partial(followed, progress), beside=opened.beside)
    try:
        tally = imported(work, by=progress.work.user, **given)
    except running.NotImported as why:
        return str(why), reverse("admin:timeline_event_import_file", args=[digest])
    file.unlink()
    return _("Imported: %s.") % tally, reverse("admin:timeline_event_changelist")


def followed(progress: tasks.Progress, steps: Iterable, count: int, what: str) -> Iterable:
    """Rows that are read move the bar, and may be the last; what is written is one act, which is not left halfway."""
    return progress.each(steps, by=ROWS) if what == running.ROWS_READ else steps


def allow(request, desk) -> None:
    if not (desk.has_add_permission(request) and desk.has_change_permission(request)):
        raise PermissionDenied


def page(request, desk, context: dict, status: int = 200):
    context = {
        **desk.admin_site.each_context(request),
        "opts": Event._meta,
        "title": _("Import events"),
        **context,
    }
    return TemplateResponse(request, "admin/timeline/event/import.html", context, status=status)


# what was uploaded


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(upload) -> str:
    """Store the upload under its digest, which is returned; what nobody has come back for is deleted."""
    folder().mkdir(parents=True, exist_ok=True)
    for old in folder().iterdir():
        if old.stat().st_mtime < time.time() - KEPT:
            old.unlink(missing_ok=True)
    digest = hashlib.sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    for other in folder().glob(f"{digest.hexdigest()}_*"):
        other.unlink(missing_ok=True)
    name = get_valid_filename(Path(upload.name).name)[-100:]
    with (folder() / f"{digest.hexdigest()}_{name}").open("wb") as file:
        shutil.copyfileobj(upload, file)
    return digest.hexdigest()


def kept(digest: str) -> Path:
    found = list(folder().glob(f"{digest}_*")) if re.fullmatch("[0-9a-f]{64}", digest) else []
    if not found:
        raise Http404
    return found[0]
