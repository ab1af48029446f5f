"""Importing at the desk: upload, look at what would become of each row, import; nothing is written before that."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from timeline import review, tasks
from timeline.desk import importing
from timeline.models import Decision, Event, Heartbeat, Work
from timeline.tests.factories import event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of one form; what it does is tried in test_importing

UPLOAD = "/admin/timeline/event/import/"
TABLE = "Headline,When,Link\nThe bridge opened,June 1988,https://post.example/1\nThe ferry sank,1912,\n"


def upload(desk, data: bytes | str, name="events.csv"):
    """Gives the page that shows what would become of the file."""
    data = data.encode() if isinstance(data, str) else data
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, data)}, follow=True)


def where(page) -> str:
    return page.redirect_chain[-1][0]


def exported(client) -> bytes:
    return b"".join(client.get("/export/events.csv").streaming_content)


def kept(settings) -> list[Path]:
    return list((Path(settings.MEDIA_ROOT) / "imports").glob("*"))


def test_the_changelist_leads_to_the_import(desk):
    assert UPLOAD in desk.get(reverse("admin:timeline_event_changelist")).content.decode()
    assert "Look through it" in desk.get(UPLOAD).content.decode()


def test_an_edited_export_is_shown_before_it_is_imported(desk, settings):
    one = event("Old title")
    page = upload(desk, exported(desk).replace(b",Old title,", b",<b>New</b> title,"))
    shown = page.content.decode()
    assert "0 created, 1 changed, 0 same, 0 conflicts, 0 refused" in shown
    assert "title: “Old title” → “&lt;b&gt;New&lt;/b&gt; title”" in shown
    assert 'name="_import"' in shown and "_import_some" not in shown and 'name="publish"' not in shown
    assert Event.objects.get().title == "Old title" and len(kept(settings)) == 1
    done = desk.post(where(page), {"_import": "1"}, follow=True)
    assert "Imported: 0 created, 1 changed" in done.content.decode()
    one.refresh_from_db()
    assert one.title == "<b>New</b> title" and Decision.objects.get().user.username == "editor"
    assert not kept(settings)


def test_an_untouched_export_offers_nothing_to_import(desk):
    event()
    shown = upload(desk, exported(desk)).content.decode()
    assert "0 created, 0 changed, 1 same, 0 conflicts, 0 refused" in shown and "_import" not in shown


def test_a_header_without_rows_is_counted_too(desk):
    assert (
        "0 created, 0 changed, 0 same, 0 conflicts, 0 refused"
        in upload(desk, exported(desk)).content.decode()
    )


def test_rows_that_are_not_shown_are_counted(desk, monkeypatch):
    monkeypatch.setattr(importing, "MOST_SHOWN", 1)
    shown = upload(desk, TABLE).content.decode()
    assert "The bridge opened" in shown and "The ferry sank" not in shown
    assert "1 more row like these is not shown." in shown


def test_what_a_colleague_has_changed_meanwhile_is_not_overwritten(desk):
    one = event("One")
    event("Two", date="2015")
    page = upload(desk, exported(desk).replace(b",One,", b",Mine,").replace(b",Two,", b",Mine too,"))
    review.edit(one, by=None, title="Theirs")
    refused = desk.post(where(page), {"_import": "1"})
    assert "nothing was imported" in refused.content.decode()
    assert (
        'name="_import_some"' in refused.content.decode() and 'name="_import"' not in refused.content.decode()
    )
    assert set(Event.objects.values_list("title", flat=True)) == {"Theirs", "Two"}
    desk.post(where(page), {"_import_some": "1"})
    assert set(Event.objects.values_list("title", flat=True)) == {"Theirs", "Mine too"}


def test_a_foreign_table_is_imported_by_the_mapping_the_editor_confirms(desk):
    page = upload(desk, TABLE, "table.csv")
    assert page.context["mapping"]["title"].initial == ["Headline"]
    assert page.context["mapping"]["url"].initial == "Link"
    assert "2 created" in page.content.decode()
    again = desk.post(where(page), {"title": ["Headline"], "date": "Link", "_look": "1"})
    assert "1 created, 0 changed, 0 same, 0 conflicts, 1 refused" in again.content.decode()
    assert not Event.objects.exists()
    desk.post(where(page), {"title": ["Headline"], "date": "When", "url": "Link", "_import": "1"})
    assert {str(date) for date in Event.objects.awaiting_review().values_list("date", flat=True)} == {
        "1988-06",
        "1912",
    }


def test_new_events_may_be_published_at_once_and_are_made_once(desk):
    given = {"title": ["Headline"], "date": "When", "_import": "1"}
    desk.post(where(upload(desk, TABLE)), given | {"publish": "1"})
    assert Event.objects.published().count() == 2
    page = upload(desk, TABLE)
    assert "has been imported already" in desk.post(where(page), given).content.decode()
    assert Event.objects.count() == 2
    desk.post(where(page), given | {"again": "1"})
    assert Event.objects.count() == 4


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"event_id,revision,titel\r\n", "there is no column “titel”. Is “title” meant?"),
        (b"event_id,title\r\n", "The file lacks revision"),
        (b"a,b\r\n\xff,\r\n", "the text is not UTF-8"),
        (b"PK\x03\x04...", "The package ends in the middle, or is no ZIP"),
        (b"a,b\r\nc\r\n", "Row 2 has 1 cells, the header 2"),
        (b"a,b\r\nc,d\r\n", "Say which column holds the title."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(desk, data, why):
    shown = upload(desk, data).content.decode()
    assert why in shown and "_import" not in shown


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk, settings):
    settings.MAX_IMPORT_BYTES = 1000
    answer = desk.post(UPLOAD, {"file": SimpleUploadedFile("big.csv", b"x" * 200_000)})
    assert answer.status_code == 413 and "manage.py import_events" in answer.content.decode()
    assert not kept(settings)
    claimed = desk.generic("POST", UPLOAD, b"", CONTENT_LENGTH="2000000000")
    assert claimed.status_code == 413


def test_an_empty_file_and_no_file_are_said_beside_the_field(desk):
    assert "This field is required" in desk.post(UPLOAD, {}).content.decode()
    assert "The submitted file is empty" in upload(desk, b"").content.decode()


def test_only_who_may_add_and_change_events_may_import(client):
    staff = get_user_model().objects.create_user("helper", password="x", is_staff=True)
    client.force_login(staff)
    for address in (UPLOAD, UPLOAD + "0" * 64 + "/"):
        assert client.get(address).status_code == 403
    staff.user_permissions.set(Permission.objects.filter(codename__in=["add_event", "change_event"]))
    assert client.get(UPLOAD).status_code == 200
    assert client.get(UPLOAD + "0" * 64 + "/").status_code == 404


def test_an_upload_needs_the_token_of_its_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_superuser("editor", password="x"))
    assert client.post(UPLOAD, {"file": SimpleUploadedFile("a.csv", b"a,b\r\n")}).status_code == 403


# in the background


@pytest.fixture
def worker(monkeypatch):
    """A worker lives; called, it does what waits."""
    Heartbeat.objects.create(worker="one", at=timezone.now())
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return lambda: call_command("run_worker", batch=True)


FOREIGN = {"title": "Headline", "date": "When", "url": "Link"}


@pytest.mark.parametrize(("button", "made"), [("_import", 2), ("_import_some", 2)])
def test_with_a_worker_a_file_is_imported_as_long_work(desk, settings, worker, button, made):
    page = upload(desk, TABLE.replace("1912,", "1912,https://post.example/2"))
    begun = desk.post(where(page), {**FOREIGN, button: "1"}, follow=True)
    assert "Waits for a worker" in begun.content.decode() and not Event.objects.exists()
    worker()
    work = Work.objects.get()
    assert (work.state, work.done, work.result) == (
        "done", 2, f"Imported: {made} created, 0 changed, 0 same, 0 conflicts, 0 refused."
    )  # fmt: skip
    assert Event.objects.count() == made and not kept(settings)
    assert {decision.user.username for decision in Decision.objects.all()} == {"editor"}


def test_what_has_come_between_is_said_by_the_work_and_nothing_is_imported(desk, worker, settings):
    one = event("Old title")
    page = upload(desk, exported(desk).replace(b",Old title,", b",New title,"))
    desk.post(where(page), {"_import": "1"})
    review.edit(Event.objects.get(), by=None, title="Quicker")
    worker()
    work = Work.objects.get()
    assert work.state == "done" and "nothing was imported" in work.result and work.result_url == where(page)
    one.refresh_from_db()
    assert one.title == "Quicker" and len(kept(settings)) == 1


def test_a_file_that_has_been_imported_is_not_begun_again_unasked(desk, worker):
    table = TABLE.replace("1912,", "1912,https://post.example/2")
    desk.post(where(upload(desk, table)), {**FOREIGN, "_import": "1"})
    worker()
    page = desk.post(where(upload(desk, table)), {**FOREIGN, "_import": "1"}, follow=True)
    assert "imported already" in page.content.decode() and Work.objects.count() == 1


def test_an_import_cancelled_while_it_is_read_imports_nothing(desk, worker, monkeypatch):
    monkeypatch.setattr(importing, "ROWS", 1)
    page = upload(desk, TABLE.replace("1912,", "1912,https://post.example/2"))
    desk.post(where(page), {**FOREIGN, "_import": "1"})
    as_it_is = importing.followed

    def cancelled_at_once(progress, *rest):
        tasks.cancel(progress.work)
        return as_it_is(progress, *rest)

    monkeypatch.setattr(importing, "followed", cancelled_at_once)
    worker()
    assert (Work.objects.get().state, Event.objects.count()) == ("cancelled", 0)
