"""The review queue in a real browser, by the keyboard alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from timeline import decisions
from timeline.models import Event, Evidence, Participation
from timeline.tests.factories import article, event, evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/timeline/event/review/"
PROPOSALS = 60


@pytest.fixture
def queue(site, signed_in):
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    site.set_viewport_size({"width": 1280, "height": 800})
    return site


@pytest.fixture
def proposals():
    """Six articles of ten proposals each."""
    for n in range(PROPOSALS // 10):
        days = [f"On {day} June 2014 ship {n}-{day} left the harbour." for day in range(1, 11)]
        paper = article("\n\n".join(days), title=f"Harbour news {n}")
        for day, sentence in enumerate(days, 1):
            ship = event(
                f"Ship {n}-{day} left",
                date=f"2014-06-{day:02}",
                status="proposed",
                who=["Pakistan"],
                proof=False,
            )
            words = f"{day} June 2014"
            evidence(
                ship,
                paper,
                exact=sentence,
                rank="preferred",
                date_text=words,
                date_start=paper.text.index(sentence) + 3,
            )


def state() -> list:
    """All records, apart from what counts and times them."""
    rows = [
        *Event.objects.order_by("pk"),
        *Evidence.objects.order_by("pk"),
        *Participation.objects.order_by("pk"),
    ]
    return [decisions.without_bookkeeping(decisions.snapshot(row)) for row in rows]


def on(queue, title: str):
    expect(queue.locator("textarea[name=title]")).to_have_value(title)


def test_sixty_proposals_are_decided_by_keys_alone_and_sixty_undos_put_everything_back(queue, proposals):
    event("Ship 0-3 left", date="2014-06-03", who=["Pakistan"])
    before = state()
    queue.goto(QUEUE)
    keys = queue.keyboard
    for n in range(PROPOSALS):
        on(queue, f"Ship {n // 10}-{n % 10 + 1} left")
        match n % 10:
            case 1:
                keys.press("x")
            case 2 if n == 2:
                keys.press("m")
                keys.press("1")
            case 3:
                keys.press("X")
                keys.press("2")
            case 4:
                keys.press("d")
                keys.type("about June 2014")
                expect(queue.locator("#reads code")).to_have_text("2014-06~")
                keys.press("Enter")
                keys.press("a")
            case 5:
                keys.press("p")
                keys.press("~")
                expect(queue.locator("#reads code")).to_have_text("2014-06~")
                keys.press("a")
            case 6:
                keys.press("f")
                keys.type("Which harbour?")
                keys.press("Enter")
            case 7:
                keys.press("e")
                queue.keyboard.press("End")
                keys.type(" at noon")
                keys.press("Escape")
                keys.press("a")
            case _:
                keys.press("a")
    on(queue, "Ship 0-7 left")  # those that were flagged wait still
    decided = Event.objects.exclude(status="proposed")
    assert decided.count() == PROPOSALS - 6 + 1
    assert Event.objects.filter(status="merged").count() == 1
    assert Event.objects.filter(status="rejected", changes__decision__reason="wrong date").count() == 6
    assert {str(e.date) for e in Event.objects.filter(title__regex="-[56] left")} == {"2014-06~"}
    assert Event.objects.published().filter(title__contains=" left at noon").count() == 6
    for n in reversed(range(PROPOSALS)):
        keys.press("z")
        on(queue, f"Ship {n // 10}-{n % 10 + 1} left")
    assert state() == before


def test_no_key_decides_while_a_field_has_the_focus_or_keys_are_off(queue, proposals):
    queue.goto(QUEUE)
    on(queue, "Ship 0-1 left")
    queue.keyboard.press("j")
    on(queue, "Ship 0-2 left")
    queue.keyboard.press("k")
    on(queue, "Ship 0-1 left")
    queue.keyboard.press("t")
    queue.keyboard.type("axzs")
    expect(queue.locator("input[name=tags]")).to_have_value("axzs")
    queue.keyboard.press("Enter")
    queue.keyboard.press("a")
    expect(queue.get_by_text("Nothing here is called “axzs”.")).to_be_visible()
    expect(queue.locator("input[name=tags]")).to_have_value("axzs")  # nothing typed is lost
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog")).to_be_visible()
    queue.get_by_role("checkbox", name="Keys are on").press("Space")
    queue.keyboard.press("Escape")
    queue.keyboard.press("j")
    queue.wait_for_timeout(200)
    on(queue, "Ship 0-1 left")
    assert Event.objects.awaiting_review().count() == PROPOSALS


def test_the_words_that_prove_it_stand_in_sight(queue, proposals):
    queue.goto(f"{QUEUE}?at={Event.objects.get(title='Ship 0-10 left').pk}")
    mark = queue.locator("mark.now.date")
    expect(mark).to_have_text("10 June 2014")
    expect(mark).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(queue, proposals, scheme):
    event("Ship 0-1 left", date="2014-06-01", who=["Pakistan"])
    queue.emulate_media(color_scheme=scheme)
    queue.goto(QUEUE)
    found = Axe().run(queue, {"include": [["main"]]})
    assert found.response["violations"] == [], found.generate_report()
