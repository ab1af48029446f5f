"""axe on every kind of page at the desk, in light and in dark. A new page is a line in PAGES."""

import pytest
from django.contrib.auth import get_user_model

from kb.models import Feed
from timeline import review
from timeline.models import ErrorReport, Work
from timeline.tests.browser.axe import RULES, faults_in_light_and_dark
from timeline.tests.factories import article, entity, event, evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The frame around every page, boxes that search while one types and rows of other records are as Django ships them.
INSIDE = {
    "within": "#content-start",
    "without": [".select2", ".related-widget-wrapper-link", ".tabular"],
    # Of a page without its frame; and of a heading in Django's own forms that stands a level too low; its box to search has a picture for a label.
    "rules": RULES
    | {
        "rules": {
            name: {"enabled": False}
            for name in (
                "region",
                "landmark-one-main",
                "page-has-heading-one",
                "heading-order",
                "label-title-only",
            )
        }
    },
}

PAGES = {  # what it is -> where; a number in braces is that of the record of that name
    "front page": "/admin/",
    "queue": "/admin/timeline/event/review/",
    "statistics": "/admin/statistics/",
    "events": "/admin/timeline/event/?status__exact=all",
    "a proposal": "/admin/timeline/event/{proposal}/change/",
    "an event": "/admin/timeline/event/{event}/change/",
    "comparing": "/admin/timeline/event/compare/?left={proposal}&right={event}",
    "history of an event": "/admin/timeline/event/{event}/history/",
    "import": "/admin/timeline/event/import/",
    "articles": "/admin/kb/article/",
    "an article": "/admin/kb/article/{article}/change/",
    "its day": "/admin/kb/article/{article}/day/",
    "its cuts": "/admin/kb/article/{article}/cuts/",
    "orphans": "/admin/kb/article/orphans/",
    "adding an article": "/admin/kb/article/add/",
    "names": "/admin/kb/entity/",
    "a name": "/admin/kb/entity/{entity}/change/",
    "topics": "/admin/kb/tag/",
    "feeds": "/admin/kb/feed/",
    "a feed": "/admin/kb/feed/{feed}/change/",
    "reports": "/admin/timeline/errorreport/",
    "a long work": "/admin/timeline/work/{work}/",
}
TEXT = "Harbour news\n\nThe bridge opened in June 2014. The ferry sank on 3 July 2015.\n\nRead also: The port"


@pytest.fixture
def records() -> dict[str, int]:
    """One of each, and something in every list."""
    editor = get_user_model().objects.get()
    proposal = event("The bridge opened", status="proposed", who=["Russia"], tags=["Roads"])
    event("Bridge opened", status="proposed", who=["Russia"])
    rejected = event("The ferry sank", status="proposed")
    review.reject([rejected], by=editor, reason="not an event", took_ms=4_000)
    published = event("The canal opened", status="proposed")
    review.accept([published], by=editor, took_ms=3_000)
    review.edit(published, by=editor, flagged=True, flagged_for=editor)
    evidence(published, date="2015", anchor_state="orphan")
    ErrorReport.objects.create(event=published, text="It was in July.")
    return {
        "proposal": proposal.pk,
        "event": published.pk,
        "article": proposal.evidence.get().article_id,
        "entity": entity("Somewhere", state="suggested").pk,
        "feed": Feed.objects.create(
            url="https://harbour.example/feed.xml", failures=2, last_error="no answer"
        ).pk,
        "work": Work.objects.create(kind="read", user=editor, language="en", total=9, done=4).pk,
        "draft": article(state="draft", published=None).pk,
    }


@pytest.fixture
def desk(site, signed_in):
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    site.set_default_timeout(120_000)  # the language model is loaded on the way
    return site


def test_axe_finds_nothing_on_any_page_of_the_desk(desk, records):
    found = {}
    for name, path in PAGES.items():
        assert desk.goto(path.format(**records)).status == 200, name
        found[name] = faults_in_light_and_dark(desk, **INSIDE)
    desk.goto("/admin/kb/article/add/")
    desk.locator("textarea[name=text]").fill(TEXT)
    desk.locator("[name=_preview]").first.click()
    desk.locator(".preview").wait_for()
    found["preview"] = faults_in_light_and_dark(desk, **INSIDE)
    assert {name: bad for name, bad in found.items() if bad} == {}
