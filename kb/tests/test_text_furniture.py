"""What is cut from a pasted page, and above all what is not."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.text import find_cuts, masked, read_paste, sentences, visible

PAGES = Path(__file__).parent / "pages"
TODAY = date(2026, 1, 1)

LEAD = (
    "The harbour board of Exampleton voted on Monday to dredge the northern channel, ending an old quarrel."
)
SECOND = "The work will cost four million crowns and is to begin in June 2017, the chairwoman told reporters."
THIRD = "Fishermen had blocked the quay in March 2015 to protest against an earlier plan of the board."


def shown(text: str) -> str:
    return visible(text, find_cuts(text))


def reasons(text: str) -> dict[str, str]:
    return {text[cut.start : cut.end]: cut.reason for cut in find_cuts(text)}


def test_a_whole_page_is_reduced_to_its_story():
    text = (PAGES / "whole_page.txt").read_text()
    paragraphs = shown(text).split("\n\n")
    assert [words[:24] for words in paragraphs] == [
        "EXAMPLETON, May 9 (Couri",
        "The work will cost four ",
        "Fishermen had blocked th",
        "“We are glad,” she said.",
    ]


def test_the_parts_of_a_whole_page_are_cut_for_their_reasons():
    text = (PAGES / "whole_page.txt").read_text()
    found = {cut.reason for cut in find_cuts(text)}
    assert {
        "title",
        "byline",
        "navigation",
        "teaser",
        "share bar",
        "caption",
        "read also",
        "comments",
        "copyright",
    } <= found


def test_chronologies_fact_boxes_subheads_and_short_paragraphs_stay():
    text = (PAGES / "fact_box.txt").read_text()
    cuts = find_cuts(text)
    assert [(text[cut.start : cut.end], cut.reason) for cut in cuts] == [
        ("Board votes to dredge channel", "title")
    ]


@pytest.mark.parametrize(
    "line, reason",
    [
        ("Read: Ferry fares to rise again", "read also"),
        ("Also read: Ferry fares to rise again", "read also"),
        ("READ MORE | Ferry fares to rise again", "read also"),
        ("Related article: Why ferries are late", "read also"),
        ("CLICK HERE TO GET THE COURIER APP", "read also"),
        ("FERRY FARES TO RISE AGAIN AS FUEL COSTS CLIMB", "read also"),
        ("Boats at the quay on Tuesday. — Courier/File photo", "caption"),
        ("Boats at the quay on Tuesday. ─ AFP", "caption"),
        ("Ada Marsh speaks after the vote. (Ann Lee/AP)", "caption"),
        ("Ada Marsh speaks after the vote. Photo: Ann Lee", "caption"),
        ("File photo of the quay taken in 2009", "caption"),
        ("Boats at the quay [Ann Lee/Reuters]", "caption"),
        ("Image source, Getty Images", "caption"),
        ("© 2024 Exampleton Courier. All rights reserved.", "copyright"),
        ("Facebook Twitter WhatsApp", "share bar"),
        ("Share this article", "share bar"),
        ("ADVERTISEMENT", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Sign up for our newsletter", "newsletter"),
        ("Get the day's news delivered to your inbox every morning.", "newsletter"),
        ("Home | News | Sport | Opinion", "navigation"),
        ("Tom Poe contributed to this report on May 11, 2016.", "credit"),
        ("You can follow her on Twitter.", "credit"),
        ("Published in The Courier, May 11th, 2016", "credit"),
        ("4:14 p.m.", "time stamp"),
    ],
)
def test_a_line_that_is_no_part_of_the_story_is_cut(line, reason):
    text = f"{LEAD}\n\n{line}\n\n{SECOND}\n\n{THIRD}"
    assert reasons(text) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "He was 80.",
        "“We are glad,” she said.",
        "What happens next",
        "Tom Poe contributed to this report.",
        "Reporting by Jane Roe; editing by Tom Poe",
        "This article has been adapted from its original source.",
        "Twitter",  # a subhead, if it stands alone
        "HISTORY: The quay was built in 1890.",
        "1998 – the first dredger arrives",
        "March 2015",
        "12 March 1998",
        "- Four million crowns for the channel",
        "She read the letter aloud: it was dated 4 May 2016.",
        "The photograph was taken in 1998.",
        "Opinion is divided, the board's clerk said on Tuesday.",
        "The contract was published on 3 May 2016.",
        "Sign up sheets were handed out at the quay in 2015.",
        "By 2017 the channel will be open.",
        "Updated plans were shown to the public in May 2016.",
        "Read the bill again, she told them.",
        "More than forty boats lay idle.",
        "He shared the prize in 1999.",
        "Copyright in the charts belongs to the navy, a court held in 2001.",
        "(The vote was put off twice.)",
        "No one was hurt, the ministry said in a statement on Tuesday night. Two boats sank. The crews were saved by a tug, and the harbour was closed until the morning so that divers could look for the wrecks; it was opened again at noon, officials said later. — AFP",
    ],
)
def test_a_line_of_the_story_stays(line):
    assert reasons(f"{LEAD}\n\n{line}\n\n{SECOND}\n\n{THIRD}") == {}


TEASERS = """Opinion

Late ferries
02 May, 2024

Late ferries

THE timetable was written for other boats...
A pool for all
Updated 02 May, 2024

A pool for all

Swimmers have waited for a roof over the old baths since the war ended.
Quiet streets
01 May, 2024

Quiet streets

LORRIES no longer pass the market..."""


@pytest.mark.parametrize("order", ["after", "before", "between"])
def test_dated_teasers_are_cut_wherever_they_stand(order):
    title, story = "Board votes to dredge the channel", [LEAD, SECOND, THIRD]
    day = "Published 10 May 2016"
    parts = {
        "after": [title, day, *story, TEASERS],
        "before": [TEASERS, title, day, *story],
        "between": [title, day, *story[:2], TEASERS, story[2]],
    }[order]
    page = read_paste("\n\n".join(parts), max_date=TODAY)
    assert (page.title, page.published) == (title, date(2016, 5, 10))
    assert visible(page.text, page.cuts) == "\n\n".join(story)


def test_a_numbered_list_of_what_is_read_most_is_cut():
    text = f"{LEAD}\n\n{SECOND}\n\nMost read in News\n1. Man, 34, held after crash\n2. Market dates revealed\n3. Lost pubs: 1980s special\n"
    assert all(word not in masked(text, find_cuts(text)) for word in ("crash", "Market", "1980s"))
    assert LEAD.split()[0] in masked(text, find_cuts(text))


def test_teasers_under_a_heading_need_no_dates():
    text = f"{LEAD}\n\n{SECOND}\n\nMost read\nFerry fares to rise again\nSchool wins chess cup\n\n{THIRD}\n\n{SECOND} Again."
    assert "Ferry" not in shown(text)
    assert THIRD in shown(text)


def test_a_chronology_of_headings_and_dates_is_no_list_of_teasers():
    text = (
        f"{LEAD}\n\nThe dredger\n12 March 1998\nA dredger came from abroad after a dispute over its price.\n\n"
        f"The blockade\n3 June 2004\nFishermen blocked the quay for two days and the mayor resigned.\n\n"
        f"The vote\n9 May 2016\nThe board voted to dredge the channel for the second time in its history."
    )
    assert reasons(text) == {}


def test_two_identical_captions_are_both_cut():
    caption = "Boats at the quay on Tuesday. — Courier/File photo"
    text = f"Board votes\n\n{caption}\n{caption}\n\n{LEAD}\n\n{SECOND}"
    assert caption not in shown(text)


def test_comments_are_cut_to_the_end():
    text = f"{LEAD}\n\n{SECOND}\n\nComments (1)\n\nGull\n3 hours ago\nThe storm of 1999 did more harm than this, I think.\nReply"
    assert shown(text) == f"{LEAD}\n\n{SECOND}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_offsets_are_those_of_the_text_as_given(line_end):
    text = line_end.join(["Board votes", "", LEAD, "", "Read: Ferry fares to rise", "", SECOND])
    assert [text[cut.start : cut.end] for cut in find_cuts(text)] == [
        "Board votes",
        "Read: Ferry fares to rise",
    ]


def test_masking_moves_nothing():
    text = (PAGES / "whole_page.txt").read_text().replace("\n", "\r\n")
    hidden = masked(text, find_cuts(text))
    assert len(hidden) == len(text)
    assert hidden.count("\r\n") == text.count("\r\n")
    assert hidden.index("Fishermen had") == text.index("Fishermen had")
    assert "2024" not in hidden and "Ferries" not in hidden


def test_cuts_are_in_order_and_never_overlap():
    text = (PAGES / "whole_page.txt").read_text()
    cuts = find_cuts(text)
    assert all(a.end <= b.start for a, b in zip(cuts, cuts[1:], strict=False))


def test_nothing_is_found_in_nothing():
    assert find_cuts("") == ()
    assert find_cuts("\n \n") == ()


@pytest.mark.parametrize(
    "line", ["a", "Opinion", "Comments", "Home", "02 May, 2024", "Read:", "1947 – founded", "🙂", "By"]
)
def test_ten_thousand_short_lines_are_cut_inside_the_text_if_at_all(line):
    text = f"{line}\n" * 10_000
    assert all(0 <= cut.start < cut.end <= len(text) for cut in find_cuts(text))


def test_a_paragraph_of_a_megabyte_and_thousands_of_others_stay():
    text = f"{LEAD} {SECOND} " * 5_000 + "\n\n" + f"{LEAD}\n\n{SECOND} {THIRD}\n\n" * 13_000
    assert find_cuts(text)[:1] == () or find_cuts(text)[0].start > len(f"{LEAD} {SECOND} " * 5_000)


PIECES = [
    LEAD,
    SECOND,
    "Opinion",
    "02 May, 2024",
    "Late ferries",
    "Read: More",
    "— AFP",
    "By Jane Roe",
    "2014",
    "",
    " ",
    "🙂",
    "\r",
    "...",
    "Home",
]


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=30),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
@settings(max_examples=150)
def test_whatever_is_pasted_cuts_lie_in_order_within_the_text(pieces, line_end):
    text = line_end.join(pieces)
    cuts = find_cuts(text)
    assert all(0 <= cut.start < cut.end <= len(text) for cut in cuts)
    assert all(a.end <= b.start for a, b in zip(cuts, cuts[1:], strict=False))
    assert len(masked(text, cuts)) == len(text)
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())


def test_the_shown_article_and_the_development_texts_keep_their_events_and_lose_their_furniture(shared):
    for gold in sorted((shared / "data/events/gold").glob("*.json")):
        marked = json.loads(gold.read_text(encoding="utf-8"))
        text = (shared / "data/events" / marked["text_file"]).read_bytes().decode()
        hidden = masked(text, find_cuts(text))
        for event in marked["events"]:
            span = slice(event["start"], event["end"])
            assert not event["must"] or hidden[span] == text[span], (
                gold.stem,
                "an event is cut",
                event["headline"],
            )
        for other in marked["non_events"]:
            signed = other["why"] == "credit" and not re.search(r"\d", text[other["start"] : other["end"]])
            if other.get("kind") == "furniture" and not signed:
                assert not hidden[other["start"] : other["end"]].strip(), (gold.stem, "not cut", other["why"])


def test_a_page_with_ages_names_and_picture_credits_is_reduced_to_its_story():
    text = (
        "Home\nNews\nBusiness\nInnovation\nBoard votes to dredge northern channel\n2 hours ago\nJane Roe\n"
        f"Harbour correspondent\n\nReuters\nFishing boats wait at the northern quay\n{LEAD}\n\n{SECOND}\n\n"
        f"Getty Images\nMarsh (left) and her deputy at the vote on Monday\n{THIRD}\n\nMore on this story\n"
        "Storm leaves harbour closed\n12 November 2015\nThe quay that cost a mayor his job\n3 March 2014\n"
        "Most read\n1\nFerry strike enters second week\n2\nRail line to reopen\n"
    )
    page = read_paste(text, max_date=TODAY)
    assert page.title == "Board votes to dredge northern channel"
    assert visible(page.text, page.cuts) == f"{LEAD}\n\n{SECOND}\n\n{THIRD}"


def test_undated_blurbs_under_headings_with_a_day_and_a_section_are_cut():
    text = (
        f"{LEAD}\n{SECOND}\nYou may also like\nQuay cost mayor his job\nMay 7, 2024 | Politics\n"
        "Lighthouse keeper retires\nMay 6, 2024 | People\nThe last keeper of the light put out his lamp on Saturday.\n"
    )
    assert shown(text) == f"{LEAD}\n{SECOND}"


def test_a_chronology_of_imprecise_and_exact_dates_keeps_them_all():
    text = (
        "The channel: a timeline\n\n2011\nA storm fills it.\n\nMarch 2015\nFishermen block the quay.\n\n"
        "May 9, 2016\nThe board votes.\n\nMay 10, 2016\nThe mayor welcomes the vote.\n"
    )
    page = read_paste(text, max_date=TODAY)
    assert (page.title, page.published) == ("The channel: a timeline", None)
    assert [cut.reason for cut in page.cuts] == ["title"]


@pytest.mark.parametrize(
    "head, day", [("Previous stories:", "10/12/10"), ("Related articles", "11 December 2012")]
)
def test_earlier_stories_led_by_their_days_are_cut(head, day):
    links = f"{head}\n{day}: Jurors hear the last call\n{day}: The trial opens in Exampleton"
    assert shown(f"{LEAD}\n\n{SECOND}\n\n{THIRD}\n\n{links}") == f"{LEAD}\n\n{SECOND}\n\n{THIRD}"
    assert day in shown(f"{LEAD}\n\nKey dates\n{day}: The channel is dredged for good.")
