"""Embedding: the frame's page, and how oEmbed leads to it."""

import html
import re
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from pytest_django.asserts import assertContains

from timeline import merging, review
from timeline.pages import embed
from timeline.tests.factories import event
from timeline.tests.oracle import FILTERS_OF_A_DOOR, Oracle, asked

pytestmark = pytest.mark.django_db
IN_LIST = re.compile(r'<li class="event[^"]*" id="(ev-[0-9a-z]{10})"')
NEXT = re.compile(r'rel="next" href="(/embed/[^"]+)" target="_self"')
SRC = re.compile(r'<iframe src="([^"]+)"')
HERE = "http://testserver"


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content)
    return answer.content.decode()


@pytest.mark.one_database
@FILTERS_OF_A_DOOR
def test_the_frame_of_a_filter_shows_what_the_oracle_expects_page_by_page(
    oracle: Oracle, client, number, monkeypatch
):
    monkeypatch.setattr(embed, "PER_PAGE", 40)
    for turn, params in enumerate(oracle.filters(number)):
        ids, address = [], f"/embed/?{asked(params).urlencode()}"
        while address:
            text = text_of(client, address)
            ids += IN_LIST.findall(text)
            onward = NEXT.search(text)
            address = html.unescape(onward[1]) if onward else ""
            if number < 500 and turn % 4:  # of most, the first page in the daily run: pages are slow to draw
                break
        expected = oracle.public_ids(oracle.expected_ids(params))
        assert ids == expected[: embed.PER_PAGE if address else None], params
        assert bool(address) == (len(expected) > len(ids)), params


def test_a_frame_of_events_that_no_strip_can_draw_says_so(client):
    for n in range(2):
        event(f"Undated {n}", date=None)
    assert "2 whose dates are not known" in text_of(client, "/embed/")


def test_a_frame_may_stand_anywhere_sets_no_cookie_and_asks_nothing_of_others(client, settings):
    settings.SITE_URL = "https://dateline.example"
    one = event("The bridge opened", who=["Pakistan"], tags=["Water"])
    for address in ("/embed/?tag=water", f"/embed/events/{one.public_id}/"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors *" in policy and "default-src 'self'" in policy
        assert not answer.has_header("X-Frame-Options") and not answer.cookies
        text = answer.content.decode()
        loaded = re.findall(r'<(?:script|img|iframe|source)[^>]* src="([^"]+)"', text)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', text)
        assert loaded and all(address.startswith("/static/") for address in loaded)
        assert "<form" not in text and "The bridge opened" in text
        assert "data-step" not in text and "strip-help" not in text  # no script moves the strip here
        assert '<base href="https://dateline.example/' in text and 'target="_blank">' in text
    elsewhere = client.get("/")
    assert elsewhere["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in elsewhere["Content-Security-Policy"]


def test_a_slip_in_the_address_of_a_frame_is_told(client):
    for query in ("from=banana", "tag=nothing", "bananas=1", "after=nonsense"):
        answer = client.get(f"/embed/?{query}")
        assert (answer.status_code, answer.content.decode().split(": ")[0]) == (400, query.split("=")[0])


def test_the_frame_of_an_event_follows_what_becomes_of_it(client):
    editor = get_user_model().objects.create_user("editor")
    kept, lost, hoax = event("Kept"), event("Lost"), event("Hoax")
    merging.merge(lost, into=kept, by=editor)
    review.retract(hoax, by=editor, reason="It was a hoax.")
    assert client.get(f"/embed/events/{lost.public_id}/")["Location"] == f"/embed/events/{kept.public_id}/"
    gone = client.get(f"/embed/events/{hoax.public_id}/")
    assert gone.status_code == 410
    assertContains(gone, "<h1>Retracted</h1>", status_code=410, html=True)
    assertContains(gone, "It was a hoax.", status_code=410)
    picture = client.get(f"/og/events/{lost.public_id}.png")
    assert picture["Location"] == f"/og/events/{kept.public_id}.png"
    assertContains(
        client.get(f"/og/events/{hoax.public_id}.png"), "Retracted: It was a hoax.", status_code=410
    )
    assert "frame-ancestors *" in gone["Content-Security-Policy"]
    hidden = event("Hidden", status="proposed")
    assert client.get(f"/embed/events/{hidden.public_id}/").status_code == 404


def asked_of(client, url: str, **params):
    return client.get("/oembed", {"url": url, **params})


def test_oembed_describes_each_page_that_can_be_embedded_and_its_frame_shows_it(client):
    one = event('The "bridge" opened', date="2014-06", who=["Pakistan"], tags=["Water"])
    for path, title, shown in (
        (
            "/?tag=water&order=newest&utm_source=x",
            "Events, tagged Water",
            "/embed/?tag=water&amp;order=newest",
        ),
        ("/", "Dateline", "/embed/"),
        (f"/events/{one.public_id}/", 'The "bridge" opened (June 2014)', f"/embed/events/{one.public_id}/"),
        ("/entities/pakistan/", "Pakistan", "/embed/?entity=pakistan"),
        ("/tags/water/?after=x", "Water", "/embed/?tag=water"),
        ("/sources/the-harbour-post/", "The Harbour Post", "/embed/?source=the-harbour-post"),
    ):
        answer = asked_of(client, HERE + path)
        made = answer.json()
        assert (made["version"], made["type"], made["title"]) == ("1.0", "rich", title)
        assert SRC.match(made["html"])[1] == HERE + shown
        assert f'title="{html.escape(title)}"' in made["html"]
        assert f'width="{made["width"]}" height="{made["height"]}"' in made["html"]
        assert one.public_id in text_of(client, html.unescape(shown))
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_oembed_never_embeds_another_list_than_the_address_asks_for(client):
    event("The bridge opened", date="2014-06", who=["Pakistan"])
    made = asked_of(client, f"{HERE}/entities/pakistan/?from=2014").json()
    assert made["title"] == "Events from 2014 on with Pakistan"
    assert SRC.match(made["html"])[1] == f"{HERE}/embed/?from=2014&amp;entity=pakistan"
    answer = asked_of(client, f"{HERE}/entities/pakistan/?q=bridge")
    assert answer.status_code == 404
    named = re.search(r"http://\S+", answer.content.decode())[0]
    assert named == f"{HERE}/?entity=pakistan&q=bridge"
    made = asked_of(client, named).json()
    assert SRC.match(made["html"])[1] == f"{HERE}/embed/?q=bridge&amp;entity=pakistan"


def test_oembed_keeps_to_the_size_it_is_given(client):
    made = asked_of(client, HERE, maxwidth="320", maxheight="200").json()
    assert (made["width"], made["height"]) == (320, 200) and 'width="320" height="200"' in made["html"]
    made = asked_of(client, HERE, maxwidth="5000", maxheight="5000").json()
    assert (made["width"], made["height"]) == (embed.WIDTH, embed.HEIGHT)


def test_oembed_answers_in_xml_too(client):
    answer = asked_of(client, HERE, format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    said = {child.tag: child.text for child in root}
    assert said == {name: str(value) for name, value in asked_of(client, HERE, format="json").json().items()}


@pytest.mark.parametrize("sign", ["%07", "%00", "%C2%9F", "%EF%BF%BF"])
def test_oembed_in_xml_holds_no_character_that_xml_has_not(client, sign):
    root = ElementTree.fromstring(asked_of(client, f"{HERE}/?q=arms{sign}jets", format="xml").content)
    assert root.findtext("title") == "Events, matching arms jets"


def test_oembed_refuses_as_its_standard_says(client):
    hidden = event("Hidden", status="proposed")
    for url in (
        "https://elsewhere.example/",
        f"{HERE}/data/",
        f"{HERE}/nothing/here/",
        f"{HERE}/events/{hidden.public_id}/",
        f"{HERE}/entities/nobody/",
        f"{HERE}/?from=banana",
        "nonsense",
        "http://[",
        "ftp://testserver/",
    ):  # fmt: skip
        assert asked_of(client, url).status_code == 404, url
    assert asked_of(client, HERE, format="yaml").status_code == 501
    for params, name in (
        ({}, "url"), ({"url": HERE, "maxwidth": "wide"}, "maxwidth"), ({"url": HERE, "maxheight": "0"}, "maxheight"),
        ({"url": HERE, "bananas": "1"}, "bananas"), ({"url": [HERE, HERE]}, "url"),
    ):  # fmt: skip
        answer = client.get("/oembed", params)
        assert (answer.status_code, answer.content.decode().split(": ")[0]) == (400, name)
