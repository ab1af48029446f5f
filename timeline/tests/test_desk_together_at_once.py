"""Many editors at the same events at the same time, over connections of their own: no edit is lost unseen."""

import random
import threading
import time
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from kb.models import Tag
from timeline import review, undoing
from timeline.models import Change, Decision, Event
from timeline.tests.factories import event, tag
from timeline.tests.test_desk_events import page_of, sent_by

pytestmark = pytest.mark.django_db(transaction=True)

FIELDS = ("title", "summary", "note", "correction_note")
EDITORS, EVENTS = 5, 3
ROUNDS = 20  # of choosing between theirs and mine, before an editor would lose patience


@dataclass
class Edit:
    """What an editor wanted, what stood there when it was last shown, and whether it was written."""

    event: int
    wanted: dict[str, str]
    seen: dict[str, str]
    written: bool = False
    shown: bool = False  # that somebody else had changed the same


class Editor(threading.Thread):
    def __init__(self, number, user, forms, edits):
        super().__init__(name=f"editor-{number}")
        self.user, self.forms, self.edits, self.chance = user, forms, edits, random.Random(number)
        self.done, self.failed = [], None

    def run(self):
        try:
            for n in range(self.edits):
                self.done.append(self.edit(f"{self.name} {n}"))
        except Exception as why:
            self.failed = why
        finally:
            connection.close()

    def edit(self, token: str) -> Edit:
        pk = self.chance.choice(list(self.forms))
        data = self.opened(pk)
        wanted = {name: f"{token} {name}" for name in self.chance.sample(FIELDS, self.chance.choice([1, 2]))}
        edit = Edit(pk, wanted, {name: data[f"initial-{name}"] for name in wanted})
        for name, value in wanted.items():
            data[name] = value
        time.sleep(self.chance.random() / 50)  # others write meanwhile
        for _round in range(ROUNDS):
            answer = self.post(pk, data)
            if answer.status_code == 302:
                edit.written = True
                return edit
            edit.shown = True
            disputes = answer.context_data["disputes"]
            assert disputes, answer.context_data["errors"]
            data = answer.context_data["adminform"].form.data.copy()
            for name in [name for name in data if name.startswith(("base-", "mine-", "take-"))]:
                del data[name]
            for dispute in disputes:
                assert dispute.mine == edit.wanted[dispute.name]
                edit.seen[dispute.name] = dispute.theirs if dispute.theirs != "–" else ""
                for key, value in dispute.kept:
                    data[key] = value
                data[f"take-{dispute.name}"] = taken = self.chance.choice(["mine", "mine", "theirs"])
                if taken == "theirs":
                    del edit.wanted[dispute.name]
        return edit

    def opened(self, pk) -> QueryDict:
        """The form as it is when it is opened now."""
        data = self.forms[pk].copy()
        row = Event.objects.values("version", *FIELDS).get(pk=pk)
        data["opened_version"] = str(row.pop("version"))
        for name, value in row.items():
            data[name] = data[f"initial-{name}"] = value
        return data

    def post(self, pk, data):
        return posted(Event, pk, data, self.user)


def posted(model, pk, data: QueryDict, user):
    """The answer to a form that is sent past the middleware."""
    request = RequestFactory().post(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{pk}/change/")
    request.POST, request._files = data, MultiValueDict()
    request.user, request._dont_enforce_csrf_checks = user, True
    request._messages = CookieStorage(request)
    return admin.site.get_model_admin(model).changeform_view(request, str(pk))


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("number", [75, pytest.param(1000, marks=pytest.mark.soak)])
def test_of_many_edits_at_once_each_is_in_the_history_or_was_decided_by_its_editor(number):
    users = [get_user_model().objects.create_superuser(f"editor{n}") for n in range(EDITORS)]
    client = Client()
    client.force_login(users[0])
    forms = {}
    for n in range(EVENTS):
        one = event(f"Event {n}", who=["Russia"])
        forms[one.pk] = QueryDict(mutable=True)
        for name, values in sent_by(client.get(page_of(one)).content.decode()).items():
            forms[one.pk].setlist(name, values)
    at_first = {pk: Event.objects.values(*FIELDS).get(pk=pk) for pk in forms}
    editors = [Editor(n, user, forms, number // EDITORS) for n, user in enumerate(users)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert [editor.failed for editor in editors if editor.failed] == []
    edits = [edit for editor in editors for edit in editor.done]
    assert len(edits) == number and all(edit.written for edit in edits)
    assert any(edit.shown for edit in edits), "nobody met another: the test has tested nothing"
    written = {}  # (event, field, value) -> the value that its editor had seen there
    for edit in edits:
        written |= {(edit.event, name, value): edit.seen[name] for name, value in edit.wanted.items()}
    for pk, row in at_first.items():
        for change in Change.objects.filter(event=pk, model="timeline.event").order_by("id"):
            for name in FIELDS:
                before, after = change.before[name], change.after[name]
                assert before == row[name], "the history is one chain"
                if after != before:
                    assert written.pop((pk, name, after)) == before, "what was overwritten had been seen"
                row[name] = after
        assert Event.objects.values(*FIELDS).get(pk=pk) == row
        assert [p.entity.name for p in Event.objects.get(pk=pk).participations.all()] == ["Russia"]
    assert written == {}, "every edit is in the history"


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_of_three_who_save_a_topic_at_one_moment_each_keeps_what_was_changed():
    """Topics count no versions: the fields are compared with the row while it is locked."""
    one = tag("Water")
    users = [get_user_model().objects.create_superuser(f"editor{n}") for n in range(3)]
    client = Client()
    client.force_login(users[0])
    for n in range(5):
        form = sent_by(client.get(f"/admin/kb/tag/{one.pk}/change/").content.decode(), "tag_form")
        wanted = {"name": f"Water {n}", "slug": f"water-{n}", "description": f"The {n}th."}
        at_once, answers = threading.Barrier(3), []

        def save(user, change, form=form, at_once=at_once, answers=answers):
            data = QueryDict(mutable=True)
            for name, values in (form | change).items():
                data.setlist(name, values if isinstance(values, list) else [values])
            at_once.wait()
            try:
                answers.append(posted(Tag, one.pk, data, user).status_code)
            finally:
                connection.close()

        changes = [{name: value} for name, value in wanted.items()]
        threads = [threading.Thread(target=save, args=pair) for pair in zip(users, changes, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == [302] * 3
        assert Tag.objects.values(*wanted).get() == wanted


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_of_two_who_undo_an_act_at_one_moment_the_second_is_told_of_the_first(monkeypatch):
    """Who waits for the lock has seen the act as it stood before."""
    ayla, boris = (get_user_model().objects.create_superuser(name) for name in ("ayla", "boris"))
    one = event("Old title")
    review.edit(one, by=ayla, title="New title")
    act, locked, go_on = Decision.objects.get(), threading.Event(), threading.Event()
    take_back, said = undoing.take_back, {}

    def slowly(*args):
        locked.set()
        go_on.wait(10)
        take_back(*args)

    monkeypatch.setattr(undoing, "take_back", slowly)

    def undo(user):
        try:
            said[user] = undoing.undo(act, by=user).verb
        except undoing.CannotUndo as why:
            said[user] = str(why)
        finally:
            connection.close()

    first, second = (threading.Thread(target=undo, args=[user]) for user in (ayla, boris))
    first.start()
    assert locked.wait(10)
    second.start()
    while second.is_alive() and not waiting_for_a_lock():
        time.sleep(0.01)
    assert second.is_alive(), said
    go_on.set()
    for thread in (first, second):
        thread.join()
    assert said == {ayla: "undo", boris: "That has been undone already by ayla."}
    assert Event.objects.get().title == "Old title" and Decision.objects.count() == 2


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone() is not None
