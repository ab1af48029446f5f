"""The file that comes in: looked through whole before anything is made of it, its rows numbered as a spreadsheet does.

CSV in any dialect the exports write (with or without byte order mark, CRLF or LF, trailer, gzip), and as
spreadsheets save it again (semicolons, tabs, UTF-16).
"""

import codecs
import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

PIECE = 1 << 20
LONGEST_CELL = 10_000_000  # characters: where a closing quote is missing, reading stops there
TRAILER = "#END"
IDS = "event_id"
UNPACKED = 20  # times as large as the largest file taken in: what a packed one may unpack to
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"

csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))


class BadFile(ValueError):
    """Nothing can be taken from the file; the message says what is wrong, and in which row."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file that has been looked through to its end; iterating gives (number, cells), the header is row 1."""

    name: str
    open: Callable[[], BinaryIO]
    sha256: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    count: int = 0
    open_row: int = 0  # the last row, if no line end follows it: it may be cut in its last cell

    @property
    def marked(self) -> bool:
        """Whether it begins with a byte order mark, as our own default CSV does."""
        return self.encoding == "utf-8-sig"

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in numbered(self.open, self.encoding, self.delimiter):
            if number > 1 and any(cells) and not self.is_trailer(cells):
                yield number, self.fitted(number, cells)

    def is_trailer(self, cells: list[str]) -> bool:
        """It stands in the first column, which is that of the ids, wherever a spreadsheet has moved that."""
        ids = self.header.index(IDS) if IDS in self.header else 0
        return any(cell.strip() == TRAILER for cell in (*cells[:1], *cells[ids : ids + 1]))

    def fitted(self, number: int, cells: list[str]) -> list[str]:
        wide = len(self.header)
        if len(cells) < wide or any(cells[wide:]):
            words = _(
                "Row %(row)s has %(found)s cells, the header %(wide)s: the file is cut there, or a comma stands outside quotes."
            )
            raise BadFile(words % {"row": number, "found": len(cells), "wide": wide})
        return cells[:wide]


def table_at(path: Path, name: str = "") -> Table:
    """The CSV file, which may be gzipped."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(GZIP):
        return table(name or path.name, lambda: Unpacking(gzip.open(path)))
    if start in (ZIP, PARQUET):
        raise BadFile(_("This is no CSV: save a workbook as “CSV UTF-8” first."))
    return table(name or path.name, lambda: path.open("rb"))


def table(name: str, opening: Callable[[], BinaryIO]) -> Table:
    """Read to the end: bytes, trailer, encoding, quotes and the number of cells of every row. Raises BadFile."""
    with said_plainly(), opening() as file:
        start = file.read(4)
    if not start:
        raise BadFile(_("The file is empty."))
    encoding = next((e for mark, e in BYTE_ORDER_MARKS.items() if start.startswith(mark)), "utf-8")
    sha256, before, end = digested(opening)
    delimiter, header = header_of(opening, encoding)
    found = Table(name, opening, sha256, encoding, delimiter, header)
    count, last = counted(found, before)
    ended = (start[:2] + end).decode(encoding, "replace").endswith(("\n", "\r"))
    return replace(found, count=count, open_row=0 if ended else last)


def digested(opening: Callable[[], BinaryIO]) -> tuple[str, str, bytes]:
    """The sha256 of all bytes, that of the bytes before the last line, and the last two bytes."""
    whole = hashlib.sha256()
    before, end = whole.copy(), b""
    with said_plainly(), opening() as file:
        while line := file.readline(PIECE):
            before = whole.copy()
            whole.update(line)
            end = (end + line)[-2:]
    return whole.hexdigest(), before.hexdigest(), end


def counted(found: Table, before: str) -> tuple[int, int]:
    """How many rows there are, and the number of the last record; each must fit the header.

    A trailer must prove the file: nothing follows it, and it states these rows and the digest of the bytes before the
    last line. Its cells then hold no line end, so that it is the last line.
    """
    count, number, trailer = 0, 0, []
    for number, cells in numbered(found.open, found.encoding, found.delimiter):
        if trailer:
            words = _(
                "Row %s (#END) is not the last one, though it proves what is before it and nothing else. If you "
                "have edited the file, take that line out; else it is damaged."
            )
            raise BadFile(words % (number - 1))
        if found.is_trailer(cells):
            trailer = cells
        elif number > 1 and any(cells):
            found.fitted(number, cells)
            count += 1
    if trailer and [trailer[0], *trailer[2:]] != [TRAILER, before]:
        words = _(
            "The file is not what was exported: its last record (#END) gives another digest. If you have edited "
            "it, take that line out; else it is damaged."
        )
        raise BadFile(words)
    if trailer and trailer[1] != str(count):
        words = _(
            "The last record says %(said)s rows, the file has %(count)s. If you have edited it, take that line out."
        )
        raise BadFile(words % {"said": trailer[1], "count": count})
    return count, number


def header_of(opening: Callable[[], BinaryIO], encoding: str) -> tuple[str, tuple[str, ...]]:
    """The delimiter that cuts the first record into most cells, and those cells."""
    found, refused = [], None
    for delimiter in ",;\t":
        try:
            found.append((next(cells for _row, cells in numbered(opening, encoding, delimiter)), delimiter))
        except BadFile as why:
            refused = why
    if not found:
        raise refused
    cells, delimiter = max(found, key=lambda one: len(one[0]))
    header = list(takewhile(str, [cell.strip() for cell in cells]))
    if len(header) < len([cell for cell in cells if cell.strip()]):
        raise BadFile(_("Row 1, column %(n)s: the header names no column there.") % {"n": len(header) + 1})
    for place, column in enumerate(header, 1):
        if column in header[: place - 1]:
            raise BadFile(
                _("Row 1, column %(n)s: “%(name)s” stands there a second time.")
                % {"n": place, "name": column}
            )
    return delimiter, tuple(header)


def numbered(opening: Callable[[], BinaryIO], encoding: str, delimiter: str) -> Iterator:
    """(number, cells) of every record, header and trailer included. Raises BadFile, with the row."""
    number = 0
    with said_plainly(lambda: number), opening() as binary:
        text = io.TextIOWrapper(binary, encoding=encoding, newline="")
        for cells in csv.reader(text, delimiter=delimiter, strict=True):
            number += 1
            yield number, cells


@contextmanager
def said_plainly(row: Callable[[], int] = lambda: 0):
    """What is wrong with the bytes, as BadFile; `row` gives the last row that could be read."""
    try:
        yield
    except UnicodeDecodeError:
        words = _("Around row %(row)s the text is not UTF-8. Save the file as “CSV UTF-8”.")
        raise BadFile(words % {"row": row() + 1}) from None
    except csv.Error as why:
        words = _("Row %(row)s cannot be read: %(why)s. A quote is not closed, or the file is cut there.")
        raise BadFile(words % {"row": row() + 1, "why": why}) from None
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        words = _("The packed file ends, or breaks, after row %(row)s: it has not come down whole.")
        raise BadFile(words % {"row": row()}) from None
    except NotImplementedError:
        raise BadFile(_("It is packed in a way that cannot be read here.")) from None


class Unpacking(io.BufferedReader):
    """A packed stream that refuses to grow without end."""

    def __init__(self, packed: BinaryIO):
        super().__init__(Bounded(packed), PIECE)


class Bounded(io.RawIOBase):
    def __init__(self, packed: BinaryIO):
        self._packed, self._left = packed, settings.MAX_IMPORT_BYTES * UNPACKED

    def readable(self):
        return True

    def readinto(self, buffer) -> int:
        data = self._packed.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            most = settings.MAX_IMPORT_BYTES * UNPACKED // 1_000_000
            raise BadFile(
                _("The packed file unpacks to more than %(most)s MB; it is not read.") % {"most": most}
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self):
        self._packed.close()
        super().close()
