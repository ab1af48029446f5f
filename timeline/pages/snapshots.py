"""Frozen versions of the data: a page and an address for ever for each, and files that never change."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from timeline.citing import site_of
from timeline.exports.formats import FORMATS
from timeline.exports.freezing import folder_of, work_of_snapshot
from timeline.models import Snapshot
from timeline.pages.citing import terms

FOR_EVER = "public, max-age=31536000, immutable"
USES = {form.name: form.use for form in FORMATS}
CONTENT_TYPES = {form.name: form.content_type for form in FORMATS} | {
    "citation.bib": "application/x-bibtex; charset=utf-8",
    "citation.json": "application/vnd.citationstyles.csl+json",
}


@require_safe
def snapshot(request, version):
    found = get_object_or_404(Snapshot, version=version)
    newest = Snapshot.objects.first()
    context = {
        "here": "data",
        "snapshot": found,
        "files": [{**file, "use": USES.get(file["name"], "")} for file in found.files],
        "work": work_of_snapshot(found, site_of(request)),
        "newer": newest if newest != found else None,
        **terms(),
    }
    return render(request, "timeline/snapshot.html", context)


@require_safe
def snapshot_file(request, version, name):
    found = get_object_or_404(Snapshot, version=version)
    file = next((file for file in found.files if file["name"] == name), None)
    if file is None:
        raise Http404
    headers = {
        "Cache-Control": FOR_EVER,
        "ETag": f'"{file["sha256"]}"',
        "X-Dataset-Version": version,
    }
    held = get_conditional_response(request, etag=headers["ETag"])
    return held or FileResponse(
        (folder_of(version) / name).open("rb"),
        as_attachment=True,
        filename=name,
        content_type=CONTENT_TYPES.get(name, "text/plain; charset=utf-8"),
        headers=headers,
    )
