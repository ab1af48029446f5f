"""Tokens and what an editor's program does with them: the desk's verbs, its permissions, its one log."""

import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from kb.models import Article
from timeline.importing.outcomes import Refused
from timeline.importing.returning import a_title
from timeline.models import Decision, Event, Token
from timeline.tests.factories import article, entity, event, evidence, tag

pytestmark = pytest.mark.django_db

TEXT = """Harbour news

The harbour authority opened the new bridge on 3 May 2014. The bridge had been built by Aland.

"""


def an_editor(name="vera", *permissions, **fields):
    user = get_user_model().objects.create_user(name, is_staff=True, **fields)
    for permission in permissions:
        app, _dot, codename = permission.partition(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


MAY_DECIDE = ("kb.add_article", "timeline.view_event", "timeline.change_event")


@pytest.fixture
def editor():
    return an_editor(
        "vera", *MAY_DECIDE, "timeline.add_token", "timeline.view_token", "timeline.delete_token"
    )


@pytest.fixture
def headers(editor):
    return {"Authorization": f"Bearer {Token(user=editor, name='a script').issue()}"}


def post(client, path, body, headers=None):
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers or {})


def decide(client, event, headers, verb, **more):
    body = {"verb": verb, "version": event.version} | more
    return post(client, f"events/{event.public_id}/decisions", body, headers)


# tokens


def test_only_the_digest_of_a_token_is_kept(editor):
    token = Token(user=editor, name="a script")
    secret = token.issue()
    stored = [str(value) for value in Token.objects.values_list().get()]
    assert len(secret) > 40 and not any(secret in value for value in stored)
    assert Token.objects.of(secret) == token and Token.objects.of(secret + "x") is None


def test_without_a_token_that_holds_nothing_is_written(client, editor, headers):
    proposal = event(status="proposed")
    today = timezone.localdate()
    expired = Token(user=editor, name="old", expires_on=today - dt.timedelta(days=1)).issue()
    to_last_today = Token(user=editor, name="last day", expires_on=today).issue()
    left = Token(user=an_editor("left", *MAY_DECIDE, is_active=False), name="left").issue()
    for wrong in (
        None,
        "Bearer nonsense",
        "Basic dmVyYTp4",
        f"Bearer {expired}",
        f"Bearer {left}",
        "Bearer \0",
    ):
        answer = decide(client, proposal, wrong and {"Authorization": wrong}, "accept")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer"), wrong
        assert answer["Content-Type"] == "application/problem+json"
    client.force_login(editor)
    assert decide(client, proposal, None, "accept").status_code == 401  # a cookie is no token
    assert Decision.objects.count() == 0
    assert decide(client, proposal, {"Authorization": f"Bearer {to_last_today}"}, "accept").status_code == 200


def test_a_token_may_do_what_its_owner_may_do_at_the_desk(client):
    secret = Token(user=an_editor("reader", "timeline.view_event"), name="reads").issue()
    headers, proposal = {"Authorization": f"Bearer {secret}"}, event(status="proposed")
    assert client.get("/api/v1/proposals", headers=headers).json()["total"] == 1
    for answer in (
        decide(client, proposal, headers, "accept"),
        post(client, "proposals", {"text": "x"}, headers),
    ):
        assert answer.status_code == 403 and "permission" in answer.json()["detail"]
    assert Article.objects.filter(text="x").count() == Decision.objects.count() == 0


def headers_of(*permissions):
    return {
        "Authorization": f"Bearer {Token(user=an_editor('other', *permissions), name='a script').issue()}"
    }


def test_who_may_change_events_may_look_at_them_as_at_the_desk(client):
    headers, proposal = headers_of("timeline.change_event"), event(status="proposed")
    assert client.get("/api/v1/proposals", headers=headers).json()["total"] == 1
    assert client.get(f"/api/v1/events/{proposal.public_id}/record", headers=headers).status_code == 200
    assert decide(client, proposal, headers, "accept").status_code == 200


def test_who_may_only_add_articles_looks_at_no_event(client):
    headers, proposal = headers_of("kb.add_article"), event(status="proposed")
    for path in ("proposals", f"events/{proposal.public_id}/record"):
        answer = client.get(f"/api/v1/{path}", headers=headers)
        assert answer.status_code == 403
        assert "timeline.view_event or timeline.change_event" in answer.json()["detail"]


def test_the_day_a_token_was_last_used_is_noted(client, headers, django_assert_num_queries):
    client.get("/api/v1/proposals", headers=headers)
    assert Token.objects.get().last_used_on == timezone.localdate()


def test_an_editor_makes_a_token_at_the_desk_and_sees_it_once(client, editor):
    client.force_login(editor)
    shown = client.post("/admin/timeline/token/add/", {"name": "a script", "expires_on": ""}).content.decode()
    token = Token.objects.get()
    secret = shown.partition('value="dl_')[2].partition('"')[0]
    assert token.user == editor and Token.objects.of("dl_" + secret) == token
    for path in ("", f"{token.pk}/change/"):
        page = client.get(f"/admin/timeline/token/{path}").content.decode()
        assert "a script" in page and secret not in page and token.digest not in page
    assert client.post(f"/admin/timeline/token/{token.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Token.objects.of("dl_" + secret) is None


def test_tokens_are_their_owners_and_for_who_may_write(client, editor):
    Token(user=an_editor("other"), name="another's").issue()
    client.force_login(editor)
    assert "another&#x27;s" not in client.get("/admin/timeline/token/").content.decode()
    client.force_login(an_editor("idle", "timeline.add_token", "timeline.view_token"))
    assert client.get("/admin/timeline/token/add/").status_code == 403
    client.force_login(get_user_model().objects.create_superuser("keeper"))
    assert "another&#x27;s" in client.get("/admin/timeline/token/").content.decode()


# articles


@pytest.mark.one_database
def test_a_program_proposes_an_article_and_gets_its_proposals(client, headers):
    given = {
        "text": TEXT,
        "published": "2014-05-04",
        "source": "The Harbour Post",
        "url": "https://post.example/1",
    }
    answer = post(client, "proposals", given, headers)
    assert answer.status_code == 201
    said = answer.json()
    taken = Article.objects.get()
    assert (said["article_id"], said["state"], said["published"]) == (taken.pk, "read", "2014-05-04")
    assert taken.source.name == "The Harbour Post" and said["unread"] is None
    assert "2014-05-03" in {one["date_edtf"] for one in said["proposals"]}
    assert {one["status"] for one in said["proposals"]} == {"proposed"}
    again = post(client, "proposals", given, headers)
    assert again.status_code == 200 and again.json()["article_id"] == taken.pk
    assert Article.objects.count() == 1 and client.get("/api/v1/events").json()["total"] == 0


@pytest.mark.parametrize("permission", ["timeline.view_event", "timeline.change_event"])
def test_only_who_may_look_at_events_gets_the_records_of_an_articles_proposals(client, headers, permission):
    given = {"text": TEXT, "published": "2014-05-04"}
    whole = post(client, "proposals", given, headers).json()
    ids = [one["event_id"] for one in whole["proposals"]]
    assert ids and (whole["waiting"], whole["event_ids"]) == (len(ids), ids)
    Event.objects.update(note="private words")
    answer = post(client, "proposals", given, headers_of("kb.add_article"))
    assert answer.status_code == 200 and "private words" not in answer.content.decode()
    said = answer.json()
    assert (said["waiting"], said["event_ids"], said["proposals"]) == (len(ids), ids, None)
    get_user_model().objects.get(username="other").delete()
    said = post(client, "proposals", given, headers_of("kb.add_article", permission)).json()
    assert {one["note"] for one in said["proposals"]} == {"private words"}


def test_an_article_without_its_day_waits_for_an_editor(client, headers):
    said = post(
        client, "proposals", {"text": "It opened last month, they said. It was a good day."}, headers
    ).json()
    assert (said["state"], said["proposals"]) == ("draft", []) and "publication date" in said["unread"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"text": "  "}, 422, "text"),
        ({"text": "Words.", "url": "nowhere"}, 422, "url"),
        ({"text": "Words.", "published": "2999-01-01"}, 422, "published"),
        ({"text": "Words.", "source": "A|B"}, 422, "source"),
        ({"text": "Words.", "published": "June"}, 400, "published"),
        ({"text": "Words.", "published": 0}, 400, "published"),
        ({"text": "Words.", "published": "0"}, 400, "published"),
        ({"text": "a\0b"}, 400, "text"),
        ({"text": 3}, 400, "text"),
        ({"text": "Words.", "title": "a\nb"}, 400, "title"),
        ({"text": "Words.", "url": "https://post.example/\u2028"}, 400, "url"),
        ({"text": "Words.", "source": "The\aPost"}, 400, "source"),
        ({"text": "Words.", "language": "e\x85n"}, 400, "language"),
        ({"title": "No text"}, 400, "text"),
        ({"text": "Words.", "state": "read"}, 400, "state"),
        ({"text": "Words.", "language": "x" * 36}, 400, "language"),
        ([], 400, "body"),
    ],
)
def test_an_article_that_cannot_be_taken_in_is_refused_with_the_field(client, headers, body, status, param):
    answer = post(client, "proposals", body, headers)
    assert (answer.status_code, answer.json()["param"]) == (status, param), answer.content
    assert Article.objects.count() == 0


def test_what_is_no_json_or_too_large_is_refused(client, headers, settings):
    answer = client.post("/api/v1/proposals", "{", content_type="application/json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = post(client, "proposals", {"text": "x" * 200}, headers)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


# decisions


def test_a_program_decides_by_the_verbs_of_the_desk_in_its_owners_name(client, editor, headers):
    proposal = event("A bridge opened", status="proposed", revision=0)
    (waiting,) = client.get("/api/v1/proposals", headers=headers).json()["proposals"]
    assert (waiting["event_id"], waiting["version"]) == (proposal.public_id, proposal.version)
    accepted = decide(client, proposal, headers, "accept").json()
    assert (accepted["status"], accepted["revision"]) == ("published", 1)
    proposal.refresh_from_db()
    edited = decide(
        client, proposal, headers, "edit", changes={"title": "The bridge opened", "date": "about June 2014"}
    )
    assert (edited.json()["title"], edited.json()["date_edtf"]) == ("The bridge opened", "2014-06~")
    proposal.refresh_from_db()
    retracted = decide(client, proposal, headers, "retract", reason="A hoax.").json()
    assert (retracted["status"], retracted["retraction_reason"]) == ("retracted", "A hoax.")
    other = event(status="proposed")
    assert decide(client, other, headers, "reject", reason="no event").json()["status"] == "rejected"
    acts = Decision.objects.order_by("id").values_list("verb", "user")
    assert list(acts) == [(verb, editor.pk) for verb in ("accept", "edit", "retract", "reject")]


def test_an_edit_sets_what_is_given_and_leaves_the_rest(client, headers):
    one = event("Met", who=["Pakistan"], tags=["Arms trade"], summary="They met.", place=entity("Moscow"))
    entity("Russia"), tag("Diplomacy")
    changes = {
        "tags": ["diplomacy"],
        "participants": [{"entity": "russia", "role": "recipient"}],
        "place": None,
        "flagged": True,
    }
    said = decide(client, one, headers, "edit", changes=changes).json()
    assert (said["tags"], said["place"], said["summary"], said["flagged"]) == (
        ["diplomacy"],
        None,
        "They met.",
        True,
    )
    assert [(p["entity"], p["role"]) for p in said["participants"]] == [("russia", "recipient")]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"date": "31 June 2014"}, "changes.date"),
        ({"title": ""}, "changes.title"),
        ({"title": "x" * 201}, "changes.title"),
        ({"place": "nowhere"}, "changes.place"),
        ({"tags": ["nothing"]}, "changes.tags"),
        ({"participants": [{"entity": "nobody"}]}, "changes.participants"),
        ({}, "changes"),
        (None, "changes"),
    ],
)
def test_an_edit_that_means_nothing_is_refused_with_the_field_and_changes_nothing(
    client, headers, changes, param
):
    one = event()
    answer = decide(client, one, headers, "edit", changes=changes)
    assert (answer.status_code, answer.json()["param"]) == (422, param)
    assert Decision.objects.count() == 0


BREAKS = {"LF": "\n", "CR": "\r", "NEL": "\x85", "line separator": "\u2028", "paragraph separator": "\u2029"}
CONTROLS = {"NUL": "\0", "bell": "\a", "form feed": "\f", "escape": "\x1b", "delete": "\x7f", "C1": "\x9f"}


@pytest.mark.one_database
@pytest.mark.parametrize("sign", [*BREAKS.values(), *CONTROLS.values()], ids=[*BREAKS, *CONTROLS])
def test_a_title_is_one_line_without_control_characters_by_the_api_as_by_a_table(client, headers, sign):
    one = event("Met")
    for title in (f"They{sign}met", f"They met{sign}"):
        answer = decide(client, one, headers, "edit", changes={"title": title})
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["param"] == "changes.title"
        with pytest.raises(Refused):
            a_title(title, None)
    assert Event.objects.get().title == "Met" and Decision.objects.count() == 0


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"date": "2014\n"}, "changes.date"),
        ({"place": "mos\u2028cow"}, "changes.place"),
        ({"tags": ["diplomacy", "arms\ntrade"]}, "changes.tags.1"),
        ({"participants": [{"entity": "pakistan\x85"}]}, "changes.participants.0.entity"),
        ({"summary": "a\ab"}, "changes.summary"),
        ({"note": "a\x9fb"}, "changes.note"),
        ({"correction_note": "a\fb"}, "changes.correction_note"),
    ],
)
def test_each_text_of_an_edit_is_refused_for_what_it_may_not_hold(client, headers, changes, param):
    answer = decide(client, event(), headers, "edit", changes=changes)
    assert (answer.status_code, answer.json()["param"]) == (400, param)
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("sign", ["\n", "\u2028", "\a", "\ud800"])
def test_the_reason_of_a_decision_is_one_line(client, headers, sign):
    body = {"verb": "retract", "version": (hoax := event()).version, "reason": f"A{sign}hoax."}
    answer = post(
        client, f"events/{hoax.public_id}/decisions", json.dumps(body), headers
    )  # a lone surrogate too
    assert (answer.status_code, answer.json()["param"]) == (400, "reason")


@pytest.mark.parametrize("sign", BREAKS.values(), ids=BREAKS)
def test_a_summary_and_notes_may_have_several_lines(client, headers, sign):
    changes = dict.fromkeys(("summary", "note", "correction_note"), f"One.{sign}\tTwo.")
    said = decide(client, event(), headers, "edit", changes=changes).json()
    assert {name: said[name] for name in changes} == changes


def test_a_participant_without_a_role_has_the_role_that_the_document_promises(client, headers):
    entity("Pakistan")
    given = {"participants": [{"entity": "pakistan"}]}
    answer = decide(client, event(), headers, "edit", changes=given)
    assert answer.status_code == 200
    assert [(p["entity"], p["role"]) for p in answer.json()["participants"]] == [("pakistan", "other")]


@pytest.mark.parametrize("kind", ["organisation", "person", "thing"])
def test_only_a_place_is_taken_as_where_it_happened(client, headers, kind):
    one, other = event(place=entity("Moscow")), entity("Gazprom", kind)
    answer = decide(client, one, headers, "edit", changes={"place": other.slug})
    assert (answer.status_code, answer.json()["param"]) == (422, "changes.place")
    assert "gazprom" in answer.json()["detail"] and Decision.objects.count() == 0


@pytest.mark.parametrize("version", ["1", True, 1.5, None])
def test_a_version_is_a_whole_number_and_no_text(client, headers, version):
    answer = decide(client, event(), headers, "edit", version=version, changes={"title": "x"})
    assert (answer.status_code, answer.json()["param"]) == (400, "version")


def test_a_whole_number_may_be_written_with_a_point(client, headers):
    one = event()
    answer = decide(client, one, headers, "edit", version=float(one.version), changes={"title": "x"})
    assert answer.status_code == 200


@pytest.mark.parametrize("flagged", ["true", 1])
def test_a_flag_is_true_or_false_and_no_text_or_number(client, headers, flagged):
    answer = decide(client, event(), headers, "edit", changes={"flagged": flagged})
    assert (answer.status_code, answer.json()["param"]) == (400, "changes.flagged")


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_edit_takes_a_date_and_a_place_away(client, headers, nothing):
    one = event(place=entity("Moscow"))
    said = decide(client, one, headers, "edit", changes={"date": nothing, "place": nothing}).json()
    assert (said["date_edtf"], said["place"]) == (None, None)


def test_a_program_never_overwrites_somebody_unseen(client, headers):
    one = event("Title")
    assert decide(client, one, headers, "edit", changes={"title": "Another"}).status_code == 200
    answer = decide(client, one, headers, "edit", changes={"title": "A third"})
    assert (answer.status_code, answer.json()["param"]) == (409, "version")
    assert answer.json()["version"] == one.version + 1 and "vera" in answer.json()["detail"]
    assert Event.objects.get().title == "Another"


def test_what_its_status_does_not_allow_is_a_conflict(client, headers):
    published = event()
    answer = decide(client, published, headers, "reject")
    assert (answer.status_code, answer.json()["param"]) == (409, "verb")
    assert decide(client, published, headers, "retract").json()["param"] == "reason"
    assert decide(client, published, headers, "accept", version=0).json()["param"] == "version"
    assert decide(client, published, headers, "accept", changes={"title": "x"}).json()["param"] == "changes"
    nothing = post(client, "events/ev-0000000000/decisions", {"verb": "accept", "version": 1}, headers)
    assert nothing.status_code == 404


def test_a_record_is_what_the_desk_knows_and_for_editors_alone(client, headers):
    one = event("Hidden", status="proposed", note="private", proof=False)
    paper = article("Hidden, in June 2014, the record says.")
    evidence(one, paper, exact="Hidden, in June 2014, the record says.", rank="preferred")
    path = f"/api/v1/events/{one.public_id}/record"
    said = client.get(path, headers=headers).json()
    assert (said["status"], said["note"], said["evidence"][0]["article_id"]) == (
        "proposed",
        "private",
        paper.pk,
    )
    assert client.get(path).status_code == 401
