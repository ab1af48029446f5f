"""An article by its address and a feed at the desk, by keyboard, with and without scripts."""

import pytest
from django.urls import reverse

from kb import feeds
from kb.models import Article, Feed
from timeline.tests.browser import axe
from timeline.tests.test_desk_fetching import CANONICAL, HARBOUR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def faults(page) -> list:
    box_as_django_ships_it = [".select2"]
    return axe.faults(page, without=box_as_django_ships_it, rules=axe.DEFAULT)


@pytest.mark.parametrize(("scripts", "width", "scheme"), [(True, 1280, "light"), (False, 390, "dark")])
def test_an_address_is_fetched_with_enter_and_added(
    browser, live_server, signed_in, web, scripts, width, scheme
):
    web.names["courier.example"] = web.names["news.example"]
    web.page("/a", HARBOUR)
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    context.add_cookies([{"name": "sessionid", "value": signed_in, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:kb_article_add"))
    page.get_by_label("From the web").fill("http://courier.example/nothing")
    page.keyboard.press("Enter")
    page.get_by_text("paste its text below instead").wait_for()
    assert not scripts or faults(page) == []
    page.get_by_label("From the web").fill("http://courier.example/a")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="would be proposed").wait_for()
    assert page.locator("#id_url").input_value() == CANONICAL
    assert not scripts or faults(page) == []
    page.get_by_role("button", name="Add and read").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    assert Article.objects.get().url == CANONICAL


def test_a_feed_is_read_and_says_what_became_of_its_entries(site, signed_in, web, monkeypatch):
    monkeypatch.setattr(feeds, "PAUSE", 0)
    items = "".join(
        f"<item><title>Vote {n}</title><link>http://news.example/{n}</link></item>" for n in (2, 1)
    )
    web.page(
        "/rss",
        f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>",
        content_type="text/xml",
    )
    web.page("/1", HARBOUR)
    feed = Feed.objects.create(url="http://news.example/rss")
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    site.goto(reverse("admin:kb_feed_change", args=[feed.pk]))
    site.get_by_role("button", name="Read now").click()
    site.get_by_text("Articles taken in: 1").first.wait_for()
    for width, scheme in ((1280, "light"), (390, "dark")):
        site.set_viewport_size({"width": width, "height": 900})
        site.emulate_media(color_scheme=scheme)
        site.goto(reverse("admin:kb_feed_change", args=[feed.pk]))
        site.get_by_text("no such page (404)").wait_for()
        assert faults(site) == []
        site.goto(reverse("admin:kb_feed_changelist"))
        assert faults(site) == []
