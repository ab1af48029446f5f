"""The review queue in a real browser: by the keyboard alone, and without scripts."""

import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from timeline import states
from timeline.models import Change, Decision, DeskSettings, Event, Evidence, Lease, Presence, PublicChange
from timeline.tests.browser.axe import DEFAULT, faults
from timeline.tests.factories import article, event, evidence

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/admin/timeline/event/review/"
LOG = {Decision, Change, PublicChange, Lease, Presence}  # the log, and who looked at what


@pytest.fixture
def queue(site, signed_in):
    site.context.add_cookies([{"name": "sessionid", "value": signed_in, "url": site.site_url}])
    site.set_viewport_size({"width": 1280, "height": 800})
    return site


@pytest.fixture
def without_scripts(browser, live_server, signed_in):
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": signed_in, "url": live_server.url}])
    yield context.new_page()
    context.close()


AN_ARTICLE = 10  # proposals


@pytest.fixture
def proposals(request) -> int:
    """How many there are, ten of each article; one of them happened to be known already."""
    number = getattr(request, "param", AN_ARTICLE)
    get_user_model().objects.create_user("ayla", is_staff=True)
    for n in range(number // AN_ARTICLE):
        days = [f"On {day} June 2014, they say, ship {n}-{day} left the harbour." for day in range(1, 11)]
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
                trigger="left",
                trigger_start=paper.text.index(sentence) + sentence.index("left"),
            )
    event("Ship 0-3 left", date="2014-06-03", who=["Pakistan"])
    return number


def dump() -> dict:
    """All rows of the site, apart from the log, what counts and times them, and sessions."""
    rows = {}
    for model in apps.get_models():
        ours = model._meta.app_label in ("kb", "timeline", "auth") and model not in LOG
        if ours and model._meta.managed:
            rows[model._meta.label] = [
                {
                    k: v
                    for k, v in states.snapshot(row).items()
                    if k not in states.BOOKKEEPING | {"last_login"}
                }
                for row in model._base_manager.order_by("pk")
            ]
    return json.loads(json.dumps(rows, sort_keys=True))


def on(page, title: str):
    expect(page.locator("textarea[name=title]")).to_have_value(title, timeout=30_000)


class Keys:
    """What an editor does, by keys alone."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def accept(self):
        self.press("a")

    def reject(self):
        self.press("x")

    def reject_for_its_date(self):
        self.press("X")
        self.press("2")

    def merge(self):
        self.press("m")
        self.press("1")

    def date(self, words, edtf):
        self.press("d")
        self.type(words)
        expect(self.page.locator("#reads code")).to_have_text(edtf)
        self.press("Enter")
        self.press("a")

    def flag(self, note):
        self.press("f")
        self.type(note)
        self.press("Tab")
        self.type("ayla")
        self.press("Enter")

    def title(self, added):
        self.press("e")
        self.press("End")
        self.type(added)
        self.press("Escape")
        self.press("a")

    def shorter(self):
        self.press("[")
        expect(self.page.locator("[data-said]")).to_contain_text("The quote is now: they say, ship")

    def undo(self):
        self.press("z")


class Forms:
    """The same by the buttons of plain forms."""

    def __init__(self, page):
        self.page = page

    def button(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def accept(self):
        self.button("Accept a")

    def reject(self):
        self.button("Reject x")

    def reject_for_its_date(self):
        self.page.get_by_label("Reason of a rejection").select_option("wrong date")
        self.reject()

    def merge(self):
        self.button("m 1 Merge")

    def date(self, words, edtf):
        self.page.get_by_label("Date d").fill(words)
        self.accept()

    def flag(self, note):
        self.page.get_by_label("Note to a colleague").fill(note)
        self.page.get_by_label("Colleague, or empty for anybody").fill("ayla")
        self.button("Flag")

    def title(self, added):
        box = self.page.get_by_label("Title e")
        box.fill(box.input_value() + added)
        self.accept()

    def shorter(self):
        self.button("shorter [")
        expect(self.page.locator("[data-said]")).to_contain_text("The quote is now")

    def undo(self):
        self.button("Undo z")


def decide_all_and_undo_all(page, editor: Keys | Forms, number: int):
    before, articles = dump(), number // AN_ARTICLE
    page.goto(QUEUE)
    for n in range(number):
        on(page, f"Ship {n // 10}-{n % 10 + 1} left")
        match n % 10:
            case 1:
                editor.reject()
            case 2 if n == 2:
                editor.merge()
            case 3:
                editor.reject_for_its_date()
            case 4:
                editor.date("about June 2014", "2014-06~")
            case 6:
                editor.flag("Which harbour?")
            case 7:
                editor.title(" at noon")
            case _:
                editor.accept()
    on(page, "Ship 0-7 left")  # those that were flagged wait still
    expect(page.locator(".flag")).to_have_text("Flagged for ayla: Which harbour?")
    assert Event.objects.exclude(status="proposed").count() == number - articles + 1
    assert Event.objects.filter(status="merged").count() == 1
    assert Event.objects.filter(status="rejected", changes__decision__reason="wrong date").count() == articles
    assert {str(e.date) for e in Event.objects.filter(title__regex="-5 left")} == {"2014-06~"}
    assert Event.objects.published().filter(title__contains=" left at noon").count() == articles
    assert Event.objects.filter(flagged=True, flagged_for__username="ayla").count() == articles
    for n in reversed(range(number)):
        editor.undo()
        on(page, f"Ship {n // 10}-{n % 10 + 1} left")
    assert dump() == before


TO_DECIDE = pytest.mark.parametrize(
    "proposals", [20, pytest.param(60, marks=pytest.mark.soak)], indirect=True
)


@TO_DECIDE
def test_proposals_are_decided_by_keys_alone_and_as_many_undos_put_everything_back(queue, proposals):
    decide_all_and_undo_all(queue, Keys(queue), proposals)


@TO_DECIDE
def test_the_same_without_scripts(without_scripts, proposals):
    decide_all_and_undo_all(without_scripts, Forms(without_scripts), proposals)


def test_the_date_is_made_less_precise_and_the_quote_shorter_by_keys(queue, proposals):
    queue.goto(QUEUE)
    editor = Keys(queue)
    on(queue, "Ship 0-1 left")
    editor.press("p")
    editor.press("~")
    expect(queue.locator("#reads code")).to_have_text("2014-06~")
    editor.press("u")
    expect(queue.locator("#reads code")).to_have_text("2014-06%")
    editor.press("]")  # saves what stands in the fields, too
    expect(queue.locator("[data-said]")).to_contain_text("On 2 June 2014")
    editor.press("[")
    expect(queue.locator("[data-said]")).to_have_text(
        "The quote is now: On 1 June 2014, they say, ship 0-1 left the harbour."
    )
    assert str(Event.objects.get(title="Ship 0-1 left").date) == "2014-06%"
    assert (
        Evidence.objects.get(event__title="Ship 0-1 left").exact
        == "On 1 June 2014, they say, ship 0-1 left the harbour."
    )
    editor.press("[")
    expect(queue.locator(".errornote, .errorlist").first).to_contain_text("cannot be shorter")
    editor.undo()
    expect(queue.locator("[data-said]")).to_contain_text("Undone")


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
    with queue.expect_response("**/review/keys/"):
        queue.get_by_role("checkbox", name="Keys are on").press("Space")
    queue.keyboard.press("Escape")
    assert DeskSettings.objects.get().keys is False
    queue.reload()  # kept for the editor, not for the browser
    queue.keyboard.press("j")
    queue.wait_for_timeout(200)
    on(queue, "Ship 0-1 left")
    assert Event.objects.awaiting_review().count() == proposals


def test_nothing_typed_is_lost_by_keys_links_or_undo(queue, proposals):
    queue.goto(QUEUE)
    on(queue, "Ship 0-1 left")
    editor, told = Keys(queue), queue.locator("[data-said]")

    def add(words):
        editor.press("e")
        editor.press("End")
        editor.type(words)
        editor.press("Escape")

    add(" at noon")
    editor.press("j")
    expect(told).to_have_text("Saved: Ship 0-1 left at noon")
    on(queue, "Ship 0-2 left")
    editor.press("k")
    on(queue, "Ship 0-1 left at noon")
    add(", they say")
    editor.undo()
    expect(told).to_contain_text("Saved what you had typed: Ship 0-1 left at noon, they say.")
    editor.undo()
    on(queue, "Ship 0-1 left at noon")
    editor.press("d")
    editor.type("31 June")
    editor.press("Escape")
    editor.press("s")
    expect(queue.locator(".errorlist").first).to_be_visible()
    expect(queue.locator("input[name=date]")).to_have_value("31 June")
    asked = []
    queue.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    queue.get_by_role("link", name="Full form").click()
    assert asked == ["beforeunload"]
    expect(queue.locator("input[name=date]")).to_have_value("31 June")
    editor.press("Escape")
    editor.press("r")
    expect(queue.locator("input[name=date]")).to_have_value("2014-06-01")
    queue.get_by_role("link", name="Full form").click()
    expect(queue.get_by_role("heading", name="Ship 0-1 left at noon")).to_be_visible()
    assert asked == ["beforeunload"]


def test_who_was_signed_out_keeps_the_card_and_goes_on_with_it(queue, proposals, signed_in, live_server):
    queue.goto(QUEUE)
    on(queue, "Ship 0-1 left")
    cookie = {"name": "sessionid", "url": live_server.url}
    queue.context.add_cookies([cookie | {"value": "ended"}])
    editor = Keys(queue)
    editor.press("e")
    editor.press("End")
    editor.type(" at noon")
    editor.press("Escape")
    editor.press("s")
    expect(queue.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(queue.locator("[name=title]")).to_have_value("Ship 0-1 left at noon")
    queue.context.add_cookies([cookie | {"value": signed_in}])
    editor.press("s")
    expect(queue.locator("[data-said]")).to_have_text("Saved: Ship 0-1 left at noon")


def test_the_words_that_prove_it_stand_in_sight(queue, proposals):
    queue.goto(f"{QUEUE}?at={Event.objects.get(title='Ship 0-10 left').pk}")
    mark = queue.locator("mark.now.date")
    expect(mark).to_have_text("10 June 2014")
    expect(mark).to_be_in_viewport()


def test_words_selected_by_mouse_in_the_queue_or_by_keys_in_the_text_become_evidence(queue, proposals):
    queue.goto(QUEUE)
    queue.evaluate("getSelection().selectAllChildren(document.querySelector('mark.now.date'))")
    queue.get_by_role("link", name="take its words as evidence of another event").click()
    words = queue.get_by_label("Words of the article")
    expect(words).to_have_value("1 June 2014")
    queue.get_by_label("select the words that prove it").focus()
    queue.keyboard.press("Control+Home")
    queue.keyboard.press("Shift+End")
    expect(words).to_have_value("On 1 June 2014, they say, ship 0-1 left the harbour.")
    queue.locator("#evidence .select2-selection").click()
    queue.keyboard.type("Ship 0-3")
    queue.get_by_text("Ship 0-3 left (3 June 2014, published)").click()
    queue.get_by_role("button", name="Add as evidence").click()
    expect(queue.get_by_text("Further evidence of “Ship 0-3 left”.")).to_be_visible()
    assert Event.objects.published().get().evidence.count() == 2


def test_axe_finds_nothing(queue, proposals):
    Event.objects.filter(title="Ship 0-1 left").update(flagged=True, note="Which?")
    Evidence.objects.filter(event__title="Ship 0-1 left").update(alternatives=["2014-01-06"])
    event("Ship 0-1 left", date="2014-06-01", who=["Pakistan"])
    paper = Evidence.objects.first().article_id
    for address in (QUEUE, f"/admin/kb/article/{paper}/evidence/"):
        queue.goto(address)
        for width, scheme in ((1280, "light"), (1024, "dark")):
            queue.emulate_media(color_scheme=scheme)
            queue.set_viewport_size({"width": width, "height": 800})
            boxes_as_django_ships_them = [".select2"]
            assert faults(queue, within="main", without=boxes_as_django_ships_them, rules=DEFAULT) == [], (
                scheme
            )
            assert queue.evaluate("document.documentElement.scrollWidth") <= width
