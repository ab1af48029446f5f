"""Articles at the desk: paste or file, preview, add, read; what goes wrong is said beside the field."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kb import intake
from kb.models import Article
from kb.text import BY_HAND
from timeline import review
from timeline.desk.marked import cut_marks, lines, pieces
from timeline.models import Event
from timeline.tests.factories import article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of forms; what they do is tried in kb/tests/test_intake

ADD = "admin:kb_article_add"
STORY = """A bridge over the strait

Published February 11, 2016

The bridge over the strait was opened by the king in June 1988. A ferry sank in the strait last month.

Also read: The price of bread
"""


def test_a_preview_shows_text_cuts_and_events_and_stores_nothing(desk):
    page = desk.post(reverse(ADD), {"text": STORY, "_preview": "1"})
    shown = page.content.decode()
    assert page.context["form"]["title"].value() == "A bridge over the strait"
    assert page.context["form"]["published"].value() == dt.date(2016, 2, 11)
    assert "Also read: The price of bread</del>" in shown
    assert "<mark>June 1988</mark>" in shown and "January 2016" in shown
    assert not Article.objects.exists() and not Event.objects.exists()


def test_what_is_cut_and_put_back_in_the_preview_is_carried_in_the_form_until_it_is_added(desk):
    first = desk.post(reverse(ADD), {"text": STORY, "_preview": "1"})
    text, form = first.context["found"].text, first.context["form"]
    teaser = text.index("Also read")
    given = {
        name: form[name].value() or "" for name in ("text", "title", "published", "source", "url", "cuts")
    }
    back = desk.post(reverse(ADD), {**given, "_back": f"{teaser}-{len(text)}"})
    assert [f.trigger for f in back.context["findings"]] == ["opened", "sank"]
    given["cuts"] = back.context["form"]["cuts"].value()
    ferry = text.index("A ferry")
    cut = desk.post(reverse(ADD), {**given, "_cut": f"{ferry}-{text.index('month.') + 6}"})
    assert [f.trigger for f in cut.context["findings"]] == ["opened"]
    assert not Article.objects.exists()
    given["cuts"] = cut.context["form"]["cuts"].value()
    desk.post(reverse(ADD), {**given, "_save": "1"})
    kept = [text[c["start"] : c["end"]] for c in Article.objects.get().cuts]
    assert "A ferry sank in the strait last month." in kept and not any(
        "Also read" in words for words in kept
    )
    assert {e.evidence.get().trigger for e in Event.objects.all()} == {"opened"}


def test_cuts_of_another_text_are_not_taken_over(desk):
    shown = desk.post(reverse(ADD), {"text": STORY, "_preview": "1"})
    state = shown.context["form"]["cuts"].value()
    other = "Another line above.\n" + STORY
    anew = desk.post(reverse(ADD), {"text": other, "cuts": state, "_preview": "1"}).context["found"]
    assert any(anew.text[c["start"] : c["end"]].startswith("Also read") for c in anew.cuts)


def test_where_sources_of_the_date_disagree_one_button_takes_one(desk):
    html = """<html><head><meta property="article:published_time" content="2016-02-11">
        <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2014-05-01"}</script></head>
        <body><article><h1>A bridge</h1><p>The bridge over the strait was opened by the king in June 1988, they say.</p>
        <p>A ferry sank in the strait last month, and nobody was hurt, said the guard of the harbour.</p></article></body></html>"""
    shown = desk.post(reverse(ADD), {"text": html, "_preview": "1"})
    assert shown.context["found"].doubtful
    assert "Sources of the date disagree" in shown.content.decode()
    taken = desk.post(reverse(ADD), {"text": html, "_day": "2016-02-11"})
    assert taken.context["form"]["published"].value() == dt.date(2016, 2, 11)
    assert {str(f.date) for f in taken.context["findings"]} == {"1988-06", "2016-01"}


def test_adding_stores_the_article_reads_it_and_leads_to_its_proposals(desk):
    answer = desk.post(reverse(ADD), {"text": STORY, "source": "The Harbour Post", "_save": "1"}, follow=True)
    stored = Article.objects.get()
    assert (stored.state, stored.source.name, stored.published) == (
        "read",
        "The Harbour Post",
        dt.date(2016, 2, 11),
    )
    assert answer.redirect_chain[-1][0].endswith(f"event/review/?article={stored.pk}")
    assert {str(e.date) for e in Event.objects.awaiting_review()} == {"1988-06", "2016-01"}


def test_a_file_becomes_text_in_the_form_and_can_then_be_added(desk):
    file = SimpleUploadedFile("story.txt", STORY.encode("utf-16"))
    page = desk.post(reverse(ADD), {"file": file, "_preview": "1"})
    text = page.context["form"]["text"].value()
    assert "opened by the king" in text
    desk.post(reverse(ADD), {"text": text, "_save": "1"})
    assert Article.objects.get().state == "read"


def test_the_same_text_twice_is_one_article_and_says_so(desk):
    desk.post(reverse(ADD), {"text": STORY, "_save": "1"})
    answer = desk.post(reverse(ADD), {"text": STORY, "_save": "1"}, follow=True)
    assert "an article already" in answer.content.decode()
    assert Article.objects.count() == 1


def test_a_missing_day_is_asked_for_and_nothing_is_stored(desk):
    text = "A bridge over the strait\n\nThe bridge was opened by the king last month, to the sound of three bands."
    answer = desk.post(reverse(ADD), {"text": text, "_save": "1"})
    assert "When was it published?" in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"source": "a|b"}, "source", "separates names in exports"),
        ({"source": "x" * 900}, "source", "longer than 200 characters"),
        ({"url": "https://courier.example/strait"}, "url", "has this address already"),
    ],
)
def test_what_cannot_be_stored_is_said_beside_its_field_and_the_paste_stays(desk, given, field, said):
    article(title="The first", url="https://courier.example/strait")
    answer = desk.post(reverse(ADD), {"text": STORY, **given, "_save": "1"})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert said in form.errors[field][0]
    assert form["text"].value() == STORY
    assert Article.objects.count() == 1


def test_an_address_taken_while_the_article_is_added_leaves_the_paste_in_the_form(desk, monkeypatch):
    deed, address = intake._store, "https://courier.example/strait"

    def after_the_other(*given):
        article(title="The other one", url=address)
        return deed(*given)

    monkeypatch.setattr(intake, "_store", after_the_other)
    form = desk.post(reverse(ADD), {"text": STORY, "url": address, "_save": "1"}).context["form"]
    assert "The other one" in form.errors["url"][0]
    assert form["text"].value() == STORY


def test_a_doubtful_day_is_settled_before_an_article_is_read(desk):
    draft = article("The bridge was opened last month.", state="draft", published_doubtful=True)
    chosen = {"action": "read_selected", "_selected_action": [draft.pk]}
    answer = desk.post(reverse("admin:kb_article_changelist"), chosen, follow=True)
    assert "an editor must settle the day first" in answer.content.decode()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Paste the text"),
        ({"text": "   "}, "Paste the text"),
        ({"text": STORY, "published": "2999-01-01"}, "lies in the future"),
        ({"text": STORY, "url": "not an address"}, "valid URL"),
        ({"file": SimpleUploadedFile("a.txt", b"\x7fELF\x02\x01" + bytes(500))}, "not a text"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "empty"),
        ({"file": SimpleUploadedFile("a.html", b"<html><body></body></html>")}, "<li>"),
    ],
)
def test_what_cannot_be_taken_in_is_said_and_nothing_is_stored(desk, given, said):
    answer = desk.post(reverse(ADD), {**given, "_save": "1"})
    assert answer.status_code == 200
    assert said in answer.content.decode() and "errorlist" in answer.content.decode()
    assert not Article.objects.exists()


def test_a_file_of_twenty_megabytes_is_refused_with_its_size(desk):
    file = SimpleUploadedFile("long.txt", b"word " * 4_000_000)
    answer = desk.post(reverse(ADD), {"file": file, "_save": "1"})
    assert "20.0 MB" in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("debug", [True, False])
def test_a_paste_of_twenty_megabytes_is_refused_with_its_size_and_the_limit(desk, settings, debug):
    settings.DEBUG = debug
    answer = desk.post(reverse(ADD), {"text": "word " * 4_000_000, "_save": "1"})
    assert answer.status_code == 413
    assert "It has 20.0 MB; an article may have at most 10 MB." in answer.content.decode()
    assert not Article.objects.exists()


def test_a_paste_a_little_too_large_stays_in_the_form(desk):
    form = desk.post(reverse(ADD), {"text": "word " * 2_020_000, "_save": "1"}).context["form"]
    assert "10.1 MB; an article may have at most 10 MB" in form.errors["text"][0]


def test_an_article_that_proves_a_public_event_is_not_withdrawn(desk):
    desk.post(reverse(ADD), {"text": STORY, "_save": "1"})
    stored = Article.objects.get()
    review.accept([Event.objects.get(evidence__trigger="opened")], by=None)
    chosen = {"action": "withdraw_selected", "_selected_action": [stored.pk]}
    answer = desk.post(reverse("admin:kb_article_changelist"), chosen, follow=True)
    assert "Nothing was withdrawn" in answer.content.decode()
    assert Article.objects.get().state == "read"


def test_a_withdrawn_article_takes_its_untouched_proposals_along(desk):
    desk.post(reverse(ADD), {"text": STORY, "_save": "1"})
    chosen = {"action": "withdraw_selected", "_selected_action": [Article.objects.get().pk]}
    desk.post(reverse("admin:kb_article_changelist"), chosen)
    assert Article.objects.get().state == "withdrawn"
    assert not Event.objects.exists()


def test_pieces_cover_the_whole_text_once():
    text = "abcdefghij"
    cuts = [{"start": 6, "end": 8, "reason": "teaser"}]
    shown = pieces(text, cut_marks(cuts))
    assert "".join(p.words for p in shown) == text
    assert [(p.words, p.kind) for p in shown] == [("abcdef", "plain"), ("gh", "cut"), ("ij", "plain")]


def test_a_text_line_by_line_has_each_cut_at_the_line_it_begins_in():
    text = "one two\n\nthree\nfour"
    cuts = [{"start": 4, "end": 7, "reason": "caption"}, {"start": 9, "end": 19, "reason": "teaser"}]
    shown = lines(text, [(0, 3, "quote", "Something")], cuts)
    assert ["".join(p.words for p in line.pieces) for line in shown] == text.split("\n")
    assert [[cut["words"] for cut in line.cuts] for line in shown] == [["two"], [], ["three four"], []]
    assert [line.whole for line in shown] == [False, False, True, True]
    assert [p.kind for p in shown[0].pieces] == ["quote", "plain", "cut"]


FERRY = "A ferry sank in the strait last month."


def sent(answer) -> dict:
    """What the form of the preview sends if nothing is touched."""
    form = answer.context["form"]
    return {
        name: form[name].value() or "" for name in ("text", "title", "published", "source", "url", "cuts")
    }


def ferry_cut(desk) -> dict:
    """The form after the sentence on the ferry has been cut by hand, and the teaser put back."""
    shown = desk.post(reverse(ADD), {"text": STORY, "_preview": "1"})
    text = shown.context["found"].text
    at, teaser = text.index(FERRY), text.index("Also read")
    shown = desk.post(reverse(ADD), {**sent(shown), "_back": f"{teaser}-{len(text)}"})
    return sent(desk.post(reverse(ADD), {**sent(shown), "_cut": f"{at}-{at + len(FERRY)}"}))


def cut_in(found) -> list[str]:
    return [found.text[cut["start"] : cut["end"]] for cut in found.cuts]


def test_cuts_by_hand_are_kept_where_the_text_is_changed_and_their_words_still_stand(desk):
    given = ferry_cut(desk)
    given["text"] = given["text"].replace("by the king", "by the queen")
    changed = desk.post(reverse(ADD), {**given, "_preview": "1"})
    assert FERRY in cut_in(changed.context["found"])
    assert not any("Also read" in words for words in cut_in(changed.context["found"]))
    given = sent(changed) | {"text": given["text"].replace("the queen", "a queen")}
    desk.post(reverse(ADD), {**given, "_save": "1"})
    kept = Article.objects.get()
    assert "by a queen" in kept.text and FERRY in [kept.text[c["start"] : c["end"]] for c in kept.cuts]


@pytest.mark.parametrize("button", ["_preview", "_save"])
def test_cuts_by_hand_whose_words_are_gone_are_named_before_anything_is_stored(desk, button):
    given = ferry_cut(desk)
    given["text"] = given["text"].replace("A ferry", "A small ferry")
    answer = desk.post(reverse(ADD), {**given, button: "1"})
    assert "could not be kept" in answer.content.decode() and f"“{FERRY}”" in answer.content.decode()
    assert not Article.objects.exists()
    desk.post(reverse(ADD), {**sent(answer), "_save": "1"})
    assert Article.objects.count() == 1


def test_a_button_beside_a_line_that_has_moved_since_it_was_shown_cuts_nothing_else(desk):
    given = ferry_cut(desk)
    given["text"] = "A line above.\n" + given["text"]
    answer = desk.post(reverse(ADD), {**given, "_cut": "0-10"})
    found = answer.context["found"]
    by_hand = [found.text[cut.start : cut.end] for cut in found.page.cuts if cut.reason == BY_HAND]
    assert by_hand == [FERRY]
    assert "changed since it was shown" in answer.content.decode()


def test_the_second_of_two_who_save_one_text_at_once_is_led_to_the_article(desk, monkeypatch):
    deed = intake._store

    def after_the_other(found, *given):
        article(found.text, title="The other one")
        return deed(found, *given)

    monkeypatch.setattr(intake, "_store", after_the_other)
    answer = desk.post(reverse(ADD), {"text": STORY, "_save": "1"})
    assert answer.url == reverse("admin:kb_article_change", args=[Article.objects.get().pk])


def test_where_reading_fails_the_preview_says_so_and_shows_the_rest(desk, monkeypatch):
    monkeypatch.setattr("timeline.engine.read", lambda *given: 1 / 0)
    page = desk.post(reverse(ADD), {"text": STORY, "_preview": "1"}).content.decode()
    assert "a fault of the program stopped the reading (ZeroDivisionError). It can be added" in page
    assert "opened by the king" in page and not Article.objects.exists()


def test_where_reading_fails_the_article_is_kept_and_the_editor_learns_why_and_reads_it_again(
    desk, monkeypatch
):
    with monkeypatch.context() as broken:
        broken.setattr("timeline.proposing.mark_safe_ones", lambda proposed: 1 / 0)
        answer = desk.post(reverse(ADD), {"text": STORY, "_save": "1"}, follow=True)
    kept = Article.objects.get()
    page = answer.content.decode()
    assert (
        "is kept, but it was not read: a fault of the program stopped the reading (ZeroDivisionError)" in page
    )
    assert "Read the selected articles for events" in page
    assert (kept.state, Event.objects.exists(), kept.mentions.exists()) == ("failed", False, False)
    assert "could not be read" in desk.get("/admin/").content.decode()
    desk.post(
        reverse("admin:kb_article_changelist"), {"action": "read_selected", "_selected_action": [kept.pk]}
    )
    kept.refresh_from_db()
    assert (kept.state, kept.failure, Event.objects.count()) == ("read", "", 2)
