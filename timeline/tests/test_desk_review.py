"""The review queue as plain forms: what is shown next, what a button does, what one undo takes back."""

import datetime as dt
import re
from itertools import cycle

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kb.models import Article
from timeline import generated, merging, review, states, undoing, unmerging
from timeline.desk import paginating
from timeline.desk.names import joined, split
from timeline.desk.queue import Queue
from timeline.models import Decision, Event, Evidence, Lease, PublicChange
from timeline.tests.factories import article, entity, event, evidence, source, tag
from timeline.tests.keeping import kept

pytestmark = pytest.mark.django_db

QUEUE = "/admin/timeline/event/review/"


@pytest.fixture
def an_editor():
    """Who may decide, by a group."""
    user = get_user_model().objects.create_user("vera", is_staff=True)
    group = Group.objects.create(name="Deciding")
    group.permissions.set(Permission.objects.filter(content_type__app_label__in=["kb", "timeline"]))
    user.groups.add(group)
    return user


@pytest.fixture
@kept
def harbour():
    """One article that gives three proposals."""
    paper = article(
        "In June 2014 the embargo was lifted. The pact was signed in November 2014. Talks began last month.",
        title="Old rivals",
    )
    made = []
    for sentence, title, date, words in (
        ("In June 2014 the embargo was lifted.", "Embargo lifted", "2014-06", "June 2014"),
        ("The pact was signed in November 2014.", "Pact signed", "2014-11", "November 2014"),
        ("Talks began last month.", "Talks began", "2016-01", "last month"),
    ):
        one = event(
            title, date=date, status="proposed", who=["Russia", "Pakistan"], tags=["Arms trade"], proof=False
        )
        at = paper.text.index(words)
        evidence(
            one,
            paper,
            exact=sentence,
            rank="preferred",
            date_text=words,
            date_start=at,
            safe=title != "Talks began",
        )
        made.append(one)
    return made


def card(answer):
    page = lxml.html.fromstring(answer.content.decode())
    forms = [form for form in page.forms if "event" in form.fields]
    return forms[0] if forms else None


def shown(answer) -> str:
    """The title of the proposal that is shown; empty where none is."""
    form = card(answer)
    return form.fields["title"].strip() if form is not None else ""


def press(desk, answer, button, fragment=True, **typed):
    """Send the card as it was shown, with what is typed, by that button."""
    form = card(answer)
    hidden = {
        box.name: box.value or "" for box in form.xpath(".//input[@type='hidden']")
    }  # also what is empty
    data = hidden | dict(form.form_values()) | typed | {"_decide": button}
    headers = {"x-fragment": "card"} if fragment else {}
    return desk.post(QUEUE, data, headers=headers, follow=True)


def test_a_proposal_is_shown_in_its_article_with_the_words_that_prove_it(desk, harbour):
    page = lxml.html.fromstring(desk.get(QUEUE).content.decode())
    assert page.findtext(".//mark[@class='now date']") == "June 2014"
    assert [u.text for u in page.iter("u")] == [
        "The pact was signed in November 2014.",
        "Talks began last month.",
    ]
    assert "1 of 3" in page.text_content()
    assert page.xpath("//input[@name='who']")[0].value == "Russia (actor), Pakistan (actor)"


@pytest.mark.one_database
def test_a_card_that_comes_without_its_button_is_only_saved(desk, harbour):
    data = dict(card(desk.get(QUEUE)).form_values()) | {"title": "Another title"}
    answer = desk.post(QUEUE, {name: value for name, value in data.items() if name != "_decide"}, follow=True)
    assert shown(answer) == "Another title" and "Saved: Another title" in answer.content.decode()


def test_a_decision_answers_with_the_next_card_alone(desk, harbour):
    answer = press(desk, desk.get(QUEUE), "accept")
    assert "<html" not in answer.content.decode()
    assert shown(answer) == "Pact signed" and "Accepted: Embargo lifted" in answer.content.decode()
    answer = press(desk, answer, "reject", why="wrong date")
    assert shown(answer) == "Talks began"
    answer = press(
        desk,
        answer,
        "accept",
        title="Talks on gas began",
        date="about January 2016",
        who="Russia (recipient)",
        tags="",
    )
    assert shown(answer) == "" and "No proposal waits" in answer.content.decode()
    statuses = Event.objects.order_by("id").values_list("title", "status")
    assert list(statuses) == [
        ("Embargo lifted", "published"),
        ("Pact signed", "rejected"),
        ("Talks on gas began", "published"),
    ]
    last = Event.objects.latest("id")
    assert (str(last.date), [str(p) for p in last.participations.all()], last.tags.count()) == (
        "2016-01~",
        ["Russia (recipient)"],
        0,
    )
    assert [(d.verb, d.reason) for d in Decision.objects.order_by("id")] == [
        ("accept", ""),
        ("reject", "wrong date"),
        ("accept", ""),
    ]
    assert all(d.took_ms is not None for d in Decision.objects.all())


def test_as_many_undos_as_decisions_put_everything_back(desk, harbour):
    def records():
        return [states.without_bookkeeping(states.snapshot(e)) for e in Event.objects.order_by("id")]

    kept = event("Embargo lifted", date="2014-06", who=["Russia"])
    before, answer = records(), desk.get(QUEUE)
    answer = press(desk, answer, f"merge-{kept.pk}-{kept.version}")
    answer = press(desk, answer, "flag", note="Which pact?")
    answer = press(desk, answer, "accept", date="2016", who="Pakistan")
    assert shown(answer) == "Pact signed"  # flagged, it waits still
    for title in ("Talks began", "Pact signed", "Embargo lifted"):
        answer = press(desk, answer, "undo")
        assert shown(answer) == title
    assert records() == before
    assert "nothing of yours to undo" in press(desk, answer, "undo").content.decode()


def test_what_is_typed_is_saved_without_a_decision_which_enter_in_a_field_does(desk, harbour):
    answer = desk.get(QUEUE)
    assert next(iter(card(answer).xpath(".//button[@name='_decide']/@value"))) == "save"
    answer = press(desk, answer, "save", title="Arms embargo lifted")
    assert shown(answer) == "Arms embargo lifted" and "Saved: Arms embargo lifted" in answer.content.decode()
    assert Event.objects.awaiting_review().count() == 3
    assert [d.verb for d in Decision.objects.all()] == ["edit"]


@pytest.mark.parametrize("fragment", [True, False])
@pytest.mark.parametrize(("button", "next_one"), [("skip", "Talks began"), ("back", "Embargo lifted")])
def test_who_leaves_a_card_undecided_saves_what_was_typed(desk, harbour, button, next_one, fragment):
    answer = press(desk, desk.get(QUEUE), "skip")
    answer = press(desk, answer, button, fragment, title="Better words", note="Ask", flagged_for="vera")
    assert "Nothing here is called “vera”" in answer.content.decode()
    get_user_model().objects.create_user("vera", is_staff=True)
    answer = press(desk, answer, button, fragment, flagged_for="vera")
    assert "Saved: Better words" in answer.content.decode() and shown(answer) == next_one
    one = Event.objects.get(title="Better words")
    assert (one.status, one.flagged, one.flagged_for.username, one.note) == ("proposed", True, "vera", "Ask")
    answer = press(desk, answer, "undo", fragment)
    assert shown(answer) == "Pact signed" and Event.objects.filter(flagged=True).count() == 0


@pytest.mark.one_database
def test_undo_saves_what_was_typed_before_it_takes_anything_back(desk, harbour):
    answer = press(desk, desk.get(QUEUE), "accept")
    answer = press(desk, answer, "undo", date="about 2014", who="Russia")
    assert "Saved what you had typed: Pact signed. Undo once more" in answer.content.decode()
    assert (shown(answer), card(answer).fields["date"]) == ("Pact signed", "2014~")
    assert Event.objects.published().count() == 1
    answer = press(desk, answer, "undo")
    assert (shown(answer), card(answer).fields["date"]) == ("Pact signed", "2014-11")
    assert shown(press(desk, answer, "undo")) == "Embargo lifted"


@pytest.mark.one_database
def test_what_cannot_be_saved_stays_before_the_editor_until_it_is_dropped(desk, harbour):
    for button in ("skip", "back", "undo"):
        answer = press(desk, desk.get(QUEUE), button, date="31 June 2014")
        assert (shown(answer), card(answer).fields["date"]) == ("Embargo lifted", "31 June 2014")
    answer = press(desk, answer, "drop")
    assert (shown(answer), card(answer).fields["date"]) == ("Embargo lifted", "2014-06")
    assert Decision.objects.count() == 0


@pytest.mark.one_database
def test_an_answer_to_what_is_no_proposal_says_what_it_is_and_what_became_of_what_was_typed(desk, harbour):
    answer = desk.get(QUEUE)
    gone = press(desk, answer, "accept", event="987654321")
    assert "There is no such proposal." in gone.content.decode()
    assert "There is no such proposal." in press(desk, answer, "skip", event="x").content.decode()
    ayla = get_user_model().objects.create_user("ayla")
    review.reject([harbour[0]], by=ayla)
    said = press(desk, answer, "accept", title="Better words").content.decode()
    assert (
        "“Embargo lifted” has been decided on meanwhile by ayla: rejected. What you typed is not saved. "
        "Title: Better words" in said
    )


def test_a_card_left_lying_says_nothing_of_the_time_a_decision_takes(desk, harbour):
    answer = desk.get(QUEUE)
    Lease.objects.update(until=timezone.now() - dt.timedelta(days=60))
    press(desk, answer, "accept")
    assert Decision.objects.get().took_ms is None


def test_skipping_and_going_back_decide_nothing(desk, harbour):
    answer = press(desk, desk.get(QUEUE), "skip")
    assert shown(answer) == "Pact signed"
    assert shown(press(desk, answer, "back")) == "Embargo lifted"
    answer = press(desk, press(desk, answer, "skip"), "skip")
    assert shown(answer) == "Embargo lifted"  # behind the last the first comes again
    assert Decision.objects.count() == 0


def test_names_typed_on_a_card_that_is_merged_go_into_the_other_and_stay_while_that_merger_stands(
    desk, editor, harbour
):
    kept = event("Embargo lifted", date="2014-06", who=["Iran"])
    tag("Ships")
    before = said_of(kept, *harbour)
    answer = press(
        desk,
        desk.get(QUEUE),
        f"merge-{kept.pk}-{kept.version}",
        who="Russia (recipient)",
        tags="Ships",
        title="Lifted",
    )
    merged = said_of(kept, *harbour)
    assert merged[0] == ("Embargo lifted", "published", ["Iran (actor)", "Russia (recipient)"], ["Ships"])
    assert merged[1] == ("Lifted", "merged", ["Russia (recipient)"], ["Ships"])
    merging.merge(harbour[1], into=kept, by=editor)
    assert "Pakistan (actor)" in said_of(kept)[0][2]
    unmerging.unmerge(harbour[1], by=editor)
    assert said_of(kept, *harbour) == merged
    unmerging.unmerge(harbour[0], by=editor)
    assert said_of(kept, *harbour) == before
    undoing.undo(Decision.objects.latest("id"), by=editor)
    assert said_of(kept, *harbour) == merged
    press(desk, answer, "undo")
    assert said_of(kept, *harbour) == before


def said_of(*events) -> list[tuple]:
    present = [Event.objects.get(pk=one.pk) for one in events]
    return [(one.title, one.status, who(one), [t.name for t in one.tags.all()]) for one in present]


def who(one) -> list[str]:
    return sorted(str(row) for row in one.participations.all())


def test_all_safe_ones_of_the_article_are_accepted_by_one_button_and_one_undo(desk, harbour):
    event("Elsewhere", status="proposed")
    answer = desk.get(QUEUE)
    assert "Accept all 2 safe ones" in answer.content.decode()
    answer = press(desk, answer, "safe")
    assert shown(answer) == "Talks began" and Event.objects.published().count() == 2
    press(desk, answer, "undo")
    assert Event.objects.published().count() == 0


def test_what_cannot_be_read_is_said_beside_the_field_and_kept(desk, harbour):
    answer = press(
        desk, desk.get(QUEUE), "accept", date="31 June 2014", who="Nobody Known", tags="Arms trade"
    )
    page = lxml.html.fromstring(answer.content.decode())
    assert card(answer).fields["date"] == "31 June 2014"
    said = " ".join(e.text_content() for e in page.find_class("errorlist"))
    assert "30 days" in said and "Nothing here is called “Nobody Known”" in said
    assert Event.objects.published().count() == 0


def test_a_colleagues_change_is_shown_and_nothing_of_it_is_overwritten(desk, harbour):
    answer = desk.get(QUEUE)
    ayla = get_user_model().objects.create_user("ayla")
    review.edit(harbour[0], by=ayla, title="The arms embargo ended")
    answer = press(desk, answer, "accept", date="2014")
    assert "ayla has changed this event" in answer.content.decode()
    assert shown(answer) == "The arms embargo ended" and card(answer).fields["date"] == "2014"
    press(desk, answer, "accept")
    public = Event.objects.published().get()
    assert (public.title, str(public.date)) == ("The arms embargo ended", "2014")


def test_what_one_editor_sees_is_not_shown_to_another_for_five_minutes(desk, harbour, client):
    assert shown(desk.get(QUEUE)) == "Embargo lifted"
    other = type(client)()
    other.force_login(get_user_model().objects.create_superuser("ayla", password="x"))
    assert shown(other.get(QUEUE)) == "Pact signed"
    assert shown(desk.get(QUEUE)) == "Embargo lifted"
    Lease.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert shown(other.get(QUEUE)) == "Embargo lifted"


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("order=sources", ["Elsewhere", "Embargo lifted"]),
        ("first=2015", ["Talks began"]),
        ("last=2014-06", ["Embargo lifted", "Elsewhere"]),
        ("score=0.9", ["Pact signed"]),
        ("score=2", ["Embargo lifted", "Pact signed"]),  # no score: all, and the form says what is wrong
    ],
)
def test_the_queue_is_ordered_and_narrowed(desk, harbour, asked, titles):
    elsewhere = event("Elsewhere", date="2014-06", status="proposed")
    evidence(elsewhere, article("Elsewhere, in June 2014, the record says.", source=source("Ferry Gazette")))
    harbour[1].evidence.update(score=0.95)
    answer, seen = desk.get(f"{QUEUE}?{asked}"), []
    for _title in titles:
        seen.append(shown(answer))
        answer = desk.post(
            f"{QUEUE}?{asked}", {"event": card(answer).fields["event"], "_decide": "skip"}, follow=True
        )
    assert seen == titles


@pytest.mark.one_database
def test_without_scripts_the_page_comes_anew(desk, harbour):
    answer = press(desk, desk.get(QUEUE), "accept", fragment=False)
    assert "<html" in answer.content.decode() and answer.redirect_chain
    assert shown(answer) == "Pact signed" and "Accepted: Embargo lifted" in answer.content.decode()


TRANSACTION = re.compile("SAVEPOINT|RELEASE|BEGIN|COMMIT")  # where one begins and ends asks for nothing
MOST = 25  # queries: of a decision or its undo, with whatever is typed
FILTERS = "order=sources&source={source}&flags=none&score=0.5&first=2010&last=2020"
EVERYTHING = {
    "title": "Another title",
    "date": "about 2014",
    "who": "Russia (recipient), Minister 0, Pakistan, Iran, Navy, Fleet",
    "tags": "Arms trade, Ships, Ports",
    "place": "Pakistan",
    "summary": "It had lasted for years.",
    "factuality": "reported",
}
FOR_AYLA = EVERYTHING | {"flagged": "on", "flagged_for": "ayla"}
DECISIONS = {  # what an editor does -> the button, and what is typed
    "merge into a proposal": ("merge-{other}-{other_version}", {}),
    "accept": ("accept", {}),
    "reject": ("reject", {"why": "wrong date"}),
    "the title": ("accept", {"title": "Another title"}),
    "the date": ("accept", {"date": "about 2014"}),
    "participants": ("accept", {"who": EVERYTHING["who"]}),
    "no participants": ("accept", {"who": ""}),
    "everything": ("accept", EVERYTHING),
    "everything, and a colleague": ("accept", FOR_AYLA),
    "save everything": ("save", EVERYTHING),
    "reject with everything": ("reject", EVERYTHING),
    "reject with everything, and a colleague": ("reject", FOR_AYLA),
    "flag": ("flag", {"note": "Which harbour?", "flagged_for": "ayla"}),
    "flag with everything": ("flag", {"note": "Which harbour?", "flagged_for": "ayla"} | EVERYTHING),
    "shorter": ("shorter", {}),
    "longer, and everything": ("longer", EVERYTHING),
    "longer, everything, and a colleague": ("longer", FOR_AYLA),
    "skip with everything, and a colleague": ("skip", FOR_AYLA),
    "merge": ("merge-{kept}-{version}", {}),
    "merge with everything": ("merge-{kept}-{version}", EVERYTHING),
    "merge with everything, and a colleague": ("merge-{kept}-{version}", FOR_AYLA),
    "safe": ("safe", {}),
    "safe with everything": ("safe", EVERYTHING),
    "topics": ("accept", {"tags": EVERYTHING["tags"]}),
    "place": ("accept", {"place": EVERYTHING["place"]}),
    "skip": ("skip", {}),
    "back": ("back", {}),
}


def suggested(name, kind="person"):
    return entity(name, kind, state="suggested")


def with_all_that_can_come(n) -> Event:
    """A proposal of people, a place and topics that nothing else names, proved by three publishers."""
    text = f"After long talks, in June 2014, embargo {n} was lifted, they say. The ministers had met twice."
    paper = article(text, source=source())
    for k in range(3):
        one = event(
            f"Embargo {n} lifted" if not k else f"Ministers {n} met for the {k}. time",
            status="proposed",
            who=["Russia", suggested(f"Minister {n}"), suggested(f"Envoy {n}-{k}")],
            tags=["Arms trade", f"Embargo {n}", f"Talks {n}-{k}"],
            place=suggested(f"Port {n}-{k}", "place"),
            proof=False,
        )
        first, last = (text.index("in June"), text.index(" The")) if not k else (0, len(text))
        at = {"date_text": "June 2014", "date_start": text.index("June")}
        evidence(one, paper, exact=text[first:last], rank="preferred", score=0.9, safe=True, **at)
        for other in ("Ferry Gazette", "Tide Times"):
            evidence(one, article(source=source(other)), exact="Nothing happened in the harbour", score=0.9)
    return Event.objects.get(title=f"Embargo {n} lifted")


def many_wait(count):
    """So many more proposals, twenty of an article; of thousands, most are copies that the database makes."""
    copied, text = (Article, Event, Evidence), "The embargo was lifted in June 2014."
    before, times = generated.last_keys(copied), max(count // 999, 1)
    count //= times
    papers = Article.objects.bulk_create(
        Article(title="News", text=text, text_sha256=f"{count}-{n}", source=source(), published="2016-02-11")
        for n in range(count // 20 + 1)
    )
    events = [
        Event(title=f"Embargo {n} lifted", date=f"{n % 19 + 2000}-{n % 12 + 1:02}-03") for n in range(count)
    ]
    for one in events:
        one.derive()
    Event.objects.bulk_create(events)
    place = {**Evidence.place(papers[0], 0, 20), "date": "2014-06", "rank": "preferred", "score": 0.9}
    Evidence.objects.bulk_create(
        Evidence(event=e, **place | {"article": papers[n // 20]}) for n, e in enumerate(events)
    )
    generated.multiply(
        times, models=copied, after=before
    )  # and looks at what there is, as databases do by themselves


@pytest.mark.one_database  # queries are counted
def test_a_decision_with_its_next_card_takes_25_queries_at_most_and_no_more_where_20_000_wait(
    client, an_editor
):
    """So does its undo. Of an editor who has the rights by a group, as editors have them; with every order and filter."""
    client.force_login(an_editor)
    get_user_model().objects.create_user("ayla", is_staff=True)
    for name in ("Iran", "Navy", "Fleet"):
        suggested(name, "organisation")
    tag("Ships"), tag("Ports")
    kept = event("Embargo lifted", who=["Russia", "Pakistan"], tags=["Arms trade"])
    one, other = (with_all_that_can_come(n) for n in range(2))
    merging.merge(event("Embargo gone", status="proposed"), into=one, by=an_editor)

    def sent(asked, data) -> tuple:
        """The card that comes next, and the queries that took."""
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(f"{QUEUE}?{asked}", data, headers={"x-fragment": "card"})
        queries = [q["sql"] for q in seen if not TRANSACTION.match(q["sql"])]
        assert shown(answer) and "errorlist" not in answer.content.decode(), data
        return card(answer), queries

    addresses = ("", FILTERS.format(source=source().pk))
    counted = []
    for more, quoted in ((10, True), (19_980, True), (0, False)):
        many_wait(more)
        if not quoted:  # none of the cards that come next
            Evidence.objects.exclude(event__in=[kept, one, other]).delete()
            addresses = ("",)
        taken, opened = {}, None
        for (name, (button, typed)), asked in zip(DECISIONS.items(), cycle(addresses), strict=False):
            if more > 10 and "everything" in name:
                continue
            never = {"revision": 0, "first_published_at": None}
            Event.objects.filter(pk=one.pk).update(
                **never
            )  # public, for only such a one goes into a proposal
            PublicChange.objects.filter(public_id=one.public_id).delete()
            if opened is None or opened.fields["event"] != str(one.pk):  # an undo shows it again
                opened = card(client.get(f"{QUEUE}?{asked}&at={one.pk}"))
            kept.refresh_from_db(), other.refresh_from_db()
            button = button.format(
                kept=kept.pk, version=kept.version, other=other.pk, other_version=other.version
            )
            logged = Decision.objects.count()
            opened, taken[name] = sent(asked, dict(opened.form_values()) | typed | {"_decide": button})
            if Decision.objects.count() > logged:
                opened, taken[f"{name}, undone"] = sent(asked, {"_decide": "undo", "event": one.pk})
        counted.append({what: len(queries) for what, queries in taken.items()})
        assert not {what: len(queries) for what, queries in taken.items() if len(queries) > MOST}
    few, many, _unquoted = counted
    assert {what: (few[what], many[what]) for what in many if many[what] > few[what]} == {}


@pytest.mark.one_database  # queries are counted
@pytest.mark.parametrize("typed", [{}, EVERYTHING], ids=["as it is", "with everything"])
def test_forty_safe_ones_of_an_article_take_no_more_queries(client, an_editor, typed):
    client.force_login(an_editor)
    for name in ("Iran", "Minister 0", "Navy", "Fleet"):
        suggested(name)
    tag("Ships"), tag("Ports")
    paper = article("The embargo was lifted in June 2014.")
    for n in range(40):
        who, port = ["Russia", "Pakistan", suggested(f"Envoy {n}")], suggested(f"Port {n}", "place")
        one = event(f"Embargo {n} lifted", status="proposed", who=who, place=port, tags=["Arms trade"])
        one.evidence.all().delete()
        evidence(one, paper, exact=paper.text, rank="preferred", score=0.9, safe=True)
    opened = card(client.get(QUEUE))

    for data in (dict(opened.form_values()) | typed | {"_decide": "safe"}, {"_decide": "undo"}):
        with CaptureQueriesContext(connection) as seen:
            client.post(QUEUE, data, headers={"x-fragment": "card"})
        published = Event.objects.filter(status="published").count()
        assert published == (0 if data["_decide"] == "undo" else 40)
        assert len([q for q in seen if not TRANSACTION.match(q["sql"])]) <= MOST


def test_a_flag_typed_on_a_record_that_becomes_a_part_of_another_is_said_not_to_be_saved(desk, harbour):
    get_user_model().objects.create_user("ayla", is_staff=True)
    kept = event("Embargo lifted at last", date=harbour[0].date, who=["Russia"])
    answer = press(desk, desk.get(QUEUE), f"merge-{kept.pk}-{kept.version}", flagged_for="ayla")
    harbour[0].refresh_from_db()
    assert (harbour[0].status, harbour[0].flagged, harbour[0].flagged_for) == ("merged", False, None)
    assert "What you typed is not saved. Colleague: ayla" in answer.content.decode()


@pytest.mark.one_database  # queries are counted
def test_behind_the_last_card_the_first_comes_for_as_many_queries(desk, harbour):
    taken = []
    for title in ("Pact signed", "Talks began"):
        opened = dict(card(desk.get(f"{QUEUE}?at={Event.objects.get(title=title).pk}")).form_values())
        with CaptureQueriesContext(connection) as seen:
            answer = desk.post(QUEUE, opened | {"_decide": "skip"}, headers={"x-fragment": "card"})
        taken.append((shown(answer), len(seen)))
    (after, few), (first, many) = taken
    assert (after, first) == ("Talks began", "Embargo lifted") and few == many


def test_the_box_of_the_date_says_what_it_reads(desk):
    where = reverse("admin:timeline_event_review_date")
    assert desk.get(where, {"text": "about Nov 2014"}).json() == {
        "edtf": "2014-11~", "words": "about November 2014", "days": "2014-11-01 – 2014-11-30"
    }  # fmt: skip
    assert "30 days" in desk.get(where, {"text": "31 June 2014"}).json()["wrong"]


def test_who_flags_for_a_colleague_gives_the_card_back_and_who_decides_settles_the_flag(
    desk, harbour, client
):
    ayla = get_user_model().objects.create_superuser("ayla", password="x")
    answer = press(desk, desk.get(QUEUE), "flag", note="Which embargo?", flagged_for="AYLA")
    assert shown(answer) == "Pact signed" and not Lease.objects.filter(event=harbour[0]).exists()
    assert Event.objects.get(pk=harbour[0].pk).flagged_for == ayla
    hers = type(client)()
    hers.force_login(ayla)
    answer = hers.get(f"{QUEUE}?flags=me")
    assert shown(answer) == "Embargo lifted" and "Flagged for ayla" in answer.content.decode()
    press(hers, answer, "accept")
    done = Event.objects.published().get()
    assert (done.flagged, done.flagged_for, done.note) == (False, None, "Which embargo?")
    assert shown(hers.get(f"{QUEUE}?flags=me")) == ""


def test_nobody_of_that_name_can_be_asked(desk, harbour):
    get_user_model().objects.create_user("reader")
    answer = press(desk, desk.get(QUEUE), "flag", flagged_for="reader")
    assert "Nothing here is called “reader”" in answer.content.decode()
    assert not Event.objects.filter(flagged=True).exists()


def test_another_reading_of_the_date_is_offered_with_its_reason_and_taken_by_its_button(desk, harbour):
    why = {"sentence": "figures", "date": ["month", 24173]}
    harbour[0].evidence.update(alternatives=["2014-11-06"], date_reasons=[why])
    answer = desk.get(QUEUE)
    assert "6 November 2014, with the day and the month the other way round" in answer.content.decode()
    press(desk, answer, "", reading="2014-11-06")
    one = Event.objects.get(pk=harbour[0].pk)
    assert (str(one.date), one.date_basis, one.status) == ("2014-11-06", "editor", "proposed")


@pytest.mark.one_database
def test_the_quote_is_made_shorter_and_longer_by_buttons(desk, harbour):
    answer = press(desk, desk.get(QUEUE), "longer")
    assert (
        "The quote is now: In June 2014 the embargo was lifted. The pact was signed"
        in answer.content.decode()
    )
    answer = press(desk, answer, "shorter")
    assert harbour[0].evidence.get().exact == "In June 2014 the embargo was lifted."
    assert "cannot be shorter" in press(desk, answer, "shorter").content.decode()


def test_the_switch_of_the_keys_is_kept_for_the_editor(desk, client):
    assert "checked" in desk.get(QUEUE).content.decode().split('id="keys-on"')[1][:40]
    assert desk.post(QUEUE + "keys/").status_code == 204
    assert "checked" not in desk.get(QUEUE).content.decode().split('id="keys-on"')[1][:40]
    assert desk.get(QUEUE + "keys/").status_code == 405


def test_who_may_not_decide_sees_no_queue(client):
    client.force_login(get_user_model().objects.create_user("reader", is_staff=True))
    assert client.get(QUEUE).status_code == 403
    assert client.post(QUEUE, {"_decide": "undo"}).status_code == 403


def test_names_with_commas_survive_the_line():
    names = ["Russia", "Washington, D.C.", "Nur Khan"]
    assert split(joined(names)) == names


@pytest.mark.parametrize(
    "name", ["Москва", "Österreich", "Émile", '"Wagner" group', 'Anders "Bob" Smith, Jr', "Two  Spaces"]
)
def test_a_name_that_stands_in_the_line_can_be_kept_there_whatever_its_letters(desk, harbour, name):
    entity(name)
    answer = press(desk, desk.get(QUEUE), "save", who=joined([f"{name} (actor)"]))
    shown_line = card(answer).fields["who"]
    assert [p.entity.name for p in harbour[0].participations.all()] == [name]
    press(desk, answer, "save", who=f"{shown_line}, Pakistan (other)")
    assert {p.entity.name for p in harbour[0].participations.all()} == {name, "Pakistan"}


def test_a_line_of_very_many_or_very_long_names_is_refused_in_words(desk, harbour):
    many = ", ".join(f"Name {n}" for n in range(1100))
    assert "Name 200 at most." in press(desk, desk.get(QUEUE), "save", who=many).content.decode()
    long = press(desk, desk.get(QUEUE), "save", place="x" * 60_000).content.decode()
    assert "Nothing here is called" in long and Decision.objects.count() == 0


@pytest.mark.one_database
def test_only_a_rejection_has_a_reason(desk, harbour):
    press(desk, desk.get(QUEUE), "accept", why="wrong date")
    assert Decision.objects.get().reason == ""


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"article": 1}, "evidence_in_article"),
        ({"score": 0.9}, "evidence_asked_of_queue"),
        ({"source": 1}, "evidence_asked_of_queue"),
        ({"flags": "me"}, "event_flagged"),
    ],
)
def test_what_a_filter_asks_for_is_found_along_an_index_that_has_it(an_editor, asked, index):
    """A queue in which nothing has it is looked through to its end."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by statistics, which no table of a test has")
    first = Queue(asked, an_editor).waiting.order_by("id").values("pk")[:1]
    assert index in first.explain()


def test_the_place_in_the_queue_is_counted_among_all_that_come_before_to_a_limit(an_editor, monkeypatch):
    made = [event(f"Talks {n}", status="proposed") for n in range(6)]
    monkeypatch.setattr(paginating, "MOST_COUNTED", 4)
    for order in ({}, {"order": "sources"}):
        queue = Queue(order, an_editor)
        for beside in (Evidence.objects.none(), Evidence.objects.order_by("pk")):
            places = [queue.places(one, beside) for one in made]
            assert [place[:2] for place in places] == [(1, 4), (2, 4), (3, 4), (4, 4), (5, 5), (5, 5)]
            assert all(place[2] == list(beside) for place in places)
