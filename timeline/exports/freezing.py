"""Snapshots: all public data of one moment, in every format, as files that never change (manage.py make_snapshot).

A snapshot is a folder of DATA_DIR/snapshots and a row that lists its files. Files are written in a folder of
another name, which takes its own in the transaction that writes the row: a snapshot is there whole, or not at all.
"""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from timeline.citing import Work
from timeline.exports import checksums
from timeline.exports.downloads import Download
from timeline.exports.formats import FORMATS
from timeline.exports.snapshot import snapshot
from timeline.exports.version import Version, version_of
from timeline.models import Snapshot
from timeline.query import VERSION, EventQuery


class CannotFreeze(Exception):
    """No snapshot was made; the message says why."""


class NothingNew(CannotFreeze):
    """The last snapshot shows the data as they are."""


def folder_of(version: str) -> Path:
    return settings.DATA_DIR / "snapshots" / version


def freeze(version: str, *, site: str, now: dt.datetime, say: Callable[[str], None] = lambda line: None):
    """Make the snapshot and return it. `version` may be empty: it is then named by the day, v2026-11-26.

    Raises CannotFreeze where the name is taken; NothingNew where no name is given and nothing has changed since.
    """
    named = version or free_name(now.date())
    if not VERSION.fullmatch(named):
        raise CannotFreeze(_("A version is named v and letters, digits, dots or hyphens, like v2026-11-26."))
    target = folder_of(named)
    if target.exists() or Snapshot.objects.filter(version=named).exists():
        raise CannotFreeze(_("%s is there already, and a snapshot never changes.") % named)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        with snapshot() as using:
            state = present_state(site, using)
            last = Snapshot.objects.first()
            if not version and last is not None and last.state == state.etag:
                raise NothingNew(_("Nothing has changed since %s.") % last)
            files = [*data_files(draft, named, site, using, say)]
        made = Snapshot(
            version=named, made_at=now, changed_at=state.changed_at, events=state.count, state=state.etag
        )
        files += citation_files(draft, work_of_snapshot(made, site))
        sums = checksums.written({file["name"]: file["sha256"] for file in files})
        made.files = [*files, stored(draft / checksums.SUMS, [sums])]
        with transaction.atomic():
            made.save()
            draft.chmod(0o755)
            draft.rename(target)
            sync(target.parent)
        return made
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def present_state(site: str, using: str) -> Version:
    """Of all public data; its etag is the `state` of a snapshot that shows them."""
    return version_of(EventQuery({}).events(), f"snapshot {site}", using=using)


def free_name(today: dt.date) -> str:
    """v2026-11-26, or v2026-11-26.2 where that day has a snapshot already."""
    first = f"v{today.isoformat()}"
    taken = set(Snapshot.objects.filter(version__startswith=first).values_list("version", flat=True))
    names = [first, *(f"{first}.{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def data_files(draft: Path, name: str, site: str, using: str, say) -> Iterator[dict]:
    """All events in every format that this site offers and that can hold them."""
    query = EventQuery({})
    for form in FORMATS:
        if form.paged:
            continue  # a page of it is not the whole
        state = replace(version_of(form.rows(query), form.name, using=using), name=name)
        if not form.available:
            say(_("%s is left out: this site does not offer the format.") % form.name)
        elif form.most is not None and state.count > form.most:
            say(
                _("%(file)s is left out: it can hold %(most)d rows.") % {"file": form.name, "most": form.most}
            )
        else:
            pieces = form.write(Download(query, site, using, state))
            try:
                file = stored(draft / form.name, pieces)
            finally:
                pieces.close()
            say(f"{form.name}: {file['bytes']:,} bytes")
            yield file


def citation_files(draft: Path, work: Work) -> Iterator[dict]:
    for name, text in (
        ("CITATION.txt", f"{work.apa}\n\n{work.mla}"),
        ("citation.bib", work.bibtex),
        ("citation.json", work.csl_json),
    ):
        yield stored(draft / name, [f"{text}\n".encode()])


def stored(path: Path, pieces: Iterable[bytes]) -> dict:
    """Write the file to the disk; return what a Snapshot says of it."""
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    path.chmod(0o444)
    return {"name": path.name, "bytes": size, "sha256": digest.hexdigest()}


def sync(folder: Path) -> None:
    """Make sure that a name given in the folder outlasts a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def work_of_snapshot(frozen: Snapshot, site: str) -> Work:
    return Work(
        id=frozen.version,
        title="1 event" if frozen.events == 1 else f"All {frozen.events} events",
        version=f"version {frozen.version}",
        day=frozen.made_at.date(),
        url=site + reverse("snapshot", args=[frozen.version]),
    )
