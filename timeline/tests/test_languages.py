"""Pages in the reader's language: what is chosen, what is said, and which way it is written."""

import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from timeline.dates import EdtfDate
from timeline.tests import factories

pytestmark = pytest.mark.one_database  # what pages say

NARROW = "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("edtf", "english", "russian", "urdu"),
    [
        ("2014-11-20", "20 November 2014", "20 ноября 2014 г.", "20 نومبر، 2014"),
        ("2014-11", "November 2014", "ноябрь 2014 г.", "نومبر 2014"),
        ("0476-06", "June AD 476", "июнь 476 г.", "جون 476 عیسوی"),
        ("2014-21", "spring 2014", "весна 2014 г.", "موسمِ بہار 2014"),
        ("2015-35", "third quarter of 2015", "3-й квартал 2015 г.", "2015 کی تیسری سہ ماہی"),
        ("199X", "the 1990s", "1990-е годы", "1990 کی دہائی"),
        ("18XX", "the 19th century", "XIX век", "19ویں صدی"),
        ("2014-06~", "about June 2014", "около июня 2014 г.", "تقریباً جون 2014"),
        ("[1867..1899]", "late 19th century", "конец XIX века", "19ویں صدی کے اواخر"),
        ("[..2014-10]", "before November 2014", "до ноября 2014 г.", "نومبر 2014 سے پہلے"),
        (
            "[2014-06..2014-11]",
            "between June and November 2014",
            "не ранее июня и не позднее ноября 2014 г.",
            "جون اور نومبر 2014 کے درمیان",
        ),  # fmt: skip
        ("[2014-06,2014-11]", "June or November 2014", "июнь или ноябрь 2014 г.", "جون یا نومبر 2014"),
        ("2014-06/2014-11", "from June to November 2014", "июнь – ноябрь 2014 г.", "جون سے نومبر 2014 تک"),
        ("2016/..", "since 2016", "с 2016 г.", "2016 سے"),
    ],
)
def test_a_date_is_said_in_each_language(edtf, english, russian, urdu):
    for code, words in (("en", english), ("ru", russian), ("ur", urdu)):
        with translation.override(code):
            assert EdtfDate.parse(edtf).words(gettext).replace(NARROW, " ") == words


@pytest.mark.django_db
def test_a_reader_chooses_a_language_and_only_then_gets_a_cookie(client):
    factories.event("A bridge opened", date="2014-11-20")
    first = client.get("/?order=newest")
    assert first["Content-Language"] == "en" and not first.cookies
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in first["Vary"].split(",")}
    chosen = client.post("/language/", {"language": "ur", "next": "/?order=newest"})
    assert chosen["Location"] == "/?order=newest" and set(chosen.cookies) == {"language"}
    page = client.get("/?order=newest")
    assert page["Content-Language"] == "ur"
    assert '<html lang="ur" dir="rtl">' in page.content.decode()
    assert "20 نومبر، 2014" in page.content.decode()


@pytest.mark.django_db
def test_a_title_says_its_language_where_the_page_is_in_another(client):
    foreign = factories.event("پل کھل گیا", date="2014", proof=False)
    paper = factories.article("پل کھل گیا، 2014 میں۔", title="پل", language="ur")
    factories.evidence(foreign, paper, exact=paper.text, rank="preferred")
    bridge = factories.event("A bridge opened", date="2015")
    title = re.compile(r'<a href="/events/(ev-\w+)/"( lang="\w+")?>')
    said = {
        code: dict(title.findall(client.get("/", headers={"accept-language": code}).content.decode()))
        for code in ("en", "ur")
    }
    assert said["en"] == {foreign.public_id: ' lang="ur"', bridge.public_id: ""}
    assert said["ur"] == {foreign.public_id: "", bridge.public_id: ' lang="en"'}


@pytest.mark.django_db
def test_a_browser_is_answered_in_its_language_and_a_program_in_english(client):
    factories.event("A bridge opened", date="2014-11-20")
    asking = {"headers": {"accept-language": "ru"}}
    assert '<html lang="ru">' in client.get("/", **asking).content.decode()
    for address in ("/export/events.csv", "/api/v1/events", "/feeds/events.atom"):
        answer = client.get(address, **asking)
        assert answer["Content-Language"] == "en", address
        assert "Accept-Language" not in answer.get("Vary", ""), address
    assert "20 November 2014" in b"".join(client.get("/export/events.csv", **asking)).decode()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["ru", "ur"])
def test_every_kind_of_page_is_shown_in_every_language(client, code):
    place = factories.entity("Port Amber", latitude="54.5", longitude="-1.25")
    one = factories.event(
        "The bridge opened", date="2014-06", who=["Pakistan", "Russia"], place=place, tags=["Roads"],
        event_type="AGREE", summary="It had taken long.", correction_note="The month was wrong.",
    )  # fmt: skip
    for n in range(6):
        factories.event(f"Talks, round {n}", date=f"{1990 + 5 * n}~", who=["Russia"], tags=["Roads"])
    article = one.evidence.get().article
    pages = (
        "/", "/?from=2014&to=2016&lane=entity:russia", "/?from=banana&q=%22%22&lane=a&entity=nobody", "/?q=zebra",
        f"/events/{one.public_id}/", f"/events/{one.public_id}/report/", "/entities/", "/entities/russia/",
        "/entities/?q=zebra", "/places/", "/entities/port-amber/", "/tags/", "/tags/roads/", "/sources/",
        f"/sources/{article.source.slug}/", "/articles/", "/articles/?published=banana", f"/articles/{article.pk}/",
        "/data/", "/q/?tag=roads", "/follow/?tag=roads", "/embed/?tag=roads",
    )  # fmt: skip
    for path in pages:
        answer = client.get(path, headers={"accept-language": code})
        assert answer.status_code == 200 and f'<html lang="{code}"' in answer.content.decode(), path


def test_the_style_sheet_has_no_left_and_no_right():
    """The axis of time apart, which runs from left to right in every language."""
    sheet = (settings.BASE_DIR / "timeline" / "static" / "timeline" / "style.css").read_text()
    sided = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float|clear):\s*(?:left|right)"
    )
    assert not sided.findall(sheet)
