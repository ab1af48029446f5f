"""Downloading in a real browser: how much has come is said beside the link, and a part is never kept for the whole."""

import threading
from pathlib import Path

import pytest
from playwright.sync_api import expect

from timeline.exports import reading
from timeline.tests.factories import event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def gate(monkeypatch) -> threading.Semaphore:
    """Rows leave one at a time, each when the gate is released."""
    opened, real = threading.Semaphore(0), reading.GATHERED["tags"]

    def tags(ids, using):
        assert opened.acquire(timeout=30)
        return real(ids, using)

    monkeypatch.setattr(reading, "CHUNK", 1)
    monkeypatch.setitem(reading.GATHERED, "tags", tags)
    return opened


def link(site, name="Download CSV"):
    return site.get_by_role("link", name=name, exact=True)


def said(site) -> str:
    return site.locator(".download").inner_text()


def test_a_file_is_saved_under_its_name_and_its_size_is_said(site, client):
    event("The bridge opened", date="2014-06")
    site.goto("/?from=2014")
    with site.expect_download() as saving:
        link(site).click()
    saved = Path(saving.value.path()).read_bytes()
    assert saving.value.suggested_filename == "events_from-2014.csv"
    assert saved.startswith(b"\xef\xbb\xbfevent_id,") and b"The bridge opened" in saved
    site.get_by_text("Complete: ").wait_for()
    assert "kB" in said(site) and site.url.endswith("/?from=2014")


def test_every_format_is_a_click_away(site):
    event("The bridge opened", date="2014-06")
    for name in ("NDJSON", "XLSX", "Parquet", "BibTeX", "CSL-JSON"):
        site.goto("/")
        site.get_by_text("All formats", exact=True).click()
        with site.expect_download() as saving:
            link(site, name).click()
        assert Path(saving.value.path()).stat().st_size > 50, name
        site.get_by_text("Complete: ").wait_for()


def test_what_has_come_is_shown_while_it_comes(site, gate):
    for number in range(4):
        event(f"Event {number}", summary="Long. " * 20_000)
    site.goto("/")
    with site.expect_download():
        link(site).click()
        gate.release(2)
        site.get_by_text("1 of 4 rows").or_(site.get_by_text("2 of 4 rows")).wait_for()
        assert "MB" in said(site) or "kB" in said(site)
        assert 0 < site.locator(".download progress").evaluate("bar => bar.value") < 1
        gate.release(2)
    site.get_by_text("Complete: ").wait_for()
    expect(site.locator(".download progress")).to_have_count(0)


def test_a_file_that_breaks_off_is_not_kept_and_can_be_asked_for_again(site, gate, monkeypatch):
    event("One")
    event("Two")
    saved = []
    site.on("download", lambda download: saved.append(download))
    monkeypatch.setitem(reading.GATHERED, "participants", fails_once(reading.GATHERED["participants"]))
    site.goto("/")
    gate.release(9)
    link(site).click()
    site.get_by_text("The connection broke before the file was whole").wait_for()
    assert saved == []
    with site.expect_download():
        link(site).click()
    site.get_by_text("Complete: ").wait_for()
    assert site.locator(".download").count() == 1


def fails_once(real):
    fails = iter([False, True])
    return lambda ids, using: 1 / 0 if next(fails, False) else real(ids, using)


def test_a_download_can_be_called_off(site, gate):
    event("One")
    site.goto("/")
    link(site).click()
    site.get_by_role("button", name="Cancel").click()
    site.get_by_text("Cancelled.").wait_for()
    gate.release(9)


def test_a_refusal_is_said_beside_the_link(site):
    event("One", date="2014-06")
    site.goto("/")
    link(site).evaluate("link => link.href += '?from=banana'")
    link(site).click()
    site.get_by_text("from: ").wait_for()


def test_without_scripts_it_is_a_plain_link(browser, live_server):
    event("One")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url)
    with page.expect_download() as saving:
        link(page).click()
    assert saving.value.suggested_filename == "events.csv"
