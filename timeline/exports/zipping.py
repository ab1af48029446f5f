"""A ZIP archive that leaves while it is written: nothing is kept, on disk or in memory, but what is on its way."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator

LARGE = 2**31  # bytes from which a file is written as ZIP64 has it, with a margin


class Archive:
    """Files one after the other; `add` gives the archive's bytes as they come, `close` the last ones.

    The same files give the same bytes: none bears a time but `moment` (year, month, day, hour, minute, second).
    """

    def __init__(self, moment: tuple[int, int, int, int, int, int]):
        self._moment = moment
        self._out = _Out()
        self._zip = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)
        self.sizes: dict[str, int] = {}
        self.digests: dict[str, str] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, about_bytes: int = 0) -> Iterator[bytes]:
        """`about_bytes`: how large the file may get, at a guess."""
        info = zipfile.ZipInfo(name, self._moment)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=about_bytes > LARGE) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
                yield from self._out.taken()
        self.sizes[name], self.digests[name] = size, digest.hexdigest()
        yield from self._out.taken()

    def close(self) -> Iterator[bytes]:
        self._zip.close()
        yield from self._out.taken()


class _Out:
    """What has been written since it was last taken. It cannot seek, so sizes follow each file."""

    def __init__(self):
        self._pieces: list[bytes] = []

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def taken(self) -> Iterator[bytes]:
        if self._pieces:
            data, self._pieces = b"".join(self._pieces), []
            yield data
