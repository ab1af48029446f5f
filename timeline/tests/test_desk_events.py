"""The editors' door to events and entities, through the admin's own pages."""

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from kb.models import Entity
from timeline import decisions, integrity, review
from timeline.models import Decision, Event
from timeline.tests.factories import entity, event, evidence, tag

pytestmark = pytest.mark.django_db

EVENTS = "admin:timeline_event_changelist"


@pytest.fixture
def ayla():
    return get_user_model().objects.create_user("ayla")


def page_of(one) -> str:
    return reverse("admin:timeline_event_change", args=[one.pk])


def sent_by(page: str, form_id="event_form") -> dict:
    """What the form on a page sends back if nothing is touched: what its controls hold, wherever they stand."""
    document = lxml.html.fromstring(page)
    form = document.get_element_by_id(form_id)
    for control in document.xpath(f"//*[@form='{form_id}'][not(self::button)][not(ancestor::noscript)]"):
        form.append(control)
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


def form_of(desk, one) -> dict:
    return sent_by(desk.get(page_of(one)).content.decode())


def save(desk, one, **changes):
    return desk.post(page_of(one), {**form_of(desk, one), **changes}, follow=True)


def decide(desk, one, verb, **changes):
    return save(desk, one, _decide=verb, **changes)


@pytest.mark.one_database  # queries are counted
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


def of_one_article(*titles):
    """Proposals that one article gives."""
    one, *others = (event(title, status="proposed", proof=not n) for n, title in enumerate(titles))
    proof = one.evidence.get()
    for other in others:
        other.evidence.create(article=proof.article, exact=proof.exact, start=proof.start, end=proof.end)
    return one, *others


def test_words_of_a_date_that_stand_outside_the_quote_mark_nothing_in_it(desk):
    one = event("An embargo ended", status="proposed", proof=False)
    proof = evidence(one, exact="The embargo ended.", date_text="in June 2014", date_start=None)
    proof.date_start = proof.start + 9
    proof.save()
    assert "<q>The embargo ended.</q>" in desk.get(reverse(EVENTS)).content.decode()


def test_accepting_with_the_button_publishes_and_brings_up_the_next_proposal_of_the_article(desk):
    one, two = of_one_article("First", "Second")
    answer = decide(desk, one, "accept")
    assert "Accepted: First" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page_of(two)
    one.refresh_from_db()
    assert one.status == "published"
    assert [d.verb for d in Decision.objects.all()] == ["accept"]


@pytest.mark.one_database
@pytest.mark.parametrize(("verb", "status"), [("accept", "published"), ("reject", "rejected")])
def test_what_was_typed_is_saved_with_the_decision_and_undone_with_it(desk, verb, status):
    one = event("Old title", status="proposed")
    decide(desk, one, verb, title="New title", date="about June 2014")
    one.refresh_from_db()
    assert (one.title, str(one.date), one.status) == ("New title", "2014-06~", status)
    assert [d.verb for d in Decision.objects.all()] == [verb]
    desk.post(reverse("admin:timeline_event_undo"))
    one.refresh_from_db()
    assert (one.title, str(one.date), one.status, one.touched) == ("Old title", "2014-06", "proposed", False)


@pytest.mark.one_database
def test_what_was_typed_goes_along_with_a_merge(desk):
    kept, lost = event("Kept"), event("Lost", status="proposed")
    decide(desk, lost, "merge", into=kept.pk, tags=[tag("Water").pk], note="same treaty")
    lost.refresh_from_db()
    assert (lost.merged_into, lost.note) == (kept, "same treaty")
    assert [t.name for t in kept.tags.all()] == ["Water"]


@pytest.mark.one_database
def test_with_invalid_input_nothing_is_decided_and_what_was_typed_stays_in_the_form(desk):
    one = event(status="proposed")
    page = decide(desk, one, "accept", date="31 June 2014", title="New title").content.decode()
    assert "June has 30 days" in page and sent_by(page)["title"] == ["New title"]
    one.refresh_from_db()
    assert (one.status, one.version) == ("proposed", 1)


@pytest.mark.one_database
@pytest.mark.parametrize("verb", ["retract", "perhaps", "merge"])
def test_a_refused_decision_says_why_and_keeps_what_was_typed_unsaved_in_the_form(desk, verb):
    one, _two = of_one_article("First", "Second")
    page = decide(desk, one, verb, title="New title").content.decode()
    why = {
        "retract": "Say why",
        "perhaps": "There is no decision called “perhaps”",
        "merge": "Say which event",
    }
    assert why[verb] in page and sent_by(page)["title"] == ["New title"]
    one.refresh_from_db()
    assert (one.status, one.title) == ("proposed", "First")
    assert not Decision.objects.exists()


@pytest.mark.one_database
def test_a_reason_typed_without_its_button_is_not_lost(desk):
    one = event()
    assert "Press the button beside it" in save(desk, one, reason="A hoax.").content.decode()


@pytest.mark.one_database
def test_a_decision_on_an_older_version_is_refused_and_says_who(desk):
    one = event(status="proposed")
    mine = form_of(desk, one)
    review.edit(one, by=get_user_model().objects.create_user("ayla"), title="Better")
    assert "ayla" in desk.post(page_of(one), {**mine, "_decide": "accept"}).content.decode()
    one.refresh_from_db()
    assert one.status == "proposed"


@pytest.mark.one_database
def test_a_decision_is_not_made_by_following_a_link(desk):
    one = event(status="proposed")
    desk.get(page_of(one), {"_decide": "accept"})
    one.refresh_from_db()
    assert one.status == "proposed"


def test_an_event_is_merged_into_any_other_by_its_number_or_its_id(desk):
    kept = event("Kept", date="1950")
    for named in (kept.pk, f" {kept.public_id} "):
        lost = event("Quite another title", status="proposed")
        assert "Merged into: Kept" in decide(desk, lost, "merge", into=named).content.decode()
        lost.refresh_from_db()
        assert lost.merged_into == kept


def test_what_cannot_take_an_event_in_is_not_offered_and_not_taken(desk):
    one, rejected = event("A canal was opened", status="proposed"), event("A canal", status="rejected")
    for into in ("abc", "999999", "9" * 5000, "ev-\0", rejected.pk):
        assert "No event that could take" in decide(desk, one, "merge", into=into).content.decode()
    assert "merged into itself" in decide(desk, one, "merge", into=one.pk).content.decode()
    assert [r["text"] for r in offered(desk, "cana")] == ["A canal was opened (June 2014, proposed)"]
    assert [r["id"] for r in offered(desk, one.public_id)] == [str(one.pk)]
    assert offered(desk, "?") == offered(desk, "\0") == []


def offered(desk, term) -> list[dict]:
    field = {"app_label": "timeline", "model_name": "event", "field_name": "merged_into"}
    return desk.get(reverse("admin:autocomplete"), {"term": term, **field}).json()["results"]


@pytest.mark.one_database
def test_merging_into_a_likely_other_checks_that_it_is_as_it_was_shown(desk):
    one, other = event("Embargo lifted", status="proposed"), event("The embargo was lifted")
    shown = desk.get(page_of(one)).content.decode()
    button = f"merge-{other.pk}-{other.version}"
    assert f'value="{button}"' in shown
    review.edit(other, by=get_user_model().objects.create_user("ayla"), title="The blockade was lifted")
    page = desk.post(page_of(one), {**sent_by(shown), "_decide": button}).content.decode()
    assert "has been changed since by ayla" in page
    decide(desk, one, f"merge-{other.pk}-{other.version + 1}")
    one.refresh_from_db()
    assert one.merged_into == other


@pytest.mark.one_database
def test_retracting_without_a_reason_asks_for_it(desk):
    one = event()
    assert "Say why" in decide(desk, one, "retract").content.decode()
    decide(desk, one, "retract", reason="It was another year.")
    one.refresh_from_db()
    assert (one.status, one.retraction_reason) == ("retracted", "It was another year.")


def test_the_retract_action_asks_for_the_reason_first(desk):
    one = event()
    chosen = {"action": "retract_selected", "_selected_action": [one.pk]}
    public = reverse(EVENTS) + "?status__exact=published"
    assert "Reason, for readers" in desk.post(public, chosen).content.decode()
    assert "Say why" in desk.post(public, {**chosen, "reason": " "}).content.decode()
    desk.post(public, {**chosen, "reason": "A hoax."})
    one.refresh_from_db()
    assert one.status == "retracted"


def test_actions_accept_and_reject_many_as_one_decision(desk):
    ones = [event(f"E{n}", status="proposed") for n in range(3)]
    chosen = [one.pk for one in ones]
    desk.post(reverse(EVENTS), {"action": "accept_selected", "_selected_action": chosen})
    assert Event.objects.published().count() == 3
    assert Decision.objects.count() == 1
    answer = desk.post(reverse("admin:timeline_event_undo"), follow=True)
    assert "Undone: Accepted, “E0” and 2 more." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse(EVENTS)
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


@pytest.mark.one_database
def test_a_date_no_calendar_has_is_refused_beside_the_field(desk):
    one = event()
    answer = save(desk, one, date="31 June 2014")
    assert "June has 30 days" in answer.content.decode()
    one.refresh_from_db()
    assert str(one.date) == "2014-06"


@pytest.mark.one_database
def test_a_form_saved_untouched_is_no_decision(desk):
    one = event(status="proposed", who=["Russia"], tags=["Water"], summary="Two\nlines.", flagged=True)
    save(desk, one)
    assert not Decision.objects.exists()


@pytest.mark.one_database
def test_undo_names_the_record_and_leads_to_it(desk):
    one, two = of_one_article("First", "Second")
    decide(desk, one, "accept")
    answer = desk.post(reverse("admin:timeline_event_undo"), {"next": page_of(two)}, follow=True)
    assert "Undone: Accepted, “First”." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page_of(one)


@pytest.mark.one_database
def test_undoing_a_merge_leads_to_what_was_merged(desk):
    kept, lost = event("Kept"), event("Lost", who=["Russia"])
    decide(desk, lost, "merge", into=kept.pk)
    answer = desk.post(reverse("admin:timeline_event_undo"), follow=True)
    assert "Undone: Merged, “Lost”." in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page_of(lost)


def test_undoing_what_was_done_to_an_entity_leads_there_and_of_what_was_made_to_the_list(desk, editor):
    with decisions.act("add", by=editor) as this:
        place = this.create(Entity(name="Burma", slug="burma", kind="place", state="confirmed"))
    with decisions.act("edit", by=editor) as this:
        this.change(place, name="Myanmar")
    undo = reverse("admin:timeline_event_undo")
    assert desk.post(undo).url == reverse("admin:kb_entity_change", args=[place.pk])
    assert desk.post(undo).url == reverse(EVENTS)


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
    assert "editor" in page and "<del>Old</del><ins>New</ins> title" in page
    when = date_format(timezone.localtime(Decision.objects.get().at), "DATETIME_FORMAT")
    assert f">{when}</time>" in page


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
    assert "_decide" not in client.get(page_of(one)).content.decode()
    assert client.post(page_of(one), {"_decide": "accept"}).status_code == 403
    one.refresh_from_db()
    assert one.status == "proposed"


def test_who_may_change_events_but_not_see_participants_leaves_them_alone(client):
    editor = get_user_model().objects.create_user("new", is_staff=True)
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_event", "change_event"]))
    client.force_login(editor)
    one = event(who=["Russia"])
    save(client, one, title="Better")
    one.refresh_from_db()
    assert (one.title, one.participations.count()) == ("Better", 1)


def test_the_list_opens_on_what_waits_and_all_is_one_click_away(desk):
    for status in ("rejected", "published", "proposed", "retracted"):
        event(f"It was {status}", status=status, retraction_reason="A hoax.")
    event("It was merged", status="merged", merged_into=Event.objects.published().get())
    listed = desk.get(reverse(EVENTS)).context["cl"]
    assert [e.title for e in listed.result_list] == ["It was proposed"]
    assert [c["display"] for c in listed.filter_specs[0].choices(listed) if c["selected"]] == ["proposed"]
    [everything] = [c for c in listed.filter_specs[0].choices(listed) if c["display"] == "All but merged"]
    listed = desk.get(reverse(EVENTS) + everything["query_string"]).context["cl"]
    assert [e.title.split()[-1] for e in listed.result_list] == [
        "proposed",
        "published",
        "rejected",
        "retracted",
    ]
    listed = desk.get(reverse(EVENTS), {"status__exact": "merged"}).context["cl"]
    assert [e.title for e in listed.result_list] == ["It was merged"]


@pytest.mark.parametrize("asked", [{}, {"status__exact": "all"}])
def test_the_list_is_read_in_the_order_of_an_index(desk, asked):
    queryset = desk.get(reverse(EVENTS), asked).context["cl"].queryset.prefetch_related(None)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in (
                "seqscan",
                "bitmapscan",
                "sort",
                "incremental_sort",
            ):  # what is left is an index that has the order
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = queryset[:50].explain()
    assert "event_by_status" in plan and "Sort" not in plan and "TEMP B-TREE" not in plan


def test_a_long_quote_is_cut_between_words(desk):
    words = " ".join(f"word{n}" for n in range(60))
    one = event("Long", status="proposed", proof=False)
    evidence(one, exact=f"{words} in June 2014 {words}.")
    cell = lxml.html.fromstring(desk.get(reverse(EVENTS)).content.decode()).find_class("field-quote")[0]
    shown = cell.find("q").text_content()
    assert shown.startswith("… word") and shown.endswith(" …") and "in June 2014 word0 " in shown
    assert set(shown.split()) <= {"…", "in", "June", "2014", *words.split()}


@pytest.mark.one_database
@pytest.mark.parametrize("status", ["proposed", "published", "rejected", "retracted"])
def test_a_way_to_the_site_is_offered_where_the_site_has_a_page(desk, client, status):
    one = event(status=status, retraction_reason="A hoax.")
    offered = f'href="{one.get_absolute_url()}"' in desk.get(page_of(one)).content.decode()
    assert offered == (client.get(one.get_absolute_url()).status_code != 404)


def test_the_decisions_come_first_by_keyboard(desk):
    one = event(status="proposed")
    document = lxml.html.fromstring(desk.get(page_of(one)).content)
    reached = document.xpath(
        "//*[@autofocus]/following::*[self::a or self::button or self::input[@type!='hidden']]"
    )
    within = document.xpath("//*[@autofocus]//button")
    assert [button.text for button in within[:3]] == ["Save", "Accept", "Reject"]
    assert not set(within) & set(reached)


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


@pytest.mark.parametrize("named", ["who", "place"])
def test_who_is_named_in_public_stays_confirmed(desk, named):
    one = entity("Pakistan")
    event("Embargo lifted", **{named: [one] if named == "who" else one})
    where = reverse("admin:kb_entity_change", args=[one.pk])
    form = lxml.html.fromstring(desk.get(where).content.decode()).get_element_by_id("entity_form")
    answer = desk.post(where, dict(form.form_values()) | {"state": "suggested"})
    assert "A published event names it: it stays confirmed." in answer.content.decode()
    assert Entity.objects.get().state == "confirmed"


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
