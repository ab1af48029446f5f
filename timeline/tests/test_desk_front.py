"""The desk's front page: what waits for whom, with a way to exactly that."""

import lxml.html
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kb.models import Feed
from timeline import review, roles
from timeline.desk import waiting
from timeline.models import ErrorReport, Evidence, Work
from timeline.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    """Called with a role: a client of somebody who has it."""
    roles.give(*roles.ALL).code(apps)

    def sign_in(role):
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return user

    return sign_in


def piles(client) -> dict[str, tuple[int, str]]:
    """What the page says -> how many, and where to."""
    document = lxml.html.fromstring(client.get("/admin/").content)
    links = document.xpath("//section[@class='waits']/ul/li/a")
    return {a.find("span").text: (int(a.find("b").text), a.get("href")) for a in links}


def some_of_each(me, n=1):
    for i in range(n):
        proposal = factories.event(f"Talks {i}", status="proposed")
        factories.event(f"Mine {i}", flagged=True, flagged_for=me)
        factories.event(f"Anybody's {i}", flagged=True)
        ErrorReport.objects.create(event=factories.event(f"Reported {i}"), text="It was in July.")
        disputed = factories.event(f"Disputed {i}", date="2014-06")
        factories.evidence(disputed, date="2015")
        factories.evidence(factories.event(f"Orphaned {i}"), anchor_state="orphan")
        factories.article(state="draft", published=None)
        factories.article(published_doubtful=True)
        factories.article(state="failed")
        factories.entity(f"Somewhere {i}", state="suggested")
        Feed.objects.create(url=f"https://harbour.example/{i}.xml", failures=2)
        Work.objects.create(kind="read", user=me, language="en", total=9)
    return proposal


def none_of_any(me):
    """Like them, and waiting for nobody."""
    factories.event("Decided")
    factories.event("Gone", status="merged", merged_into=factories.event("There"), flagged=True)
    factories.event("For somebody else", flagged=True, flagged_for=User.objects.create_user("else"))
    factories.article(state="withdrawn", published_doubtful=True)
    Feed.objects.create(url="https://lantern.example/feed.xml", failures=3, active=False)
    Work.objects.create(kind="read", user=me, language="en", total=9, state="done")


def rows_listed(client, address) -> int:
    document = lxml.html.fromstring(client.get(address).content)
    return len(document.xpath("//table[@id='result_list']/tbody/tr"))


def test_each_kind_is_counted_and_leads_to_exactly_those(client, signed_in):
    me = signed_in("Administrator")
    some_of_each(me, n=2)
    none_of_any(me)
    found = piles(client)
    assert len(found) == len(waiting.PILES)
    wrong = {words: (count, rows_listed(client, where)) for words, (count, where) in found.items()
             if "/review/" not in where and "/orphans/" not in where and not count == rows_listed(client, where) == 2}  # fmt: skip
    assert wrong == {}
    assert found["quotes are no longer in their articles"] == (2, "/admin/kb/article/orphans/")
    assert found["proposals wait for a decision"] == (2, "/admin/timeline/event/review/")


def test_where_nothing_waits_the_page_says_so(client, signed_in):
    signed_in("Editor")
    assert piles(client) == {}
    assert "Nothing waits." in client.get("/admin/").content.decode()


@pytest.mark.one_database
def test_a_contributor_sees_the_proposals_in_the_list_and_is_asked_to_decide_nothing(client, signed_in):
    some_of_each(signed_in("Contributor"))
    assert piles(client) == {
        "proposal waits for a decision": (1, "/admin/timeline/event/"),
        "long work is not finished": (
            1,
            "/admin/timeline/work/?state__in=waiting%2Crunning%2Cinterrupted%2Cfailed",
        ),
    }
    assert "/review/" not in client.get("/admin/").content.decode()


def test_an_editor_is_not_shown_what_only_an_administrator_can_mend(client, signed_in):
    some_of_each(signed_in("Editor"))
    assert "feed fails" not in piles(client)


def test_the_articles_that_come_first_in_the_queue_are_named(client, signed_in):
    signed_in("Editor")
    article = factories.article("The bridge opened in 2014. The road opened in 2015.", title="Harbour roads")
    for sentence in ("The bridge opened in 2014.", "The road opened in 2015."):
        factories.evidence(
            factories.event(sentence, status="proposed", proof=False),
            article,
            exact=sentence,
            rank="preferred",
        )
    link = lxml.html.fromstring(client.get("/admin/").content).xpath("//section[@class='waits']//li/ul/li/a")[
        0
    ]
    assert link.text_content().split() == ["2", "Harbour", "roads"]
    assert link.get("href") == f"/admin/timeline/event/review/?article={article.pk}"
    assert Evidence.objects.filter(article=article).count() == 2


def test_ones_last_decisions_stand_beside(client, signed_in):
    me = signed_in("Editor")
    review.accept([factories.event("The bridge opened", status="proposed")], by=me)
    review.accept([factories.event("The road opened", status="proposed")], by=None)
    beside = lxml.html.fromstring(client.get("/admin/").content).xpath("//ol[@class='latest']/li/a")
    assert [link.text for link in beside] == ["The bridge opened"]


def test_it_asks_as_many_questions_for_many_as_for_few_and_counts_no_further_than_it_shows(
    client, signed_in, monkeypatch
):
    me = signed_in("Administrator")
    asked = []
    for n in (1, 4):
        some_of_each(me, n=n)
        review.accept([factories.event("Decided on", status="proposed")], by=me)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/admin/")
        asked.append(len(queries))
        Feed.objects.all().delete()
    assert asked[0] == asked[1] <= 30
    monkeypatch.setattr(waiting, "MOST_COUNTED", 3)
    page = client.get("/admin/").content.decode()
    assert "<b>3+</b>" in page
