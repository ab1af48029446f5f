"""Zip archives of articles: looked through whole before anything of them is read, and never unpacked to the disk."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

PACKED = (
    ".zip",
    ".gz",
    ".tgz",
    ".bz2",
    ".xz",
    ".7z",
    ".rar",
    ".tar",
    ".zst",
    ".jar",
    ".docx",
    ".xlsx",
    ".epub",
)
ENCRYPTED = 0x1  # bit of an entry's flags
DIRECTORY_ENTRY = 30  # bytes of an entry's own header, before its name
UNTOLD = 1_000_000  # bytes below which how tightly something is packed tells nothing


class BadArchive(ValueError):
    """Nothing is taken from the archive; the message names the entry at fault."""


@dataclass(frozen=True, slots=True)
class Limits:
    files: int
    each: int  # bytes, unpacked
    total: int  # bytes, unpacked
    ratio: int = 200  # unpacked to packed; text seldom packs tighter than 1 to 20


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    path: Path
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        """Its bytes; BadArchive if it is damaged or not as long as it says."""
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.info) as file:
                data = file.read(self.info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as why:
            raise BadArchive(_("It is damaged: %s") % why) from why
        if len(data) != self.info.file_size:
            raise BadArchive(_("It is damaged: it is not as long as the archive says."))
        return data


def entries(path: Path, limits: Limits) -> list[Entry]:
    """The files in it, in the archive's order; folders and what operating systems add are left out.

    Raises BadArchive for one that is damaged, too large, or made to do harm.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as why:
        raise BadArchive(_("This is no zip archive, or it is damaged: %s") % why) from why
    files = [info for info in found if not info.is_dir()]
    if len(files) > limits.files:
        words = _("It holds %(found)d files; at most %(most)d are taken in at once.")
        raise BadArchive(words % {"found": len(files), "most": limits.files})
    for info in found:
        for words in harm(info, limits):
            raise BadArchive(_("“%(name)s”: %(why)s") % {"name": info.filename[:200], "why": words})
    total = sum(info.file_size for info in files)
    if total > limits.total:
        words = _("Unpacked it has %(found)d MB; at most %(most)d MB are taken in at once.")
        raise BadArchive(words % {"found": total // 1_000_000, "most": limits.total // 1_000_000})
    refuse_overlaps(found)
    wanted = [Entry(info.filename, path, info) for info in files if not added_by_a_system(info.filename)]
    if not wanted:
        raise BadArchive(_("The archive is empty."))
    return wanted


def harm(info: zipfile.ZipInfo, limits: Limits) -> Iterator[str]:
    """Why an entry cannot be taken; nothing where it can."""
    if info.flag_bits & ENCRYPTED:
        yield _("It is locked with a password. Make the archive again without one.")
    if strays(info.orig_filename):
        yield _("Its name leads out of the archive.")
    if stat.S_ISLNK(info.external_attr >> 16):
        yield _("It is a link to another file, not a file.")
    if info.filename.lower().endswith(PACKED):
        yield _("It is itself packed. Unpack it, and put its files into the archive.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield _("It is packed in a way that cannot be read here.")
    if info.file_size > limits.each:
        words = _("It has %(found).1f MB; an article may have at most %(most)g MB.")
        yield words % {"found": info.file_size / 1_000_000, "most": limits.each / 1_000_000}
    if info.file_size > UNTOLD and info.file_size > limits.ratio * max(info.compress_size, 1):
        yield _("It is packed more than %d to 1, as no text is.") % limits.ratio


def strays(name: str) -> bool:
    """Whether a path is absolute, goes upwards, or means something else on another system."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or name[1:2] == ":"


def added_by_a_system(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return (
        "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].lower() in ("thumbs.db", "desktop.ini")
    )


def refuse_overlaps(found: list[zipfile.ZipInfo]) -> None:
    """Entries that share their bytes are how a small archive holds a great deal."""
    last = None
    for info in sorted(found, key=lambda info: info.header_offset):
        if (
            last is not None
            and last.header_offset + DIRECTORY_ENTRY + last.compress_size > info.header_offset
        ):
            words = _("“%(one)s” and “%(other)s” stand in the same place of the archive.")
            raise BadArchive(words % {"one": last.filename[:200], "other": info.filename[:200]})
        last = info
