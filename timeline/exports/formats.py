"""Every format there is. Doors, links and the tests that try all of them are made from this table."""

from timeline.exports.changes import CHANGES_CSV
from timeline.exports.downloads import Format
from timeline.exports.events_csv import EVENTS_CSV
from timeline.exports.events_ics import EVENTS_ICS
from timeline.exports.events_json import EVENTS_JSON
from timeline.exports.events_ndjson import EVENTS_NDJSON
from timeline.exports.events_parquet import EVENTS_PARQUET
from timeline.exports.events_xlsx import EVENTS_XLSX
from timeline.exports.package import PACKAGE_ZIP
from timeline.exports.sources import SOURCES_BIB, SOURCES_JSON
from timeline.exports.timelinejs import TIMELINEJS_JSON

FORMATS: tuple[Format, ...] = (
    EVENTS_CSV,
    EVENTS_NDJSON,
    EVENTS_JSON,
    EVENTS_XLSX,
    EVENTS_PARQUET,
    PACKAGE_ZIP,
    SOURCES_BIB,
    SOURCES_JSON,
    EVENTS_ICS,
    TIMELINEJS_JSON,
    CHANGES_CSV,
)
