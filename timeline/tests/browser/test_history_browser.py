"""History, earlier versions and the comparison in a real browser: by keyboard, and read by axe."""

import pytest
from django.contrib.auth import get_user_model

from timeline import merging, review
from timeline.models import Decision, Event
from timeline.tests.browser.axe import DEFAULT, faults_in_light_and_dark
from timeline.tests.factories import entity, event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(site, signed_in):
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    return site


def test_two_are_compared_and_merged_by_keyboard_alone(desk):
    kept, lost = event("The canal opened", date="1950"), event("A canal was opened", date="1951")
    desk.goto(f"/admin/timeline/event/compare/?left={kept.pk}&right={lost.pk}")
    desk.locator("input[name=title]:checked").focus()
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("Enter")
    desk.get_by_text("Merged into: ").wait_for()
    one = Event.objects.published().get()
    assert (one.pk, one.title, str(one.date), one.disputed) == (kept.pk, lost.title, "1950", True)


def test_axe_finds_nothing(desk):
    editor = get_user_model().objects.first()
    kept, lost, other = (
        event(f"The canal opened, {n}", date=f"195{n}", place=entity("Suez")) for n in range(3)
    )
    review.edit(kept, by=editor, title="A canal was opened", place=None)
    merging.merge(lost, into=kept, by=editor)
    merger = Decision.objects.latest("id")
    review.edit(kept, by=editor, title="The canal was opened")
    for address in (
        f"event/{kept.pk}/history/",
        f"event/{kept.pk}/history/{merger.pk}/",
        f"event/compare/?left={kept.pk}&right={other.pk}",
    ):
        desk.goto(f"/admin/timeline/{address}")
        assert faults_in_light_and_dark(desk, within="#content", rules=DEFAULT) == []
