"""The main job in a real browser: an article goes in, an editor decides, a reader and a researcher get the same."""

import csv
import io

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = """Moscow opens a door to Islamabad

Published February 11, 2016

MOSCOW: The foreign ministry spoke on Wednesday of growing trust between Russia and Pakistan.

Russia had lifted its embargo on arms supplies to Pakistan in June 2014 and signed a bilateral defence cooperation agreement with Pakistan in November 2014.

A Russian delegation visited Pakistan last month to discuss a gas pipeline.

Also read: The price of bread

Opinion

Rain at last
02 May, 2024

Rain at last

THE monsoon has come early this year, and the farmers of the plains are glad of ...
"""


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("editor", password="of the harbour")


def log_in(site):
    site.goto("/admin/")
    site.get_by_label("Username").fill("editor")
    site.get_by_label("Password").fill("of the harbour")
    site.get_by_role("button", name="Log in").click()


def test_from_a_pasted_article_to_the_researchers_csv(site, editor, browser):
    log_in(site)
    site.goto("/admin/kb/article/add/")
    site.get_by_label("Text of the article").fill(ARTICLE)
    site.get_by_role("button", name="Preview").click()
    expect(site.get_by_label("Title")).to_have_value("Moscow opens a door to Islamabad")
    expect(site.get_by_role("textbox", name="Published")).to_have_value("2016-02-11")
    expect(site.locator("del").filter(has_text="Rain at last").first).to_be_attached()
    site.get_by_role("button", name="Add and read").click()

    for words in ("lifted its embargo", "signed a bilateral defence cooperation agreement"):
        site.goto("/admin/timeline/event/?status__exact=proposed")
        site.get_by_role("link", name=words).first.click()
        site.get_by_role("button", name="Accept").click()
        site.get_by_text("Accepted: Russia").wait_for()

    reader = browser.new_context(java_script_enabled=False).new_page()
    reader.goto(site.site_url + "/")
    titles = reader.locator(".event h3").all_inner_texts()
    assert [t.strip() for t in titles] == [
        "Russia lifted its embargo on arms supplies to Pakistan",
        "Russia signed a bilateral defence cooperation agreement with Pakistan",
    ]
    reader.locator("#list").get_by_role("link", name="Russia lifted its embargo").click()
    expect(reader.locator("h1")).to_have_text(titles[0].strip())
    expect(reader.locator("blockquote").first).to_contain_text("in June 2014")
    reader.wait_for_load_state()
    assert "2014-06" in reader.content() and "2014-06-01" not in reader.content()

    response = reader.request.get(site.site_url + "/export/events.csv?from=2014&to=2014")
    rows = list(csv.DictReader(io.StringIO(response.body().decode("utf-8-sig"), newline="")))
    assert [(r["title"], r["date_edtf"]) for r in rows] == [
        (titles[0].strip(), "2014-06"),
        (titles[1].strip(), "2014-11"),
    ]
    assert all("lifted its embargo on arms supplies" in r["primary_quote"] for r in rows)
    reader.close()
