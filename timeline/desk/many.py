"""Many articles at once at the desk: files, zip archives, tables. Looked through at once, then taken in as long work."""

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from kb import intake
from kb.models import Source
from timeline import tasks
from timeline.desk.large_forms import larger_than
from timeline.importing import articles


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    widget = ManyFiles

    def clean(self, data, initial=None):
        """A list of uploads."""
        one = super().clean
        return [one(upload, initial) for upload in data] if data else [one(None, initial)]


class ManyForm(forms.Form):
    files = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "Text files and saved web pages, zip archives of them, or tables of articles (CSV, NDJSON)."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Publisher"),
        required=False,
        widget=forms.TextInput(attrs={"list": "publishers"}),
        help_text=gettext_lazy("Of the articles that do not name theirs."),
    )
    published = forms.DateField(
        label=gettext_lazy("Published"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "Of all that do not say it in a table; left empty, it is looked for in each text."
        ),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        required=False,
        help_text=gettext_lazy("Of the articles that do not say it in a table: a code such as en or ur."),
    )

    def clean(self):
        given = super().clean()
        for why in intake.refusals(source=given.get("source", ""), language=given.get("language", "")):
            self.add_error(why.field, str(why))
        if (given.get("published") or timezone.localdate()) > timezone.localdate():
            self.add_error("published", _("That day lies in the future."))
        return given

    def given(self) -> dict[str, str]:
        """What holds for all of them that say nothing else, as a work keeps it."""
        found = {name: self.cleaned_data[name] for name in ("source", "published", "language")}
        return {name: str(value) for name, value in found.items() if value}


def urls(desk) -> list:
    """`desk`: the admin of articles."""

    @csrf_exempt  # until the size is known: the check of the token reads the whole request
    def adding(request):
        if larger_than(request, settings.MAX_ARTICLES_BYTES):
            words = _("Together they are larger than %(most)d MB. Add them by `manage.py add_articles`.")
            return refuse(request, desk, words % {"most": settings.MAX_ARTICLES_BYTES // 1_000_000})
        try:
            len(request.POST)
        except TooManyFilesSent:
            words = _("These are more than %(most)d files. Put them into a zip archive.")
            return refuse(request, desk, words % {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES})
        return csrf_protect(lambda r: add_many(r, desk))(request)

    return [path("add-many/", desk.admin_site.admin_view(adding), name="kb_article_add_many")]


def refuse(request, desk, words: str):
    form = ManyForm(data={}, files={})
    form.is_valid()
    form.errors.clear()
    form.add_error("files", words)
    return page(request, desk, form, status=413)


def add_many(request, desk):
    if not desk.has_add_permission(request):
        raise PermissionDenied
    form = ManyForm(request.POST, request.FILES) if request.method == "POST" else ManyForm()
    looked = None
    if form.is_valid():
        uploads = form.cleaned_data["files"]
        folder = kept(uploads)
        looked = articles.Shipment.in_folder(folder).look_through()
        if looked.problems:
            tasks.remove(folder)
        else:
            try:
                work = tasks.start(
                    articles.KIND, {"given": form.given()}, by=request.user, total=looked.items,
                    name=tasks.named(uploads[0].name, len(uploads)), folder=folder,
                )  # fmt: skip
                return HttpResponseRedirect(work.get_absolute_url())
            except tasks.NoWorker as why:
                form.add_error("files", str(why))
                looked = None
    return page(request, desk, form, looked)


def kept(uploads) -> str:
    """The uploads in a folder of their own, numbered so that they keep their order."""
    folder = tasks.new_folder()
    for number, upload in enumerate(uploads):
        name = get_valid_filename(upload.name)[-100:]
        with (tasks.folder(folder) / f"{number:05}_{name}").open("wb") as file:
            for piece in upload.chunks():
                file.write(piece)
    return folder


def page(request, desk, form, looked=None, status=200):
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Add many articles"),
        "form": form,
        "looked": looked,
        "publishers": Source.objects.values_list("name", flat=True)[:500],
        "columns": articles.COLUMNS,
        "worker": tasks.worker_lives(),
        "most_without": settings.WORK_IN_REQUEST,
    }
    return TemplateResponse(request, "admin/kb/article/add_many.html", context, status=status)
