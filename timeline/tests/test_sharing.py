"""What pages tell programs that share, follow or search them: Open Graph, its picture, feeds, oEmbed, the sitemap."""

import datetime as dt
import io
import re
from xml.etree import ElementTree

import extruct
import pytest
from PIL import Image

from timeline.models import Event
from timeline.pages import picture, sitemap
from timeline.tests.factories import entity, event

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # what pages say
SITE = "https://dateline.example"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL, settings.SITE_TITLE = SITE, "Dateline"


def links(text: str) -> dict[str, str]:
    found = re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', text)
    return {kind: address.replace("&amp;", "&") for kind, address in found}


def told(client, path: str) -> tuple[dict, str]:
    """The Open Graph properties of a page, and its text."""
    text = client.get(path).content.decode()
    (graph,) = extruct.extract(text, base_url=SITE + path, syntaxes=["opengraph"])["opengraph"]
    return dict(graph["properties"]), text


def test_a_timeline_tells_what_it_shows_and_how_it_is_followed_and_embedded(client):
    event(tags=["Water"])
    graph, text = told(client, "/?tag=water&order=newest")
    assert (graph["og:title"], graph["og:type"]) == ("Events, tagged Water", "website")
    assert graph["og:description"] == "1 event, each with the words that prove it."
    assert (graph["og:url"], graph["og:image"]) == (f"{SITE}/?tag=water", f"{SITE}/og/timeline.png?tag=water")
    assert links(text)["application/atom+xml"] == f"{SITE}/feeds/events.atom?tag=water"
    assert "twitter:card" in text and "1 event, drawn by time" in graph["og:image:alt"]
    for kind in ("application/json+oembed", "text/xml+oembed"):
        address = links(text)[kind]
        assert (
            client.get(address.removeprefix(SITE)).headers["Content-Type"].split(";")[0].split("/")[1] in kind
        )
    assert (
        'href="/follow/?order=newest&amp;tag=water"' in text
        or 'href="/follow/?tag=water&amp;order=newest"' in text
    )


def test_an_event_and_the_pages_of_names_tell_it_too(client):
    aland = entity("Aland", description="An island.")
    one = event(
        "The bridge opened", date="2014-06", who=[aland], tags=["Water"], summary="It had taken long."
    )
    graph, text = told(client, f"/events/{one.public_id}/")
    assert (graph["og:title"], graph["og:type"]) == ("The bridge opened (June 2014)", "article")
    assert (graph["og:url"], graph["og:description"]) == (
        f"{SITE}/events/{one.public_id}/",
        "It had taken long.",
    )
    assert "application/atom+xml" not in links(text) and "application/json+oembed" in links(text)
    for path, title, query in (
        ("/entities/aland/", "Aland", "entity=aland"),
        ("/tags/water/", "Water", "tag=water"),
        ("/sources/the-harbour-post/", "The Harbour Post", "source=the-harbour-post"),
    ):
        graph, text = told(client, path)
        assert (graph["og:title"], graph["og:url"]) == (title, SITE + path)
        assert links(text)["application/atom+xml"] == f"{SITE}/feeds/events.atom?{query}"
    graph, _text = told(client, "/entities/aland/")
    assert graph["og:description"] == "An island."

    # of a part of time, that part: whoever embeds or shares the page shows what stands on it
    graph, text = told(client, "/entities/aland/?from=2014&axis=2014/2015")
    assert graph["og:title"] == "Events from 2014 on with Aland"
    assert graph["og:url"] == f"{SITE}/entities/aland/?from=2014"
    assert graph["og:description"] == "1 event, each with the words that prove it."
    described = client.get(links(text)["application/json+oembed"].removeprefix(SITE)).json()
    assert f'src="{SITE}/embed/?from=2014&amp;entity=aland"' in described["html"]


def drawn(client, path: str) -> Image.Image:
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    return Image.open(io.BytesIO(b"".join(answer)))


def dark(image: Image.Image, box) -> int:
    """How many pixels are ink there."""
    return sum(image.crop(box).convert("L").point(lambda value: 255 * (value < 128)).histogram()[255:])


def test_the_picture_draws_the_density_of_the_filter(client):
    for month in ("01", "02", "03"):
        event(date=f"2014-{month}", tags=["Early"])
    for day in range(1, 9):
        event(date=f"2020-05-{day:02d}", tags=["Late"])
    whole = drawn(client, "/og/timeline.png")
    assert whole.size == (1200, 630)
    left, top, right, bottom = picture.STRIP
    early, late = (left, top, left + 200, bottom), (right - 200, top, right, bottom)
    assert 0 < dark(whole, early) < dark(whole, late)
    middle = (left + 300, top, right - 300, bottom - 4)
    assert dark(whole, middle) == 0
    assert dark(drawn(client, "/og/timeline.png?tag=early"), middle) > 0  # its axis has other ends


def test_the_picture_is_told_as_known_until_something_changes(client):
    one = event()
    for path in ("/og/timeline.png", f"/og/events/{one.public_id}.png"):
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    event("Another")
    assert client.get("/og/timeline.png", headers={"If-None-Match": answer["ETag"]}).status_code == 200
    assert client.get("/og/timeline.png?bananas=1").status_code == 400
    hidden = event("Hidden", status="proposed")
    assert client.get(f"/og/events/{hidden.public_id}.png").status_code == 404


def test_the_picture_of_an_event_says_what_its_date_and_title_do_not(client):
    happened, denied = event("They met"), event("They met", factuality="negated")
    again, plain, told = (
        drawn(client, f"/og/events/{one.public_id}.png").tobytes()
        for one in (event("They met"), happened, denied)
    )
    assert again == plain != told


def test_words_that_the_font_cannot_draw_are_left_out_whole(client, settings):
    settings.SITE_TITLE = "Хроника"
    heading = (picture.MARGIN, 0, 1200 - picture.MARGIN, picture.STRIP[1])
    assert dark(drawn(client, "/og/timeline.png"), heading) > 0  # the count is there
    plain, foreign = event("The bridge opened"), event("Мост открыт")
    title = (picture.MARGIN, 190, 1200 - picture.MARGIN, 500)
    assert dark(drawn(client, f"/og/events/{plain.public_id}.png"), title) > 0
    assert dark(drawn(client, f"/og/events/{foreign.public_id}.png"), title) == 0


def located(client, path: str) -> list[tuple[str, str | None]]:
    root = ElementTree.fromstring(b"".join(client.get(path)))
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex") and len(root) > 0
    inner = {f"{MAP}urlset": f"{MAP}url", f"{MAP}sitemapindex": f"{MAP}sitemap"}[root.tag]
    assert {child.tag for child in root} == {inner}
    return [(child.find(f"{MAP}loc").text, child.findtext(f"{MAP}lastmod")) for child in root]


def test_the_sitemap_leads_to_every_public_page_once_and_to_nothing_else(client, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST", 2)  # a file
    shown = [event(f"Event {n}", who=["Pakistan"], tags=["Water"]) for n in range(4)]
    hidden = [event("Hidden", status="proposed", who=["Nobody"], tags=["Secret"]) for _n in range(4)]
    files = [address for address, _changed in located(client, "/sitemap.xml")]
    assert len(files) == len(set(files))
    found = {}
    for file in files:
        inside = located(client, file.removeprefix(SITE))
        assert len(inside) <= 2 or file.endswith("pages.xml")
        assert not found.keys() & dict(inside).keys()
        found |= dict(inside)
    for one in shown:
        assert dt.datetime.fromisoformat(found[f"{SITE}/events/{one.public_id}/"]) == one.changed_at
    assert not any(one.public_id in address for address in found for one in hidden)
    expected = {
        f"{SITE}/entities/pakistan/",
        f"{SITE}/tags/water/",
        f"{SITE}/sources/the-harbour-post/",
        f"{SITE}/",
    }
    assert expected <= found.keys() and f"{SITE}/entities/nobody/" not in found
    assert len([address for address in found if "/articles/" in address]) == 4 + 1
    assert all(client.get(address.removeprefix(SITE)).status_code == 200 for address in list(found)[::3])
    changes = dict(located(client, "/sitemap.xml"))
    block = f"{SITE}/sitemaps/events.{shown[-1].pk // 2}.xml"
    newest = Event.objects.published().filter(pk__gte=shown[-1].pk // 2 * 2).latest("changed_at")
    assert dt.datetime.fromisoformat(changes[block]) == newest.changed_at


def test_robots_are_led_to_the_sitemap(client):
    said = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml\n" in said and "Disallow: /admin/\n" in said
    for nowhere in ("nothing.0", "events.7", f"events.{10**30}"):
        assert client.get(f"/sitemaps/{nowhere}.xml").status_code == 404


def test_the_page_on_following_names_each_door_with_the_filter(client):
    event(tags=["Water"])
    text = client.get("/follow/?tag=water&order=newest").content.decode()
    for address in (
        f"{SITE}/feeds/events.atom?tag=water",
        f"{SITE}/calendar/events.ics?tag=water",
        "webcal://dateline.example/calendar/events.ics?tag=water",
        f"{SITE}/export/timelinejs.json?tag=water",
        f"&lt;iframe src=&quot;{SITE}/embed/?tag=water&amp;amp;order=newest&quot;",
    ):
        assert address in text, address
