"""Words of an article as further evidence: as a plain form, with the words pasted."""

import lxml.html
import pytest
from django.contrib.auth import get_user_model

from timeline.models import Event, Evidence
from timeline.tests.factories import article, event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of one form; what it does is tried in test_quoting

TEXT = "In July 2014 the “ban” was lifted.\n\nHe said so. It rained. He said so.\n\nRead also: bread."


@pytest.fixture
def paper():
    cut = TEXT.index("Read also")
    return article(TEXT, cuts=[{"start": cut, "end": len(TEXT), "reason": "read also"}])


def page(desk, paper, **given):
    return desk.post(f"/admin/kb/article/{paper.pk}/evidence/", given, follow=True)


def said(answer) -> str:
    return " ".join(lxml.html.fromstring(answer.content.decode()).text_content().split())


def test_pasted_words_become_evidence_with_the_date_they_give_and_one_undo_takes_it_back(desk, paper):
    one = event("Ban lifted", date="2014-06")
    words = 'In July 2014 the "ban" was\nlifted.'  # as another program pastes it
    answer = page(desk, paper, words=words, event=one.public_id, date="July 2014")
    assert "Further evidence of “Ban lifted”" in said(answer) and "cannot all hold" in said(answer)
    made = Evidence.objects.latest("pk")
    assert (made.event, made.exact, made.start, str(made.date), made.date_basis) == (
        one,
        "In July 2014 the “ban” was lifted.",
        0,
        "2014-07",
        "editor",
    )
    assert Event.objects.get(pk=one.pk).disputed
    desk.post("/admin/timeline/event/undo/")
    assert one.evidence.count() == 1 and not Event.objects.get(pk=one.pk).disputed


def test_words_that_stand_in_several_places_are_asked_about(desk, paper):
    one = event("Ban lifted")
    answer = page(desk, paper, words="He said so.", event=one.pk)
    assert "stand in 2 places" in said(answer) and one.evidence.count() == 1
    places = lxml.html.fromstring(answer.content.decode()).xpath("//input[@name='at'][@type='radio']/@value")
    assert places == [str(TEXT.index("He said")), str(TEXT.rindex("He said"))]
    page(desk, paper, words="He said so.", event=one.pk, at=places[1])
    assert Evidence.objects.latest("pk").start == TEXT.rindex("He said")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"words": "In August 2014"}, "do not stand in the article"),
        ({"words": ""}, "required"),
        ({"words": "Read also: bread."}, "cut out of the article"),
        ({"words": "It rained.", "event": "ev-0000000000"}, "No event that could take this one in"),
        ({"words": "It rained.", "date": "31 June 2014"}, "30 days"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, paper, given, why):
    one = event("Ban lifted")
    answer = page(desk, paper, **{"event": one.pk, "date": "2014"} | given)
    assert why in said(answer) and one.evidence.count() == 1
    box = lxml.html.fromstring(answer.content.decode()).get_element_by_id("id_words")
    assert box.text_content().strip() == given["words"]


def test_what_was_selected_on_the_page_before_stands_in_the_form(desk, paper):
    def words(asked):
        answer = desk.get(f"/admin/kb/article/{paper.pk}/evidence/?{asked}")
        return (
            lxml.html.fromstring(answer.content.decode()).get_element_by_id("id_words").text_content().strip()
        )

    assert words(f"start=0&end={TEXT.index('.') + 1}") == "In July 2014 the “ban” was lifted."
    assert words("start=1&end=99999999999999999999999") == words("start=x") == words("start=9&end=1") == ""


def test_who_may_not_decide_adds_no_evidence(client, paper):
    client.force_login(get_user_model().objects.create_user("reader", is_staff=True))
    assert page(client, paper, words="It rained.", event=event().pk).status_code == 403
