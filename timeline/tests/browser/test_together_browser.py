"""Two editors in two browsers at one event."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import expect

from timeline.models import Presence
from timeline.tests.browser.axe import DEFAULT, faults
from timeline.tests.factories import entity, event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(browser, live_server):
    """Called with a name: a browser of that editor's, in which one event is open."""
    contexts = []

    def open_(name, one, **how):
        client = Client()
        client.force_login(get_user_model().objects.create_superuser(name))
        context = browser.new_context(**how)
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{live_server.url}/admin/timeline/event/{one.pk}/change/")
        return page

    yield open_
    for context in contexts:
        context.close()


def save(page):
    page.locator(".verdict").get_by_role("button", name="Save").click()
    page.wait_for_load_state()


def test_two_editors_change_different_fields_and_both_changes_are_kept(at):
    one = event("Old title", who=["Russia"])
    ayla, bela = at("ayla", one), at("bela", one)
    expect(bela.locator(".presence")).to_have_text("Being edited by ayla.")
    ayla.locator("#id_title").fill("Her title")
    bela.locator("#id_date").fill("about June 2014")
    save(ayla)
    save(bela)
    expect(bela.locator(".messagelist")).to_contain_text("Meanwhile changed by ayla, and kept: title.")
    one.refresh_from_db()
    assert (one.title, str(one.date)) == ("Her title", "2014-06~")


@pytest.mark.parametrize("scripts", [True, False])
def test_two_editors_change_the_same_field_and_the_second_sees_both_and_chooses(at, scripts):
    one = event("Old title", who=["Russia"], place=entity("Moscow"))
    ayla, bela = at("ayla", one), at("bela", one, java_script_enabled=scripts)
    ayla.locator("#id_title").fill("Her title")
    bela.locator("#id_title").fill("My title")
    bela.locator("#id_note").fill("mine")
    save(ayla)
    save(bela)
    shown = bela.locator(".disputes")
    expect(shown.locator("p")).to_have_text(["Old title", "Her title", "My title"])
    one.refresh_from_db()
    assert (one.title, one.note) == ("Her title", "")
    if scripts:
        assert faults(bela, within=".disputes", rules=DEFAULT) == []
    shown.get_by_label("Take mine").check()
    save(bela)
    one.refresh_from_db()
    assert (one.title, one.note) == ("My title", "mine")


def test_who_comes_and_goes_is_told_without_a_reload(at):
    one = event("Old title")
    ayla = at("ayla", one)
    expect(ayla.locator(".presence")).to_have_text("")
    bela = at("bela", one)
    ayla.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as every half a minute
    ayla.get_by_text("Being edited by bela.").wait_for()
    bela.goto("about:blank")
    for _try in range(50):
        if Presence.objects.count() == 1:
            break
        ayla.wait_for_timeout(100)
    ayla.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ayla.locator(".presence:empty").wait_for(state="attached")
