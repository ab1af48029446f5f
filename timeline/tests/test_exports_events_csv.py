"""The door /export/events.csv: whose events, which bytes, which headers; streamed from one state of the data."""

import csv
import hashlib
import io

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils.connection import ConnectionDoesNotExist

from kb.models import Entity, Source
from timeline import review
from timeline.exports import downloads, reading
from timeline.exports.columns import CORE
from timeline.exports.csv import Dialect, lines
from timeline.exports.snapshot import snapshot
from timeline.query import EventQuery
from timeline.tests.factories import article, entity, event, evidence

HEADER = ",".join(column.name for column in CORE).encode()
DB = pytest.mark.django_db


def fetched(client, query="", **headers):
    answer = client.get(f"/export/events.csv{query}", headers=headers)
    return b"".join(answer.streaming_content), answer


def titles(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig")
    return [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]


# whose events


@DB
def test_the_public_gets_published_events_and_nothing_private(client):
    paper = article("The full text of the article. Seen, in June 2014, the record says. It goes on and on.")
    seen = event("Seen", note="secret note", flagged=True, proof=False)
    evidence(seen, paper, exact="Seen, in June 2014, the record says.", rank="preferred", note="secret rank")
    for status in ("proposed", "rejected"):
        event(f"Hidden {status}", status=status)
    event("Hidden retracted", status="retracted", retraction_reason="Hidden hoax.")
    event("Hidden merged", status="merged", merged_into=event("Survivor"))
    for query in ("", "?profile=raw", "?q=hidden", "?order=newest&trailer=1", "?from=2014", "?certain=1"):
        data, _answer = fetched(client, query)
        assert b"Hidden" not in data and b"secret" not in data and b"goes on" not in data
    assert titles(fetched(client)[0]) == ["Seen", "Survivor"]


@DB
def test_the_file_holds_what_the_query_lists_in_its_order(client):
    for date in ("2014-06-03", "2014-06", None, "2013", "2015"):
        event(str(date), date=date)
    assert titles(fetched(client)[0]) == ["2013", "2014-06", "2014-06-03", "2015", "None"]
    assert titles(fetched(client, "?from=2014&to=2014&order=newest")[0]) == ["2014-06-03", "2014-06"]


@DB
@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("from=banana", "from"),
        ("to=31+June+2014", "to"),
        ("entity=nobody", "entity"),
        ("certain=maybe", "certain"),
        ("order=random", "order"),
        ("q=%00", "q"),
        ("q=a&q=b", "q"),
        ("columns=all", "columns"),
        ("profile=pretty", "profile"),
        ("lf=yes", "lf"),
        ("trailer=2", "trailer"),
        ("utm_source=x", "utm_source"),
        ("from=2014&banana=1", "banana"),
    ],
)
def test_what_means_nothing_is_refused_with_its_name(client, query, param):
    answer = client.get(f"/export/events.csv?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().startswith(f"{param}: ")


@DB
def test_the_pages_own_parameters_are_ignored(client):
    event("One")
    assert titles(fetched(client, "?after=tampered&zoom=banana&lane=x")[0]) == ["One"]


# which bytes


@DB
def test_nothing_found_is_the_header_alone(client):
    data, answer = fetched(client)
    assert data == b"\xef\xbb\xbf" + HEADER + b"\r\n"
    assert answer["X-Total-Count"] == "0" and answer["X-Dataset-Version"] == "live"


@DB
def test_records_end_with_crlf_and_with_lf_where_asked(client):
    event("two\r\nlines")
    assert fetched(client)[0].count(b"\r\n") == 2
    data, _answer = fetched(client, "?lf=1")
    assert b"\r" not in data and data.count(b"\n") == 4  # two of them inside cells


@DB
def test_raw_has_no_byte_order_mark_and_no_guard(client):
    event("=1+1")
    assert b'"\'=1+1",' in fetched(client)[0]
    data, _answer = fetched(client, "?profile=raw")
    assert data.startswith(HEADER) and b",=1+1," in data


@DB
@pytest.mark.parametrize("form", ["", "&profile=raw&lf=1"])
def test_the_trailer_proves_that_the_file_is_whole(client, form):
    event("One")
    event("Two")
    data, _answer = fetched(client, "?trailer=1" + form)
    body, last = data[: data.rindex(b"#END")], data[data.rindex(b"#END") :]
    assert last.decode().strip() == f"#END,2,{hashlib.sha256(body).hexdigest()}"


@DB
def test_the_same_data_gives_the_same_bytes(client):
    event(who=["Russia", "Pakistan"], tags=["B", "A"])
    assert fetched(client)[0] == fetched(client)[0]


# which headers


@DB
def test_the_headers_say_what_it_is_of_when_and_how_much(client):
    one = event()
    _data, answer = fetched(client, "?from=2014&to=June+2014&entity=")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["X-Total-Count"] == "1"
    assert answer["X-Dataset-Version"] == f"live@{one.changed_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert answer["Content-Disposition"].startswith('attachment; filename="events_')
    assert "2014" in answer["Content-Disposition"] and answer["Content-Disposition"].endswith('.csv"')


@DB
def test_a_file_name_is_short_and_plain_whatever_was_asked(client):
    asked = "?q=%22%F0%9F%99%82%20../etc%22%20" + "a" * 400
    _data, answer = fetched(client, asked)
    name = answer["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.isascii() and len(name) < 130 and "/" not in name


@DB
def test_head_gives_the_headers_and_no_rows(client):
    event()
    _data, whole = fetched(client)
    head = client.head("/export/events.csv")
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")
    assert not head.has_header("Content-Length")  # nobody has counted the bytes
    for name in ("X-Total-Count", "X-Dataset-Version", "ETag", "Content-Type", "Content-Disposition"):
        assert head[name] == whole[name]
    assert client.post("/export/events.csv").status_code == 405


@DB
def test_who_has_the_file_already_gets_304_until_something_in_it_changes(client):
    one = event("One", who=["Pakistan"])
    editor = get_user_model().objects.create_user("editor")

    def answers(etag, query=""):
        return client.get("/export/events.csv" + query, headers={"If-None-Match": etag}).status_code

    etag = fetched(client)[1]["ETag"]
    assert etag.startswith('W/"')
    assert answers(etag) == 304 and answers(etag, "?lf=1") == answers(etag, "?from=2010") == 200
    for change in (
        lambda: review.edit(one, by=editor, title="Another title"),
        lambda: event("Two"),
        lambda: Source.objects.update(name="The Harbour Mail"),
        lambda: Entity.objects.get(name="Pakistan").save(),
        lambda: review.retract(one, by=editor, reason="A hoax."),
    ):
        etag = fetched(client)[1]["ETag"]
        change()
        assert answers(etag) == 200


@DB
def test_a_proposal_changes_nothing_for_who_has_the_file(client):
    event()
    etag = fetched(client)[1]["ETag"]
    event("Proposed", status="proposed", proof=False)
    assert client.get("/export/events.csv", headers={"If-None-Match": etag}).status_code == 304


# streamed


@pytest.mark.one_database
@DB
def test_queries_grow_by_chunks_not_by_rows(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 5)

    def queries():
        for number in range(5):
            event(f"Event {number}", who=["Russia"], tags=["A"], place=entity("Moscow"))
        with CaptureQueriesContext(connection) as seen:
            fetched(client, "?columns=full")
        return len(seen)

    one, two, three = queries(), queries(), queries()
    assert three - two == two - one == len(reading.GATHERED)


@DB
def test_the_header_leaves_before_the_first_row_is_read_and_a_chunk_before_the_next(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 2)
    for number in range(5):
        event(f"Event {number}")
    read = []

    def watched():
        for chunk in reading.chunks(
            EventQuery({}).events(),
            [column.type.source for column in CORE],
            site="",
            using="default",
        ):
            read.append(len(chunk))
            yield chunk

    sent = lines(watched(), CORE, Dialect())
    next(sent)
    assert read == []
    next(sent)
    assert read == [2]
    assert len(list(sent)) == 2 and read == [2, 2, 1]


@DB
def test_a_failure_on_the_way_breaks_off_and_writes_nothing_into_the_data(client, monkeypatch):
    event("One")
    monkeypatch.setitem(reading.GATHERED, "tags", lambda ids, using: 1 / 0)
    answer, sent = client.get("/export/events.csv?trailer=1"), []
    with pytest.raises(ZeroDivisionError):
        sent.extend(answer.streaming_content)
    assert b"".join(sent) in (b"", b"\xef\xbb\xbf" + HEADER + b"\r\n")


# one state of the data, on a connection of its own


@pytest.mark.django_db(transaction=True)
def test_a_download_shows_one_state_of_the_data_and_holds_up_no_editor(client, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 1)
    ones = [event(f"Event {number}", date=f"200{number}") for number in range(3)]
    editor = get_user_model().objects.create_user("editor")
    answer = client.get("/export/events.csv")
    pieces = iter(answer.streaming_content)
    begun = next(pieces) + next(pieces)
    review.retract(ones[2], by=editor, reason="A hoax.")
    event("Event 9", date="2009")
    assert titles(begun + b"".join(pieces)) == ["Event 0", "Event 1", "Event 2"]
    assert answer["X-Total-Count"] == "3"
    assert titles(fetched(client)[0]) == ["Event 0", "Event 1", "Event 9"]


@pytest.mark.django_db(transaction=True)
def test_the_connection_is_given_back_whether_the_reader_stays_or_goes(client, monkeypatch):
    aliases = []

    class Watched:
        def __init__(self):
            self.real = snapshot()

        def __enter__(self):
            aliases.append(self.real.__enter__())
            return aliases[-1]

        def __exit__(self, *why):
            return self.real.__exit__(*why)

    monkeypatch.setattr(downloads, "snapshot", Watched)
    event()
    fetched(client)
    client.head("/export/events.csv")
    gone = client.get("/export/events.csv")
    next(iter(gone.streaming_content))
    gone.close()
    etag = fetched(client)[1]["ETag"]
    client.get("/export/events.csv", headers={"If-None-Match": etag})
    assert len(set(aliases)) == 5 and "default" not in aliases
    for alias in aliases:
        with pytest.raises(ConnectionDoesNotExist):
            connections[alias]


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_no_later_write():
    event("Before")
    with snapshot() as using:
        events = EventQuery({}).events().using(using)
        assert events.count() == 1
        event("After")
        assert events.count() == 1
    assert EventQuery({}).events().count() == 2


@DB
def test_inside_a_transaction_the_callers_own_writes_are_seen():
    with snapshot() as using:
        assert using == "default"
