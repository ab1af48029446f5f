"""What all downloads share, whatever the format: gzip, names, refusals, and files that are whole before they leave."""

import gzip
import io
import zlib
from dataclasses import replace

import pytest
from django.test import RequestFactory

from timeline.exports import reading
from timeline.exports.downloads import Finished, Format, door
from timeline.exports.formats import FORMATS
from timeline.tests.factories import event

pytestmark = pytest.mark.django_db
NAMES = [form.name for form in FORMATS]
DOORS = {form.name: f"/{form.path}" for form in FORMATS}
PLAIN = [form.name for form in FORMATS if not form.packed]


def asked(form: Format, query="", *, gz=False, **headers):
    return door(form, gz=gz)(RequestFactory().get(f"/{form.path}?{query}", headers=headers))


def toy(**fields) -> Format:
    return Format(
        **{
            "name": "events.toy",
            "label": "Toy",
            "use": "for tests",
            "content_type": "text/plain",
            "write": lambda download: (piece for piece in (b"one", b"two")),
        }
        | fields
    )


def test_every_name_is_one_door():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.one_database
@pytest.mark.parametrize("name", PLAIN)
def test_gzip_on_the_way_gives_the_same_bytes_to_who_takes_it(client, name):
    event(who=["Pakistan"])
    plain = client.get(f"{DOORS[name]}")
    packed = client.get(f"{DOORS[name]}", headers={"Accept-Encoding": "br, gzip"})
    refusing = client.get(f"{DOORS[name]}", headers={"Accept-Encoding": "gzip;q=0"})
    data = b"".join(plain.streaming_content)
    assert gzip.decompress(b"".join(packed.streaming_content)) == data == b"".join(refusing.streaming_content)
    assert packed["Content-Encoding"] == "gzip" and not packed.has_header("Content-Length")
    assert not plain.has_header("Content-Encoding") and not refusing.has_header("Content-Encoding")
    assert all("Accept-Encoding" in answer["Vary"] for answer in (plain, packed, refusing))
    assert packed["Content-Type"] == plain["Content-Type"]


@pytest.mark.one_database
@pytest.mark.parametrize("name", PLAIN)
def test_a_gz_file_stays_a_gz_file_whatever_the_client_takes(client, name):
    event()
    data = b"".join(client.get(f"{DOORS[name]}").streaming_content)
    answer = client.get(f"{DOORS[name]}.gz", headers={"Accept-Encoding": "gzip"})
    again = client.get(f"{DOORS[name]}.gz")
    sent = b"".join(answer.streaming_content)
    assert gzip.decompress(sent) == data
    assert sent == b"".join(again.streaming_content)
    assert answer["Content-Type"] == "application/gzip" and not answer.has_header("Content-Encoding")
    assert answer["Content-Disposition"].endswith(f'{name}.gz"')
    assert answer["ETag"] != client.get(f"{DOORS[name]}")["ETag"]


def test_a_cut_gz_file_tells_that_it_is_cut(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 1)
    for number in range(3):
        event(f"Event {number}")
    (csv,) = [form for form in FORMATS if form.name == "events.csv"]
    monkeypatch.setitem(reading.GATHERED, "tags", fails_after(2, reading.GATHERED["tags"]))
    sent = io.BytesIO()
    with pytest.raises(ZeroDivisionError):
        for piece in asked(csv, gz=True):
            sent.write(piece)
    sent.seek(0)
    with pytest.raises(EOFError):
        gzip.GzipFile(fileobj=sent).read()


def fails_after(calls: int, function):
    left = iter([True] * calls)
    return lambda *given: function(*given) if next(left, False) else 1 / 0


def test_the_first_piece_leaves_the_packing_before_the_second_is_made():
    made = []

    def write(download):
        for piece in (b"header\r\n", b"rows\r\n"):
            made.append(piece)
            yield piece

    sent = iter(asked(toy(write=write), **{"Accept-Encoding": "gzip"}))
    assert zlib.decompressobj(31).decompress(next(sent)) == b"header\r\n"
    assert made == [b"header\r\n"]


@pytest.mark.one_database
@pytest.mark.parametrize("name", NAMES)
def test_what_means_nothing_is_refused_in_every_format(client, name):
    for query, param in (("from=banana", "from"), ("entity=nobody", "entity"), ("bananas=1", "bananas")):
        answer = client.get(f"{DOORS[name]}?{query}")
        assert (answer.status_code, answer.content.decode().split(": ")[0]) == (400, param)


@pytest.mark.parametrize("form", FORMATS, ids=NAMES)
def test_a_parameter_that_would_change_nothing_is_refused_rather_than_ignored(client, form):
    for param, value in (("columns", "core"), ("profile", "raw"), ("lf", "1"), ("trailer", "1")):
        answer = client.get(f"/{form.path}?{param}={value}")
        if param in form.takes:
            assert answer.status_code == 200 and b"".join(answer)
        else:
            assert answer.content.decode() == f"{param}: It means nothing for {form.name}.\n"
            assert answer.status_code == 400


@pytest.mark.one_database
@pytest.mark.parametrize("form", FORMATS, ids=NAMES)
def test_every_format_says_its_headers_without_being_written(form):
    event()
    unwritten = replace(form, write=lambda download: 1 / 0)
    head = door(unwritten)(RequestFactory().head("/"))
    assert (head.status_code, b"".join(head)) == (200, b"") and not head.has_header("Content-Length")
    assert head["X-Dataset-Version"].startswith("live@") and head["X-Total-Count"] == "1"
    assert head["Access-Control-Allow-Origin"] == "*"  # pages of others may read it
    assert head["Content-Disposition"] == f'attachment; filename="{form.name}"'
    assert asked(unwritten, **{"If-None-Match": head["ETag"]}).status_code == 304


def test_formats_parameters_and_filters_give_etags_of_their_own():
    event(tags=["Water"])
    filtered = [form for form in FORMATS if form.filtered]
    answers = [asked(form, query) for form in filtered for query in ("", "from=2010", "tag=water")]
    answers += [asked(FORMATS[0], query) for query in ("lf=1", "trailer=1", "profile=raw")]
    assert len({answer["ETag"] for answer in answers}) == len(answers)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_whole_before_it_leaves_states_its_size_and_is_closed():
    file = io.BytesIO(b"whole" * 50_000)
    answer = asked(toy(write=lambda download: Finished(file), packed=True))
    assert answer["Content-Length"] == "250000"
    assert b"".join(answer) == b"whole" * 50_000
    answer.close()
    assert file.closed


def test_more_rows_than_a_format_holds_are_refused_before_it_starts():
    event("One")
    event("Two")
    answer = asked(toy(most=1))
    assert answer.status_code == 400
    assert answer.content.decode() == (
        "events.toy: it holds 1 rows, and these are 2. Narrow the filter, or take the CSV.\n"
    )
    assert asked(toy(most=1), "q=one").status_code == 200


def test_a_format_whose_library_is_absent_says_so():
    answer = asked(toy(library="no_such_library"))
    assert answer.status_code == 501
    assert answer.content.decode() == "events.toy: this site does not offer the format.\n"
