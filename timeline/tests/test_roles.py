"""Every address of the desk, opened as every role, answers as docs/roles.md says."""

import logging
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.views.generic import RedirectView

from kb.models import Article, Entity, Feed, Source, Tag
from timeline import decisions, roles
from timeline.desk import importing
from timeline.models import ErrorReport, Event, Token, Work
from timeline.tests import factories

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
COLUMNS = ("No group", "Contributor", "Editor", "Administrator")
DOES, SEES, REFUSED = "does", "sees", "–"
MISSING = "is not in docs/roles.md: add it to a line that says who may"
THEIRS = "000"  # stands for the number of a record of which everybody sees their own only
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.I)


# What stands in an address for a record of each kind, and for anything else.
RECORDS = {
    Article: lambda: factories.article(),
    Source: lambda: factories.source(),
    Feed: lambda: Feed.objects.create(url="https://harbour.example/feed.xml"),
    Entity: lambda: factories.entity(),
    Tag: lambda: factories.tag(),
    Event: lambda: factories.event(status="proposed"),
    ErrorReport: lambda: ErrorReport.objects.create(event=factories.event(), text="It was in July."),
    User: lambda: User.objects.create_user("somebody"),
    Group: lambda: Group.objects.create(name="Readers of proofs"),
}
OWN = {  # made for each, as they see no other
    Token: lambda user: token_of(user),
    Work: lambda user: Work.objects.create(kind="read", user=user, language="en", total=1),
}
GIVEN = {  # name of the address -> what else it takes
    "view_on_site": lambda: {"content_type_id": kind_of(Event), "object_id": factories.event().pk},
    "statistics_file": lambda: {"table": "rules"},
    "kb_article_orphan": lambda: {"pk": orphan().pk},
    "timeline_event_import_file": lambda: {"digest": uploaded()},
    "timeline_event_act": lambda: acted_on(factories.event(), title="Another title"),
    "kb_entity_act": lambda: acted_on(factories.entity(), name="Another name"),
    "kb_article_act": lambda: acted_on(factories.article(), title="Another title"),
    "kb_tag_act": lambda: acted_on(factories.tag(), name="Another name"),
    "kb_source_act": lambda: acted_on(factories.source(), name="Another name"),
}
ASKED = {"autocomplete": {"app_label": "timeline", "model_name": "event", "field_name": "place", "term": ""}}


def acted_on(record, **fields) -> dict:
    """The number of an act on the record."""
    with decisions.act("edit", by=None) as this:
        this.change(record, **fields)
    return {"object_id": record.pk, "number": this.decision.pk}


def uploaded() -> str:
    """The digest of a table of events that somebody has given to import."""
    return importing.keep(SimpleUploadedFile("events.csv", b"title,date\nThe bridge opened,2014-06\n"))


def orphan():
    """A quote that its article has no more."""
    return factories.evidence(factories.event(proof=False), anchor_state="orphan")


def token_of(user) -> Token:
    token = Token(user=user, name="a program")
    token.issue()
    return token


def kind_of(model) -> int:
    return ContentType.objects.get_for_model(model).pk


def matrix() -> dict[str, dict[str, str]]:
    """address -> column -> cell"""
    table = {}
    for line in PAGE.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        addresses = re.findall(r"`([^`]+)`", cells[1]) if line.startswith("|") else []
        for address in addresses:
            assert address not in table, f"{address} stands twice in docs/roles.md"
            assert set(cells[2:]) <= {DOES, SEES, REFUSED}, line
            table[address] = dict(zip(COLUMNS, cells[2:], strict=True))
    return table


def patterns(found, before="/"):
    """(address as docs/roles.md writes it, pattern) of all that can be opened."""
    for one in found:
        if hasattr(one, "url_patterns"):
            yield from patterns(one.url_patterns, before + str(one.pattern))
        else:
            yield before + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(one.pattern)), one


def desk_patterns():
    for address, pattern in patterns(get_resolver().url_patterns):
        if not address.startswith("/admin/") or "(?P<url>" in address:  # the last says that there is no page
            continue
        if getattr(pattern.callback, "view_class", None) is RedirectView:
            continue
        if "(?P<app_label>" in address:
            labels = re.search(r"<app_label>([\w|]+)\)", address)[1].split("|")
            yield from ((f"/admin/{label}/", pattern, {"app_label": label}) for label in labels)
        else:
            yield address, pattern, {}


def actions():
    """(address of the list, action, model)"""
    every = User(is_superuser=True, is_active=True)
    for model, its_admin in admin.site._registry.items():
        names = [
            n
            for _f, n, _d in its_admin._filter_actions_by_permissions(
                asked_by(every), its_admin._get_base_actions()
            )
        ]
        for name in names:
            where = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            yield where, name, model


def asked_by(user):
    request = type("Asked", (), {})()
    request.user = user
    return request


@pytest.fixture
def addresses(db, web) -> dict[str, tuple[str, dict]]:
    """docs/roles.md's address -> the real one, with what is asked there"""
    made = {model: str(make().pk) for model, make in RECORDS.items()} | dict.fromkeys(OWN, THEIRS)
    found = {}
    for address, pattern, given in desk_patterns():
        wanted = set(re.findall(r"<(\w+)>", address)) - set(given)
        of = re.match(r"/admin/(\w+)/(\w+)/", address)
        if wanted and pattern.name in GIVEN:
            given = given | GIVEN[pattern.name]()
        elif wanted:
            model = apps.get_model(of[1], of[2])
            assert model in made, f"Say in RECORDS of {__name__} how to make a {model.__name__}"
            assert len(wanted) == 1, f"Say in GIVEN of {__name__} what stands in {address}"
            given = given | {wanted.pop(): made[model]}
        found[address] = reverse(f"admin:{pattern.name}", kwargs=given), ASKED.get(pattern.name, {})
    return found


def member(role: str) -> User:
    user = User.objects.create_user(role.replace(" ", ""), is_staff=True)
    if role != "No group":
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture(autouse=True)
def _refusals_are_no_news(caplog):
    caplog.set_level(logging.ERROR, "django.request")


@pytest.fixture
def groups(db):
    """As the migrations make them; a test that empties the tables takes them away with all else."""
    roles.give(*roles.ALL).code(apps)


def answer(client, method, url, data):
    """Status, what was written, and the page; nothing stays."""
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        response = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    sent_away = response.headers.get("Location", "").startswith("/admin/login/")
    refused = sent_away or response.status_code in (403, 404)
    wrote = [q["sql"] for q in asked if WRITES.match(q["sql"])]
    return ("refused" if refused else response.status_code), wrote, response.content


def found_to_do(address, got, posted, wrote) -> str:
    if {got, posted} <= {"refused", 405}:
        return REFUSED
    assert got != "refused", f"{address} can be written and not seen"
    if posted == "refused" or posted == 405:
        return SEES
    form = address.endswith(("/change/", "/add/", "/delete/")) and posted == 200
    return DOES if form or wrote or got == 405 else SEES + " or " + DOES


ALL_IS_ASKED = (
    "Administrator"  # of whom every address asks the database all it can; the others are refused some of it
)
ROLES = [
    role if role == ALL_IS_ASKED else pytest.param(role, marks=pytest.mark.one_database) for role in COLUMNS
]


@pytest.mark.parametrize("role", ROLES)
def test_every_address_and_every_action_on_a_list_answers_as_docs_roles_says(role, groups, addresses):
    table, client, user = matrix(), Client(), member(role)
    theirs = {
        f"/{model._meta.model_name}/{THEIRS}": f"/{model._meta.model_name}/{make(user).pk}"
        for model, make in OWN.items()
    }
    client.force_login(user)
    kept = client.cookies["sessionid"].value
    wrong, lists = [], {}
    for address, (url, data) in addresses.items():
        if address not in table:
            wrong.append(f"{address} {MISSING}")
            continue
        for own, real in theirs.items():
            url = url.replace(own, real)
        client.cookies["sessionid"] = kept
        got, beside, lists[address] = answer(client, "get", url, data)
        posted, wrote, _page = answer(client, "post", url, data)
        does = found_to_do(address, got, posted, len(wrote) > len(beside))
        if table[address][role] not in does:
            wrong.append(
                f"{address}: docs/roles.md says {table[address][role]}, {role} {does} (GET {got}, POST {posted})"
            )
    client.cookies["sessionid"] = kept
    for where, name, model in actions():
        cell = table.get(
            f"{where}<object_id>/delete/" if name == "delete_selected" else f"{where} {name}", {}
        ).get(role)
        if cell is None:
            wrong.append(f"{where} {name} {MISSING}")
            continue
        wrote, chosen = [], model._default_manager.order_by("pk").values_list("pk", flat=True)[:1]
        if cell != DOES:
            sent = {"action": name, "_selected_action": chosen, "index": 0}
            _status, wrote, _page = answer(client, "post", where, sent)
        offered = f'<option value="{name}">'.encode() in lists[where]
        if offered != (cell == DOES) or wrote:
            wrong.append(
                f"{where} {name}: docs/roles.md says {cell}; {role} is offered it: {offered}; it wrote {wrote}"
            )
    assert wrong == []


@pytest.mark.one_database
def test_whoever_has_not_signed_in_gets_the_sign_in_page(client, addresses):
    opened = {}
    for address, (url, data) in addresses.items():
        if address.startswith(("/admin/login/", "/admin/logout/", "/admin/jsi18n/")):
            continue
        opened |= {
            (address, m): s
            for m in ("get", "post")
            for s, *_ in [answer(client, m, url, data)]
            if s != "refused"
        }
    assert opened == {}


@pytest.mark.one_database
def test_docs_roles_names_no_address_that_is_gone(addresses):
    there = {*addresses, *(f"{where} {name}" for where, name, _model in actions())}
    assert set(matrix()) - there == set()


def test_every_kind_of_record_is_given_to_the_roles_by_a_migration():
    loader, given = MigrationLoader(None), set()
    for node, migration in loader.disk_migrations.items():
        for label in (
            one for step in migration.operations for one in getattr(getattr(step, "code", None), "given", ())
        ):
            there = {".".join(model) for model in loader.project_state(node).models}
            given |= {name for name in there if label in (name, name.partition(".")[0])}
    every = {model._meta.label_lower for app in roles.ALL for model in apps.get_app_config(app).get_models()}
    assert every - given == set(), "give it to the roles in a migration: timeline.roles.give"


def test_the_migration_makes_the_groups_where_no_permission_is_yet(db):
    Group.objects.all().delete()
    Permission.objects.all().delete()
    roles.give(*roles.ALL).code(apps)
    roles.give(*roles.ALL).code(apps)
    assert {g.name for g in Group.objects.all()} == {"Contributor", "Editor", "Administrator"}
    ayla = User.objects.create_user("ayla")
    ayla.groups.add(Group.objects.get(name="Editor"))
    assert ayla.has_perms(["timeline.change_event", "kb.add_article"])
    assert not ayla.has_perm("auth.change_user")


def test_each_permission_is_read_once_of_however_many_groups_and_anew_with_every_request(client, monkeypatch):
    vera, read = User.objects.create_user("vera", is_staff=True), []
    permissions = list(Permission.objects.filter(content_type__app_label="timeline")[:20])
    vera.user_permissions.set(permissions)
    for name in ("Night desk", "Day desk"):
        group = Group.objects.create(name=name)
        group.permissions.set(permissions)
        vera.groups.add(group)
    client.force_login(vera)
    from_db = User.from_db
    monkeypatch.setattr(User, "from_db", lambda *row: read.append(row) or from_db(*row))
    queue = reverse("admin:timeline_event_review")
    deciding = Permission.objects.get(codename="change_event")
    for holder in (vera.user_permissions, group.permissions):
        holder.remove(deciding)
    Group.objects.get(name="Night desk").permissions.set([deciding])
    assert client.get(queue).status_code == 200
    read.clear()
    Group.objects.get(name="Night desk").permissions.clear()
    assert client.get(queue).status_code == 403
    assert len(read) <= vera.user_permissions.count() + group.permissions.count() + 1
    vera.is_active = False
    vera.save()
    assert client.get(queue).status_code == 302
