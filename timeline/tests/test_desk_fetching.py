"""An article added by its address: fetched, shown as a file would be, and added only then."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse

from kb.models import Article, Source

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of one form; what it does is tried in kb/tests/test_fetching

ADD = "admin:kb_article_add"
HARBOUR = (Path(__file__).resolve().parents[2] / "kb/tests/pages/harbour.html").read_bytes()
CANONICAL = "https://courier.example/2016/05/10/northern-channel"
WAY_OUT = "paste its text below instead"


@pytest.fixture
def courier(web):
    web.names["courier.example"] = web.names["news.example"]
    web.page("/a", HARBOUR)
    return web


def test_a_page_is_fetched_and_shown_and_nothing_is_stored(desk, courier):
    Source.objects.create(
        name="Courier of Exampleton", slug="courier", homepage="https://www.courier.example/"
    )
    page = desk.post(reverse(ADD), {"address": "http://courier.example/a?utm_source=x", "_fetch": "1"})
    form, shown = page.context["form"], page.content.decode()
    assert form["title"].value() == "Board votes to dredge the northern channel"
    assert form["published"].value() == dt.date(2016, 5, 10)
    assert form["source"].value() == "Courier of Exampleton"
    assert form["url"].value() == CANONICAL
    assert "preview-events" in shown
    assert not Article.objects.exists()
    desk.post(reverse(ADD), {name: form[name].value() or "" for name in form.fields} | {"_save": "1"})
    article = Article.objects.get()
    assert (article.url, article.state) == (CANONICAL, "read")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1/", "private or reserved network"),
        ("http://courier.example/gone", "no such page (404)"),
        ("http://courier.example/menu", "No article was found on this page"),
        ("ftp://courier.example/a", "only addresses that begin with http:// or https://"),
        ("http://me:secret@courier.example/", "user name or a password"),
    ],
)
def test_what_cannot_be_had_is_said_beside_the_field_with_a_way_out(desk, courier, address, said):
    courier.page("/menu", "<html><body><nav><a href='/'>Home</a></nav></body></html>")
    page = desk.post(reverse(ADD), {"address": address, "_fetch": "1"})
    (error,) = page.context["address"].errors["address"]
    assert said in error and WAY_OUT in error
    assert page.context["form"]["url"].value() == address


def test_no_address_at_all_is_asked_for(desk, courier):
    page = desk.post(reverse(ADD), {"address": "", "_fetch": "1"})
    assert "address" in page.context["address"].errors
    assert courier.asked == []


def test_an_address_that_is_an_article_already_leads_to_it_without_being_fetched(desk, courier):
    known = Article.objects.create(
        title="The channel", url="http://courier.example/a", text="x", text_sha256="x"
    )
    page = desk.post(reverse(ADD), {"address": "http://courier.example/a#top", "_fetch": "1"})
    assert reverse("admin:kb_article_change", args=[known.pk]) in page.content.decode()
    assert courier.asked == []


def test_an_article_found_again_by_another_address_is_recognised(desk, courier):
    known = Article.objects.create(title="The channel", url=CANONICAL, text="x", text_sha256="x")
    page = desk.post(reverse(ADD), {"address": "http://courier.example/a", "_fetch": "1"})
    assert page.context["found"].namesake == known
    assert "with another text" in page.content.decode()
