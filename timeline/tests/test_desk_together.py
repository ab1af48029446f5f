"""Two editors at once: what only one has changed is kept, what both have changed is shown and chosen."""

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kb.models import Alias
from timeline import decisions, review
from timeline.desk import presence
from timeline.models import Decision, Presence
from timeline.tests.factories import article, entity, event, tag
from timeline.tests.test_desk_events import sent_by

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of forms; many at once: test_desk_together_at_once

QUEUE = "/admin/timeline/event/review/"


@pytest.fixture
def ayla(db):
    return get_user_model().objects.create_user("ayla")


@pytest.fixture
def client_of_ayla(ayla):
    ayla.is_staff = ayla.is_superuser = True
    ayla.save()
    client = Client()
    client.force_login(ayla)
    return client


def page_of(one) -> str:
    return reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])


def opened(desk, one) -> dict:
    """What the change form sends if nothing is touched."""
    return sent_by(desk.get(page_of(one)).content.decode(), f"{one._meta.model_name}_form")


def send(desk, one, data) -> str:
    page = desk.post(page_of(one), data, follow=True).content.decode()
    one.refresh_from_db()
    return page


def again(desk, one, page, **changes) -> str:
    return send(desk, one, sent_by(page, f"{one._meta.model_name}_form") | changes)


def who_took_part(one) -> list:
    return sorted((p.entity.name, p.role) for p in one.participations.all())


@pytest.mark.parametrize("version", ["-1", "abc", "7", "9" * 5000])
def test_a_form_of_a_version_that_never_was_is_refused(desk, version):
    one = event("Old title")
    page = send(desk, one, opened(desk, one) | {"title": "My title", "opened_version": version})
    assert "There is no such version of it. Open it anew." in page
    assert (one.title, one.version) == ("Old title", 1)


def test_fields_that_only_one_editor_has_changed_are_as_that_one_wants_them(desk, ayla):
    one = event("Old title", tags=["Water"], flagged=True, place=entity("Moscow"))
    mine = opened(desk, one) | {"title": "My title", "note": "mine"}
    review.edit(
        one, by=ayla, date="1968-05", tags=[tag("Arms")], flagged=False, place=None, factuality="planned"
    )
    page = send(desk, one, mine)
    assert "Meanwhile changed by ayla, and kept: " in page
    for name in ("date", "place", "tags", "flagged", "factuality"):
        assert name in page.split("and kept: ")[1].split("</li>")[0]
    assert (one.title, one.note, str(one.date), one.flagged) == ("My title", "mine", "1968-05", False)
    assert ([t.name for t in one.tags.all()], one.place, one.factuality) == (["Arms"], None, "planned")
    change = Decision.objects.first().changes.get()
    assert {name for name in change.before if change.before[name] != change.after[name]} >= {"title", "note"}


@pytest.mark.parametrize(
    ("taken", "title", "logged"),
    [("theirs", "Her title", 1), ("mine", "My title", 2), ("typed", "Our title", 2)],
)
def test_of_a_field_both_have_changed_base_theirs_and_mine_are_shown_and_one_is_taken(
    desk, ayla, taken, title, logged
):
    one = event("Old title")
    mine = opened(desk, one) | {"title": "My title", "note": "mine"}
    review.edit(one, by=ayla, title="Her title")
    page = send(desk, one, mine)
    versions = page.split('class="versions"')[1].split("</fieldset>")[0]
    assert all(words in versions for words in ("Old title", "Her title", "My title"))
    assert "ayla has changed this since you opened it (title)" in page
    page = again(desk, one, page)  # the OK box alone
    assert (one.title, one.note) == ("Her title", "") and 'class="versions"' in page and "Old title" in page
    again(desk, one, page, **{"take-title": taken}, **({"title": "Our title"} if taken == "typed" else {}))
    assert (one.title, one.note) == (title, "mine")


def test_what_is_chosen_is_compared_with_the_version_that_is_newest_then(desk, ayla):
    one = event("Old title")
    mine = opened(desk, one) | {"title": "My title"}
    review.edit(one, by=ayla, title="Her title")
    page = send(desk, one, mine)
    review.edit(one, by=ayla, title="Her second title", note="hers")
    page = again(desk, one, page, **{"take-title": "mine"})
    assert one.title == "Her second title"
    assert all(words in page for words in ("Her title", "Her second title", "My title"))
    again(desk, one, page, **{"take-title": "mine"})
    assert (one.title, one.note) == ("My title", "hers")


def test_places_topics_and_dates_are_shown_in_words(desk, ayla):
    one = event(tags=["Water"], place=entity("Moscow"))
    mine = opened(desk, one) | {
        "place": entity("Kyiv").pk,
        "tags": [tag("Arms").pk, tag("Water").pk],
        "date": "31 June 2014",
    }
    review.edit(one, by=ayla, place=entity("Minsk"), tags=[], date="2015~")
    page = send(desk, one, mine)
    shown = page.split('class="disputes"')[1].split("</section>")[0]
    assert all(
        words in shown for words in ("Moscow", "Kyiv", "Minsk", "Water", "Arms", "31 June 2014", "about 2015")
    )
    taken = {"take-place": "mine", "take-tags": "mine", "take-date": "theirs"}
    again(desk, one, page, **taken)
    assert (one.place.name, str(one.date)) == ("Kyiv", "2015~")
    assert sorted(t.name for t in one.tags.all()) == ["Arms", "Water"]


def test_the_same_change_by_both_is_no_dispute(desk, ayla):
    one = event("Old title")
    mine = opened(desk, one) | {"title": "Better", "note": "mine"}
    review.edit(one, by=ayla, title="Better")
    send(desk, one, mine)
    assert (one.title, one.note) == ("Better", "mine")


def test_a_decision_is_made_on_what_the_editor_has_seen(desk, ayla):
    one = event("Old title", status="proposed")
    mine = opened(desk, one) | {"_decide": "accept", "note": "mine"}
    review.edit(one, by=ayla, title="Her title")
    page = send(desk, one, mine)
    assert "ayla has changed this event since you opened it (title" in page and one.status == "proposed"
    again(desk, one, page, _decide="accept")
    assert (one.title, one.note, one.status) == ("Her title", "mine", "published")


def test_rows_of_who_took_part_that_only_one_has_changed_are_kept(desk, ayla):
    one = event(who=["Russia", "India", "China"])
    mine = opened(desk, one)
    row = rows(mine)
    mine |= {row["China"] + "-role": "other", "participations-TOTAL_FORMS": 4}
    mine |= {"participations-3-entity": entity("Iran").pk, "participations-3-role": "actor"}
    theirs = [("Russia", "recipient"), ("China", "actor"), ("Pakistan", "actor")]
    review.edit(one, by=ayla, participants=[(entity(name), role) for name, role in theirs])
    send(desk, one, mine)
    assert who_took_part(one) == [
        ("China", "other"),
        ("Iran", "actor"),
        ("Pakistan", "actor"),
        ("Russia", "recipient"),
    ]


def rows(sent: dict) -> dict:
    """The name of who took part -> the prefix of the row."""
    names = {str(entity(name).pk): name for name in ("Russia", "India", "China")}
    at = [f"participations-{n}" for n in range(3)]
    return {names[sent[f"{row}-entity"][0]]: row for row in at}


@pytest.mark.parametrize("taken", ["theirs", "mine"])
@pytest.mark.parametrize(
    ("hers", "change", "result"),
    [
        ([("Russia", "recipient")], {"role": "other"}, ("Russia", "other")),
        ([], {"role": "other"}, ("Russia", "other")),
        ([("Russia", "recipient")], {"DELETE": "on"}, None),
    ],
)
def test_a_row_both_have_changed_is_shown_and_chosen(desk, ayla, hers, change, result, taken):
    one = event(who=["Russia", "India", "China"])
    mine = opened(desk, one)
    mine |= {f"{rows(mine)['Russia']}-{name}": value for name, value in change.items()}
    others = [("India", "actor"), ("China", "actor")]
    review.edit(one, by=ayla, participants=[(entity(name), role) for name, role in [*hers, *others]])
    page = send(desk, one, mine)
    assert page.count('class="versions"') == 1 and "Russia, actor" in page
    assert who_took_part(one) == sorted([*hers, *others])
    page = again(desk, one, page)
    assert page.count('class="versions"') == 1
    choice = page.split('type="radio" name="')[1].split('"')[0]
    again(desk, one, page, **{choice: taken})
    wanted = hers if taken == "theirs" else [result] if result else []
    assert who_took_part(one) == sorted([*wanted, *others])


def test_the_card_of_the_queue_merges_and_shows_as_well(desk, ayla):
    one = event("Old title", status="proposed", who=["Russia"])
    card = sent_by(desk.get(QUEUE).content.decode(), "decision")
    review.edit(one, by=ayla, title="Her title", note="hers")
    page = desk.post(QUEUE, card | {"summary": "mine", "_decide": "save"}, follow=True).content.decode()
    one.refresh_from_db()
    assert (one.title, one.summary, one.note) == ("Her title", "mine", "hers")
    assert "Meanwhile changed by ayla" in page
    card = sent_by(page, "decision") | {"title": "My title", "who": "Russia (recipient)"}
    review.edit(one, by=ayla, title="Her last", participants=[(entity("India"), "actor")])
    page = desk.post(QUEUE, card | {"_decide": "save"}).content.decode()
    taken = {"take-title": "mine", "take-who": "theirs", "_decide": "accept"}
    assert "Her last" in page and "India (actor)" in page
    desk.post(QUEUE, sent_by(page, "decision") | taken)
    one.refresh_from_db()
    assert (one.title, one.status, who_took_part(one)) == ("My title", "published", [("India", "actor")])


def test_an_entity_and_its_names_are_merged_and_shown(desk, ayla):
    place = entity("Burma", aliases=["Birma"])
    mine = opened(desk, place)
    with decisions.act("edit", by=ayla) as this:
        this.change(place, description="hers")
        this.create(Alias(entity=place, name="Bama"))
    mine |= {"iso3": "MMR", "aliases-1-name": "Myanmar", "aliases-1-kind": "name"}
    page = send(desk, place, mine)
    assert "Meanwhile changed by ayla, and kept: description" in page
    assert (place.iso3, place.description) == ("MMR", "hers")
    assert sorted(a.name for a in place.aliases.all()) == ["Bama", "Birma", "Myanmar"]
    mine = opened(desk, place) | {"description": "mine"}
    with decisions.act("edit", by=ayla) as this:
        this.change(place, description="hers again")
    page = send(desk, place, mine)
    assert place.description == "hers again"
    again(desk, place, page, **{"take-description": "mine"})
    assert place.description == "mine"


def test_what_is_known_of_an_article_is_merged_and_shown(desk, ayla):
    one = article(title="Old rivals", authors="A. Writer")
    mine = opened(desk, one) | {"title": "My title", "dateline": "Karachi"}
    with decisions.act("edit", by=ayla) as this:
        this.change(one, title="Her title", authors="B. Writer")
    page = send(desk, one, mine)
    assert all(words in page for words in ("Old rivals", "Her title", "My title"))
    again(desk, one, page, **{"take-title": "mine"})
    assert (one.title, one.authors, one.dateline) == ("My title", "B. Writer", "Karachi")


def told(page: str) -> str:
    return lxml.html.fromstring(page).find_class("presence")[0].text_content()


def asking(page: str) -> str:
    return lxml.html.fromstring(page).find_class("presence")[0].get("data-presence")


@pytest.mark.parametrize("make", [event, entity, article])
def test_a_page_says_who_else_has_the_record_open(desk, client_of_ayla, make):
    one = make()
    hers = client_of_ayla.get(page_of(one)).content.decode()
    assert told(hers) == ""
    assert told(desk.get(page_of(one)).content.decode()) == "Being edited by ayla."
    assert client_of_ayla.post(asking(hers)).content.decode() == "Being edited by editor."
    assert client_of_ayla.post(asking(hers) + "&left=1").status_code == 204
    assert told(desk.get(page_of(one)).content.decode()) == ""


def test_the_card_of_the_queue_says_who_has_the_full_form_open(desk, client_of_ayla):
    one = event(status="proposed")
    client_of_ayla.get(page_of(one))
    assert told(desk.get(QUEUE).content.decode()) == "Being edited by ayla."


def test_nobody_is_told_of_for_ever(desk, client_of_ayla):
    one = event()
    client_of_ayla.get(page_of(one))
    Presence.objects.update(until=timezone.now())
    assert told(desk.get(page_of(one)).content.decode()) == ""
    Presence.objects.update(until=timezone.now() - presence.LONGEST - presence.OPENED)
    desk.get(page_of(one))
    assert [p.user.username for p in Presence.objects.all()] == ["editor"]


def test_asking_who_is_there_is_two_queries_and_nothing_without_the_address_of_the_page(
    desk, client, django_assert_num_queries
):
    one = event()
    address = asking(desk.get(page_of(one)).content.decode())
    with django_assert_num_queries(2):
        assert client.post(address).status_code == 200
    assert client.get(address).status_code == 405
    for other in (address[:-3], reverse("admin:presence")):
        assert client.post(other).url.startswith(reverse("admin:login"))


def test_who_may_only_look_is_not_said_to_edit(desk, client):
    one = event()
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(viewer)
    client.get(page_of(one))
    assert not Presence.objects.exists()


def test_the_page_of_somebody_whose_account_is_gone_asks_in_vain(desk, client_of_ayla, ayla):
    one = event()
    address = asking(client_of_ayla.get(page_of(one)).content.decode())
    ayla.delete()
    assert client_of_ayla.post(address).status_code == 403
    assert not Presence.objects.exists()
