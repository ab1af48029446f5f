"""The preview of an article and the pages that correct a kept one, in a real browser: by keyboard, and without scripts."""

import datetime as dt

import pytest

from kb.models import Article
from timeline import proposing, review
from timeline.models import Event, Evidence
from timeline.tests.browser.axe import DEFAULT, faults_in_light_and_dark
from timeline.tests.factories import article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORY = """A bridge over the strait

Published February 11, 2016

The bridge over the strait was opened by the king in June 1988. A ferry sank in the strait last month.

Also read: The price of bread
"""


def at_the_desk(page, signed_in, path):
    page.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": page.site_url}])
    page.goto(path)
    return page


def tab_to(page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "document.activeElement.ariaLabel || document.activeElement.textContent || document.activeElement.name || ''"
        )
        if " ".join(focused.split()).startswith(name):
            return
    raise AssertionError(f"no tab stop is called {name}")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_is_looked_through_cut_and_added_by_keyboard(browser, live_server, signed_in, scripts):
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.site_url = live_server.url
    at_the_desk(page, signed_in, f"{live_server.url}/admin/kb/article/add/")
    tab_to(page, "text")
    page.keyboard.insert_text(STORY)
    tab_to(page, "Preview")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2 events would be proposed").wait_for()
    tab_to(page, "Put back: Also read")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Cut: Also read").wait_for()
    tab_to(
        page, "Cut: The bridge over the strait was opened"
    )  # the tab goes on from the line that was pressed
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="0 events would be proposed").wait_for()
    assert not Article.objects.exists()
    tab_to(page, "Put back: The bridge")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="2 events would be proposed").wait_for()
    tab_to(page, "Add and read")
    page.keyboard.press("Enter")
    page.get_by_text("2 events proposed").wait_for()
    stored = Article.objects.get()
    assert [
        stored.text[c["start"] : c["end"]]
        for c in stored.cuts
        if "Also" in stored.text[c["start"] : c["end"]]
    ] == []
    page.close()


@pytest.fixture
def stored(transactional_db, editor):
    made = article("The mayor’s 𝔟ridge.\n" + STORY, published=dt.date(2016, 2, 11))
    proposing.propose_events(made)
    review.accept([Event.objects.get(evidence__trigger="sank")], by=editor)
    return made


def test_selected_words_are_cut_at_their_place(site, signed_in, stored):
    at_the_desk(site, signed_in, f"/admin/kb/article/{stored.pk}/cuts/")
    site.evaluate("""() => {
        const words = [...document.querySelectorAll(".words u")].find(u => u.textContent.includes("A ferry"));
        const range = document.createRange();
        range.selectNodeContents(words);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    site.get_by_role("button", name="Cut the selected words").click()
    site.get_by_role("button", name="Save the cuts").click()
    site.get_by_text("Corrected: Harbour news").wait_for()
    (cut,) = Article.objects.get().cuts
    assert stored.text[cut["start"] : cut["end"]].startswith("A ferry sank in the strait")


def test_axe_finds_nothing(site, signed_in, stored):
    site.set_viewport_size({"width": 1280, "height": 900})
    at_the_desk(site, signed_in, "/admin/kb/article/add/")
    site.locator("#id_text").fill(STORY + "More.")
    site.get_by_role("button", name="Preview").click()
    site.get_by_role("heading", name="2 events would be proposed").wait_for()
    clean(site)
    site.goto(f"/admin/kb/article/{stored.pk}/day/")
    site.locator("#id_day").fill("2015-02-11")
    site.get_by_role("button", name="Show what moves").click()
    site.get_by_role("button", name="Correct the day").wait_for()
    clean(site)
    site.goto(f"/admin/kb/article/{stored.pk}/cuts/")
    site.get_by_role("button", name="Cut: The bridge over").click()
    site.get_by_text("Decided, and now within a cut").wait_for()
    clean(site)
    site.goto(f"/admin/kb/article/{stored.pk}/text/")
    site.locator("#id_text").fill(stored.text.replace("A ferry sank", "A barge sank"))
    site.get_by_role("button", name="Show what becomes of it").click()
    site.get_by_role("button", name="Save the corrected text").wait_for()
    clean(site)
    site.get_by_role("button", name="Save the corrected text").click()
    site.get_by_text("1 quote is an orphan now.").wait_for()
    clean(site)
    site.goto("/admin/kb/article/orphans/")
    clean(site)
    assert Evidence.objects.orphans().count() == 1


def clean(page):
    assert faults_in_light_and_dark(page, rules=DEFAULT) == []
