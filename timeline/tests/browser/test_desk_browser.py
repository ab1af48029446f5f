"""The desk in a real browser: by keyboard, with and without scripts."""

import pytest

from timeline.models import Event
from timeline.tests.browser.axe import DEFAULT, faults
from timeline.tests.factories import event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_the_desk(page, signed_in, one):
    page.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": page.site_url}])
    page.goto(f"/admin/timeline/event/{one.pk}/change/")
    return page


def test_the_second_tab_stop_accepts_and_enter_in_a_field_only_saves(site, signed_in):
    one = event("Old title", status="proposed")
    at_the_desk(site, signed_in, one)
    site.locator("#id_title").fill("New title")
    site.locator("#id_title").press("Enter")
    site.get_by_text("was changed successfully").wait_for()
    one.refresh_from_db()
    assert (one.title, one.status) == ("New title", "proposed")
    for key in ("Tab", "Tab", "Enter"):
        site.keyboard.press(key)
    site.get_by_text("Accepted: New title").wait_for()
    assert Event.objects.published().get() == one
    assert site.evaluate("document.activeElement.className") == "verdict"


def test_any_event_is_found_while_typing_and_merged_into(site, signed_in):
    kept, lost = event("A canal was opened", date="1950"), event("Something else", status="proposed")
    at_the_desk(site, signed_in, lost)
    site.locator(".verdict .select2-selection").click()
    site.keyboard.type("cana")
    site.get_by_text("A canal was opened (1950, published)").click()
    site.locator("#id_title").fill("A better title")
    site.get_by_role("button", name="Merge into it").first.click()
    site.get_by_text("Merged into: A canal was opened").wait_for()
    lost.refresh_from_db()
    assert (lost.merged_into, lost.title) == (kept, "A better title")


def test_without_scripts_an_event_is_edited_and_merged_in_one_step(browser, live_server, signed_in):
    kept, lost = event("A canal was opened", date="1950"), event("Something else", status="proposed")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.site_url = live_server.url
    page.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": page.site_url}])
    page.goto(f"{live_server.url}/admin/timeline/event/{lost.pk}/change/")
    page.locator("#id_title").fill("A better title")
    page.get_by_label("Id of the event").fill(kept.public_id)
    page.get_by_role("button", name="Merge into it").first.click()
    page.get_by_text("Merged into: A canal was opened").wait_for()
    lost.refresh_from_db()
    assert (lost.merged_into, lost.title) == (kept, "A better title")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_list_shows_title_date_status_and_quote_without_scrolling_sideways(site, signed_in, width):
    one = event("A canal was opened", status="proposed", who=["Russia"])
    site.set_viewport_size({"width": width, "height": 844})
    at_the_desk(site, signed_in, one).goto("/admin/timeline/event/")
    for cell in ("title", "when", "standing", "quote"):
        box = site.locator(f"#result_list .field-{cell}").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["width"] > 40
    assert site.locator("#result_list tbody tr").bounding_box()["height"] < 130


@pytest.mark.parametrize("status", ["proposed", "published"])
def test_axe_finds_nothing_in_the_decisions(site, signed_in, status):
    one = event("The embargo was lifted", status=status)
    event("Embargo lifted", status="proposed")
    at_the_desk(site, signed_in, one)
    box_as_django_ships_it = [".select2"]
    assert faults(site, within=".verdict", without=box_as_django_ships_it, rules=DEFAULT) == []
