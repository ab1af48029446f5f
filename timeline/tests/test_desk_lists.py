"""The lists of the desk at a million rows: none counts its table, none goes past the first pages by offset, none asks more
for more rows, and none looks through all names for a word.
"""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kb.beginnings import COLUMNS, name_of
from kb.models import Article, Entity, Feed, Source, Tag
from timeline.desk import events, paginating
from timeline.desk.paginating import MOST_PAGES
from timeline.models import ErrorReport, Event, Token, Work
from timeline.search import LONGEST_QUERY
from timeline.tests import factories

pytestmark = pytest.mark.django_db

MAKE = {  # model -> a row of it, with rows around it; of others it is only looked at how they ask
    Article: lambda n: factories.event(f"Event {n}", status="proposed"),
    Entity: lambda n: factories.event(f"Event {n}", who=[f"Country {n}"]),
    Event: lambda n: factories.event(f"E {n}", status="proposed", who=[f"Country {n}"], tags=[f"Topic {n}"]),
    ErrorReport: lambda n: ErrorReport.objects.create(event=factories.event(f"Event {n}"), text="Wrong."),
    Feed: lambda n: Feed.objects.create(url=f"https://{n}.example/", source=factories.source(f"Paper {n}")),
    Group: lambda n: Group.objects.create(name=f"Group {n}"),
    Source: lambda n: factories.source(f"Paper {n}"),
    Tag: lambda n: factories.tag(f"Topic {n}"),
    Token: lambda n: Token(user=User.objects.create_user(f"user{n}"), name="a program").issue(),
    User: lambda n: User.objects.create_user(f"user{n}"),
    Work: lambda n: Work.objects.create(kind="read", user=None, language="en", total=1),
}
EVERY = [pytest.param(model, id=model._meta.label_lower) for model in admin.site._registry]
COUNTS = re.compile(r"SELECT\s+COUNT\(", re.I)
MOST_ROWS_PASSED = MOST_PAGES * 200  # no list has more on a page


def asked_at(desk, model, **params):
    """The statements that the list takes, and the answer."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    with CaptureQueriesContext(connection) as queries:
        answer = desk.get(address, params, follow=True)
    assert answer.status_code == 200
    return [query["sql"] for query in queries], answer


def fill(model, numbers):
    if model in MAKE:
        for n in numbers:
            MAKE[model](n)


@pytest.mark.one_database  # queries are counted
@pytest.mark.parametrize("model", EVERY)
def test_a_list_asks_the_same_for_few_and_for_many_and_counts_no_table(desk, model):
    fill(model, range(2))
    asked_at(desk, model)
    few, _answer = asked_at(desk, model)
    fill(model, range(2, 12))
    many, answer = asked_at(desk, model, _facets="True")
    assert len(few) == len(many), "the queries grow with the rows"
    for statement in many:
        assert not COUNTS.match(statement) or "LIMIT" in statement, statement
    assert "GROUP BY" not in " ".join(many)
    assert not [one for one in many if one.startswith("SELECT DISTINCT")], "asks its table what can be chosen"
    counts = [one for one in many if COUNTS.match(one)]
    assert not [one for one in counts if one.count("COUNT(") > 1], (
        "counts for each row what only some rows show"
    )
    found = answer.context["cl"]
    assert not found.add_facets and found.full_result_count is None
    assert found.paginator.num_pages <= MOST_PAGES


def test_the_events_of_a_name_are_counted_to_a_limit_and_no_further(desk, monkeypatch):
    for n in range(4):
        factories.event(f"Event {n}", who=["Pakistan"])
    monkeypatch.setattr(paginating, "MOST_COUNTED", 3)
    statements, answer = asked_at(desk, Entity)
    assert '<td class="field-event_count">3+</td>' in answer.content.decode()
    assert all("LIMIT 3" in statement for statement in statements if "timeline_participation" in statement)


@pytest.mark.parametrize("model", EVERY)
def test_a_list_goes_no_further_than_its_first_pages(desk, model):
    for page in (MOST_PAGES + 1, 10**12):
        statements, answer = asked_at(desk, model, p=page)
        assert (
            f"A list shows its first {MOST_PAGES} pages: narrow the filter, or search."
            in answer.content.decode()
        )
        passed = [int(n) for n in re.findall(r"OFFSET (\d+)", " ".join(statements))]
        assert all(n <= MOST_ROWS_PASSED for n in passed)


def test_past_the_last_page_it_is_said_that_there_are_more(desk, monkeypatch):
    monkeypatch.setattr(paginating, "MOST_PAGES", 1)
    monkeypatch.setattr(paginating.Lists, "list_per_page", 2)
    for n in range(3):
        factories.tag(f"Topic {n}")
    _statements, answer = asked_at(desk, Tag)
    assert [t.name for t in answer.context["cl"].result_list] == ["Topic 0", "Topic 1"]
    assert "There are more than these 1 pages show" in answer.content.decode()


@pytest.mark.parametrize("model", EVERY)
def test_a_list_is_sorted_by_columns_that_stand_in_order_in_an_index(desk, model):
    fill(model, range(2))
    _statements, answer = asked_at(desk, model)
    own = admin.site.get_model_admin(model)
    allowed = paginating.indexed(model) | {"sort_day"}  # within a status, as event_in_order has it
    for name in answer.context["cl"].sortable_by:
        column = getattr(getattr(own, str(name), None), "admin_order_field", name)
        assert column in allowed or not hasattr(model, str(column))


def test_an_order_that_another_filter_offered_is_not_kept_where_no_index_has_it(desk):
    fill(Event, range(2))
    for status, kept in (("proposed", True), ("all", False)):
        statements, _answer = asked_at(desk, Event, status__exact=status, o=2)
        listed = next(one for one in statements if "search_tokens" in one)
        assert ('ORDER BY "timeline_event"."sort_day"' in listed) is kept


@pytest.mark.parametrize("model", EVERY)
def test_a_list_sorted_either_way_is_read_along_the_index(desk, model):
    fill(model, range(3))
    _statements, answer = asked_at(desk, model)
    found = answer.context["cl"]
    for number, name in enumerate(found.list_display):
        for sign in ("", "-") if name in found.sortable_by and found.get_ordering_field(name) else ():
            statements, _answer = asked_at(desk, model, o=f"{sign}{number}")
            table = f'FROM "{model._meta.db_table}"'
            listed = next(
                one
                for one in reversed(statements)
                if table in one and not COUNTS.match(one) and "ORDER BY" in one
            )
            plan = plan_of(listed, "seqscan", "bitmapscan", "sort")
            assert "TEMP B-TREE FOR ORDER BY" not in plan and not re.search(
                r"^ *(-> *)?Sort  ", plan, re.M
            ), (
                name,
                sign,
                plan,
            )


def test_two_names_are_compared_without_sorting_all_that_is_theirs(desk):
    one, other = (factories.entity(name) for name in ("Burma", "Myanmar"))
    with CaptureQueriesContext(connection) as queries:
        desk.get("/admin/kb/entity/compare/", {"left": one.pk, "right": other.pk})
    counts = [query["sql"] for query in queries if COUNTS.match(query["sql"])]
    assert len(counts) == 6 and not [one for one in counts if "ORDER BY" in one]


def plan_of(statement: str, *without: str) -> str:
    """On PostgreSQL in ways that leave no choice: it chooses by what few rows the tables have."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in without:
                cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {statement}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"flagged__exact": "1"}, "event_flagged"),
        ({"flagged__exact": "1", "flagged_for__isnull": "True"}, "event_flagged"),
        ({"reported": "1"}, "error_report_waiting"),
    ],
)
def test_few_among_many_are_found_along_the_index_that_has_but_them(desk, asked, index):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL plans by statistics, which no table of a test has")
    one = factories.event("Flagged", flagged=True)
    ErrorReport.objects.create(event=one, text="Wrong.")
    statements, answer = asked_at(desk, Event, status__exact="published", **asked)
    assert list(answer.context["cl"].result_list) == [one]
    for statement in statements:
        if COUNTS.match(statement) and "timeline_event" in statement:
            assert index in plan_of(statement)


def test_an_event_is_looked_for_among_the_latest_that_have_the_words_and_not_by_a_letter(desk):
    made = [factories.event(f"Talks {n}", status="proposed") for n in range(3)]
    box = {"app_label": "timeline", "model_name": "event", "field_name": "merged_into"}

    def offered(term):
        with CaptureQueriesContext(connection) as queries:
            found = desk.get("/admin/autocomplete/", box | {"term": term}).json()["results"]
        return [int(one["id"]) for one in found], " ".join(query["sql"] for query in queries)

    ids, asked = offered("talk")
    assert sorted(ids) == [one.pk for one in made] and f"LIMIT {events.MOST_OFFERED}" in asked
    assert (
        offered("t")[0] == [] and offered("talks 2")[0] == [made[2].pk] and offered("-2 talk")[0] == ids[1:]
    )


@pytest.mark.parametrize("model", EVERY)
def test_in_many_rows_names_are_found_by_their_beginning_along_an_index(desk, model, monkeypatch):
    monkeypatch.setattr(paginating, "FEW", 1)
    if not admin.site.get_model_admin(model).search_fields:
        pytest.skip("nothing is searched")
    fill(model, range(3))
    statements, _answer = asked_at(desk, model, q="top")
    assert "'%top" not in " ".join(statements).lower() and "'%TOP" not in " ".join(statements)


# No letters that a random session key could hold: those stand in the statements too.
@pytest.mark.one_database
@pytest.mark.parametrize(
    "words", ["harbourmaster" * 5_000, "harbourmaster y " * 5_000], ids=["a word", "words"]
)
@pytest.mark.parametrize("model", EVERY)
def test_a_search_for_more_than_anybody_types_says_so_and_asks_the_database_for_nothing(desk, model, words):
    if not admin.site.get_model_admin(model).search_fields:
        pytest.skip("nothing is searched")
    fill(model, range(2))
    statements, answer = asked_at(desk, model, q=words)
    assert f"Too long: at most {LONGEST_QUERY} characters." in answer.content.decode()
    assert "harbour" not in " ".join(statements).lower() and not answer.context["cl"].result_list
    asked = {"app_label": "timeline", "model_name": "event", "field_name": "place", "term": words}
    assert desk.get("/admin/autocomplete/", asked).json()["results"] == []


@pytest.mark.parametrize("model", EVERY)
def test_the_longest_search_that_is_taken_is_answered(desk, model):
    fill(model, range(2))
    asked_at(desk, model, q="x" * LONGEST_QUERY)
    asked_at(desk, model, q="x " * (LONGEST_QUERY // 2))


@pytest.mark.parametrize(
    ("model", "asked", "found"),
    [
        (Entity, "north k", ["North Korea"]),
        (Entity, "dprk", ["North Korea"]),
        (Entity, "korea", []),
        (Article, "old ri", ["Old rivals"]),
        (Article, "the harbour", ["Old rivals"]),
        (Tag, "ARMS", ["Arms trade"]),
        (Source, "the h", ["The Harbour Post"]),
    ],
)
def test_what_is_found_by_its_beginning(desk, monkeypatch, model, asked, found):
    factories.entity("North Korea", aliases=["DPRK"])
    factories.entity("Pakistan")
    factories.article(title="Old rivals")
    factories.article(title="Something else", source=factories.source("Elsewhere"))
    factories.tag(), factories.tag("Water")
    monkeypatch.setattr(paginating, "FEW", 1)
    _statements, answer = asked_at(desk, model, q=asked)
    assert [str(row) for row in answer.context["cl"].result_list] == found
    monkeypatch.setattr(paginating, "FEW", 20_000)
    _statements, answer = asked_at(desk, model, q=asked.split()[-1][1:])
    assert answer.context["cl"].result_list, "in few rows, by what stands in the middle"


@pytest.mark.parametrize("table", COLUMNS)
def test_the_index_of_beginnings_is_there_and_is_used(table):
    column = COLUMNS[table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("seqscan", "indexscan", "indexonlyscan"):  # what is left needs a condition that fits
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(f"EXPLAIN SELECT id FROM {table} WHERE UPPER({column}::text) LIKE UPPER('ab%')")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE {column} LIKE 'ab%' ESCAPE '\\'")
        assert name_of(table) in str(cursor.fetchall())


@pytest.mark.parametrize("number", ["abc", "9" * 30, "-1", ""])
def test_an_action_on_what_is_no_row_is_refused_in_words(desk, number):
    sent = {"action": "accept_selected", "_selected_action": [number]}
    answer = desk.post("/admin/timeline/event/?status__exact=all", sent, follow=True)
    assert "What was chosen is not in this list." in answer.content.decode()


@pytest.mark.parametrize("across", ["0", "1"])
def test_an_action_on_what_is_not_in_the_list_any_more_says_so(desk, across):
    sent = {"action": "read_selected", "_selected_action": "999999", "index": 0, "select_across": across}
    answer = desk.post("/admin/kb/article/", sent, follow=True)
    assert "What was chosen is not in this list." in answer.content.decode()
