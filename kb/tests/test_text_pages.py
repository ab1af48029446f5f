"""Title, day of publication and main text of pastes and saved pages; the command; the walls."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kb.text import Unreadable, read_page, read_paste, visible

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 1, 1)
LEAD = (
    "The harbour board of Exampleton voted on Monday to dredge the northern channel, ending an old quarrel."
)
SECOND = "The work will cost four million crowns and is to begin in June 2017, the chairwoman told reporters."


def paste(head: str, lead: str = LEAD):
    return read_paste(f"{head}\n\n{lead}\n\n{SECOND}", max_date=TODAY)


# -- pastes


def test_a_pasted_page_has_its_title_day_authors_and_dateline():
    page = read_paste((PAGES / "whole_page.txt").read_text(), max_date=TODAY)
    assert page.title == "Board votes to dredge the northern channel"
    assert (page.published, page.published_how, page.published_doubtful) == (date(2016, 5, 10), "text", False)
    assert page.authors == ("Jane Roe", "Tom Poe")
    assert (page.dateline.place, page.dateline.agency, page.dateline.day_words) == (
        "EXAMPLETON",
        "Courier",
        "May 9",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Published February 11, 2016",
        "Published: 11 February 2016 10:15",
        "Posted on Feb 11th, 2016 at 10:15am",
        "First published on 11 Feb 2016",
        "11 February 2016",
        "Thursday, February 11, 2016",
        "2016-02-11",
        "Feb 11, 2016, 10:15 AM EST",
        "By Jane Roe | February 11, 2016",
        "Jane Roe, February 11, 2016",
        "Updated 13 February, 2016\nPublished 11 February, 2016",
        "By\nJane Roe\nPublished\nFebruary 11, 2016 10:12am EDT",
    ],
)
def test_a_publication_line_is_read(line):
    page = paste(f"Board votes to dredge\n{line}")
    assert (page.title, page.published) == ("Board votes to dredge", date(2016, 2, 11))
    assert visible(page.text, page.cuts) == f"{LEAD}\n\n{SECOND}"


def test_the_line_of_the_printed_paper_gives_the_day_where_nothing_else_does():
    page = read_paste(f"{LEAD}\n\n{SECOND}\n\nPublished in The Courier, February 11th, 2016", max_date=TODAY)
    assert page.published == date(2016, 2, 11)


def test_no_day_is_reported_as_none_and_never_invented():
    page = paste("Board votes to dredge")
    assert (page.published, page.published_how, page.published_alternatives) == (None, "", ())


def test_a_dateline_without_a_year_is_no_day_of_publication():
    page = paste("Board votes to dredge", f"EXAMPLETON, Feb 10 (Reuters) - {LEAD}")
    assert page.published is None
    assert page.dateline.day_words == "Feb 10"


def test_a_dateline_with_a_year_is():
    for dateline in ("EXAMPLETON, Feb 10, 2016 (Reuters) -", "EXAMPLETON, Norway (February 10, 2016) -"):
        page = paste("Board votes to dredge", f"{dateline} {LEAD}")
        assert (page.published, page.published_how) == (date(2016, 2, 10), "dateline")


def test_a_dateline_far_from_the_publication_line_makes_it_doubtful():
    page = paste("Board votes to dredge\nPublished June 20, 2016", f"EXAMPLETON, Feb 10 (Reuters) - {LEAD}")
    assert (page.published, page.published_doubtful) == (date(2016, 6, 20), True)
    assert page.published_alternatives == (date(2016, 2, 10),)


def test_two_publication_lines_that_disagree_are_both_shown():
    page = paste("Board votes to dredge\nPublished February 11, 2016\nPublished March 30, 2016")
    assert page.published_doubtful
    assert {page.published, *page.published_alternatives} == {date(2016, 2, 11), date(2016, 3, 30)}


def test_a_day_that_reads_two_ways_is_not_chosen():
    page = paste("Board votes to dredge\nPublished 03/04/2016")
    assert (page.published, page.published_doubtful) == (None, True)
    assert page.published_alternatives == (date(2016, 3, 4), date(2016, 4, 3))


def test_a_day_in_the_future_is_not_taken():
    page = paste("Board votes to dredge\nPublished 3 April 2036")
    assert (page.published, page.published_doubtful) == (None, True)
    assert page.published_alternatives == (date(2036, 4, 3),)


def test_a_day_no_calendar_has_is_no_day():
    assert paste("Board votes to dredge\nPublished 31 June 2014").published is None


def test_the_year_of_a_copyright_line_is_no_day_of_publication():
    assert read_paste(f"{LEAD}\n\n{SECOND}\n\n© 2024 The Courier", max_date=TODAY).published is None


@pytest.mark.parametrize(
    "head, title",
    [
        ("Board votes to dredge", "Board votes to dredge"),
        ("Board votes to dredge\nBoard votes to dredge", "Board votes to dredge"),
        ("World\nBoard votes to dredge the channel", "Board votes to dredge the channel"),
        ("THE DAILY COURIER\nBoard votes to dredge the channel", "Board votes to dredge the channel"),
        ("Home | News | Sport\nBoard votes to dredge", "Board votes to dredge"),
        ("'A day to remember': board votes to dredge", "'A day to remember': board votes to dredge"),
        ("Analysis: Why the channel matters", "Analysis: Why the channel matters"),
        ("Who will dredge the northern channel, and when will it open?", "Who will dredge the northern channel, and when will it open?"),
        ("Obituary", "Obituary"),
        ("BOARD VOTES TO DREDGE THE NORTHERN CHANNEL AT LAST", "BOARD VOTES TO DREDGE THE NORTHERN CHANNEL AT LAST"),
    ],
)  # fmt: skip
def test_the_title_of_a_paste_is_found(head, title):
    page = paste(head)
    assert page.title == title
    assert title not in visible(page.text, page.cuts)


def test_a_paste_that_begins_with_its_story_has_no_title():
    page = read_paste(f"{LEAD}\n\n{SECOND}", max_date=TODAY)
    assert (page.title, page.cuts) == (None, ())


@pytest.mark.parametrize("text", ["", "  \n\t ", "\x00\x00", "Home\nNews\nSport\nContact us"])
def test_a_paste_with_nothing_in_it_is_refused(text):
    with pytest.raises(Unreadable):
        read_paste(text, max_date=TODAY)


def test_emoji_and_right_to_left_text_keep_their_places():
    story = f"{LEAD} 🙂👩‍👧\n\nقال المجلس إن العمل سيبدأ في يونيو 2017، وإن القناة ستفتح بعد عام من ذلك.\n\n{SECOND}"
    page = read_paste(f"Vote 🚢\n\n{story}\n\nRead: More 🙂", max_date=TODAY)
    assert page.title == "Vote 🚢"
    assert visible(page.text, page.cuts) == story


def test_a_lone_surrogate_is_replaced():
    page = read_paste(f"{LEAD} \ud83d\n\n{SECOND}", max_date=TODAY)
    assert "\ufffd" in page.text
    page.text.encode()


def test_a_text_of_short_lines_only_stays_whole():
    page = read_paste(
        "\n".join(f"{year} – boat {year - 1899} built" for year in range(1900, 2000)), max_date=TODAY
    )
    assert page.cuts == ()


# -- saved pages


def test_a_saved_page_gives_its_story_and_nothing_else():
    page = read_page((PAGES / "harbour.html").read_bytes(), max_date=TODAY)
    shown = visible(page.text, page.cuts)
    assert shown.startswith("The harbour board of Exampleton voted on Monday evening")
    assert shown.endswith("fell into the sea last year.")
    assert "A channel of sand" in shown and "Fishermen had blocked" in shown
    for leak in (
        "2024",
        "Photo",
        "newsletter",
        "Lorry",
        "Gull",
        "Jane Roe",
        "rights",
        "Most read",
        "swimming",
    ):
        assert leak not in shown, leak


def test_a_saved_page_gives_its_title_day_publisher_and_address():
    page = read_page((PAGES / "harbour.html").read_bytes(), max_date=TODAY)
    assert page.title == "Board votes to dredge the northern channel"
    assert (page.published, page.published_how, page.published_doubtful) == (
        date(2016, 5, 10),
        "json-ld",
        False,
    )
    assert page.published_at.isoformat() == "2016-05-10T08:15:00+01:00"
    assert (page.publisher, page.authors, page.language) == ("The Exampleton Courier", ("Jane Roe",), "en")
    assert page.url == "https://courier.example/2016/05/10/northern-channel"


def test_metadata_that_disagree_are_shown_to_the_editor():
    page = read_page((PAGES / "disagreeing.html").read_bytes(), max_date=TODAY)
    assert (page.published, page.published_how, page.published_doubtful) == (date(2012, 9, 3), "meta", True)
    assert page.published_alternatives == (date(2009, 3, 14),)
    assert page.title == "Lighthouse keeper retires"


def test_a_page_dated_in_the_future_has_no_day():
    html = (PAGES / "harbour.html").read_text()
    page = read_page(html, max_date=date(2016, 5, 9))
    assert (page.published, page.published_doubtful) == (None, True)


def test_a_page_in_another_encoding_is_read():
    html = (
        (PAGES / "disagreeing.html")
        .read_text()
        .replace("Olaf Brand", "Olaf Brandæ")
        .replace('"utf-8"', '"iso-8859-1"')
    )
    assert "Olaf Brandæ" in read_page(html.encode("latin-1"), max_date=TODAY).text


def test_a_page_with_nothing_in_it_is_refused():
    with pytest.raises(Unreadable, match="No article"):
        read_page((PAGES / "empty.html").read_bytes(), max_date=TODAY)


@pytest.mark.parametrize("html", ["<", "<html>", "<p>", "<html><body></body></html>", "<script>1</script>"])
def test_broken_pages_are_refused_not_crashed_on(html):
    with pytest.raises(Unreadable):
        read_page(html, max_date=TODAY)


# -- the command


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "kb.text", *map(str, arguments)], capture_output=True, timeout=120
    )


@pytest.mark.parametrize("name", ["harbour.html", "whole_page.txt"])
def test_the_command_prints_one_json_object(name):
    done = run("--today", "2026-01-01", PAGES / name)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == ["title", "published", "text", "cuts"]
    assert (found["title"], found["published"]) == (
        "Board votes to dredge the northern channel",
        "2016-05-10",
    )
    assert all({"start", "end", "reason"} <= set(cut) for cut in found["cuts"])
    assert not any(cut["text"] in found["text"] for cut in found["cuts"])


def test_the_command_says_what_is_wrong_in_one_line(tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "large.txt").write_bytes(b"word " * 4_000_000)
    for name, word in (
        ("empty.txt", b"empty"),
        ("missing.txt", b"No such file"),
        ("large.txt", b"an article may have at most 10 MB"),
    ):
        done = run(tmp_path / name)
        assert done.returncode == 1
        assert word in done.stderr and done.stderr.count(b"\n") == 1 and not done.stdout
    assert run("--today", "31 June", tmp_path / "empty.txt").returncode == 2
    assert run().returncode == 2


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", "<p>", "<html><body><script>x</script></body></html>"]
)
def test_a_page_without_an_article_is_said_once_and_only_by_us(html, caplog):
    with pytest.raises(Unreadable):
        read_page(html, max_date=TODAY)
    assert not caplog.records


def test_the_command_reads_the_shown_article(shared):
    done = run(next((shared / "seed").glob("*.txt")))
    found = json.loads(done.stdout)
    assert found["title"].strip("'").startswith("Russia attaches great importance")
    assert found["published"] == "2016-02-11"
    assert "2024" not in found["text"]


# -- walls


def test_the_room_is_pure():
    code = "import sys, kb.text; sys.exit(any(m in sys.modules for m in ('django', 'trafilatura', 'spacy', 'requests')))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_the_room_reads_no_clock():
    room = Path(__file__).parent.parent / "text"
    for path in room.glob("*.py"):
        if path.name != "__main__.py":
            words = path.read_text()
            assert ".today(" not in words and ".now(" not in words, path.name


@pytest.mark.parametrize(
    "deck, kept",
    [
        ("The board agreed in 1996 to dredge but never paid for it", True),
        ("The vote aims to keep boats out of a narrow harbour", False),  # sums up
    ],
)
def test_the_line_under_the_headline_stays_where_it_says_a_year_or_a_number(deck, kept):
    story = "".join(
        f"<p>The board of the port of Exampleton heard speaker number {word} on the channel and its silt.</p>"
        for word in ("one", "two", "three", "four", "five", "six")
    )
    html = f"<html><body><header><h1>Board votes to dredge</h1><p class='standfirst'>{deck}</p></header><article>{story}</article></body></html>"
    assert (deck in read_page(html, max_date=TODAY).text) is kept


def test_links_with_their_days_and_blurbs_are_cut_without_help_from_class_names():
    story = "".join(f"<p>{LEAD} It was the vote number {n} of that year, and the last.</p>" for n in range(6))
    teasers = "".join(
        f"<div><h3><a href='/{n}'>Ferry strike enters week {n} of the year</a></h3><p>May {n}, 2024</p>"
        f"<p>Crews walked out for the {n}th time over pay and hours at sea.</p></div>"
        for n in range(2, 5)
    )
    html = f"<html><body><article><h1>Board votes to dredge</h1>{story}{teasers}</article></body></html>"
    page = read_page(html, max_date=TODAY)
    assert "number 5" in visible(page.text, page.cuts)
    assert "2024" not in visible(page.text, page.cuts) and "Crews" not in visible(page.text, page.cuts)
