"""Kept articles corrected at the desk: what moves is shown, it is asked once, and all is carried in the form."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from kb.models import Article
from timeline import correcting, proposing, review
from timeline.models import Decision, Event, Evidence
from timeline.tests.factories import article, event, evidence
from timeline.tests.keeping import kept

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of forms; what they do is tried in test_correcting

STORY = """A bridge over the strait

The bridge over the strait was opened by the king in June 1988. A ferry sank in the strait last month.

A storm closed the bridge last month.

Weather: Anna Lind fell ill on Tuesday.
"""


@pytest.fixture
@kept
def stored(editor) -> Article:
    """An article that has been read, one event of it accepted."""
    made = article(STORY, published=dt.date(2016, 2, 11))
    proposing.propose_events(made)
    review.accept([Event.objects.get(evidence__trigger="sank")], by=editor)
    return made


def page(name, *args):
    return reverse(f"admin:kb_article_{name}", args=args)


def at(stored, words):
    start = stored.text.index(words)
    return f"{start}-{stored.text.index(chr(10), start)}"


def dates():
    return {e.evidence.first().trigger: str(e.date) for e in Event.objects.all()}


# the day


def test_a_day_shows_what_moves_asks_once_and_moves_it(desk, stored):
    where = page("day", stored.pk)
    looked = desk.post(where, {"day": "2015-02-11", "_look": "1"})
    words = looked.content.decode()
    assert "<s>January 2016</s>" in words and "<b>January 2015</b>" in words
    assert dates()["sank"] == "2016-01" and not Decision.objects.filter(verb="correct day").exists()
    seen = looked.context["plan"].seen
    answer = desk.post(where, {"day": "2015-02-11", "seen": seen, "_save": "1"}, follow=True)
    assert "1 event has another date." in answer.content.decode()
    assert dates()["sank"] == "2015-01" and dates()["closed"] == "2015-01" and dates()["opened"] == "1988-06"
    assert Decision.objects.filter(verb="correct day").count() == 1


def test_an_event_whose_date_an_editor_has_set_is_named_and_stays(desk, stored, editor):
    review.edit(Event.objects.get(evidence__trigger="sank"), by=editor, date="2016-01-03")
    words = desk.post(page("day", stored.pk), {"day": "2015-02-11", "_look": "1"}).content.decode()
    assert "stays: an editor has set it" in words


def test_what_a_colleague_decided_meanwhile_is_looked_at_again(desk, stored, editor):
    looked = desk.post(page("day", stored.pk), {"day": "2015-02-11", "_look": "1"})
    review.reject([Event.objects.get(evidence__trigger="closed")], by=editor)
    sent = {"day": "2015-02-11", "seen": looked.context["plan"].seen, "_save": "1"}
    answer = desk.post(page("day", stored.pk), sent, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    stored.refresh_from_db()
    assert stored.published == dt.date(2016, 2, 11)


def test_a_doubtful_draft_takes_one_of_its_days_by_one_button_and_is_read(desk):
    draft = article(
        STORY,
        state="draft",
        published_doubtful=True,
        published_alternatives=["2015-02-11"],
        published_how="url",
    )
    shown = desk.get(page("day", draft.pk)).content.decode()
    assert "sources of the date disagree" in shown and 'value="2015-02-11"' in shown
    desk.post(page("day", draft.pk), {"day": "2016-02-11", "choose": "2015-02-11"})
    draft.refresh_from_db()
    assert (draft.state, draft.published_doubtful, draft.published) == ("read", False, dt.date(2015, 2, 11))
    assert dates()["sank"] == "2015-01"


@pytest.mark.parametrize(
    ("day", "said"), [("2999-01-01", "lies in the future"), ("soon", "valid date"), ("", "required")]
)
def test_a_day_that_is_none_is_refused_beside_its_box(desk, stored, day, said):
    assert said in desk.post(page("day", stored.pk), {"day": day, "_look": "1"}).content.decode()


def test_the_desks_undo_takes_a_corrected_day_back_and_reads_the_article_again(desk, stored):
    before = dates()
    looked = desk.post(page("day", stored.pk), {"day": "2015-02-11", "_look": "1"})
    desk.post(
        page("day", stored.pk), {"day": "2015-02-11", "seen": looked.context["plan"].seen, "_save": "1"}
    )
    assert dates() != before
    desk.post(reverse("admin:timeline_event_undo"))
    assert dates() == before
    stored.refresh_from_db()
    assert (stored.published, stored.state) == (dt.date(2016, 2, 11), "read")


# cuts


def test_a_line_is_cut_and_put_back_before_anything_is_stored(desk, stored):
    where = page("cuts", stored.pk)
    cut = desk.post(where, {"_cut": at(stored, "A storm")})
    assert [str(e) for e in cut.context["plan"].proposals.go] == ["A storm closed a bridge over the strait"]
    state = cut.context["state"]
    both = desk.post(where, {"cuts": state, "_cut": at(stored, "Weather")})
    assert len(both.context["plan"].fields["cuts"]) == 2
    back = desk.post(where, {"cuts": both.context["state"], "_back": at(stored, "A storm")})
    assert [str(e) for e in back.context["plan"].proposals.go] == ["Anna Lind fell ill"]
    stored.refresh_from_db()
    assert stored.cuts == []
    seen = back.context["plan"].seen
    desk.post(where, {"cuts": back.context["state"], "seen": seen, "_save": "1"})
    stored.refresh_from_db()
    assert [stored.text[c["start"] : c["end"]] for c in stored.cuts] == [
        "Weather: Anna Lind fell ill on Tuesday."
    ]
    assert set(dates()) == {"opened", "sank", "closed"}


def test_a_cut_over_a_decided_event_is_named_and_the_event_stays(desk, stored):
    where = page("cuts", stored.pk)
    cut = desk.post(where, {"_cut": at(stored, "The bridge over")})
    assert "They stay as they were decided." in cut.content.decode()
    desk.post(where, {"cuts": cut.context["state"], "seen": cut.context["plan"].seen, "_save": "1"})
    assert Event.objects.get(evidence__trigger="sank").status == "published"


@pytest.mark.parametrize(
    "cuts", [[[1, 2]], [[5, 3, "a"]], [[0, 99999, "a"]], [[0, True, "a"]], 7, [["0", "1", "a"]]]
)
def test_a_form_that_carries_no_cuts_of_this_text_shows_those_there_are(desk, stored, cuts):
    for state in (json.dumps({"of": stored.text_sha256, "cuts": cuts}), "{", "[]"):
        shown = desk.post(page("cuts", stored.pk), {"cuts": state, "_cut": "7-3"})
        assert shown.context["plan"].fields["cuts"] == []


# the text


def test_a_corrected_text_shows_what_becomes_of_the_quotes_and_takes_the_chosen_words(desk, stored):
    where, new = page("text", stored.pk), STORY.replace("A ferry sank", "A barge sank")
    looked = desk.post(where, {"text": new, "_look": "1"})
    words = looked.content.decode()
    assert (
        "<del>A ferry sank in the strait last month.</del>" in words
        and "A barge sank in the strait last month." in words
    )
    assert Article.objects.get().text == STORY
    (orphan,) = looked.context["plan"].orphans
    (place, _words), *_more = looked.context["orphans"][0][1]
    sent = {"text": new, "seen": looked.context["plan"].seen, "reason": "A slip", "_save": "1"}
    desk.post(where, {**sent, f"words-{orphan.row.pk}": place})
    row = Evidence.objects.get(trigger="sank")
    assert (row.exact, row.anchor_state) == ("A barge sank in the strait last month.", "moved")
    assert Decision.objects.get(verb="correct text").reason == "A slip"
    assert Article.objects.get().text == new.strip("\n")


def test_a_text_a_colleague_has_corrected_meanwhile_is_looked_at_again(desk, stored, editor):
    where, new = page("text", stored.pk), STORY.replace("A ferry", "A barge")
    seen = desk.post(where, {"text": new, "_look": "1"}).context["plan"].seen
    plan = correcting.plan_text(stored, new)
    correcting.carry_out(plan, by=editor, seen=plan.seen, verb="correct text")
    again = desk.post(where, {"text": new, "seen": seen, "_save": "1"})
    assert "This is the text as it is." in again.content.decode()
    other = desk.post(where, {"text": new + "More.", "seen": seen, "_save": "1"})
    assert "changed meanwhile" in other.content.decode() and other.context["plan"].text.endswith("More.")
    assert Decision.objects.filter(verb="correct text").count() == 1


def test_line_ends_of_a_browser_are_no_change(desk, stored):
    answer = desk.post(page("text", stored.pk), {"text": STORY.replace("\n", "\r\n"), "_look": "1"})
    assert "This is the text as it is." in answer.content.decode()


# orphans


@pytest.fixture
def orphan(stored) -> Evidence:
    row = Evidence.objects.get(trigger="sank")
    Evidence.objects.filter(pk=row.pk).update(
        anchor_state="orphan", exact="A barge sank in the strait last month."
    )
    return row


def test_an_orphan_is_listed_with_what_it_had_and_what_is_like_it(desk, orphan):
    words = desk.get(page("orphans")).content.decode()
    assert "<del>A barge sank in the strait last month.</del>" in words
    assert "A ferry sank in the strait last month." in words


@pytest.mark.parametrize("typed", [False, True])
def test_an_orphan_is_anchored_by_a_passage_or_by_typed_words(desk, orphan, typed):
    text, words = orphan.article.text, "A ferry sank in the strait last month."
    start = text.index(words)
    chosen = {"words": words} if typed else {"place": f"{start}-{start + len(words)}"}
    sent = {f"e{orphan.pk}-{name}": value for name, value in chosen.items()}
    desk.post(
        page("orphans"), {"evidence": orphan.pk, "of": orphan.article.text_sha256, "_anchor": "1", **sent}
    )
    row = Evidence.objects.get(pk=orphan.pk)
    assert (row.exact, row.start, row.anchor_state) == (words, start, "moved")


def test_an_orphan_is_anchored_by_words_selected_in_the_text(desk, orphan):
    """Of words that stand twice, where is asked."""
    where, text = page("orphan", orphan.pk), orphan.article.text
    asked = desk.post(where, {"words": "bridge", "of": orphan.article.text_sha256})
    assert "These words stand in" in asked.content.decode() and Evidence.objects.orphans().exists()
    start = text.index("bridge", 40)
    desk.post(where, {"words": "bridge", "at": start, "of": orphan.article.text_sha256})
    row = Evidence.objects.get(pk=orphan.pk)
    assert (row.exact, row.start, row.anchor_state) == ("bridge", start, "moved")
    assert desk.get(where).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"_anchor": "1"}, "Choose a passage"),
        ({"_anchor": "1", "words": "A ship sank."}, "stand 0 times"),
        ({"_anchor": "1", "words": "bridge"}, "stand 3 times"),
        ({"_anchor": "1", "place": "0-5", "of": "0"}, "changed meanwhile"),
        ({"_leave": "1", "note": ""}, "Say why it is kept"),
        ({"_remove": "1"}, "rests on this quote"),
    ],
)
def test_what_cannot_be_done_with_an_orphan_is_said_and_it_waits(desk, orphan, sent, said):
    own = {f"e{orphan.pk}-{name}": sent[name] for name in ("words", "place", "note") if name in sent}
    answer = desk.post(
        page("orphans"), {"evidence": orphan.pk, "of": orphan.article.text_sha256, **sent, **own}
    )
    assert said in answer.content.decode()
    assert Evidence.objects.orphans().exists()


def test_the_list_of_orphans_takes_as_many_queries_however_many_wait(
    desk, orphan, django_assert_max_num_queries
):
    for n in range(30):
        evidence(event(f"Event {n}", proof=False), anchor_state="orphan")
    with django_assert_max_num_queries(8):
        desk.get(page("orphans"))


# the article's page


def test_the_article_shows_its_quotes_each_leading_to_its_event(desk, stored):
    sank = Event.objects.get(evidence__trigger="sank")
    words = desk.get(page("change", stored.pk)).content.decode()
    assert f'<a class="quote" href="{reverse("admin:timeline_event_change", args=[sank.pk])}"' in words


def test_details_are_one_act_of_the_log_and_leave_what_was_read(desk, stored):
    before = set(Event.objects.values_list("pk", flat=True))
    data = {"title": "Another title", "source": stored.source_id, "language": "en", "authors": "A. Writer"}
    desk.post(page("change", stored.pk), data)
    stored.refresh_from_db()
    assert (stored.title, stored.authors, stored.published) == (
        "Another title",
        "A. Writer",
        dt.date(2016, 2, 11),
    )
    assert Decision.objects.first().verb == "edit"
    assert set(Event.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("name", ["day", "text", "cuts"])
def test_who_may_not_change_articles_corrects_none(client, django_user_model, name, stored):
    client.force_login(django_user_model.objects.create_user("guest", password="x", is_staff=True))
    assert client.get(page(name, stored.pk)).status_code == 403
    assert client.get(page("orphans")).status_code == 403


def test_a_button_named_show_changes_nothing_where_nothing_moves(desk):
    one = article("The bridge was opened in June 1988.")
    looked = desk.post(page("day", one.pk), {"day": "2015-02-11", "_look": "1"})
    one.refresh_from_db()
    assert "No date moves." in looked.content.decode() and one.published == dt.date(2016, 2, 11)
    desk.post(page("day", one.pk), {"day": "2015-02-11", "seen": looked.context["plan"].seen, "_save": "1"})
    one.refresh_from_db()
    assert one.published == dt.date(2015, 2, 11)


def test_the_second_of_two_who_give_two_articles_one_text_is_led_to_the_other(desk, monkeypatch):
    one, other = article("The bridge was opend."), article("The bridge was opned.")
    text, where = "The bridge was opened.", page("text", one.pk)
    looked = desk.post(where, {"text": text, "_look": "1"})
    planned = correcting._seen

    def after_the_other(*given):
        seen = planned(*given)
        digest = looked.context["plan"].fields["text_sha256"]
        Article.objects.filter(pk=other.pk).update(text=text, text_sha256=digest)
        return seen

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(correcting, "_seen", after_the_other)
        said = desk.post(
            where, {"text": text, "seen": looked.context["plan"].seen, "_save": "1"}
        ).content.decode()
    one.refresh_from_db()
    assert page("change", other.pk) in said and one.text == "The bridge was opend."
    assert page("change", other.pk) in desk.post(where, {"text": text, "_look": "1"}).content.decode()


def test_a_text_that_is_another_articles_by_now_is_not_put_back(desk, editor):
    one = article("The bridge was opened.")
    plan = correcting.plan_text(one, "The bridge was opened again.")
    correcting.carry_out(plan, by=editor, seen=plan.seen, verb="correct text")
    article("The bridge was opened.")
    said = desk.post(reverse("admin:timeline_event_undo"), follow=True).content.decode()
    one.refresh_from_db()
    assert "another record has the same name, address or text by now" in said
    assert one.text == "The bridge was opened again."
