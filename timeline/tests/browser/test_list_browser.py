"""The list of the timeline in a real browser: filtered by suggestions, grown in place, read by keys, on paper."""

import re

import pytest
from playwright.sync_api import expect

from timeline.pages.listing import PER_PAGE
from timeline.tests import factories
from timeline.tests.browser.axe import faults
from timeline.tests.keeping import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
@kept
def many():
    """More than two pages; the first ends within a year, and within a month of it."""
    paper = factories.article(
        "The harbour bridge opened in June 2014, the paper says.", url="https://example.org/bridge"
    )
    bridge = factories.event(
        "The harbour bridge opened", date="2014-06", who=["Pakistan", "Russia"], proof=False
    )
    factories.evidence(
        bridge, paper, exact=paper.text, date_text="June 2014", date_start=28, rank="preferred"
    )
    factories.event("Talks in Georgia", date="2015", who=[factories.entity("Georgia")], proof=False)
    factories.event("Mr Georgia spoke", date="2016", who=[factories.entity("Georgia", "person")], proof=False)
    for n in range(PER_PAGE * 2):
        factories.event(f"Meeting {n:03}", date=f"{1950 + n // 20}-0{n % 20 // 4 + 1}-1{n % 4}", proof=False)
    return PER_PAGE * 2 + 3


def test_a_name_is_chosen_from_suggestions_by_keys_and_applied_by_the_button(site, many):
    site.goto("/")
    field = site.get_by_role("combobox", name="Add a name")
    field.press_sequentially("rus")
    option = site.get_by_role("option", name="Russia")
    expect(option).to_be_visible()
    site.evaluate(
        "document.querySelector('.fold').open = true"
    )  # it is seen to be; axe knows no details opened by style
    assert faults(site) == []
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    expect(site.get_by_role("checkbox", name="Russia")).to_be_checked()
    assert field.input_value() == "" and site.evaluate("document.activeElement.name") == "entity"
    field.press("Enter")  # nothing is suggested any more: the form is sent
    site.wait_for_url("**/?entity=russia")
    expect(site.get_by_role("heading", level=1)).to_have_text("Events with Russia")
    site.get_by_role("checkbox", name="Russia").uncheck()
    site.get_by_role("combobox", name="Add a name").fill("georgia")
    suggested = site.locator(".suggestions [role=option]")
    expect(suggested).to_have_count(2)  # two of one name are told apart
    assert len(set(suggested.all_inner_texts())) == 2
    site.get_by_role("combobox", name="Add a name").press("Escape")
    expect(suggested).to_have_count(0)


def test_the_list_grows_in_place_and_is_found_again_as_it_was_left(site, shifts, many):
    site.goto("/")
    showing = site.locator(".showing")
    expect(showing).to_have_text(f"Showing 1 to {PER_PAGE} of {many}")
    moved = shifts()  # next to nothing, while the page and its scripts load
    assert sum(shift[0] for shift in moved) < 0.01, moved
    for shown in (f"Showing 1 to {2 * PER_PAGE} of {many}", f"Showing all {many}"):
        first = site.locator(".event").count()
        site.get_by_role("link", name="Later events").click()
        expect(showing).to_have_text(shown)
        expect(site.locator(".event .title a").nth(first)).to_be_focused()
        expect(site.get_by_role("status").filter(has_text=shown)).to_have_count(1)
    assert site.get_by_role("link", name="Later events").count() == 0
    titles = site.locator(".event .title a").all_inner_texts()
    assert len(set(titles)) == len(titles) == many
    years = site.locator(".year h2").all_inner_texts()
    assert years == [str(year) for year in (*range(1950, 1955), 2014, 2015, 2016)]
    months = site.locator("[data-year='1952'] .month").all_inner_texts()
    assert months == ["January", "February", "March", "April", "May"]
    assert site.locator(".jump a[href^='?']").count() == 0  # every year stands on the page now
    link = site.get_by_role("link", name="Meeting 075")
    link.scroll_into_view_if_needed()
    place = link.bounding_box()["y"]
    link.click()
    expect(site.get_by_role("heading", level=1)).to_have_text("Meeting 075")
    site.go_back()
    expect(showing).to_have_text(f"Showing all {many}")
    expect(link).to_be_focused()
    there = "([link, y]) => Math.abs(link.getBoundingClientRect().y - y) <= 2"
    site.wait_for_function(there, arg=[link.element_handle(), place])
    site.goto("/?entity=russia")  # another list, as it is
    expect(showing).to_have_text("Showing the one there is")


def test_a_list_that_grew_below_a_zoomed_strip_grows_again(site, many):
    site.goto("/")
    site.locator(".strip-scroll").first.focus()
    site.keyboard.press("+")
    site.wait_for_url("**axis=*")
    site.get_by_role("link", name="Later events").click()
    grown = f"Showing 1 to {2 * PER_PAGE} of {many}"
    expect(site.locator(".showing")).to_have_text(grown)
    site.reload()
    expect(site.locator(".showing")).to_have_text(grown)


def test_what_comes_for_a_list_that_is_no_longer_there_is_dropped(site, many):
    held = []
    site.route(re.compile(r"[?&]after="), lambda route: held.append(route))
    site.goto("/")
    site.get_by_role("link", name="Later events").click()
    site.get_by_role("slider", name="To").focus()
    for _press in range(9):
        site.keyboard.press("PageDown")
    with site.expect_event(
        "requestfailed", lambda request: "after=" in request.url
    ):  # nobody waits for it any more
        site.keyboard.press("Enter")
    expect(site.locator(".showing")).to_have_text("Showing all 20")
    address = site.url
    held[0].continue_()
    site.evaluate("fetch('/?order=newest').then(answer => answer.text())")  # time enough for what was held
    expect(site.locator(".event")).to_have_count(20)
    expect(site.locator(".showing")).to_have_text("Showing all 20")
    assert site.url == address and address.endswith("/?to=1950")


def test_single_keys_search_and_walk_the_list_until_they_are_switched_off(site, many):
    focused = "document.activeElement.textContent"
    site.goto("/")
    for key, there in (("j", "Meeting 000"), ("j", "Meeting 001"), ("k", "Meeting 000"), ("]", "1951")):
        site.keyboard.press(key)
        assert site.evaluate(focused) == there
    assert site.evaluate("document.activeElement.closest('.year').getBoundingClientRect().top") < 1
    site.keyboard.press("j")
    assert site.evaluate(focused) == "Meeting 020"
    site.keyboard.press("[")
    assert site.evaluate(focused) == "1950"
    site.keyboard.press("Control+j")
    site.keyboard.press("/")
    assert site.evaluate("document.activeElement.type") == "search"
    site.keyboard.type("?jk")  # a field has the focus: these are letters
    assert site.get_by_role("searchbox").input_value() == "?jk"
    site.locator("h1").click()
    site.keyboard.press("?")
    assert faults(site) == []
    site.get_by_role("checkbox", name="Single keys do this").uncheck()
    site.get_by_role("button", name="Close").click()
    site.reload()
    site.keyboard.press("?")
    site.keyboard.press("/")
    assert not site.get_by_role("dialog").is_visible()
    assert site.evaluate("document.activeElement === document.body")
    site.get_by_role("button", name="Keyboard").click()  # reached without the keys
    site.get_by_role("checkbox", name="Single keys do this").check()
    site.keyboard.press("Escape")
    site.goto("/entities/")
    site.keyboard.press("j")
    assert site.evaluate(focused) == "Georgia"
    site.goto("/entities/russia/")
    site.keyboard.press("j")
    assert site.evaluate(focused) == "The harbour bridge opened"


def test_paper_holds_the_whole_list_its_filter_its_version_and_its_sources(site, many):
    site.set_viewport_size({"width": 794, "height": 1123})
    site.goto("/?from=2014&to=2014")
    paper = site.pdf(format="A4")
    assert b"https://example.org/bridge" in paper  # where a link on the paper leads
    site.emulate_media(media="print")
    text = site.locator("body").inner_text()
    assert "Events in 2014" in text and "State of the data: live@" in text
    assert "/?from=2014&to=2014" in text and "https://example.org/bridge" in text
    assert "the paper says." in text  # the quote is not folded
    for gone in ("Filter", "Search", "Download", "Keyboard", "Cite"):
        assert gone not in text
    assert site.evaluate("document.documentElement.scrollWidth") <= 794
    stuck = "[...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && /sticky|fixed/.test(getComputedStyle(e).position))"
    assert site.evaluate(f"{stuck}.length") == 0


def test_axe_finds_nothing_on_a_filtered_list(site, many):
    for scheme, direction, width in (("light", "rtl", 1200), ("dark", "ltr", 1200), ("dark", "rtl", 320)):
        site.emulate_media(color_scheme=scheme)
        site.set_viewport_size({"width": width, "height": 800})
        site.goto("/?q=bridge&entity=Atlantis&entity=georgia&place=Russ&from=banana&type=AGREE")
        site.evaluate("way => document.documentElement.dir = way", direction)
        site.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert site.evaluate("document.documentElement.scrollWidth") <= width, (scheme, direction, width)
        assert faults(site) == [], (scheme, direction, width)


def test_names_are_resolved_and_the_list_is_paged_without_scripts(browser, live_server, many):
    context = browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_text("Filters", exact=True).click()
    page.get_by_label("Add a name").fill("Georgia")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#error-entity-1")).to_contain_text("is the name of several")
    page.get_by_role("link", name="Georgia").first.click()
    expect(page).to_have_url(re.compile(r"\?entity=georgia(-2)?$"))
    page.goto("/")
    page.get_by_role("link", name="Later events").click()
    expect(page.locator(".showing")).to_contain_text(f"Showing {PER_PAGE + 1} to")
    context.close()
