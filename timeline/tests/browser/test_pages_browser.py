"""The readers' pages in a real browser: everyone can use them, and they ask nothing of anybody else."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from timeline.dates import EdtfDate
from timeline.exports.freezing import freeze
from timeline.models import CitedQuery, ErrorReport
from timeline.pages import listing
from timeline.tests import factories
from timeline.tests.browser.axe import NOT_COLOURS, faults, faults_in_light_and_dark
from timeline.tests.keeping import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paths(monkeypatch):
    """A small site with every kind of thing a page can show, and the path of each page."""
    # Enough of every kind, in pages that axe reads in half the time.
    monkeypatch.setattr(listing, "PER_PAGE", 25)
    return small_site()


@kept
def small_site() -> dict:
    lantern = factories.source("The Lantern", homepage="https://example.org/")
    bridge = factories.event(
        "The bridge opened", date="2014-06", who=["Pakistan", "Russia"], tags=["Roads"], summary="It had taken ten years.",
        correction_note="The month was given wrongly.", place=factories.entity("Tashkent"), event_type="AGREE",
    )  # fmt: skip
    rival = "The bridge opened in July 2014, another paper said."
    factories.evidence(
        bridge,
        factories.article(rival, title="Another view", source=lantern, url="https://example.org/view"),
        exact=rival,
        date=EdtfDate.parse("2014-07"),
        date_text="in July 2014",
        date_start=None,
    )
    retracted = factories.event("Taken back", status="retracted", retraction_reason="It was not so.")
    for n in range(14):
        factories.event(f"Talks, round {n}", date=f"2016-{n % 9 + 1:02}-0{n % 8 + 1}", who=["Russia"])
    for date in ("2016", "2017-22", "[2018-09..2018-12]", "2019~", "2001/2004", "199X", "2020/..", None):
        factories.event(
            f"Something, {date}", date=date, factuality="planned" if date == "2019~" else "actual"
        )
    for n in range(12):
        factories.event(f"Meeting {n}", date=dt.date(1950 + 3 * n, 3, 1).isoformat(), proof=False)
    article = bridge.evidence.first().article
    return {
        "timeline": "/",
        "a window": "/?from=2014&to=2016&entity=russia",
        "lanes": "/?axis=2014-04/2014-09&lane=entity:russia&lane=tag:roads",
        "bad input": "/?from=banana&q=%22%22&precision=week",
        "nothing": "/?q=zebra&tag=roads",
        "event": f"/events/{bridge.public_id}/",
        "report": f"/events/{bridge.public_id}/report/",
        "report sent": f"/events/{bridge.public_id}/report/sent/",
        "retracted": f"/events/{retracted.public_id}/",
        "articles": "/articles/",
        "article": f"/articles/{article.pk}/",
        "names": "/entities/",
        "no such name": "/entities/?q=zebra",
        "places": "/places/",
        "topics": "/tags/",
        "publishers": "/sources/",
        "articles of a name": "/articles/?entity=russia&published=banana",
        "name": "/entities/russia/",
        "an empty part of a name": "/entities/russia/?from=1700&to=1701",
        "publisher": "/sources/the-lantern/",
        "topic": "/tags/roads/",
        "data": "/data/",
        "data of a filter": "/data/?entity=russia&from=banana",
        "citing": "/q/?tag=roads",
        "following": "/follow/?tag=roads",
        "a frame": "/embed/?entity=russia",
        "the frame of an event": f"/embed/events/{bridge.public_id}/",
        "the frame of a retracted event": f"/embed/events/{retracted.public_id}/",
        "a frame of nothing": "/embed/?q=zebra",
        "api": "/api/v1/",
        "not found": "/nothing/",
    }


@pytest.fixture
def all_paths(paths, settings, tmp_path):
    """Those of what is frozen and cited as well."""
    settings.DATA_DIR = tmp_path
    freeze("v1.0", site="https://dateline.example", now=timezone.now())
    cited = CitedQuery.objects.create(code="0123456789", query="tag=roads", version="v1.0", events=2)
    return paths | {"a frozen version": "/data/v1.0/", "cited": cited.get_absolute_url()}


@pytest.fixture
def reported(site):
    """Called: what the console has been told since it was last asked."""
    said = []
    site.on("console", lambda m: m.type in ("error", "warning") and said.append(m.text))
    site.on("pageerror", lambda error: said.append(str(error)))

    def since():
        told = said.copy()
        said.clear()
        return told

    return since


def sideways(site, *widths) -> list:
    """At which of them, narrowing, the page is wider than the screen."""
    wider = []
    for width in widths:
        site.set_viewport_size({"width": width, "height": 800})
        if site.evaluate("document.documentElement.scrollWidth") > width:
            wider.append(f"scrolls sideways at {width}")
    return wider


# Sections after the first and before the last that are made as these are.
REPEATED = {"api": ["main section:nth-of-type(n+6):nth-last-of-type(n+6)"]}


def in_urdu(site):
    """From right to left: what whoever chose Urdu in the footer has."""
    site.context.add_cookies([{"name": "language", "value": "ur", "url": site.site_url}])


def test_every_page_is_without_fault_for_axe_in_light_and_dark_on_a_phone_and_in_the_console(
    site, all_paths, reported
):
    found = {}
    for name, path in all_paths.items():
        site.emulate_media(color_scheme="light")
        site.set_viewport_size({"width": 1200, "height": 800})
        site.goto(path)
        said = reported()
        known = name in ("retracted", "the frame of a retracted event", "not found")
        found[name] = [] if known else said  # whose status is itself an error to it
        found[name] += sideways(site, 390, 320)
        site.set_viewport_size({"width": 1200, "height": 800})
        site.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[name] += faults_in_light_and_dark(site, without=REPEATED.get(name, ()))
    assert [(name, bad) for name, bad in found.items() if bad] == []


def test_axe_finds_nothing_on_an_empty_site(site):
    for path in ("/", "/articles/", "/entities/", "/data/"):
        site.goto(path)
        assert faults(site) == []


def test_from_right_to_left_axe_finds_nothing_and_a_phone_never_scrolls_sideways(site, all_paths):
    in_urdu(site)
    found = {}
    for name, path in all_paths.items():
        site.set_viewport_size({"width": 1200, "height": 800})
        site.goto(path)
        direction = (
            "ltr" if name == "api" else "rtl"
        )  # programs, and who writes them, are spoken to in English
        assert site.evaluate("getComputedStyle(document.body).direction") == direction, name
        found[name] = sideways(site, 1200, 320) + faults(
            site, rules=NOT_COLOURS, without=REPEATED.get(name, ())
        )  # which are the same to both sides
    assert [(name, bad) for name, bad in found.items() if bad] == []


# The sum of layout shifts: cards below the fold, when they get their height, are 0.005, a line above the list 0.008.
STILL = 0.01
TWO_FRAMES = "() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))"


def test_nothing_moves_under_a_reader_who_opens_a_page_and_scrolls_down(site, shifts, paths):
    found = {}
    for width in (1280, 390):
        site.set_viewport_size({"width": width, "height": 800})
        for name in ("timeline", "a window", "lanes", "name", "event"):
            site.goto(paths[name])
            site.wait_for_function("() => document.documentElement.classList.contains('laid-out')")
            for _ in range(3):
                site.mouse.wheel(0, 600)
                site.evaluate(TWO_FRAMES)
            found[name, width] = shifts()
    assert [(page, moved) for page, moved in found.items() if sum(shift[0] for shift in moved) > STILL] == []


def test_filters_fold_on_a_phone_and_stand_open_on_a_desktop(site, paths):
    field = site.get_by_role("textbox", name="From", exact=True)
    site.set_viewport_size({"width": 1200, "height": 800})
    site.goto(paths["a window"])
    assert field.is_visible()
    site.set_viewport_size({"width": 390, "height": 800})
    site.goto(paths["a window"])
    assert not field.is_visible()
    site.get_by_text("Filters: 3 active").click()
    expect(field).to_be_visible()
    expect(field).to_have_value("2014")


def test_on_a_phone_bars_are_targets_of_24_pixels_and_a_strip_begins_at_the_chosen_window(site, paths):
    site.set_viewport_size({"width": 390, "height": 800})
    site.goto("/")
    boxes = site.evaluate(
        "[...document.querySelectorAll('.strip .hit')].map(r => r.getBoundingClientRect().width)"
    )
    assert boxes and min(boxes) >= 23.9
    assert site.evaluate("document.querySelector('.strip svg').getBoundingClientRect().height") >= 80

    site.goto(paths["a window"])
    begin, end = site.locator(".strip .edge").evaluate_all(
        "lines => lines.map(l => l.getBoundingClientRect().left)"
    )
    assert end > 390 and 0 <= begin < 40  # wider than the screen, it is seen from its beginning


def test_axis_labels_stand_under_their_bars_and_an_empty_field_leaves_no_trace_in_the_address(site, paths):
    site.goto("/")
    label = site.locator(".axis-labels li", has_text="2015").bounding_box()
    bar = site.locator('.strip a[aria-label^="2016:"] .hit').bounding_box()
    assert label["x"] - 1 <= bar["x"] <= label["x"] + label["width"]
    assert bar["x"] - label["x"] == pytest.approx(bar["width"], abs=2)

    site.get_by_role("textbox", name="From", exact=True).fill("2016")
    site.get_by_role("button", name="Filter").click()
    site.wait_for_url("**/?from=2016")
    site.get_by_role("searchbox").fill("bridge")
    site.get_by_role("button", name="Search").click()
    site.wait_for_url("**/?from=2016&q=bridge")
    expect(site.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_keyboard_reaches_the_events_at_once(site, paths):
    site.goto("/")
    site.keyboard.press("Tab")
    assert site.evaluate("document.activeElement.textContent") == "Skip to the events"
    site.keyboard.press("Enter")
    site.wait_for_url("**/#list")
    site.keyboard.press("Tab")
    assert site.evaluate("document.activeElement.closest('#list') !== null")


def test_a_citation_is_copied_and_an_error_reported_by_keyboard(site, paths):
    site.context.grant_permissions(["clipboard-read", "clipboard-write"])
    site.goto(paths["event"])
    site.get_by_role("button", name="Copy").first.press("Enter")
    site.get_by_role("button", name="Copied").wait_for()
    assert "[Database record]" in site.evaluate("navigator.clipboard.readText()")
    site.get_by_role("link", name="Report an error").press("Enter")
    site.get_by_label("What is wrong?").fill("It was in July.")
    site.keyboard.press("Tab")
    assert site.evaluate("document.activeElement.name") == "contact"
    site.keyboard.press("Enter")
    site.get_by_role("heading", name="Thank you").wait_for()
    assert ErrorReport.objects.get().text == "It was in July."


@pytest.fixture
def without_scripts(browser, live_server):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()


def test_a_reader_without_scripts_filters_pages_and_reads(without_scripts, paths):
    page = without_scripts
    page.goto("/")
    page.get_by_role("textbox", name="From", exact=True).fill("2014")
    page.get_by_role("textbox", name="To", exact=True).fill("2014")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events in 2014")
    page.locator("#list").get_by_role("link", name="The bridge opened").click()
    expect(page.get_by_role("heading", name="Why this date?")).to_be_visible()
    page.get_by_role("link", name="Russia", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Russia")
    page.goto("/")
    page.get_by_role("link", name="Later events").click()
    expect(page.locator(".showing")).to_contain_text("Showing 26 to")
    page.get_by_text("The words in the source").first.click()
    expect(page.locator("blockquote").first).to_be_visible()


def test_every_page_reads_without_scripts(without_scripts, all_paths):
    for name, path in all_paths.items():
        without_scripts.goto(path)
        assert without_scripts.get_by_role("heading", level=1).count() == 1, name


def test_paper_holds_the_list_and_the_evidence_of_an_event_and_nothing_to_operate(site, paths):
    site.set_viewport_size({"width": 794, "height": 1123})
    site.goto("/")
    site.emulate_media(media="print")
    assert not site.locator(".filters").is_visible() and not site.locator(".strip").first.is_visible()
    assert site.locator("#list").get_by_role("link", name="The bridge opened").is_visible()
    site.emulate_media(media="screen")
    for name, heading in (("event", "The sources differ"), ("name", "Appears with")):
        site.goto(paths[name])
        assert site.pdf(format="A4").startswith(b"%PDF")
        site.emulate_media(media="print")
        text = site.locator("body").inner_text()
        assert heading in text
        for gone in ("Copy", "BibTeX", "Report an error", "Keyboard", "Search"):
            assert gone not in text, name
        assert site.evaluate("document.documentElement.scrollWidth") <= 794
        site.emulate_media(media="screen")
    site.goto(paths["event"])
    site.emulate_media(media="print")
    printed = "a => getComputedStyle(a, '::after').content"
    link = site.locator(".rivals").get_by_role("link", name="these words at the source").last
    assert (
        link.evaluate(printed) == '" <https://example.org/view>"'
    )  # without the words that only a browser looks for


def test_a_reader_of_urdu_filters_follows_a_bar_opens_an_event_and_goes_back(site, paths):
    in_urdu(site)
    site.goto("/")
    site.locator("#from, [name=from]").first.fill("2014")
    site.locator(".filters button.primary").click()
    site.wait_for_url("**/?from=2014")
    site.locator('.strip a[href*="2016"]').first.press("Enter")
    site.wait_for_url("**2016**")
    shared = site.url
    title = site.locator("#list .title a").first
    words = title.inner_text()
    title.click()
    site.get_by_role("heading", level=1, name=words).wait_for()
    assert site.evaluate("document.documentElement.dir") == "rtl"
    assert site.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    site.go_back()
    site.wait_for_url(shared)
    site.goto(shared)  # what somebody else is given
    assert site.locator("#list .title a").first.inner_text() == words
