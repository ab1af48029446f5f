"""The strip in a real browser: a reader zooms it, chooses days on it, and the list and the address follow."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from timeline.tests import factories
from timeline.tests.keeping import kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@kept
def meetings():
    for year in range(1950, 2010):
        who = ["Pakistan", "Russia"] if year % 2 == 0 else ["Pakistan"]
        factories.event(f"Meeting of {year}", date=f"{year}-03-01", who=who, tags=["Talks"])
    for month in range(1, 13):
        factories.event(f"Talks of month {month}", date=f"2005-{month:02}", who=["Russia"])


@pytest.fixture
def years(db):
    """One event a year from 1950 to 2009, and a dozen in 2005; the even years with Russia."""
    expect.set_options(timeout=20_000)  # a busy machine is no fault of the page
    meetings()


def asked(page) -> dict:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def unit(page) -> str:
    return page.locator(".strip").first.get_attribute("data-unit")


def test_a_reader_zooms_by_keyboard_brushes_and_goes_back_and_the_list_and_the_address_follow(site, years):
    loads = []
    site.on("load", lambda page: loads.append(page.url))
    site.goto("/?lane=entity:russia&lane=tag:talks")
    strip, heading = site.locator(".strip-scroll").first, site.get_by_role("heading", level=1)
    assert "30 events are in several lanes" in site.locator(".lanes-said").inner_text()
    assert "plus and minus zoom" in site.evaluate(
        "document.getElementById(document.querySelector('.strip-scroll').getAttribute('aria-describedby')).textContent"
    )

    # zoom by keyboard: finer bins come, the address says which part is in sight, Home shows the whole again
    strip.focus()
    assert unit(site) == "year"
    for _ in range(3):
        site.keyboard.press("+")
    expect(site.locator(".strip").first).to_have_attribute("data-unit", "month")
    site.wait_for_url("**axis=*")
    begin = asked(site)["axis"]
    for _ in range(2):
        site.keyboard.press("ArrowRight")
    site.wait_for_function("began => !decodeURIComponent(location.search).includes(began)", arg=begin)
    assert asked(site)["axis"] > begin
    expect(strip).to_be_focused()  # also once another one, with finer bins, has taken its place
    site.keyboard.press("Home")
    site.wait_for_function("() => !location.search.includes('axis')")
    expect(site.locator(".strip").first).to_have_attribute("data-unit", "year")

    # the handles are sliders that say their day in words; what they choose is asked for once the keys rest
    begin, end = site.get_by_role("slider", name="From"), site.get_by_role("slider", name="To")
    assert begin.get_attribute("aria-valuetext") == "1950"
    begin.focus()
    for key in ("PageUp", "PageUp", "PageUp", "ArrowRight", "ArrowLeft"):
        site.keyboard.press(key)
    assert begin.get_attribute("aria-valuetext") == "1980"
    expect(heading).to_have_text("Events from 1980 on")
    expect(site.locator("[role=status]", has_text="42 events")).to_have_text("42 events")
    assert asked(site) == {"lane": "entity:russia", "from": "1980"}
    expect(begin).to_be_focused()

    # a drag along the years chooses them, a handle is dragged, and the list's place is marked
    labels = site.locator(".axis-labels").first.bounding_box()
    column = labels["width"] / 60
    at = lambda year: labels["x"] + (year - 1950 + 0.5) * column  # noqa: E731
    site.mouse.move(at(1990), labels["y"] + 6)
    site.mouse.down()
    site.mouse.move(at(1999), labels["y"] + 6, steps=3)
    site.mouse.up()
    expect(heading).to_have_text("Events from 1990 to 1999")
    assert len(site.locator(".event").all()) == 10
    knob = end.bounding_box()
    site.mouse.move(knob["x"] + 12, knob["y"] + 12)
    site.mouse.down()
    site.mouse.move(knob["x"] + 12 + 5 * column, knob["y"] + 12, steps=3)
    site.mouse.up()
    expect(heading).to_have_text("Events from 1990 to 2004")
    assert site.locator(".chip").all_inner_texts()[0].startswith("from 1990")
    feeds = site.locator("link[type='application/atom+xml']").evaluate_all("all => all.map(one => one.href)")
    assert feeds == [f"{site.site_url}/feeds/events.atom?from=1990&to=2004"]
    mark = site.locator(".strip .reading").first
    before = mark.bounding_box()["x"]
    site.locator(".event").last.scroll_into_view_if_needed()
    site.wait_for_function(
        "before => document.querySelector('.strip .reading').getBoundingClientRect().x > before", arg=before
    )
    expect(site.locator(".whereabouts")).to_be_visible()

    # back through what was chosen, and forward
    site.go_back()
    expect(heading).to_have_text("Events from 1990 to 1999")
    site.go_back()
    site.go_back()
    expect(heading).to_have_text("Dateline")
    site.go_forward()
    expect(heading).to_have_text("Events from 1980 on")
    assert len(loads) == 1  # all of this on one page

    # another language shows the same days
    for language in ("ru", "en"):
        site.locator(f".languages [value={language}]").click()
        expect(site.locator(f"html[lang={language}]")).to_have_count(1)
        assert asked(site) == {"lane": "entity:russia", "from": "1980"}

    # the address is all there is to share; a bar leads to its year
    site.goto(site.url)
    expect(heading).to_have_text("Events from 1980 on")
    site.locator('.drawing a[aria-label^="2005:"]').first.click()
    expect(heading).to_have_text("Events in 2005")
    expect(site.locator(".event")).to_have_count(13)


def test_with_the_mouse_a_drag_moves_what_is_zoomed_and_is_no_click(site, years):
    site.goto("/")
    box = site.locator(".strip-scroll").first.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + 40)
    site.mouse.move(*middle)
    site.keyboard.down("Control")
    site.mouse.wheel(0, -300)
    site.keyboard.up("Control")
    site.wait_for_url("**axis=*")
    first = asked(site)["axis"]
    site.mouse.down()
    site.mouse.move(middle[0] + 200, middle[1], steps=4)
    site.mouse.up()
    site.wait_for_function("was => !decodeURIComponent(location.search).includes(was)", arg=first)
    assert asked(site)["axis"] < first and set(asked(site)) == {"axis"}
    site.get_by_role("link", name="Wider").click()
    site.wait_for_function("() => !location.search")


def test_the_wheel_over_a_strip_that_is_not_in_use_scrolls_the_page(site, years):
    site.goto("/")
    box = site.locator(".strip-scroll").first
    box.locator(".handle").first.wait_for()
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") == 0, (
        "the box would take the first turn"
    )
    place = box.bounding_box()
    site.mouse.move(place["x"] + place["width"] / 2, place["y"] + 40)
    site.mouse.wheel(0, 300)
    site.wait_for_function("() => scrollY > 200")


def test_the_strip_of_a_name_moves_on_its_page_and_the_list_there_follows(site, years):
    loads = []
    site.on("load", lambda page: loads.append(page.url))
    site.goto("/entities/russia/")
    expect(site.locator("#timeline")).to_have_text("42 events")
    companions = site.locator(".company").inner_text()
    strip = site.locator(".strip-scroll").first
    strip.focus()
    site.keyboard.press("+")
    site.keyboard.press("+")
    site.keyboard.press("+")
    expect(site.locator(".strip").first).to_have_attribute("data-unit", "month")
    site.wait_for_url("**/entities/russia/?axis=*")
    assert site.locator(".drawing a").count() <= 42, "the strip of everything, not of the name"
    site.keyboard.press("Home")
    site.wait_for_url("**/entities/russia/")
    expect(site.locator(".strip").first).to_have_attribute("data-unit", "year")
    site.get_by_role("slider", name="From").focus()
    for _ in range(4):
        site.keyboard.press("PageUp")
    site.keyboard.press("Enter")
    expect(site.locator("#timeline")).to_have_text("22 events: from 1990 on")
    assert asked(site) == {"from": "1990"} and site.locator(".event").count() == 22
    assert site.locator(".company").inner_text() == companions
    site.go_back()
    expect(site.locator("#timeline")).to_have_text("42 events")
    site.go_forward()
    expect(site.locator("#timeline")).to_have_text("22 events: from 1990 on")
    assert len(loads) == 1
    site.reload()
    expect(site.locator("#timeline")).to_have_text("22 events: from 1990 on")
    site.locator(".chip").click()
    site.wait_for_url("**/entities/russia/*")
    expect(site.locator("#timeline")).to_have_text("42 events")


def test_fingers_pinch_drag_and_tap_the_strip_and_scroll_the_page_over_it(browser, live_server, years):
    context = browser.new_context(
        viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True, base_url=live_server.url
    )
    page = context.new_page()
    fingers = context.new_cdp_session(page)

    def touch(*ways, steps=8):
        """Each finger goes from one place to another, all at once."""
        for step in range(steps + 1):
            points = [
                {"id": n, "x": x + (to_x - x) * step / steps, "y": y + (to_y - y) * step / steps}
                for n, ((x, y), (to_x, to_y)) in enumerate(ways)
            ]
            kind = "touchMove" if step else "touchStart"
            fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    page.goto("/")
    strip = page.locator(".strip-scroll").first
    page.locator(".handle").first.wait_for()
    box = strip.bounding_box()
    y, middle = box["y"] + 30, box["x"] + box["width"] / 2

    # a pinch zooms the strip and not the page
    touch(((middle - 30, y), (middle - 120, y)), ((middle + 30, y), (middle + 120, y)))
    page.wait_for_url("**axis=*")
    assert page.evaluate("visualViewport.scale") == 1
    expect(page.locator(".strip").first).to_have_attribute("data-unit", "month")
    first, last = (int(day[:4]) for day in asked(page)["axis"].split("/"))
    assert 3 <= last - first <= 5  # of the 15 years that were in sight, whatever bins have come

    # a finger drags it, and that follows no link
    before = asked(page)["axis"]
    touch(((middle + 100, y), (middle - 100, y)))
    page.wait_for_function("was => !decodeURIComponent(location.search).includes(was)", arg=before)
    assert asked(page)["axis"] > before and set(asked(page)) == {"axis"}

    # up and down it scrolls the page, over bars and years alike
    for over in (y, strip.locator(".axis-labels").bounding_box()["y"] + 5):
        page.evaluate("scrollTo(0, 0)")
        touch(((middle, over), (middle, over - 100)), steps=12)
        page.wait_for_function("() => scrollY > 40")
    assert set(asked(page)) == {"axis"}

    # a tap follows a bar's link
    page.goto("/")
    page.locator(".handle").first.wait_for()
    page.locator('.drawing a[aria-label^="1955:"] .hit').tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events in 1955")
    context.close()


DAYS_LOOKED_AT = "(([first, last]) => (new Date(last) - new Date(first)) / 864e5)(new URLSearchParams(location.search).get('axis')?.split('/') ?? [])"


def span(page) -> tuple[int, int]:
    """The first day that the address looks at, and how many there are; days have their numbers."""
    first, last = (dt.date.fromisoformat(day).toordinal() for day in asked(page)["axis"].split("/"))
    return first, last - first + 1


def years_in_sight(page) -> tuple[int, int]:
    """Of the events whose bars, each a year wide, are in sight for the greater part. Of the strip that is there when
    it is looked at: another one may take its place at any time."""
    found = page.evaluate(
        """() => {
          const strip = document.querySelector(".strip"), box = strip.querySelector(".strip-scroll").getBoundingClientRect();
          const bars = [...strip.querySelectorAll(".drawing a")].filter(bar => {
            const { left, right } = bar.querySelector(".hit").getBoundingClientRect();
            return (left + right) / 2 > box.left && (left + right) / 2 < box.right;
          });
          return [bars[0], bars.at(-1)].map(bar => Number(bar.ariaLabel.match(/\\d{4}/)[0]));
        }"""
    )
    return tuple(found)


def in_sight_as_asked(page) -> bool:
    """Give or take a pixel."""
    start, days = span(page)
    begin, end = (1 + (day - 1) / 365.2425 for day in (start, start + days))
    first, last = years_in_sight(page)
    return 0.4 <= first + 1 - begin <= 1.6 and 0.4 <= end - last <= 1.6


def test_on_a_phone_the_days_of_the_address_are_those_in_sight(site, years):
    site.set_viewport_size({"width": 320, "height": 700})
    drawn = site.locator(".strip").first

    # a shared address opens with all of its days in sight, in bins that can be seen
    site.goto("/?axis=1979/1991")
    expect(drawn).to_have_attribute("data-unit", "year")
    assert years_in_sight(site) == (1979, 1991)

    # wider is wider, and closer closer
    site.get_by_role("link", name="Wider").click()
    site.wait_for_url("**axis=1972*")
    first, days = span(site)
    assert 25.9 < days / 365.25 < 26.1 and in_sight_as_asked(site)
    site.get_by_role("link", name="Closer").click()
    site.wait_for_url(re.compile("axis=(1978-12|1979-01)"))
    first, days = span(site)
    assert 12.9 < days / 365.25 < 13.1 and in_sight_as_asked(site)

    # a drag only moves
    box = site.locator(".strip-scroll").first.bounding_box()
    site.mouse.move(box["x"] + 200, box["y"] + 30)
    site.mouse.down()
    site.mouse.move(box["x"] + 150, box["y"] + 30, steps=4)
    site.mouse.up()
    site.wait_for_url("**axis=1981*")
    site.wait_for_load_state("networkidle")
    first, moved = span(site)
    assert abs(moved - days) < 60 and in_sight_as_asked(site)

    # days chosen stay in sight
    labels = site.locator(".strip-scroll").first.bounding_box()["y"] + 4 + 80 + 6
    site.mouse.move(box["x"] + 100, labels)
    site.mouse.down()
    site.mouse.move(box["x"] + 150, labels, steps=3)
    site.mouse.up()
    expect(site.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Events from 198\d to 198\d$"))
    expect(drawn).to_have_attribute("data-unit", "year")
    tint = site.locator(".strip .window").first.bounding_box()
    assert box["x"] <= tint["x"] and tint["x"] + tint["width"] <= box["x"] + box["width"]
    assert in_sight_as_asked(site)


def test_a_strip_that_is_zoomed_while_its_list_is_on_the_way_stays_zoomed(site, years):
    held = []
    site.route("**/*to=*", lambda request: held.append(request))
    site.goto("/")
    end = site.get_by_role("slider", name="To")
    end.focus()
    site.keyboard.press("PageDown")
    site.keyboard.press("Enter")
    site.wait_for_url("**to=*")
    site.locator(".strip-scroll").first.focus()
    for _ in range(5):
        site.keyboard.press("+")
    site.wait_for_function(f"() => {DAYS_LOOKED_AT} < 700")  # a half of a half, five times, of sixty years
    days = span(site)
    for request in held:
        request.continue_()
    site.unroute("**/*to=*")
    expect(site.get_by_role("heading", level=1)).to_have_text("Events to the end of 1999")
    site.wait_for_load_state("networkidle")
    assert [abs(now - then) < 8 for now, then in zip(span(site), days, strict=True)] == [True, True]
    expect(site.locator(".strip").first).to_have_attribute("data-unit", "month")
    first, last = years_in_sight(site)
    assert first >= 1978 and last <= 1981  # the middle of 1950 to 2009
    site.reload()  # as a new page has it
    site.locator(".handle").first.wait_for()
    assert years_in_sight(site) == (first, last)
    assert site.locator(".strip .window").first.bounding_box()["width"] > 0


def test_the_strip_answers_before_the_list_below_it_is_read(site, years):
    site.add_init_script("""new MutationObserver((_, watching) => {
        if (!document.querySelector(".handle")) return;
        watching.disconnect();
        window.then = [document.readyState, document.querySelectorAll(".event").length];
    }).observe(document, {childList: true, subtree: true})""")
    site.goto("/")
    assert site.evaluate("window.then") == ["loading", 0]
    site.wait_for_function(
        "() => !document.querySelector('.reading').hidden"
    )  # once there is one: where the list is


def test_where_the_script_of_the_strip_does_not_come_the_page_is_as_without_scripts(site, years):
    site.route("**/strip.js", lambda request: request.abort())
    site.goto("/")
    expect(site.get_by_role("link", name="Meeting of 1950", exact=True)).to_be_visible()
    assert site.locator(".handle").count() == 0
    site.get_by_role("link", name=re.compile(r"^1960: 1 event")).click()
    expect(site.get_by_role("heading", level=1)).to_have_text("Events in 1960")


def test_without_scripts_bars_lanes_and_steps_are_links(browser, live_server, years):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/")
    page.get_by_text("Lanes", exact=True).click()
    for name in ("Russia", "Talks"):
        page.locator(".chooser").get_by_label(name, exact=True).check()
    page.get_by_role("button", name="Draw the lanes").click()
    expect(page).to_have_url(re.compile("lane=entity%3Arussia&lane=tag%3Atalks"))
    expect(page.locator(".drawing a")).to_have_count(60)
    lane = page.get_by_role("group", name=re.compile("^Russia: 42 events"))
    expect(lane.get_by_role("link")).to_have_count(31)
    page.get_by_role("link", name="Closer").click()
    expect(page.get_by_role("link", name="Wider")).to_be_visible()  # it stands below the bars: they are there
    assert "axis=" in page.url and page.locator(".drawing a").count() < 60
    page.get_by_role("group", name=re.compile("^Russia")).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events in 1966 with Russia")
    assert page.get_by_role("slider").count() == 0
    context.close()
