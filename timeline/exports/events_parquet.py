"""/export/events.parquet: the same rows as the CSV with their types, for who computes with them. A file cut short
cannot be read at all, for what describes a Parquet file stands at its end.

pyarrow is large, and a site may do without it: only who asks for the format loads it.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from timeline.exports.columns import SCHEMA_VERSION, Boolean, Column, Day, Integer, List, Moment, Number, Type
from timeline.exports.downloads import Download, Format
from timeline.exports.reading import Chunk

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_A_GROUP = 10_000


def written(download: Download) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = schema_of(download)
    outgoing, waiting, rows = Outgoing(), [], 0
    with ParquetWriter(outgoing, schema, compression="zstd") as writer:
        yield outgoing.taken()
        for chunk in download.chunks(download.columns):
            waiting.append(batch(chunk, download.columns, schema))
            rows += len(chunk)
            if rows >= ROWS_A_GROUP:
                writer.write_table(pa.Table.from_batches(waiting))
                waiting, rows = [], 0
                yield outgoing.taken()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting))
    yield outgoing.taken()


class Outgoing(io.RawIOBase):
    """A file that is only ever written on: what the library has written and nobody has taken yet."""

    def __init__(self):
        self._pieces, self._at = [], 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        self._at += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def schema_of(download: Download) -> "pa.Schema":
    """The columns with their types and, in English, their meanings; and what the file holds, of when."""
    import pyarrow as pa

    said = {"schema_version": SCHEMA_VERSION, "dataset_version": str(download.version)}
    with override("en"):
        said["events"] = download.query.words() or "All events"
        return pa.schema(
            [
                pa.field(column.name, arrow_type(column), metadata={"description": str(column.meaning)})
                for column in download.columns
            ],
            metadata=said,
        )


def arrow_type(column: Column) -> "pa.DataType":
    import pyarrow as pa

    return {
        Day: pa.date32(),
        Moment: pa.timestamp("ms", tz="UTC"),
        Integer: pa.int64(),
        Number: pa.float64(),
        Boolean: pa.bool_(),
        List: pa.list_(pa.string()),
    }.get(type(column.type), pa.string())


def batch(chunk: Chunk, columns: tuple[Column, ...], schema: "pa.Schema") -> "pa.RecordBatch":
    """The chunk; an empty text is null, for it says as little."""
    import pyarrow as pa

    arrays = [pa.array(VALUES.get(type(column.type), texts)(chunk[column.type.source])) for column in columns]
    return pa.record_batch(
        [array.cast(field.type) for array, field in zip(arrays, schema, strict=True)], schema=schema
    )


def texts(values) -> list[str | None]:
    return [value or None for value in values]


def numbers(values) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def booleans(values) -> list[bool]:
    return [bool(value) for value in values]


VALUES: dict[type[Type], Callable[[Iterable], list]] = {
    Integer: list,
    Number: numbers,
    Boolean: booleans,
    List: list,
}


EVENTS_PARQUET = Format(
    name="events.parquet",
    label="Parquet",
    use=_("for pandas, DuckDB, R and other programs that compute"),
    content_type="application/vnd.apache.parquet",
    write=written,
    takes=("columns",),
    packed=True,
    library="pyarrow",
)
