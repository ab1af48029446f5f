"""/export/events.ndjson: one JSON object a line and event, nested, with every column."""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from timeline.exports.columns import FULL
from timeline.exports.downloads import Download, Format
from timeline.exports.objects import encode, objects


def written(download: Download) -> Iterator[bytes]:
    """A chunk of lines as soon as it is read; with trailer=1 a last line {"#END": {"rows": .., "sha256": ..}}."""
    digest, rows = hashlib.sha256(), 0
    for chunk in download.chunks(FULL):
        data = "".join(f"{encode(one)}\n" for one in objects(chunk)).encode()
        digest.update(data)
        rows += len(chunk)
        yield data
    if "trailer" in download.query.values:
        end = {"#END": {"rows": rows, "sha256": digest.hexdigest()}}
        yield f"{encode(end)}\n".encode()


EVENTS_NDJSON = Format(
    name="events.ndjson",
    label="NDJSON",
    use=_("for programs: an object a line, with quotes and roles inside"),
    content_type="application/x-ndjson; charset=utf-8",
    write=written,
    takes=("trailer",),
)
