"""Long work in a real browser: many files given, a page that shows how far it is, reloaded, cancelled, done."""

import json

import pytest
from django.db.models import F
from django.utils import timezone

from timeline import tasks
from timeline.models import Heartbeat, Skip, Work
from timeline.tests.browser.axe import DEFAULT, faults
from timeline.tests.browser.test_importing_browser import checked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(site, signed_in):
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    Heartbeat.objects.create(worker="one", at=timezone.now() + timezone.timedelta(hours=1))
    return site


def rows(count: int) -> bytes:
    given = (
        {"text": f"The mill closed on {n + 1} June 2013.", "published": "2013-06-29"} for n in range(count)
    )
    return "".join(json.dumps(row) + "\n" for row in given).encode()


def test_a_work_is_followed_over_a_reload_and_cancelled(desk):
    desk.goto("/admin/kb/article/add/")
    desk.get_by_role("link", name="Many at once").click()
    checked(desk, "add-many")
    table = {"name": "list.ndjson", "mimeType": "application/json", "buffer": rows(3)}
    page = {"name": "dam.txt", "mimeType": "text/plain", "buffer": b"The dam burst on 1 July 2012."}
    desk.get_by_label("Files").set_input_files([table, page])
    desk.get_by_label("Published").fill("2016-02-11")
    desk.get_by_role("button", name="Add and read").click()
    desk.get_by_text("Waits for a worker").wait_for()

    moving = {"state": "running", "runner": "one", "beat_at": timezone.now() + timezone.timedelta(hours=1)}
    Work.objects.update(done=F("done") + 2, **moving)
    desk.get_by_text("2 of 4").wait_for()  # the script has seen it
    assert desk.get_by_role("progressbar").evaluate("bar => [bar.value, bar.max]") == [2, 4]
    Skip.objects.create(
        work=Work.objects.get(), what="list.ndjson, line 2", why="This text is here already: “Mill”."
    )
    desk.reload()
    desk.get_by_text("2 of 4").wait_for()
    desk.get_by_text("list.ndjson, line 2").wait_for()
    checked(desk, "work-running")
    desk.get_by_role("button", name="Cancel").click()
    desk.get_by_text("it stops after the present item").wait_for()

    Work.objects.update(state="interrupted", cancel_asked=False, done=0)
    desk.get_by_role("button", name="Go on").wait_for()  # put in by the script
    checked(desk, "work-interrupted")
    desk.get_by_role("button", name="Go on").click()
    desk.get_by_text("Waits for a worker").wait_for()
    tasks.run(Work.objects.get())
    desk.get_by_text("4 added, 0 here already, 0 refused; events proposed: 4.").wait_for()
    checked(desk, "work-done")
    desk.get_by_role("link", name="See the result").click()
    desk.get_by_role("link", name="The dam burst on 1 July 2012").first.wait_for()


def test_what_is_wrong_is_read_out_before_the_form(desk):
    desk.goto("/admin/kb/article/add-many/")
    table = {"name": "list.csv", "mimeType": "text/csv", "buffer": b"title,published,text\nx,31 June 2014,\n"}
    desk.get_by_label("Files").set_input_files([table])
    desk.get_by_role("button", name="Add and read").click()
    desk.get_by_role("region", name="Nothing was taken in").get_by_text("June has 30 days").wait_for()
    checked(desk, "add-many-refused")


def test_the_list_of_works(desk, editor):
    for state in ("done", "running", "failed"):
        Work.objects.create(kind="add articles", name="list.ndjson", user=editor, total=3, language="en", state=state,
                            beat_at=timezone.now())  # fmt: skip
    desk.goto("/admin/timeline/work/")
    desk.get_by_text("list.ndjson").first.wait_for()
    assert faults(desk, within="#changelist-form", rules=DEFAULT) == []
