"""The frame in a page of another site: it shows itself, tells its height, and leaves by its links only."""

import http.server
import threading

import pytest
from playwright.sync_api import expect

from timeline.tests.factories import event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = """<!doctype html><title>Elsewhere</title>
<iframe src="{embed}" title="Timeline" width="100%" height="150"></iframe>
<script>
addEventListener("message", ({{ data, source }}) => {{
  if (data?.type !== "dateline:height") return;
  for (const frame of document.querySelectorAll("iframe"))
    if (frame.contentWindow === source) frame.height = data.height;
}});
</script>"""


@pytest.fixture
def elsewhere(live_server):
    """The address of a page on another origin that frames the timeline, with the lines that docs/doors.md gives."""

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.format(embed=f"{live_server.url}/embed/?tag=water").encode())

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_foreign_page_frames_the_timeline_as_high_as_it_is(page, live_server, elsewhere):
    for number in range(30):
        event(f"Event {number}", date=f"20{number + 10}", tags=["Water"])
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(elsewhere)
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Events, tagged Water")).to_be_visible()
    page.wait_for_function("() => document.querySelector('iframe').height > 1000")
    frame = page.frame(url=lambda url: "/embed/" in url)
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")  # nothing to scroll in it
    assert page.context.cookies() == [] and refused == []

    inside.get_by_role("link", name="Later events").click()  # stays in the frame
    expect(inside.get_by_text("Showing 21 to 30 of 30")).to_be_visible()
    with page.context.expect_page() as opened:
        inside.get_by_role("link", name="Event 25").click()
    assert opened.value.url.startswith(f"{live_server.url}/events/ev-")
    with page.context.expect_page() as opened:
        inside.get_by_role("link", name="Events, tagged Water").click()
    assert opened.value.url == f"{live_server.url}/?tag=water"
    assert page.url == elsewhere


def test_in_a_narrow_frame_nothing_moves_while_it_loads_and_the_drawing_is_whole(site, shifts):
    for year in range(2010, 2014):
        event(f"A title of {year} as long as titles of events in the papers are, and longer", date=str(year))
    site.set_viewport_size({"width": 320, "height": 800})
    site.goto("/embed/")
    expect(site.locator(".event")).to_have_count(4)
    assert shifts() == []
    laid = site.locator(".laid")
    assert laid.bounding_box()["height"] == int(laid.get_attribute("height")) > 80
