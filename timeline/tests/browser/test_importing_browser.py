"""Importing at the desk in a real browser: looked through, then imported; everyone can use the page, on a phone too."""

import os

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from timeline.models import Event
from timeline.tests.browser.axe import faults
from timeline.tests.factories import event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What Django's own frame of every admin page is found to lack is Django's; the page is what stands in it.
INSIDE = "#content-start"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
TABLE = (
    b"Headline,When,Who,Link\r\nThe bridge opened,June 1988,Aland|Borduria,https://post.example/1\r\n"
    b"The ferry sank,10/11/1912,,\r\n"
)


@pytest.fixture
def desk(site):
    get_user_model().objects.create_superuser("editor", password="of the harbour")
    site.goto("/admin/")
    site.get_by_label("Username").fill("editor")
    site.get_by_label("Password").fill("of the harbour")
    site.get_by_role("button", name="Log in").click()
    return site


def upload(desk, data: bytes, name="events.csv"):
    desk.goto("/admin/timeline/event/import/")
    desk.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    desk.get_by_role("button", name="Look through it").click()


def checked(desk, name: str):
    """axe finds nothing, in light and on a phone in the dark, and a phone does not scroll sideways."""
    for scheme, width in (("light", 1280), ("dark", 390)):
        desk.emulate_media(color_scheme=scheme)
        desk.set_viewport_size({"width": width, "height": 800})
        if folder := os.environ.get("LOOK"):
            desk.screenshot(path=f"{folder}/{name}-{scheme}-{width}.png", full_page=True)
        assert faults(desk, within=INSIDE, rules=RULES) == [], (name, scheme)
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390, name
    desk.set_viewport_size({"width": 1280, "height": 800})


def test_an_edited_export_goes_back_in(desk):
    event("The bridge opened", date="2014-06")
    event("The ferry sank", date="1912", summary="A storm.")
    checked_page = desk.request.get(desk.site_url + "/export/events.csv")
    data = (
        checked_page.body()
        .replace(b",The bridge opened,", b",The bridge was opened,")
        .replace(b",1912,1912-", b",1913,1912-")
    )
    desk.goto("/admin/timeline/event/import/")
    checked(desk, "upload")
    upload(desk, data.replace(b",A storm.,", b"," + b"A great storm. " * 30 + b","))
    desk.get_by_text("0 created, 2 changed, 0 same, 0 conflicts, 0 refused").wait_for()
    expect(desk.get_by_text("title: “The bridge opened” → “The bridge was opened”")).to_be_visible()
    checked(desk, "changed")
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("Imported: 0 created, 2 changed").wait_for()
    assert Event.objects.filter(title="The bridge was opened").exists()


def test_a_foreign_table_is_mapped_and_what_is_refused_is_said(desk):
    upload(desk, TABLE, "table.csv")
    desk.get_by_text("1 created, 0 changed, 0 same, 0 conflicts, 1 refused").wait_for()
    expect(desk.get_by_text("write the month as a word")).to_be_visible()
    expect(
        desk.get_by_role("button", name="Import the rows that can be, leave out the others")
    ).to_be_visible()
    checked(desk, "mapping")
    desk.get_by_label("10/11/2014 means").select_option("day first")
    desk.get_by_role("button", name="Look again").click()
    desk.get_by_text("2 created, 0 changed, 0 same, 0 conflicts, 0 refused").wait_for()
    desk.get_by_role("button", name="Import", exact=True).click()
    desk.get_by_text("Imported: 2 created").wait_for()
    assert str(Event.objects.get(title="The ferry sank").date) == "1912-11-10"
