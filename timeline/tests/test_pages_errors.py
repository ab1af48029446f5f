"""What a reader gets when something is not there or goes wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings

pytestmark = pytest.mark.one_database  # what pages say


@pytest.mark.parametrize(
    ("name", "words"), [("400.html", "cannot be read"), ("500.html", "The fault is ours")]
)
def test_the_pages_for_faults_need_no_context_and_no_database(name, words):
    page = render_to_string(name)
    assert words in page and '<html lang="en">' in page and "/" in page


@pytest.mark.django_db
def test_an_unknown_address_answers_with_the_site_s_own_page(client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


@pytest.mark.django_db
def test_a_bug_answers_with_the_site_s_own_page(monkeypatch):
    def broken():
        raise ZeroDivisionError

    monkeypatch.setattr("timeline.pages.timeline.about_the_site", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


@override_settings(ALLOWED_HOSTS=["timeline.example.org"])
def test_a_request_for_another_host_is_refused_in_words(client):
    answer = client.get("/", headers={"host": "elsewhere.example.org"})
    assert answer.status_code == 400
    assert "This request cannot be read" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_cookie_is_answered_with_the_site_s_own_page():
    answer = Client(enforce_csrf_checks=True).post("/q/", {"query": "tag=water"})
    assert answer.status_code == 403
    assert "Go back and try again" in answer.content.decode()
