"""The editors' door to events and entities, through the admin's own pages."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from kb.models import Entity
from timeline import integrity, review
from timeline.models import Decision, Event
from timeline.tests.factories import entity, event, tag

pytestmark = pytest.mark.django_db

EVENTS = "admin:timeline_event_changelist"


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("editor", password="x")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def decide(desk, one, verb, **data):
    return desk.post(
        reverse("admin:timeline_event_decide", args=[one.pk]), {"verb": verb, **data}, follow=True
    )


def form_of(desk, one) -> dict:
    """What the change form would send back unchanged."""
    page = desk.get(reverse("admin:timeline_event_change", args=[one.pk]))
    form = page.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in [f.formset for f in page.context["inline_admin_formsets"]]:
        for field in formset.management_form:
            data[field.html_name] = field.value()
        for row in formset.forms:
            for field in row:
                data[field.html_name] = field.value()
    return {name: value for name, value in data.items() if value is not None}


def save(desk, one, **changes):
    page = reverse("admin:timeline_event_change", args=[one.pk])
    return desk.post(page, {**form_of(desk, one), **changes}, follow=True)


@pytest.mark.parametrize(
    "where",
    [
        EVENTS,
        "admin:kb_entity_changelist",
        "admin:kb_article_changelist",
        "admin:kb_source_changelist",
        "admin:kb_tag_changelist",
    ],
)
def test_a_changelist_asks_the_same_number_of_queries_for_few_and_for_many(
    desk, where, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(numbers):
        for n in numbers:
            event(f"Event {n}", status="proposed", who=[f"Country {n}"], tags=[f"Topic {n}"])

    fill(range(2))
    desk.get(reverse(where))
    with django_assert_max_num_queries(20) as few:
        desk.get(reverse(where))
    fill(range(2, 12))
    with django_assert_num_queries(len(few.captured_queries)):
        desk.get(reverse(where))


def test_the_list_shows_the_quote_with_the_words_of_the_date_marked(desk):
    event("Russia lifted its embargo", status="proposed")
    assert "<mark>June 2014</mark>" in desk.get(reverse(EVENTS)).content.decode()


def test_accepting_with_the_button_publishes_and_brings_up_the_next_proposal_of_the_article(desk):
    one = event("First", status="proposed")
    two = event("Second", status="proposed", proof=False)
    proof = one.evidence.get()
    two.evidence.create(article=proof.article, exact=proof.exact, start=proof.start, end=proof.end)
    answer = decide(desk, one, "accept", version=1)
    assert "Accepted: First" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("admin:timeline_event_change", args=[two.pk])
    one.refresh_from_db()
    assert one.status == "published"


def test_a_decision_on_an_older_version_is_refused_and_says_who(desk):
    one = event(status="proposed")
    review.edit(one, by=get_user_model().objects.create_user("ayla"), title="Better")
    assert "ayla" in decide(desk, one, "accept", version=1).content.decode()
    one.refresh_from_db()
    assert one.status == "proposed"


def test_a_decision_is_not_made_by_following_a_link(desk):
    one = event(status="proposed")
    assert desk.get(reverse("admin:timeline_event_decide", args=[one.pk])).status_code == 405


def test_an_unknown_decision_is_named(desk):
    one = event(status="proposed")
    assert "perhaps" in decide(desk, one, "perhaps").content.decode()


def test_merging_into_what_is_no_event_is_not_found(desk):
    one = event(status="proposed")
    for into in ("abc", "", "999999"):
        assert decide(desk, one, "merge", into=into).status_code == 404


def test_a_refused_decision_stays_with_its_event(desk):
    one, two = event("First", status="proposed"), event("Second", status="proposed", proof=False)
    proof = one.evidence.get()
    two.evidence.create(article=proof.article, exact=proof.exact, start=proof.start, end=proof.end)
    answer = decide(desk, one, "retract", reason="Not yet public.")
    assert answer.redirect_chain[-1][0] == reverse("admin:timeline_event_change", args=[one.pk])


def test_retracting_without_a_reason_asks_for_it(desk):
    one = event()
    assert "Say why" in decide(desk, one, "retract").content.decode()
    decide(desk, one, "retract", reason="It was another year.")
    one.refresh_from_db()
    assert (one.status, one.retraction_reason) == ("retracted", "It was another year.")


def test_the_retract_action_asks_for_the_reason_first(desk):
    one = event()
    chosen = {"action": "retract_selected", "_selected_action": [one.pk]}
    assert "Reason, for readers" in desk.post(reverse(EVENTS), chosen).content.decode()
    assert "Say why" in desk.post(reverse(EVENTS), {**chosen, "reason": " "}).content.decode()
    desk.post(reverse(EVENTS), {**chosen, "reason": "A hoax."})
    one.refresh_from_db()
    assert one.status == "retracted"


def test_actions_accept_and_reject_many_as_one_decision(desk):
    ones = [event(f"E{n}", status="proposed") for n in range(3)]
    chosen = [one.pk for one in ones]
    desk.post(reverse(EVENTS), {"action": "accept_selected", "_selected_action": chosen})
    assert Event.objects.published().count() == 3
    assert Decision.objects.count() == 1
    answer = desk.post(reverse("admin:timeline_event_undo"), follow=True)
    assert "Undone: accept, 3 records" in answer.content.decode()
    assert Event.objects.awaiting_review().count() == 3
    assert "nothing of yours" in desk.post(reverse("admin:timeline_event_undo"), follow=True).content.decode()


def test_undo_never_leads_off_the_desk(desk):
    answer = desk.post(reverse("admin:timeline_event_undo"), {"next": "https://elsewhere.example/"})
    assert answer.url == reverse(EVENTS)


def test_the_form_takes_a_date_as_people_type_it_and_logs_one_edit(desk):
    one = event(who=["Russia"])
    answer = save(desk, one, date="about June 2014", title="Better")
    assert "Better" in answer.content.decode()
    one.refresh_from_db()
    assert (str(one.date), one.date_basis, one.title, one.revision) == ("2014-06~", "editor", "Better", 2)
    assert Decision.objects.get().verb == "edit"
    assert [p.entity.name for p in one.participations.all()] == ["Russia"]


def test_a_date_no_calendar_has_is_refused_beside_the_field(desk):
    one = event()
    answer = save(desk, one, date="31 June 2014")
    assert "June has 30 days" in answer.content.decode()
    one.refresh_from_db()
    assert str(one.date) == "2014-06"


def test_two_editors_the_second_sees_what_the_first_wrote_before_anything_is_overwritten(desk):
    one = event("Old title")
    mine = {**form_of(desk, one), "title": "My title"}
    review.edit(one, by=get_user_model().objects.create_user("ayla"), title="Her title")
    answer = desk.post(reverse("admin:timeline_event_change", args=[one.pk]), mine)
    assert "ayla has changed this event" in answer.content.decode()
    assert "Now: Her title" in answer.content.decode()
    one.refresh_from_db()
    assert one.title == "Her title"


def test_an_event_is_added_by_hand_with_a_citation_and_is_public(desk):
    empty = {"participations-TOTAL_FORMS": 0, "participations-INITIAL_FORMS": 0, "evidence-INITIAL_FORMS": 0}
    page = reverse("admin:timeline_event_add")
    data = {**empty, "title": "Recognition", "date": "1 May 1948", "factuality": "actual", "tags": [tag().pk]}
    refused = desk.post(page, {**data, "evidence-TOTAL_FORMS": 0})
    assert "at least 1" in refused.content.decode()
    assert not Event.objects.exists()
    desk.post(page, {**data, "evidence-TOTAL_FORMS": 1, "evidence-0-citation": "A yearbook"})
    made = Event.objects.published().get()
    assert (str(made.date), made.evidence.get().citation, made.tags.count()) == (
        "1948-05-01",
        "A yearbook",
        1,
    )


def test_events_are_never_deleted(desk):
    one = event()
    assert (
        desk.post(reverse("admin:timeline_event_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
    )


def test_the_history_says_who_changed_what(desk, editor):
    one = event("Old title")
    review.edit(one, by=editor, title="New title")
    page = desk.get(reverse("admin:timeline_event_history", args=[one.pk])).content.decode()
    assert "editor" in page and "<del>Old title</del>" in page and "<ins>New title</ins>" in page


def test_the_search_box_answers_by_words_not_by_pattern(desk):
    event("Russia lifted its embargo", status="proposed")
    event("A canal was opened", status="proposed")
    page = desk.get(reverse(EVENTS), {"q": "embargo -canal"}).content.decode()
    assert "embargo" in page and "A canal was opened" not in page
    assert "There is no word in this" in desk.get(reverse(EVENTS), {"q": "***"}).content.decode()


def test_who_may_only_view_may_not_decide(client):
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(viewer)
    one = event(status="proposed")
    assert (
        client.post(reverse("admin:timeline_event_decide", args=[one.pk]), {"verb": "accept"}).status_code
        == 403
    )
    one.refresh_from_db()
    assert one.status == "proposed"


def test_an_entity_is_added_with_its_aliases_and_found_by_them(desk):
    data = {
        "name": "Soviet Union", "kind": "place", "state": "confirmed", "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0, "aliases-0-name": "USSR", "aliases-0-kind": "name",
    }  # fmt: skip
    desk.post(reverse("admin:kb_entity_add"), data)
    made = Entity.objects.get()
    assert (made.slug, made.aliases.get().name) == ("soviet-union", "USSR")
    found = desk.get(
        reverse("admin:autocomplete"),
        {"term": "USSR", "app_label": "timeline", "model_name": "participation", "field_name": "entity"},
    )
    assert [r["text"] for r in found.json()["results"]] == ["Soviet Union"]


def test_suggestions_are_confirmed_together(desk):
    ones = [entity(f"Person {n}", "person", state="suggested") for n in range(2)]
    desk.post(
        reverse("admin:kb_entity_changelist"),
        {"action": "confirm", "_selected_action": [one.pk for one in ones]},
    )
    assert Entity.objects.confirmed().count() == 2
    assert Decision.objects.get().verb == "confirm"


def test_a_renamed_topic_is_found_by_its_new_name(desk):
    one = event(tags=["Arms"])
    topic = tag("Arms")
    data = {"name": "Weapons", "slug": topic.slug, "description": ""}
    desk.post(reverse("admin:kb_tag_change", args=[topic.pk]), data)
    one.refresh_from_db()
    assert "weapons" in one.search_tokens
    assert list(integrity.problems()) == []


def test_a_deleted_topic_leaves_its_events_by_an_act_of_the_log(desk):
    one = event(tags=["Arms", "Water"])
    desk.post(reverse("admin:kb_tag_delete", args=[tag("Arms").pk]), {"post": "yes"})
    one.refresh_from_db()
    assert [t.name for t in one.tags.all()] == ["Water"]
    assert (Decision.objects.get().verb, one.revision) == ("untag", 2)
    assert list(integrity.problems()) == []


def test_the_article_of_a_quote_is_one_click_away(desk):
    one = event(status="proposed")
    page = desk.get(reverse("admin:timeline_event_change", args=[one.pk])).content.decode()
    assert reverse("admin:kb_article_change", args=[one.evidence.get().article_id]) in page


def test_an_entity_saved_with_a_new_alias_is_one_decision_and_saved_unchanged_is_none(desk):
    place = entity("Soviet Union", state="suggested")
    page = reverse("admin:kb_entity_change", args=[place.pk])
    data = {"name": "Soviet Union", "kind": "place", "state": "suggested", "slug": place.slug,
            "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}  # fmt: skip
    desk.post(page, data)
    assert not Decision.objects.exists()
    desk.post(
        page,
        {
            **data,
            "state": "confirmed",
            "aliases-TOTAL_FORMS": 1,
            "aliases-0-name": "USSR",
            "aliases-0-kind": "name",
        },
    )
    assert [c.model for c in Decision.objects.get().changes.all()] == ["kb.entity", "kb.alias"]


@pytest.mark.parametrize(
    "asked",
    [
        "event/?evidence__article=" + "9" * 20,
        "event/?place=" + "9" * 20,
        "event/?id__in=1," + "9" * 5_000,
        "entity/?merged_into=-" + "9" * 20,
        "article/?source=" + "9" * 20,
    ],
)
def test_a_number_no_row_can_have_is_answered_with_the_whole_list(desk, asked):
    event("The bridge was opened")
    app = "timeline" if asked.startswith("event") else "kb"
    answer = desk.get(f"/admin/{app}/{asked}", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].endswith("?e=1")
