"""SHA256SUMS: what proves the files beside it, written and read in one place."""

import hashlib
import zipfile
import zlib

from django.utils.translation import gettext as _

SUMS = "SHA256SUMS"
MOST = 1 << 20  # bytes of it


class NotWhole(Exception):
    """Something is missing or changed; the message says what."""


def written(digests: dict[str, str]) -> bytes:
    """`digests`: name of a file -> its sha256; as `sha256sum -c` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()


def check(opened: zipfile.ZipFile) -> int:
    """How many files of an archive are what its checksums say: all of them; raises NotWhole."""
    sums, names = sums_in(opened), set(opened.namelist()) - {SUMS}
    for name in sorted(names - set(sums)):
        raise NotWhole(_("%s is not among the checksums") % name)
    for name, digest in sums.items():
        if name not in names:
            raise NotWhole(_("%s is missing") % name)
        if digest_of(opened, name) != digest:
            raise NotWhole(_("%s is not what its checksum says") % name)
    return len(sums)


def digest_of(opened: zipfile.ZipFile, name: str) -> str:
    try:
        with opened.open(name) as member:
            return hashlib.file_digest(member, "sha256").hexdigest()
    except (zipfile.BadZipFile, zlib.error, EOFError) as why:
        raise NotWhole(_("%s is damaged") % name) from why


def sums_in(opened: zipfile.ZipFile) -> dict[str, str]:
    """Name -> digest, as SHA256SUMS lists them."""
    with opened.open(SUMS) as member:
        lines = member.read(MOST).decode("utf-8", "replace").splitlines()
    found = {}
    for number, line in enumerate(lines, start=1):
        digest, name = line[:64], line[66:]
        if len(digest) != 64 or line[64:66] not in ("  ", " *") or not name:
            raise NotWhole(_("line %(number)d of %(name)s is no checksum") % {"number": number, "name": SUMS})
        found[name] = digest
    return found
