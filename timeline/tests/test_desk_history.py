"""The history pages and the page that compares two, as an editor without scripts uses them."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from kb.models import Entity
from timeline import decisions, integrity, merging, restoring, review, undoing
from timeline.dates import EdtfDate
from timeline.models import Decision, Event, Evidence
from timeline.tests.factories import article, entity, event, evidence, tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def ayla():
    return get_user_model().objects.create_user("ayla", first_name="Ayla", last_name="Noor")


def history_of(record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])


def read(client, address) -> str:
    """The page's words, what was taken out in [-...-] and what was put in in {+...+}."""
    page = client.get(address).content.decode()
    page = page[page.index('id="content"') :]
    page = re.sub(r"<del>(.*?)</del>", r"[-\1-]", page)
    page = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", page)
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def act_on(client, record, act: Decision, **sent) -> str:
    """As the form sends it, which names the version that is shown."""
    kind = f"{record._meta.app_label}_{record._meta.model_name}"
    sent = {"version": type(record).objects.get(pk=record.pk).version} | sent
    answer = client.post(reverse(f"admin:{kind}_act", args=[record.pk, act.pk]), sent, follow=True)
    return answer.content.decode()


# what is told


def test_the_history_of_an_event_says_who_what_and_why_in_words(desk, editor, ayla):
    port = entity("Port Amber")
    one = event("Russia lifted its embargo", status="proposed", who=["Russia"], date="2014-06")
    review.edit(
        one, by=ayla, reason="asked the archive", title="Russia ended its embargo", date="2014-07", place=port,
        tags=[tag("Arms")], participants=[(entity("Pakistan"), "recipient")],
    )  # fmt: skip
    review.accept([one], by=editor)
    page = read(desk, history_of(one))
    assert "Ayla Noor" in page and "Accepted" in page and "asked the archive" in page
    assert "Russia [-lifted-]{+ended+} its embargo" in page
    assert "June 2014 (2014-06)-] → {+July 2014 (2014-07)+}" in page
    assert "Place nothing → {+Port Amber+}" in page and "Tags nothing → {+Arms+}" in page
    assert "{+Pakistan (recipient)+}" in page and "[-Russia (actor)-]" in page
    assert "[-proposed-] → {+published+}" in page
    assert "Span class" not in page and "tokens" not in page


def test_the_history_names_what_is_gone_by_the_name_it_had(desk, editor):
    port = entity("Port Amber")
    one = event("One", place=port)
    review.edit(one, by=editor, place=None)
    with decisions.act("delete", by=editor) as this:
        this.delete(port)
    assert "[-Port Amber-]" in read(desk, history_of(one))


def test_a_merger_is_told_at_both_with_the_quotes_that_moved(desk, editor):
    kept, lost = event("Kept", date="2014-06"), event("Lost", date="2014-07")
    merging.merge(lost, into=kept, by=editor)
    words = read(desk, history_of(kept))
    assert "Merged" in words and "from “Lost”" in words
    assert "to “Kept”" in read(desk, history_of(lost))


def test_the_history_of_an_entity_tells_of_its_names(desk):
    burma = entity("Burma")
    page = reverse("admin:kb_entity_change", args=[burma.pk])
    form = {name: value for name, value in desk.get(page).context["adminform"].form.initial.items() if value}
    form |= {
        "aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-name": "Myanmar", "aliases-0-kind": "name",
    }  # fmt: skip
    desk.post(page, form)
    assert "Alias {+Myanmar+}" in read(desk, history_of(burma))


def test_the_history_of_an_article_tells_its_corrections(desk, editor):
    one = article(title="Harbour news")
    with decisions.act("edit", by=editor) as this:
        this.change(one, title="Harbour views")
    assert "Harbour [-news-]{+views+}" in read(desk, history_of(one))


def test_a_long_history_is_paged_by_acts_in_the_same_number_of_queries(
    desk, editor, django_assert_max_num_queries
):
    one = event("Number 0", who=["Russia"])
    for n in range(1, 26):
        review.edit(
            one,
            by=editor,
            title=f"Number {n}",
            participants=[(entity("Russia"), "other" if n % 2 else "actor")],
        )
    with django_assert_max_num_queries(20):
        newest = desk.get(history_of(one)).content.decode()
    assert newest.count('<li id="act-') == 20
    older = re.search(r'href="(\?before=\d+)"', newest)[1]
    with django_assert_max_num_queries(20):
        rest = desk.get(history_of(one) + older).content.decode()
    assert (
        rest.count('<li id="act-') == 5 and "?before=" not in rest.split('class="acts"')[1].split("</ol>")[1]
    )
    assert desk.get(history_of(one) + "?before=banana").status_code == 200


# undoing from there


def test_any_act_is_undone_and_done_again_from_the_history(desk, editor):
    one = event("Old title")
    review.edit(one, by=editor, title="New title")
    first = Decision.objects.get()
    assert "Undone: Edited." in act_on(desk, one, first, _do="undo")
    assert Event.objects.get().title == "Old title"
    assert "undone already by editor" in act_on(desk, one, first, _do="undo")
    act_on(desk, one, Decision.objects.get(verb="undo"), _do="undo")
    assert Event.objects.get().title == "New title"
    undoing.undo_last(by=editor)  # z takes back what was done again
    assert Event.objects.get().title == "Old title"


def test_undoing_names_who_has_changed_what_since(desk, editor, ayla):
    one = event("Old title", who=["Russia"])
    review.edit(one, by=editor, title="New title")
    mine = Decision.objects.get()
    review.edit(one, by=ayla, title="Her title", summary="In short.")
    page = act_on(desk, one, mine, _do="undo")
    assert "“Her title” has been changed since by Ayla Noor: title, summary." in page.replace("&quot;", '"')
    with pytest.raises(decisions.Conflict, match="Ayla Noor: title, summary"):
        undoing.undo_last(by=editor)


def test_a_merger_is_taken_apart_from_the_history_of_either(desk, editor):
    kept, lost = event("Kept", date="2014-06"), event("Lost", date="2014-07")
    merging.merge(lost, into=kept, by=editor)
    review.edit(kept, by=editor, summary="In short.")
    merger = Decision.objects.get(verb="merge")
    assert "Take apart again" in read(desk, history_of(lost)) and "Take apart again" in read(
        desk, history_of(kept)
    )
    assert "“Lost” stands by itself again." in act_on(desk, kept, merger, _do="unmerge", merged=lost.pk)
    assert Event.objects.published().count() == 2
    assert "Take apart again" not in read(desk, history_of(kept))


def test_taking_apart_says_what_is_missing_where_no_record_is_named(desk, editor):
    kept, lost = event("Kept"), event("Lost")
    merging.merge(lost, into=kept, by=editor)
    for sent in ({}, {"merged": "x"}, {"merged": "999999"}):
        words = act_on(desk, kept, Decision.objects.get(), _do="unmerge", **sent)
        assert "It is not said which record is to be taken apart." in words
    lost.refresh_from_db()
    assert lost.merged_into == kept


@pytest.mark.parametrize("make", [entity, event])
def test_what_has_been_merged_is_shown_and_leads_to_what_it_has_become(desk, editor, make):
    lost, kept = make("Lost"), make("Kept")
    form = reverse(f"admin:{lost._meta.app_label}_{lost._meta.model_name}_change", args=[lost.pk])
    sent = {"version": "1", "name": "Found", "title": "Found"}
    deed = merging.merge if make is event else merging.merge_entities
    deed(lost, into=kept, by=editor)
    page = desk.get(form)
    there = form.replace(f"/{lost.pk}/", f"/{kept.pk}/")
    shown = page.content.decode()
    assert not any(f'name="{name}"' in shown for name in ("_save", "_continue", "name", "title", "tags"))
    assert f'<a href="{there}">Kept</a>' in shown and not page.context["has_delete_permission"]
    words = desk.post(form, sent, follow=True).content.decode().replace("&quot;", '"')
    assert "“Lost” has been merged into “Kept”: nothing is saved here" in words
    lost.refresh_from_db()
    assert str(lost) == "Lost"
    assert "Take apart again" in desk.get(history_of(lost)).content.decode()


# earlier versions


def test_an_earlier_version_is_shown_and_restored_as_one_act(desk, editor):
    one = event("First", date="2014-06", who=["Russia"], tags=["Water"])
    review.edit(
        one, by=editor, title="Second", date="2014-07", participants=[(entity("Pakistan"), "actor")], tags=[]
    )
    then = Decision.objects.get()
    review.edit(one, by=editor, title="Third", participants=[])
    address = reverse("admin:timeline_event_act", args=[one.pk, then.pk])
    words = read(desk, address)
    assert "[-Third-]{+Second+}" in words and "{+Pakistan (actor)+}" in words and "2014-07" not in words
    one.refresh_from_db()
    act_on(desk, one, then, _do="restore", version=one.version)
    one.refresh_from_db()
    assert (one.title, [p.entity.name for p in one.participations.all()]) == ("Second", ["Pakistan"])
    assert "Open the history anew" in act_on(desk, one, then, _do="restore", version="", before="1")
    act_on(desk, one, then, _do="restore", version=one.version, before="1")
    one.refresh_from_db()
    assert (one.title, str(one.date), one.date_basis) == ("First", "2014-06", "explicit")
    assert ([p.entity.name for p in one.participations.all()], one.tags.get().name) == (["Russia"], "Water")
    assert list(integrity.problems()) == []
    undoing.undo_last(by=editor)
    one.refresh_from_db()
    assert (one.title, one.participations.get().entity.name) == ("Second", "Pakistan")
    assert "stands like that already" in act_on(desk, one, Decision.objects.latest("id"), _do="restore")


def test_quotes_and_which_of_them_dates_come_back_and_the_status_stays(desk, editor):
    one = event("One", date="2014-06", status="proposed")
    first = one.evidence.get()
    rival = evidence(one, exact="It happened in July 2014.", date=EdtfDate.parse("2014-07"))
    review.edit(one, by=editor, summary="In short.")
    then = Decision.objects.latest("id")
    one.refresh_from_db()
    review.accept([one], by=editor)
    review.prefer(rival, by=editor)
    act_on(desk, one, then, _do="restore")
    one.refresh_from_db()
    assert (one.status, str(one.date), one.evidence.get(rank="preferred")) == ("published", "2014-06", first)
    assert list(integrity.problems()) == []


def test_a_version_from_before_a_merger_is_refused_and_says_why(desk, editor):
    kept, lost = event("Kept"), event("Lost")
    review.edit(kept, by=editor, title="Kept, edited")
    then = Decision.objects.get()
    merging.merge(lost, into=kept, by=editor)
    assert "merged or taken apart, by editor" in read(
        desk, reverse("admin:timeline_event_act", args=[kept.pk, then.pk])
    )
    assert "merged or taken apart" in act_on(desk, kept, then, _do="restore", before="1")
    assert Event.objects.get(pk=kept.pk).title == "Kept, edited"


def test_who_is_a_part_of_another_gets_no_earlier_version(desk, editor):
    burma = entity("Burma")
    with decisions.act("edit", by=editor) as this:
        this.change(burma, description="A country.")
    then = Decision.objects.get()
    merging.merge_entities(burma, into=entity("Myanmar"), by=editor)
    with pytest.raises(review.NotPossible, match="Take it apart first"):
        restoring.restore(burma, then, by=editor, before=True)
    burma.refresh_from_db()
    assert burma.description == "A country."


def test_a_version_that_names_somebody_merged_since_is_refused(desk, editor):
    burma = entity("Burma")
    one = event("One", place=burma)
    review.edit(one, by=editor, place=None)
    merging.merge_entities(burma, into=entity("Myanmar"), by=editor)
    page = act_on(desk, one, Decision.objects.get(verb="edit"), _do="restore", before="1")
    assert "has been merged into “Myanmar” since" in page
    assert Event.objects.get().place is None


def test_restoring_sees_that_somebody_has_changed_the_record_since_it_was_shown(desk, editor, ayla):
    one = event("First")
    review.edit(one, by=editor, title="Second")
    then = Decision.objects.get()
    review.edit(one, by=ayla, title="Third")
    assert "Ayla Noor" in act_on(desk, one, then, _do="restore", version=2, before="1")
    assert Event.objects.get().title == "Third"


def test_an_entity_gets_its_fields_and_names_back_and_an_articles_its_headline(desk, editor):
    burma, harbour = entity("Burma", aliases=["Burmese"]), article(title="Harbour news")
    with decisions.act("edit", by=editor) as this:
        this.change(burma, name="Myanmar")
        this.delete(burma.aliases.get())
        this.change(harbour, title="Harbour views")
    then = Decision.objects.get()
    act_on(desk, burma, then, _do="restore", before="1")
    act_on(desk, harbour, then, _do="restore", before="1")
    burma.refresh_from_db()
    harbour.refresh_from_db()
    assert (burma.name, burma.aliases.get().name, harbour.title) == ("Burma", "Burmese", "Harbour news")


def test_who_may_only_look_sees_the_history_and_changes_nothing(client, editor):
    one = event("Old title")
    review.edit(one, by=editor, title="New title")
    looker = get_user_model().objects.create_user("looker", is_staff=True)
    looker.user_permissions.set([p for p in permissions() if p.codename == "view_event"])
    client.force_login(looker)
    page = client.get(history_of(one)).content.decode()
    assert "<del>Old</del>" in page and "Undo this act" not in page
    assert (
        client.post(
            reverse("admin:timeline_event_act", args=[one.pk, Decision.objects.get().pk]), {"_do": "undo"}
        ).status_code
        == 403
    )
    assert Event.objects.get().title == "New title"


def permissions():
    from django.contrib.auth.models import Permission

    return Permission.objects.all()


# comparing


def compare(client, left, right, **more):
    kind = f"{left._meta.app_label}_{left._meta.model_name}"
    return client.get(reverse(f"admin:{kind}_compare"), {"left": left.pk, "right": right.pk, **more})


def chosen_in(page) -> dict:
    """The form as a browser would send it untouched."""
    html = page.content.decode()
    html = html[html.index('class="compare"') :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    radios = dict(re.findall(r'type="radio" name="(\w+)" value="(\w+)" checked', html))
    hidden.pop("csrfmiddlewaretoken", None)
    return hidden | radios


def test_two_events_are_compared_and_merged_field_by_field(desk):
    kept = event("Russia ended its embargo", date="2014-06", who=["Russia"], summary="")
    lost = event(
        "Moscow lifted the embargo", date="2014-07", status="proposed", summary="In short.", tags=["Arms"]
    )
    page = compare(desk, lost, kept)
    words = page.content.decode()
    assert "July 2014" in words and "Both are kept with their quotes, as a dispute" in words
    sent = chosen_in(page)
    assert (sent["stays"], sent["title"], sent["summary"]) == (
        "right",
        "right",
        "left",
    )  # a summary beats none
    assert "factuality" not in sent  # both say the same
    answer = desk.post(page.request["PATH_INFO"], sent | {"title": "left", "date": "left"}, follow=True)
    assert "Merged into" in answer.content.decode()
    one = Event.objects.published().get()
    assert (one.pk, one.title, str(one.date), one.summary) == (kept.pk, lost.title, "2014-07", "In short.")
    assert one.disputed and one.evidence.count() == 2 and one.tags.get().name == "Arms"
    assert Evidence.objects.get(rank="preferred").date == one.date
    assert Decision.objects.count() == 1 and list(integrity.problems()) == []


def test_an_editor_chooses_which_of_two_public_ones_stays(desk):
    one, two = event("One"), event("Two")
    page = compare(desk, one, two)
    desk.post(page.request["PATH_INFO"], chosen_in(page) | {"stays": "right"})
    assert Event.objects.published().get() == two and Event.objects.get(pk=one.pk).merged_into == two
    assert Event.objects.get(pk=two.pk).title == "One"  # its title was chosen before: what is chosen counts


def test_comparing_sees_that_somebody_has_changed_one_since(desk, ayla):
    one, two = event("One"), event("Two")
    page = compare(desk, one, two)
    review.edit(two, by=ayla, title="Three")
    answer = desk.post(page.request["PATH_INFO"], chosen_in(page)).content.decode()
    assert "has been changed since by Ayla Noor" in answer and "Three" in answer
    assert Event.objects.published().count() == 2


def test_what_cannot_be_merged_is_shown_without_the_button(desk):
    gone = event("Two", status="retracted", retraction_reason="A hoax.")
    rejected = event("One", status="rejected")
    words = compare(desk, gone, rejected).content.decode()
    assert "cannot be merged" in words and "autofocus" not in words
    assert (
        "Select two in the list"
        in desk.get(reverse("admin:timeline_event_compare"), {"left": "x"}).content.decode()
    )


def test_the_action_on_the_list_takes_exactly_two(desk):
    events = [event(f"Event {n}", status="proposed") for n in range(3)]
    sent = {"action": "compare_selected", "_selected_action": [e.pk for e in events]}
    answer = desk.post(reverse("admin:timeline_event_changelist"), sent, follow=True)
    assert "Select the two" in answer.content.decode()
    sent["_selected_action"] = [e.pk for e in events[:2]]
    answer = desk.post(reverse("admin:timeline_event_changelist"), sent)
    assert answer.url.endswith(f"/compare/?left={events[0].pk}&right={events[1].pk}")


def test_from_the_queue_to_the_comparison_and_back(desk):
    proposal = event("Russia lifted its embargo", status="proposed", who=["Russia"], date="2014-06")
    known = event("Russia lifted its arms embargo", who=["Russia"], date="2014-06")
    queue = reverse("admin:timeline_event_review")
    link = re.search(rf'href="([^"]*compare/[^"]*right={known.pk}[^"]*)"', desk.get(queue).content.decode())[
        1
    ]
    page = desk.get(link.replace("&amp;", "&"))
    answer = desk.post(page.request["PATH_INFO"], chosen_in(page))
    assert answer.url.startswith(queue)
    proposal.refresh_from_db()
    assert proposal.merged_into == known


def test_two_entities_are_compared_and_merged(desk):
    burma = entity("Burma", aliases=["Burmese"], latitude="21.0", longitude="96.0", geo_precision="country")
    myanmar = entity("Myanmar", iso3="MMR")
    event("One", who=[burma])
    page = compare(desk, burma, myanmar)
    sent = chosen_in(page)
    assert (sent["stays"], sent["point"], sent["iso3"]) == ("left", "left", "right")
    desk.post(page.request["PATH_INFO"], sent | {"stays": "right", "name": "right"})
    one = Entity.objects.confirmed().get()
    assert (one.name, one.iso3, str(one.latitude)) == ("Myanmar", "MMR", "21.00000")
    assert {alias.name for alias in one.aliases.all()} == {"Burma", "Burmese"}
    assert Event.objects.get().entities.get() == one
    assert list(integrity.problems()) == []


def test_the_acts_on_a_name_are_found_in_their_order_along_an_index_of_such_acts_alone(db):
    """Of most changes there is no name, so that statistics say of an index of all that it finds too much."""
    acts = restoring.changes_of(entity("Burma")).order_by("-decision").values_list("decision", flat=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashagg"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = acts.distinct()[:21].explain()
    assert "change_of_entity" in plan and "Sort" not in plan and "TEMP B-TREE" not in plan
