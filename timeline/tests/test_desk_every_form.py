"""Two editors at once at every form of the desk: the registry is walked, so that none that comes later is forgotten."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError

from kb.models import Feed, Source, Tag
from timeline import decisions, undoing
from timeline.desk.together import TogetherForm, TogetherFormSet
from timeline.models import Decision
from timeline.tests.factories import event, source, tag
from timeline.tests.test_desk_together import again, ayla, client_of_ayla, opened, page_of, send  # noqa: F401
from timeline.tests.test_roles import RECORDS, asked_by

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
]  # of forms; many at once: test_desk_together_at_once


def changed_at_the_desk():
    """(model, its admin) of every record an editor may change in a form."""
    everything = asked_by(User(is_superuser=True, is_active=True))
    everything.method = "GET"
    for model, its_admin in admin.site._registry.items():
        fields = its_admin.get_form(everything, model(), change=True).base_fields
        if its_admin.has_change_permission(everything) and set(fields) - {"opened_version"}:
            yield model, its_admin, everything


def models_changed() -> list:
    return [model for model, _admin, _asked in changed_at_the_desk()]


def texts_of(form) -> list[str]:
    """Fields of the form that take any words, an address last."""
    kinds = (forms.CharField, forms.URLField)
    return [
        name for kind in kinds for name in form.compared()
        if type(form.fields[name]) is kind and not isinstance(form.fields[name].widget, forms.HiddenInput)
    ]  # fmt: skip


def changed_by(user, one, **fields) -> None:
    """As another editor does it, or the shell, where the record counts no versions."""
    if hasattr(one, "version"):
        with decisions.act("edit", by=user) as this:
            this.change(type(one).objects.get(pk=one.pk), **fields)
    else:
        type(one).objects.filter(pk=one.pk).update(**fields)


def test_these_are_the_records_that_are_changed_in_a_form():
    names = {model._meta.label_lower for model in models_changed()}
    assert names >= {
        "auth.user",
        "auth.group",
        "kb.feed",
        "kb.source",
        "kb.tag",
        "kb.entity",
        "kb.article",
        "timeline.event",
    }
    assert {model._meta.label_lower for model in admin.site._registry} - names == {
        "timeline.errorreport", "timeline.token", "timeline.work",
    }  # fmt: skip


@pytest.mark.parametrize("model", models_changed(), ids=lambda model: model._meta.label_lower)
def test_two_editors_at_once(desk, ayla, model):  # noqa: F811
    one = RECORDS[model]()
    mine = opened(desk, one)
    name, *others = texts_of(TogetherForm_of(model, one))
    value = "https://hers.example/" if name == "url" else "Hers"
    other = next((name for name in ("url", "homepage", *others) if name in others), None)
    added = "https://mine.example/" if other in ("url", "homepage") else "Mine"
    changed_by(ayla, one, **{name: value})
    page = send(desk, one, mine | ({other: added} if others else {}))
    assert 'class="versions"' not in page and "Meanwhile changed by " in page
    assert getattr(one, name) == value and (not others or getattr(one, other) == added)

    mine = opened(desk, one)
    changed_by(ayla, one, **{name: value + "2"})
    page = send(desk, one, mine | {name: value + "3"})
    assert getattr(one, name) == value + "2"
    versions = page.split('class="versions"')[1].split("</fieldset>")[0]
    assert all(words in versions for words in (f"{value}<", f"{value}2", f"{value}3"))
    again(desk, one, page, **{f"take-{name}": "mine"})
    assert getattr(one, name) == value + "3"


def TogetherForm_of(model, one) -> TogetherForm:
    asked = next(asked for found, _admin, asked in changed_at_the_desk() if found is model)
    form = admin.site._registry[model].get_form(asked, one, change=True)
    assert issubclass(form, TogetherForm)
    return form(instance=one)


@pytest.mark.parametrize("model", models_changed(), ids=lambda model: model._meta.label_lower)
def test_the_rows_beneath_a_record_are_compared_as_well(model):
    _model, its_admin, asked = next(found for found in changed_at_the_desk() if found[0] is model)
    for inline in its_admin.get_inlines(asked, model()):
        formset = inline(model, admin.site).get_formset(asked, model(pk=1))
        assert issubclass(formset, TogetherFormSet) or set(inline.fields or ()) == set(inline.readonly_fields)


def test_groups_and_permissions_that_both_have_given_are_compared(desk, ayla):  # noqa: F811
    one = User.objects.create_user("somebody")
    editors, readers = Group.objects.create(name="Proof editors"), Group.objects.create(name="Proof readers")
    mine = opened(desk, one)
    one.groups.add(editors)
    send(desk, one, mine | {"first_name": "Some"})
    assert (one.first_name, [*one.groups.all()]) == ("Some", [editors])
    mine = opened(desk, one)
    one.groups.add(readers)
    page = send(desk, one, mine | {"groups": []})
    assert "<p>Proof editors, Proof readers</p>" in page and "somebody has changed this since" in page
    again(desk, one, page, **{"take-groups": "mine"})
    assert not one.groups.exists()


def test_who_changed_a_record_is_named(desk, client_of_ayla):  # noqa: F811
    for one in (tag("Water"), Group.objects.create(name="Proof readers")):
        mine = opened(desk, one)
        client_of_ayla.post(page_of(one), opened(client_of_ayla, one) | {"name": "Hers"})
        page = send(desk, one, mine)
        assert "Meanwhile changed by ayla, and kept: name." in page
        mine = opened(desk, one)
        client_of_ayla.post(page_of(one), opened(client_of_ayla, one) | {"name": "Hers again"})
        assert "ayla has changed this since you opened it" in send(desk, one, mine | {"name": "Mine"})


def test_a_page_of_a_topic_says_who_else_has_it_open(desk, client_of_ayla):  # noqa: F811
    one = tag("Water")
    client_of_ayla.get(page_of(one))
    assert "Being edited by ayla." in desk.get(page_of(one)).content.decode()


# topics and publishers are written by acts of the log


@pytest.mark.parametrize("make", [tag, source])
def test_what_was_done_to_a_topic_or_a_publisher_stands_in_its_history_and_is_undone_there(
    desk, editor, make
):
    one = make("Water")
    send(desk, one, opened(desk, one) | {"name": "Waters"})
    history = page_of(one).replace("/change/", "/history/")
    page = desk.get(history).content.decode()
    assert "Edited" in page and "editor" in page and "<del>Water</del>" in page
    act = Decision.objects.get()
    desk.post(f"{history}{act.pk}/", {"_do": "undo"})
    one.refresh_from_db()
    assert one.name == "Water"
    seen = decisions.version_of(one)
    desk.post(f"{history}{act.pk}/", {"_do": "restore", "version": seen - 1})
    one.refresh_from_db()
    assert one.name == "Water"
    desk.post(f"{history}{act.pk}/", {"_do": "restore", "version": seen})
    one.refresh_from_db()
    assert one.name == "Waters"


def test_events_are_found_by_the_name_their_topic_has_after_the_undo(desk, editor):
    one, topic = event(tags=["Water"]), tag("Water")
    revision = one.revision
    send(desk, topic, opened(desk, topic) | {"name": "Floods"})
    one.refresh_from_db()
    assert "floods" in one.search_tokens and one.revision == revision + 1
    undoing.undo_last(by=editor)
    one.refresh_from_db()
    assert "water" in one.search_tokens and "floods" not in one.search_tokens


def test_a_topic_that_was_deleted_comes_back_with_its_events(desk, editor):
    one, topic = event(tags=["Water", "Arms"]), tag("Water")
    desk.post(page_of(topic).replace("/change/", "/delete/"), {"post": "yes"})
    assert [t.name for t in one.tags.all()] == ["Arms"] and not Tag.objects.filter(name="Water")
    desk.post("/admin/timeline/event/undo/", {})
    assert sorted(t.name for t in one.tags.all()) == ["Arms", "Water"]


def test_adding_a_topic_is_not_undone_once_it_is_used(desk, editor):
    desk.post("/admin/kb/tag/add/", {"name": "Floods", "slug": "floods"})
    topic, act = Tag.objects.get(), Decision.objects.get()
    one = event()
    one.tags.add(topic)
    with pytest.raises(undoing.CannotUndo):
        undoing.undo(act, by=editor)
    one.tags.clear()
    undoing.undo(act, by=editor)
    assert not Tag.objects.exists()


def test_a_publisher_that_was_deleted_comes_back(desk):
    one = source("Free Press")
    desk.post(page_of(one).replace("/change/", "/delete/"), {"post": "yes"})
    assert not Source.objects.exists()
    desk.post("/admin/timeline/event/undo/", {})
    assert Source.objects.get().name == "Free Press"


# users


def test_an_account_that_has_decided_is_closed_and_never_deleted(desk, ayla):  # noqa: F811
    changed_by(ayla, one := event(), title="Hers")
    where = page_of(ayla).replace("/change/", "/delete/")
    page = desk.get(where).content.decode()
    assert "what ayla has done" in page and "untick “Active”" in page
    desk.post(where, {"post": "yes"})
    sent = {"action": "delete_selected", "_selected_action": ayla.pk, "index": 0, "post": "yes"}
    desk.post("/admin/auth/user/", sent)
    assert User.objects.filter(username="ayla").exists() and one.changes.get().decision.user == ayla


def test_an_account_that_has_done_nothing_is_deleted(desk, ayla):  # noqa: F811
    event(flagged=True, flagged_for=ayla)
    desk.post(page_of(ayla).replace("/change/", "/delete/"), {"post": "yes"})
    assert not User.objects.filter(username="ayla").exists()


def test_what_a_reading_learns_of_a_feed_does_not_undo_what_an_editor_has_changed_meanwhile():
    from kb import feeds

    read = Feed.objects.create(url="https://harbour.example/feed.xml")
    Feed.objects.update(title="Harbour")
    read.title = "Its own"
    feeds.note_success(read, ("a", "b"), unchanged=False)
    read.refresh_from_db()
    assert (read.title, read.etag) == ("Harbour", "a")
    Feed.objects.update(url="https://other.example/feed.xml", etag="")
    feeds.note_success(read, ("a", "b"), unchanged=False)
    read.refresh_from_db()
    assert read.etag == ""


def test_permissions_of_a_group_are_kept_from_both(desk, ayla):  # noqa: F811
    one = Group.objects.create(name="Proof readers")
    mine = opened(desk, one)
    one.permissions.add(Permission.objects.get(codename="view_event"))
    send(desk, one, mine | {"name": "Readers"})
    assert (one.name, one.permissions.count()) == ("Readers", 1)


def test_a_name_somebody_takes_at_this_very_moment_is_said_beside_the_field(desk, monkeypatch):
    def after_the_other(*given):
        monkeypatch.undo()
        tag("Floods")
        raise IntegrityError

    monkeypatch.setattr(admin.ModelAdmin, "changeform_view", after_the_other)
    page = desk.post("/admin/kb/tag/add/", {"name": "Floods", "slug": "floods-too"}).content.decode()
    assert "Tag with this Name already exists" in page


def test_a_name_another_topic_has_by_now_is_not_put_back(desk, editor):
    one = tag("Water")
    send(desk, one, opened(desk, one) | {"name": "Waters", "slug": "waters"})
    tag("Water")
    with pytest.raises(undoing.CannotUndo, match="another record has the same name"):
        undoing.undo_last(by=editor)


@pytest.mark.parametrize("model", models_changed(), ids=lambda model: model._meta.label_lower)
def test_who_may_only_look_is_shown_no_version(client, model):
    viewer = User.objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename=f"view_{model._meta.model_name}"))
    client.force_login(viewer)
    page = client.get(page_of(RECORDS[model]())).content.decode()
    assert "opened_version" not in page and "Opened version" not in page
