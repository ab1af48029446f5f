"""Whether an exported file is whole, told by the file alone: its trailer, its checksums, or how its format ends."""

import csv
import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timeline.exports import checksums
from timeline.exports.checksums import NotWhole

PIECE = 1 << 20
LONGEST_TRAILER = 200  # bytes
PARQUET = b"PAR1"
CUT = gettext_lazy("it ends in the middle of a record, or without a line end")  # the importer says so too


class CannotTell(Exception):
    """Nothing in the file proves it whole; the message says what to ask for."""


def verify(path: Path) -> str:
    """What proves that the file is whole, in words; raises NotWhole, CannotTell, or OSError if it cannot be read."""
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(0)
        if begins.startswith(b"PK"):
            return archive(file)
        if begins == PARQUET:
            return parquet(file)
        if begins.startswith(b"\x1f\x8b"):
            return packed(file)
        return document(file) if path.suffix == ".json" else lines(file)


def archive(file: BinaryIO) -> str:
    with broken(_("the archive is cut off or damaged"), zipfile.BadZipFile, EOFError, zlib.error):
        with zipfile.ZipFile(file) as opened:
            if checksums.SUMS not in opened.namelist():
                damaged = opened.testzip()
                if damaged:
                    raise NotWhole(_("%s is damaged") % damaged)
                return _("the archive ends as it should, and every file in it is as it was packed")
            return _("%d files are what their checksums say") % checksums.check(opened)


def parquet(file: BinaryIO) -> str:
    file.seek(0, 2)
    if file.tell() < 12:
        raise NotWhole(_("it is cut off"))
    file.seek(-4, 2)
    if file.read() != PARQUET:
        raise NotWhole(_("it is cut off: a Parquet file ends with its directory"))
    return _("it ends with its directory, without which nobody could read it")


def packed(file: BinaryIO) -> str:
    """gzip ends with a checksum and a length; a trailer inside is looked at too."""
    with broken(_("the gzip file is cut off or damaged"), EOFError, gzip.BadGzipFile, zlib.error):
        with gzip.open(file) as opened:
            words, _last = trailed(opened)
            return words or _("gzip's own checksum and length are right")


def document(file: BinaryIO) -> str:
    with broken(_("it is cut off or damaged: it is no JSON"), ValueError):
        json.load(file)
    return _("it is JSON from beginning to end")


def lines(file: BinaryIO) -> str:
    words, end = trailed(file)
    if words:
        return words
    if not end.endswith(b"\n"):
        raise NotWhole(str(CUT))
    raise CannotTell(
        _(
            "It has no trailer: it is cut off, or it was not asked for with trailer=1 (a .gz file tells by itself)."
        )
    )


def trailed(file: BinaryIO) -> tuple[str, bytes]:
    """What the trailer proves, empty if there is none, and the file's end.

    A trailer is a last record with the number of rows and the digest of all before it.
    """
    digest, last = hashlib.sha256(), b""
    for before, end in with_end(file):
        digest.update(before)
        last = end
    body, trailer = split(last)
    found = trailer_of(trailer)
    if found is None:
        return "", last
    digest.update(body)
    rows, wanted = found
    if digest.hexdigest() != wanted:
        raise NotWhole(_("its %d rows are not what its trailer says") % rows)
    return _("%d rows, and they are what the trailer says") % rows, last


def with_end(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """(bytes to digest, what may yet be the trailer): the second of the last pair is the file's end."""
    held = b""
    while piece := file.read(PIECE):
        held += piece
        yield held[:-LONGEST_TRAILER], held[-LONGEST_TRAILER:]
        held = held[-LONGEST_TRAILER:]


def split(end: bytes) -> tuple[bytes, bytes]:
    """The end of a file before its last line, and that line; a line that is not ended is none."""
    if not end.endswith(b"\n"):
        return end, b""
    at = end.rfind(b"\n", 0, -1) + 1
    return end[:at], end[at:]


def trailer_of(line: bytes) -> tuple[int, str] | None:
    """The rows and the digest that a last line states; None if it is none."""
    said = line.decode("utf-8", "replace").strip()
    try:
        if said.startswith("{"):
            end = json.loads(said)["#END"]
            return int(end["rows"]), str(end["sha256"])
        mark, rows, digest = next(csv.reader([said]))
    except (ValueError, KeyError, TypeError, StopIteration):
        return None
    return (int(rows), digest) if mark == "#END" and rows.isdecimal() else None


@contextmanager
def broken(words: str, *errors: type[Exception]):
    try:
        yield
    except errors as why:
        raise NotWhole(words) from why
