"""What a text is read as: one table a phenomenon, each line a sentence and the happenings an editor would list."""

import datetime as dt
import random
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from timeline.engine import Finding, read, scoring
from timeline.engine.headlines import as_it_stands
from timeline.engine.parsing import DEFAULT_MODEL, installed_name, language_model, parse
from timeline.engine.passages import LONGEST, Unparsed, windows
from timeline.engine.timex import find

PUBLISHED = dt.date(2016, 12, 15)  # a Thursday
ALONE = "who reads it alone does not learn what happened"
ARTICLES = Path(__file__).resolve().parents[2] / "seeds" / "articles"


def happenings(text, published=PUBLISHED):
    return [(f.title, str(f.date)) for f in read(text, published, cuts=())]


def first(text, published=PUBLISHED) -> Finding:
    return read(text, published, cuts=())[0]


def table(*rows):
    return pytest.mark.parametrize("text, expected", rows, ids=[row[0][:40] for row in rows])


@table(
    (
        "Russia had lifted its embargo on arms supplies to Pakistan in June 2014 and signed a bilateral defence"
        " cooperation agreement with Pakistan to strengthen military ties in November 2014.",
        [
            ("Russia lifted its embargo on arms supplies to Pakistan", "2014-06"),
            (
                "Russia signed a bilateral defence cooperation agreement with Pakistan to strengthen military ties",
                "2014-11",
            ),
        ],
    ),
    (
        "Nelson Mandela was released on 11 February 1990 and was elected president in May 1994.",
        [("Nelson Mandela was released", "1990-02-11"), ("Nelson Mandela was elected president", "1994-05")],
    ),
    (
        "NASA launched Voyager 2 on August 20, 1977, and Voyager 1 on September 5, 1977.",
        [("NASA launched Voyager 2", "1977-08-20"), ("NASA launched Voyager 1", "1977-09-05")],
    ),
    (
        "The alliance grew, adding Greece and Turkey in 1952, West Germany in 1955 and Spain in 1982.",
        [
            ("The alliance added Greece and Turkey", "1952"),
            ("The alliance added West Germany", "1955"),
            ("The alliance added Spain", "1982"),
        ],
    ),
    (
        "The treaty was signed in 1968 and entered into force in 1970.",
        [("The treaty was signed", "1968"), ("The treaty entered into force", "1970")],
    ),
)
def test_coordinated_clauses_are_happenings_of_their_own_that_share_subject_or_verb(text, expected):
    assert happenings(text) == expected


@table(
    ("In June 2014, Russia lifted its embargo.", [("Russia lifted its embargo", "2014-06")]),
    (
        "On March 5, 1946, the bridge opened and traffic began to flow.",
        [("The bridge opened", "1946-03-05")],  # one happening, not each verb of the sentence
    ),
    ("It was in 1947 that Pakistan became independent.", [("Pakistan became independent", "1947")]),
)
def test_a_date_in_front_belongs_to_the_main_clause(text, expected):
    assert happenings(text) == expected


@table(
    (  # no name has a clause without a comma
        "Much came from the steel mill at Karachi which Soviet engineers built in the 1970s.",
        [("Soviet engineers built the steel mill", "197X")],
    ),
    ("He fled to Kashmir, which India annexed in 1947.", [("India annexed Kashmir", "1947")]),
    (
        "The Tashkent Declaration, signed on 10 January 1966 by India and Pakistan, was short.",
        [("The Tashkent Declaration was signed by India and Pakistan", "1966-01-10")],
    ),
    ("The plant, which opened in 1985, employs many people.", [("The plant opened", "1985")]),
    (
        "The organisation, whose charter came into force in October 1945, has many members.",
        [("The organisation’s charter came into force", "1945-10")],
    ),
    (
        "Yuri Gagarin, who was born in 1934, became the first human in space on 12 April 1961.",
        [
            ("Yuri Gagarin was born", "1934"),
            ("Yuri Gagarin became the first human in space", "1961-04-12"),
        ],
    ),
    (
        "Israel seized the Sinai, seen by many as a buffer, in the 1967 war.",
        [("Israel seized the Sinai in the war", "1967")],
    ),
)
def test_participles_and_relative_clauses_take_their_noun_as_subject(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Since the Soviet invasion of Afghanistan in December 1979, relations had been hostile.",
        [("Soviet invasion of Afghanistan", "1979-12")],
    ),
    ("The 1979 invasion of Afghanistan ended a slow thaw.", [("Afghanistan was invaded", "1979")]),
    (
        "It was the worst accident since the 1986 Chernobyl disaster.",
        [("Chernobyl disaster", "1986")],
    ),
    (
        "Following the collapse of the Soviet Union in 1991, Russia recognised the new states.",
        [("The Soviet Union collapsed", "1991")],
    ),
    (
        "Voters rejected the plan in a referendum in June.",  # the verb is the happening, the vote its setting
        [("Voters rejected the plan in a referendum", "2016-06")],
    ),
    (
        "Three people were killed in Monday's attack.",
        [("Three people were killed in the attack", "2016-12-12")],
    ),
)
def test_nouns_happen_too(text, expected):
    assert happenings(text) == expected


def test_an_anniversary_leads_back_to_its_year():
    text = "The 50th anniversary of the first flight, when Yuri Gagarin orbited the Earth, was marked."
    assert happenings(text, dt.date(2011, 4, 13)) == [("Yuri Gagarin orbited the Earth", "1961")]


def test_an_anniversary_is_counted_from_the_date_beside_it():
    text = "In 1989 France marked the 200th anniversary of the Revolution of Paris."
    assert ("Revolution of Paris", "1789") in happenings(text)


@table(
    ("The leaders met on Tuesday and Wednesday.", [("The leaders met", "2016-12-13/2016-12-14")]),
    ("He won in 1996 and 2000.", [("He won", "1996"), ("He won", "2000")]),
    ("He won in 1996, 2000 and 2005.", [("He won", "1996"), ("He won", "2000"), ("He won", "2005")]),
)
def test_days_that_follow_on_each_other_are_one_span_and_others_are_not(text, expected):
    assert happenings(text) == expected


@table(
    ("The bill was not passed until June 2014.", ("The bill was passed", "2014-06", "actual")),
    ("It was not until 1965 that the bridge opened.", ("The bridge opened", "1965", "actual")),
    ("No minister came from Moscow in 1969.", ("No minister came from Moscow", "1969", "negated")),
)
def test_not_until_means_then_and_no_means_never(text, expected):
    finding = first(text)
    assert (finding.title, str(finding.date), finding.factuality) == expected


@table(
    (
        "Speaking in Lahore on Tuesday, the minister rejected the claim.",
        [("The minister rejected the claim", "2016-12-13")],
    ),
    (
        "In a letter dated 3 March 1950, the envoy asked for wheat.",
        [("The envoy asked for wheat", "1950-03-03")],
    ),
    ("The treaty that Russia signed in 1996 lapsed.", [("Russia signed the treaty", "1996")]),
    ("Peace talks scheduled for Monday were postponed.", [("Peace talks scheduled", "2016-12-19")]),
)
def test_the_clause_that_matters_is_the_one_told(text, expected):
    assert happenings(text) == expected


def test_a_speech_and_what_it_reports_are_two_happenings():
    text = "The ministry said on Tuesday that the two countries had signed the agreement in November 2014."
    assert happenings(text) == [
        ("The ministry said that the two countries had signed the agreement", "2016-12-13"),
        ("The two countries signed the agreement, according to the ministry", "2014-11"),
    ]


def test_a_speech_told_last_is_told_first_in_the_headline():
    assert happenings("Parliament will vote on the bill, the speaker said on Sunday.") == [
        ("The speaker said Parliament will vote on the bill", "2016-12-11")
    ]


@table(
    ("Kremlin spokesman Dmitry Peskov resigned in 2011.", [("Dmitry Peskov resigned", "2011")]),
    ("Neil Armstrong, 82, died in August 2012.", [("Neil Armstrong died", "2012-08")]),
    ("Apollo 11 had also landed on the Moon in July 1969.", [("Apollo 11 landed on the Moon", "1969-07")]),
    (
        "The Soviet Union launched Sputnik 2, carrying a dog named Laika, on 3 November 1957.",
        [("The Soviet Union launched Sputnik 2", "1957-11-03")],
    ),
    ("Officials did not sign the protocol in 2011.", [("Officials did not sign the protocol", "2011")]),
)
def test_a_headline_says_who_did_what_and_leaves_out_titles_ages_and_side_matter(text, expected):
    assert happenings(text) == expected


def test_a_headline_is_never_longer_than_110_characters():
    many = " and ".join(
        f"the committee of the {n}th district council of the northern region" for n in range(3, 9)
    )
    finding = first(f"The minister praised {many} on 3 May 2015.")
    assert len(finding.title) <= 110


@table(
    ("The prime minister will visit Moscow on Friday.", ("The prime minister to visit Moscow", "planned")),
    (
        "The ministers are due to meet in Islamabad in March 2017.",
        ("The ministers to meet in Islamabad", "planned"),
    ),
    (
        "Intelsat plans to launch the satellite next year.",
        ("Intelsat to launch the satellite", "planned"),
    ),
    (
        "The summit, to be held in Astana on 8 June 2017, is open.",
        ("The summit to be held in Astana", "planned"),
    ),
    ("Officials did not sign the protocol in 2011.", ("Officials did not sign the protocol", "negated")),
    ("The army allegedly shelled the town in May 2015.", ("The army allegedly shelled the town", "reported")),
    ("Russia lifted its embargo in June 2014.", ("Russia lifted its embargo", "actual")),
)
def test_factuality_tells_plans_denials_and_reports_from_what_happened(text, expected):
    finding = first(text)
    assert (finding.title, finding.factuality) == expected


@table(
    ("The Rosetta mission starts on June 28.", "2017-06-28"),  # a timetable's present lies ahead
    ("The Rosetta mission ended on June 28.", "2016-06-28"),
    ("Weak exports hurt the Lima index on Friday.", "2016-12-09"),  # "hurt" looks like the present
    ("Finally Mr. Duval let the city fair begin as previously planned Saturday night.", "2016-12-10"),
    ("The Nairobi blast woke the town at about 10:35 a.m. (0735 GMT) Tuesday.", "2016-12-13"),
    ("The army gathered in the summer and autumn of 1981.", "1981-22"),
    ("More than 100,000 people have fled since January.", "2016-01/.."),
)
def test_tense_says_which_year_a_bare_date_is_of(text, expected):
    assert str(first(text).date) == expected


@table(
    ("The law, the Outer Space Act of 1986, requires a licence.", []),
    ("He is the author of a 2009 book on the war.", []),
    ("The 2010 census counted the people of the islands.", []),
    ("She is 26 years old.", []),
    ('"Today is a great day," he told them.', []),
    ("If the treaty fails in 2020, nobody will mourn it.", []),
)
def test_a_date_that_only_names_supposes_or_is_quoted_dates_nothing(text, expected):
    assert happenings(text) == expected


def test_a_statistic_is_not_safe():
    assert first("Pakistan’s population rose to 207 million in 2015.").score < scoring.SAFE_SCORE


@table(
    ("Profit fell 37% to $32 million from $52 million a year earlier.", []),
    ("The mill earned $3 million, compared with a loss of $2 million a year ago.", []),
    ("The mill earned $3 million, versus $2 million, or 20 cents a share, in the year-ago quarter.", []),
    ("Costs, compared with a year ago, were boosted by wages.", []),
    ("Wages were lower than in 1986.", []),
    ("Exports were the same as in 1986.", []),
    ("Unemployment fell to its lowest level since 1974.", []),
    (
        "The Swiss fee rose from $5 to $10 in March 2015.",
        [("The Swiss fee rose from $5 to $10", "2015-03")],
    ),
    (
        "The Nobel fund rose to $42 in June from $29 in March.",
        [("The Nobel fund rose to $42 from $29", "2016-06")],
    ),
    ("The Tay bridge was built more than 20 years ago.", [("The Tay bridge was built", "1996~")]),
)
def test_what_a_figure_is_compared_with_dates_nothing(text, expected):
    assert happenings(text) == expected


@table(
    ("The board authorized a split payable Jan. 7 to stock of record Dec. 22.", []),
    ("The rights, which expire Nov. 21, can be sold for $100 each.", []),
    ("Holders of the debentures, due March 15, 2027, have elected to convert them.", []),
    ("The governor said he is approaching next year with caution.", []),
    ("The bank may not meet the criteria effective Dec. 7.", []),
    ("The bank created an office of the chairman, effective Feb. 1.", []),
    ("After a flat second quarter, the firm attributed the gain to wages.", []),
    ("The changes were imposed on the church by the Constitution of the Clergy (1790).", []),
    ("Jacques Duval (1801-1860) founded the town.", []),
    ("Fall of Constantinople", []),
    ("The museum bought mementoes including a poster from 1989.", []),
)
def test_the_terms_of_a_paper_and_a_day_that_is_chosen_date_nothing(text, expected):
    assert happenings(text) == expected


@table(
    ("The bank extended its offer until Dec. 20.", [("Its offer to end", "2016-12-20")]),
    ("The truce, extended until Dec. 1, has held.", []),  # it may have been extended again
    ("Parliament extended the state of emergency until March.", [("State of emergency to end", "2017-03")]),
    ("The council postponed the vote until Dec. 20.", [("Vote to take place", "2016-12-20")]),
    (
        "The trial of Jens Berg was put off until Monday.",
        [("Trial of Jens Berg to take place", "2016-12-19")],
    ),
    ("The bank may not meet the new rules effective Jan. 7.", [("New rules to take effect", "2017-01-07")]),
    ("The council set 10 May as the deadline for bids.", [("Deadline for bids", "2016-05-10")]),
    (
        "The agency set Friday as the deadline for Oslo's reply.",
        [("Deadline for Oslo's reply", "2016-12-09")],
    ),
    ("The ministry extended its deadline for bids until Monday.", [("Its deadline for bids", "2016-12-19")]),
    ("The mayor gave the squatters until Friday to leave.", [("The squatters to leave", "2016-12-16")]),
)
def test_a_day_to_which_something_lasts_or_is_put_is_that_of_its_end_or_of_itself(text, expected):
    assert happenings(text) == expected


@table(
    (
        "The ministry said it would investigate the massacre in Kigali nearly four years ago.",
        [("Massacre in Kigali", "2012~")],
    ),
    ("This followed the general election in December 2005.", [("General election was held", "2005-12")]),
    (
        "Weber was indicted last year in the October 2014 killing of a clerk.",
        [("Weber was indicted in the killing of a clerk", "2015"), ("A clerk was killed", "2014-10")],
    ),
    (
        "Two agents were charged in the Dec. 21, 1988, bombing of a ferry.",
        [("A ferry was bombed", "1988-12-21")],
    ),
    ("With Operation Glory (1954), each army exchanged its dead.", [("Operation Glory", "1954")]),
    (
        "The unit was hurt by high costs associated with the buyout of Zenith last June.",
        [("Buyout of Zenith", "2016-06")],
    ),
    (
        "Prussia won a series of battles known as the Battle of Arnau (17 August-2 September 1814).",
        [("Battle of Arnau", "1814-08-17/1814-09-02")],
    ),
    (
        "The army has sent a team to find a doctor kidnapped by rebels two years ago.",
        [("A doctor was kidnapped by rebels", "2014")],
    ),
    (
        "A third man has been arrested in connection with the bombings in Rome last year.",
        [("Bombings in Rome", "2015")],
    ),
    (
        "He died within weeks of his capture in Rome on 26 March 1996.",
        [("His capture in Rome", "1996-03-26")],
    ),
    (
        "Sales doubled, reflecting the company's acquisition of Zenith earlier this year.",
        [("The company acquired Zenith", "[2016-01-01..2016-12-15]")],
    ),
)
def test_the_date_of_an_event_noun_is_not_that_of_what_is_said_or_done_about_it(text, expected):
    assert happenings(text) == expected


@table(
    (
        "President Duarte said Tuesday his party had lost its majority.",
        [("Duarte said his party had lost its majority", "2016-12-13")],
    ),
    (
        "On Saturday, the Arab League plans to hold a congress.",
        [("The Arab League to hold a congress", "2016-12-17")],
    ),
    (
        "The mayor of Oslo hopes to complete the bridge next year.",
        [("The mayor of Oslo hopes to complete the bridge", "2017")],
    ),
    (
        "She was invited in Rome to join the league in July 2014.",
        [("She was invited in Rome to join the league", "2014-07")],
    ),
    (
        "The boy was found Sunday clinging to a tube at sea.",
        [("The boy was found clinging to a tube at sea", "2016-12-11")],
    ),
    (
        "The police arrested the man in the early hours of Wednesday.",
        [("The police arrested the man", "2016-12-14")],
    ),
    (
        "The premier of Quebec promised to ask the voters next year after delegates agreed on a republic.",
        [("The premier of Quebec to ask the voters", "2017")],
    ),
    (
        "Kim Berg was indicted for murder last year in the October 1998 shooting death of Dr. Ann Roe, a surgeon in Oslo.",
        [("Kim Berg was indicted for murder", "2015"), ("Shooting death of Ann Roe", "1998-10")],
    ),
    (
        "Thousands praised the men who began the revolt four decades ago in a rally Monday.",
        [
            ("The men began the revolt in a rally", "[1975..1977]"),
            ("Thousands praised the men who began the revolt in a rally", "2016-12-12"),
        ],
    ),
)
def test_of_two_verbs_the_one_whose_time_it_is_is_dated(text, expected):
    assert happenings(text) == expected


@table(
    (
        "The Togliatti plant was not to begin making cars until 2019.",
        ("The Togliatti plant was to begin making cars", "2019", "planned"),
    ),
    (
        "The Togliatti plant wasn't to open until 2019.",
        ("The Togliatti plant was to open", "2019", "planned"),
    ),
)
def test_what_is_not_to_begin_until_a_year_is_planned_for_it(text, expected):
    finding = first(text)
    assert (finding.title, str(finding.date), finding.factuality) == expected


@table(
    ("Siemens sold a plant in the quarter ended Sept. 30.", "2016-35"),
    ("Siemens sold a plant in its third quarter, which ended Oct. 31.", "2016-08/2016-10"),
    ("The first quarter ended Oct. 31, 2016. Siemens sold a plant in the quarter.", "2016-08/2016-10"),
    (
        "Siemens sold a plant in the second quarter ended Oct. 1.",
        "2016-35",
    ),  # the week's end next to September's
)
def test_a_quarter_is_the_three_months_that_the_text_says_ended(text, expected):
    assert [date for _title, date in happenings(text)] == [expected]


@table(
    ("The Herald said in an editorial on Friday, Dec. 16, that it was wrong.", ("2016-12-16", "actual")),
    ("The game was played on Sunday, May 3.", ("2015-05-03", "actual")),  # the year in which it was a Sunday
    ("The Herald said the Tunis vote would be held in January.", ("2017-01", "planned")),
    ("The ruling gave control of Bodo to Siemens until mid-January.", ("../2017-01-20", "actual")),
)
def test_a_weekday_and_what_would_be_tell_the_year(text, expected):
    finding = first(text)
    assert (str(finding.date), finding.factuality) == expected


def test_words_between_two_apostrophes_are_quoted():
    assert happenings("''The city today is free,'' the mayor told them.") == []


CHRONOLOGY = """Arms control, step by step

1963: The Partial Test Ban Treaty is signed in Moscow.
1974 - India tests a nuclear device.
28 May 1998: Pakistan conducts nuclear tests in Balochistan.
"""


def test_a_date_that_opens_a_line_governs_it_and_history_in_the_present_tense_is_past():
    assert happenings(CHRONOLOGY) == [
        ("The Partial Test Ban Treaty was signed in Moscow", "1963"),
        ("India tested a nuclear device", "1974"),
        ("Pakistan conducted nuclear tests in Balochistan", "1998-05-28"),
    ]


LISTED = """Key dates

1979 Soviet troops invade Afghanistan.
1988 The Geneva Accords are signed.
1989 The last Soviet soldier leaves.
"""


def test_lines_that_all_begin_with_a_date_need_no_mark_after_it():
    assert happenings(LISTED) == [
        ("Soviet troops invaded Afghanistan", "1979"),
        ("The Geneva Accords were signed", "1988"),
        ("The last Soviet soldier left", "1989"),
    ]


HEADINGS = """4 October 1957

The Soviet Union launches Sputnik.

12 April 1961

Yuri Gagarin orbits the Earth.
The world applauds.
"""


def test_a_heading_that_is_a_date_governs_the_lines_below_it():
    found = read(HEADINGS, PUBLISHED, cuts=())
    assert [(f.title, str(f.date), f.basis) for f in found] == [
        ("The Soviet Union launched Sputnik", "1957-10-04", "inherited"),
        ("Yuri Gagarin orbited the Earth", "1961-04-12", "inherited"),
        ("The world applauded", "1961-04-12", "inherited"),
    ]


def test_a_heading_may_be_a_range_of_days():
    text = (
        "4 October 1957\n\nThe Soviet Union launched Sputnik.\n\n24 June to 3 July 1961\n\n"
        "Kuwait asked Britain for troops.\n"
    )
    found = read(text, PUBLISHED, cuts=())
    assert [str(f.date) for f in found] == ["1957-10-04", "1961-06-24/1961-07-03"]


def test_a_pronoun_is_named_where_only_one_name_fits():
    text = "Margaret Thatcher led the party. She resigned in November 1990."
    assert happenings(text) == [("Margaret Thatcher resigned", "1990-11")]


@table(
    (  # another is named after whom the clause speaks of
        "The agency said that once Jens Berg arrives it will take Ola Lund from those who have cared for him since he was"
        " rescued off Bodo in May 2014.",
        "He was rescued off Bodo",
    ),
    (  # nobody does it to himself
        "Jens Berg met reporters. Jens Berg travelled with him to Bodo in May 2014.",
        "Jens Berg travelled with him to Bodo",
    ),
    (  # who is quoted is not who is spoken of
        "Anna Lund said Jens Berg had fled. He was charged with murder in May 2014.",
        "He was charged with murder",
    ),
    (  # who he is is told before the sentence, not by the name in it
        "Jens Berg left. He had spoken with Ola Lund since he arrived in Bodo in May 2014.",
        "Jens Berg arrived in Bodo",
    ),
)
def test_a_pronoun_names_nobody_where_another_may_be_meant(text, expected, monkeypatch):
    monkeypatch.setattr(scoring, "LEAST_SCORE", 0)
    assert expected in [title for title, _ in happenings(text)]


def test_a_pronoun_that_could_be_two_people_stays():
    text = "At the palace Anna Lee met Mary Stone. She resigned in November 1990."
    assert happenings(text)[0][0] in ("She resigned", "Anna Lee resigned")
    text = "The room had waited for Anna Lee and Mary Stone. She resigned in November 1990."
    assert {title for title, _ in happenings(text)} <= {"She resigned"}


@table(
    (
        "Jane Roe ruled that the ship must be returned to Norway by 14 January.",
        ("The ship must be returned to Norway, according to Jane Roe", "[..2017-01-14]", "planned"),
    ),
    (
        "The sale of the ships is part of Volvo's program to pay its debts by February.",
        ("Volvo's program to pay its debts", "[2016-12-15..2017-02-28]", "planned"),
    ),
    (
        "The talks in Oslo are supposed to end by May.",
        ("The talks in Oslo to end", "[2016-12-15..2017-05-31]", "planned"),
    ),
    (  # what would come may have come since
        "Norway said it would return the ship to Sweden by 13 December.",
        ("Norway would return the ship to Sweden", "[..2016-12-13]", "reported"),
    ),
    (
        "Norway and Sweden have until 3 January to end the talks.",
        ("Norway and Sweden to end the talks", "2017-01-03", "planned"),
    ),
    ("By Tuesday Norway must have left.", ("Norway must have left", "[..2016-12-13]", "actual")),
)
def test_what_must_come_by_a_day_is_planned(text, expected, monkeypatch):
    monkeypatch.setattr(scoring, "LEAST_SCORE", 0)
    assert expected in [(f.title, str(f.date), f.factuality) for f in read(text, PUBLISHED, cuts=())]


def test_the_weekdays_of_a_chronology_are_past():
    text = "The water of Oslo\n\n2016\n\nTuesday: The mayor resigns.\n\nThursday: Volvo files a suit in Oslo."
    assert [when for _, when in happenings(text)] == ["2016-12-13", "2016-12-15"]


def test_a_label_before_a_sentence_is_none_of_its_words():
    text = "Profile\n\n* LEADERSHIP RACE: Berg announced his resignation on July 7 after a revolt in Oslo."
    assert happenings(text) == [("Berg announced his resignation after a revolt in Oslo", "2016-07-07")]


def test_a_first_name_that_the_parser_does_not_know_keeps_its_capital():
    assert (
        first("Ilse Brandt won the vote, officials said on Monday.").title
        == "Officials said Ilse Brandt won the vote"
    )


@table(
    (
        "Jane Roe (director of the Oslo museum 1957-63) died.",
        [("Jane Roe was director of the Oslo museum", "1957/1963")],
    ),
    (
        "Jane Roe, director of the Oslo museum (1957-63), wrote it.",
        [("Jane Roe was director of the Oslo museum", "1957/1963")],
    ),
    (
        "Environment secretary 2014-16; justice secretary 2016-17.",
        [("Environment secretary", "2014/2016"), ("Justice secretary", "2016/2017")],
    ),
    (
        "Career: Oslo Philharmonic (assistant conductor 1957-63, principal conductor 1963-76); Royal Academy of Music (professor"
        " 1986-2013).",
        [
            ("Assistant conductor, Oslo Philharmonic", "1957/1963"),
            ("Principal conductor", "1963/1976"),
            ("Professor, Royal Academy of Music", "1986/2013"),
        ],
    ),
    ("Allende (1970-1973) fled.", []),  # when he ruled, not when he fled
)
def test_years_behind_an_office_say_how_long_it_was_held(text, expected):
    assert happenings(text) == expected


def test_she_is_no_man():
    text = "Anna Lund married her husband, Jens Berg, in Oslo. {} She moved to Bergen in 1963."
    assert first(text.format("Jens Berg played the horn.")).title == "She moved to Bergen"
    assert first(text.format("Anna Lund played the horn.")).title == "Anna Lund moved to Bergen"


def test_each_happening_is_listed_once():
    text = (
        "Russia lifted its embargo in June 2014.\n\nMoscow said so. Russia lifted its embargo in June 2014."
    )
    assert len(happenings(text)) == 1


def test_participants_have_roles_and_kinds():
    finding = first("Germany invaded Poland on 1 September 1939.")
    assert [(p.text, p.role, p.kind) for p in finding.participants] == [
        ("Germany", "actor", "place"),
        ("Poland", "recipient", "place"),
    ]
    assert finding.event_type == "ASSAULT"


def test_by_whom_something_was_done_is_the_actor():
    finding = first("The first satellite was launched by the Soviet Union in October 1957.")
    assert [(p.text, p.role) for p in finding.participants] == [("Soviet Union", "actor")]


def test_the_place_is_where_it_happened():
    assert (
        first("The United Nations was founded in October 1945 in San Francisco.").place.text
        == "San Francisco"
    )


def test_what_follows_a_dateline_happened_where_it_was_filed():
    found = read(
        "ISLAMABAD, Feb 10 (Reuters) - The minister signed the accord on Tuesday.", dt.date(2016, 2, 11)
    )
    assert [(f.title, f.place.text, f.quote) for f in found] == [
        ("The minister signed the accord", "ISLAMABAD", "The minister signed the accord on Tuesday.")
    ]


def test_the_label_of_a_fact_box_is_no_part_of_its_first_sentence():
    text = "HISTORY: Germany took control of the mainland in 1891."
    assert happenings(text) == [("Germany took control of the mainland", "1891")]


def test_a_source_in_brackets_dates_nothing():
    assert happenings("There are 27,000 soldiers, according to the Institute of Studies (2004).") == []


@table(
    (
        "Talks were held on 3-11 April 1965 in Moscow.",
        ("3-11 April 1965", "explicit", "from 3 to 11 April 1965, as the text says"),
    ),
    (
        "The talks lasted from 2011 to 2013.",
        ("2011 to 2013", "explicit", "from 2011 to 2013, as the text says"),
    ),
    (
        "The two sides met on Tuesday and Wednesday.",
        (
            "Tuesday and Wednesday",
            "relative",
            "Tuesday, counted back from 15 December 2016; Wednesday, counted back from 15 December 2016",
        ),
    ),
)
def test_the_words_of_a_range_are_all_its_words_and_it_is_explained_whole(text, expected):
    found = first(text)
    assert (found.date_text, found.basis, found.reading) == expected
    assert text[found.date_start : found.date_end] == found.date_text


@table(
    (
        "Denmark and Sweden signed an agreement to build a bridge on 23 March 1991.",
        [("Denmark and Sweden signed an agreement to build a bridge", "1991-03-23")],
    ),
    ("The board approved a plan to close the port in March 2019.", [("A plan to close the port", "2019-03")]),
)
def test_a_plan_was_made_at_a_date_that_was_over_when_the_text_appeared(text, expected):
    assert happenings(text) == expected


def test_pictures_are_no_words_of_a_headline():
    found = first("On 3 May 2014 Russia 🇷🇺 signed a treaty with Pakistan 👍🏽.")
    assert (found.title, found.participants[0].text) == ("Russia signed a treaty with Pakistan", "Russia")


def test_all_offsets_are_code_points_of_the_text_as_given():
    text = "😀 Старт.\r\n\r\nIn June 2014, Russia lifted its embargo.\r\n"
    finding = first(text)
    assert text[finding.start : finding.end] == finding.quote == "In June 2014, Russia lifted its embargo."
    assert text[finding.date_start : finding.date_end] == finding.date_text == "June 2014"
    assert text[finding.trigger_start : finding.trigger_end] == finding.trigger == "lifted"
    assert all(text[p.start : p.end] == p.text for p in finding.participants)
    assert finding.start <= finding.clause_start < finding.clause_end <= finding.end


def test_cut_parts_are_not_read():
    text = "Russia lifted its embargo in June 2014.\n\nRead: Team signed deal in May 2015"
    assert [str(f.date) for f in read(text, PUBLISHED)] == ["2014-06"]


def test_no_date_is_finer_than_the_words():
    text = "Russia lifted its embargo in June 2014 and visited Lahore last year."
    assert all(f.date.precision != "day" for f in read(text, PUBLISHED, cuts=()))


def test_without_a_day_of_publication_only_full_dates_are_read():
    text = "Russia lifted its embargo in June 2014. It spoke on Tuesday."
    assert [str(f.date) for f in read(text, None, cuts=())] == ["2014-06"]


def test_who_they_are_whose_word_it_is_does_not_count_against_a_line():
    told = first("The bridge over the strait was opened by the king in June 1988, they say.")
    assert told.title == "The bridge over the strait was opened by the king"
    assert not [reason for reason in told.score_parts if "pronoun" in reason]


def test_the_score_is_the_sum_of_its_reasons():
    import math

    finding = first("In June 2014, Russia lifted its embargo.")
    assert finding.score == pytest.approx(1 / (1 + math.exp(-sum(finding.score_parts.values()))), abs=0.001)
    assert "the text says the date in full" in finding.score_parts


def test_the_same_text_gives_the_same_findings():
    assert read(CHRONOLOGY, PUBLISHED) == read(CHRONOLOGY, PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n\t ",
        "\ud800 In June 2014, Russia \udfff lifted its embargo.",
        "في يونيو 2014 رفعت روسيا الحظر. 🙂🙂 June 2014 🙂.",
        "In June 2014, " + "and so on, " * 3000 + "Russia lifted its embargo.",
        "x" * 50_000 + " June 2014 " + "y" * 50_000,
        "31 June 2014: nothing. 30 February 2015 came.",
        "((((([[[[" * 500 + " 1 May 2015 " + ")))]]]" * 500,
        "2014 " * 2000,
        "In June 2014 NATO " + " ".join("".join(letters) for letters in permutations("ABCDEFGH", 5)),
        "In June 2014 NATO met. " + "Alpha Beta " * 5000,
    ],
    ids=[
        "empty",
        "blank",
        "surrogates",
        "rtl",
        "long-sentence",
        "long-word",
        "no-such-day",
        "brackets",
        "years",
        "letters",
        "capitals",
    ],
)
def test_odd_text_is_read_without_fault(text):
    for finding in read(text, PUBLISHED):
        assert text[finding.start : finding.end] == finding.quote
        assert finding.title


@pytest.mark.parametrize(
    "text",
    [
        "In May 2015 the dam broke",
        "In May 2015 Volvo shares fell more on fear than on",
        "On Friday Volvo will break even",
    ],
)
def test_a_text_may_stop_after_any_word(text):
    words = text.split()
    for last in range(len(words)):
        read(" ".join(words[: last + 1]), PUBLISHED, cuts=())


def test_every_offset_holds_in_any_jumble_of_words():
    rng = random.Random(11)
    words = (CHRONOLOGY + HEADINGS + LISTED).split(" ") + [
        "“",
        "”",
        "(",
        ")",
        "—",
        "\r\n",
        "🙂",
        "\u200f",
        "\ud800",
    ]
    for _ in range(30):
        text = " ".join(rng.choices(words, k=120))
        for f in read(text, PUBLISHED, cuts=()):
            assert text[f.start : f.end] == f.quote
            assert text[f.date_start : f.date_end] == f.date_text
            assert text[f.trigger_start : f.trigger_end] == f.trigger
            assert f.start <= f.clause_start <= f.trigger_start < f.trigger_end <= f.clause_end <= f.end
            assert all(text[p.start : p.end] == p.text for p in f.participants)
            assert 0 < len(f.title) <= 110


def test_ten_thousand_short_lines_are_read():
    rng = random.Random(5)
    lines = [rng.choice(["Menu", "Home", "More news", "Sport", "a b"]) for _ in range(10_000)]
    lines[5000] = "Russia lifted its embargo in June 2014."
    assert ("Russia lifted its embargo", "2014-06") in happenings("\n".join(lines))


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


@pytest.fixture
def parsed(monkeypatch):
    """The texts that were given to the parser, in order."""
    given: list[str] = []

    def counting(texts):
        texts = list(texts)
        given.extend(texts)
        return parse(texts)

    monkeypatch.setattr("timeline.engine.reading.parse", counting)
    return given


def test_only_sentences_whose_date_can_date_something_are_parsed(parsed):
    happenings("Oslo is old. It was quiet recently. Norway joined NATO on 3 May 2015. Oslo is cold.")
    assert parsed == ["Norway joined NATO on 3 May 2015."]


def test_words_get_the_attributes_that_the_models_own_matcher_gives():
    import spacy

    nlp = language_model()
    ruler = nlp.get_pipe("attribute_ruler")
    with nlp.select_pipes(disable=["attribute_ruler", "lemmatizer", "ner"]):
        doc = nlp(
            "It ain't over  yet, y'all; there are things that I had to do, so let's say we're gonna get them, for nuthin' "
            "will stop you once he's gotta go ... She hasn't been as well as that, but does what can be done."
        )
    own = spacy.load(installed_name(DEFAULT_MODEL), vocab=nlp.vocab).get_pipe("attribute_ruler").matcher
    matched = ruler.matcher(doc, allow_missing=True, as_spans=False)
    assert sorted(matched) == sorted(own(doc, allow_missing=True, as_spans=False))
    assert {end - start for _, start, end in matched} == {1, 2}


def test_the_first_sentences_are_parsed_where_a_line_leans_on_what_the_article_is_about(parsed):
    happenings("Oslo is old. It is cold. It was quiet recently. The owner closed the yard on Tuesday.")
    assert parsed == ["The owner closed the yard on Tuesday.", "Oslo is old.", "It is cold."]


def test_the_sentences_before_are_parsed_where_a_word_leans_on_them(parsed):
    text = "Oslo is old. Anna Berg lives in Norway. She joined the pact on 3 May 2015."
    assert happenings(text) == [("Anna Berg joined the pact", "2015-05-03")]
    assert parsed[0] == "She joined the pact on 3 May 2015."
    assert "Anna Berg lives in Norway." in parsed[1:]
    assert len(parsed) == len(set(parsed))


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_is_read_as_if_every_sentence_before_had_been_parsed(path, monkeypatch):
    text = path.read_text(encoding="utf-8")
    found = read(text, PUBLISHED)
    monkeypatch.setattr(Unparsed, "asked", True)
    everything = read(text, PUBLISHED)
    assert [(f.title, f.date, f.start) for f in found] == [(f.title, f.date, f.start) for f in everything]


def test_the_engine_imports_without_django_spacy_or_the_text_room():
    code = "import sys, timeline.engine;sys.exit(' '.join({'django', 'spacy', 'kb.text'} & set(sys.modules)))"
    assert run(code).stderr.strip() == ""


def test_reading_needs_no_django():
    code = "import sys; from timeline.engine import read; read('', None); sys.exit('django' in sys.modules)"
    assert run(code).returncode == 0


def test_time_expressions_need_no_spacy():
    code = "import sys, timeline.engine.timex; sys.exit('spacy' in sys.modules)"
    assert run(code).returncode == 0


@pytest.mark.parametrize(
    ("times", "widest"), [(50, LONGEST), (2_000, LONGEST // 3)], ids=["a long sentence", "a run"]
)
def test_of_a_run_without_stops_no_more_is_parsed_than_a_few_times_its_length(times, widest):
    body = "the king went to the harbour in June 2014 and saw the ships " * times
    found = windows(body, 0, len(body), dates := find(body, None))
    assert [timex for _, _, inside in found for timex in inside] == dates
    assert all(start <= t.start and t.end <= end for start, end, inside in found for t in inside)
    assert widest * 0.9 < max(end - start for start, end, _ in found) <= widest
    assert sum(end - start for start, end, _ in found) <= 3 * len(body)


def test_dates_far_apart_in_a_run_without_stops_are_read_in_narrow_stretches():
    body = ("Warsaw and Minsk signed a treaty " * 60 + "in June 2014 ") * 10
    found = windows(body, 0, len(body), find(body, None))
    assert len(found) == 10 and sum(end - start for start, end, _ in found) <= 10 * LONGEST // 3
    assert "2014-06" in {date for _, date in happenings(body)}


@table(
    (
        "Microsoft Corp. said it would expand. The company opened an office in Oslo on 3 May 2015.",
        ["Microsoft Corp. opened an office in Oslo"],
    ),
    (
        "Harbour Financial Corp. posted a profit. The Oslo-based insurance company bought two ships on 3 May 2015.",
        ["Harbour Financial Corp. bought two ships"],
    ),
    (
        "Harbour Financial Corp. posted a profit. The thrift holding company said it sold two ships on 3 May 2015.",
        ["Harbour Financial Corp. sold two ships"],
    ),
    (  # another company: it may be any
        "Harbour Financial Corp. posted a profit. The rival insurance company bought two ships on 3 May 2015.",
        ["The rival insurance company bought two ships"],
    ),
    ("Officials urged Norway to join the pact in 2018.", ["Norway urged to join the pact"]),
    (
        "The Avon, Conn., museum bought a Rembrandt in May 2015.",
        ["The Avon, Conn., museum bought a Rembrandt"],
    ),
    ("Siemens Corp. plans to open a plant in Lahore in 2018.", ["Siemens Corp. to open a plant in Lahore"]),
    (
        "Volvo announced a plan to sell its truck unit to Renault. Shareholders approved the plan on 3 May 2015.",
        ["Shareholders approved a plan to sell Volvo’s truck unit to Renault"],
    ),
    (
        "President Jane Roe spoke in Oslo. The president signed the treaty on 3 May 2015.",
        ["Jane Roe signed the treaty"],
    ),
    (
        "King Olav and Queen Sonja were there. The king's son left Oslo on 3 May 2015.",
        ["King Olav's son left Oslo"],
    ),
    (  # which of the two?
        "President Jane Roe saw President Ann Doe. The president left Oslo on 3 May 2015.",
        ["The president left Oslo"],
    ),
    (  # no line can be made of it: the sentence itself
        "He carried a letter from Jane Roe, with whom the king met on 3 May 2015.",
        ["He carried a letter from Jane Roe, with whom the king met on 3 May 2015"],
    ),
    (
        "On 3 May 2015, two people were killed when a bomb exploded at a clinic in Oslo.",
        ["Two people were killed when a bomb exploded at a clinic in Oslo"],
    ),
    (
        "Volvo Corp. announced on 3 May 2015 that it would buy Saab Inc., Troy, Mich., and its sister Scania Inc.",
        ["Volvo Corp. announced that it would buy Saab Inc."],
    ),
    ("Norway did not agree to join the pact in 2018.", ["Norway not to join the pact"]),
    (
        "Anna Berg ruled on 3 May 2015 that the boy should go back to Cuba.",
        ["Anna Berg ruled that the boy should go back to Cuba"],
    ),
    (
        "A boy from Cuba must be returned to his father, judges ruled on 3 May 2015.",
        ["Judges ruled a boy from Cuba must be returned to his father"],
    ),
    (
        "Norway joined Sweden to look into a series of unsolved attacks on doctors in Oslo dating to 1994.",
        ["Unsolved attacks on doctors in Oslo"],
    ),
    ("Norway protested in Geneva. The protest began on 3 May 2015.", ["Norway’s protest began"]),
    ("Norway spoke. Mr. Berg was not available for comment on 3 May 2015.", []),
    (
        "Lufthansa will almost double its flights to Lagos in 2018.",
        ["Lufthansa to almost double its flights to Lagos"],
    ),
    ("The museum in Oslo could open in 2018.", ["The museum in Oslo could open"]),
    (
        "Police said that Anna Berg was found in Bergen on 3 May 2015.",
        ["Anna Berg was found in Bergen, according to police"],
    ),
    (
        "Police said they believe Anna Berg attacked two banks in Bergen on 3 May 2015.",
        ["Anna Berg attacked two banks in Bergen, according to police"],
    ),
    (
        "Police said Anna Berg fled when officers searched her house on 3 May 2015.",
        ["Officers searched Anna Berg’s house, according to police"],
    ),
    (
        "Anna Berg leads Volvo. She also said that the price war will go on in 2018.",
        ["The price war to go on, according to Anna Berg"],
    ),
    (
        "The first troops left Norway on 3 May 2015, according to diplomats in Oslo.",
        ["The first troops left Norway, according to diplomats"],
    ),
    (
        "Anna Berg flew to Oslo on Tuesday to mediate between two parties.",
        ["Anna Berg flew to Oslo to mediate between two parties"],
    ),
    (
        "Norway has been ruled directly by Sweden since 1972.",
        ["Norway has been ruled directly by Sweden"],
    ),
    ("Police were searching a house in Bergen on Monday.", ["Police were searching a house in Bergen"]),
    ("Six of the 2,300 trucks Volvo sold in May were faulty.", ["Volvo sold 2,300 trucks"]),
    (
        "Volvo Corp. said 500 shares were tendered to its offer on 3 May 2015.",
        ["500 shares were tendered to Volvo Corp.’s offer"],
    ),
    ("In Oslo, police arrested two men on 3 May 2015.", ["Police arrested two men in Oslo"]),
    (
        "Wasa Shipping, an old line whose shares fell in the 1980s, closed.",
        ["Wasa Shipping’s shares fell"],
    ),
)
def test_a_headline_stands_alone_and_says_no_more_than_its_sentence(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (  # two verbs, two dates, the second before its verb
        "He was called up in 1943, deserted the next year and in May 1944 escaped across the Baltic.",
        [("He was called up", "1943"), ("He deserted", "1944"), ("He escaped across the Baltic", "1944-05")],
    ),
    (
        "The club lost its ground in the blitz of May 1941.",
        [("The club lost its ground in the blitz", "1941-05")],
    ),
    (
        "The talks ended in April 2012. The following January Norway took its case to a tribunal in The Hague, which"
        " heard arguments in July 2014.",
        [
            ("The talks ended", "2012-04"),
            ("Norway took its case to a tribunal in The Hague", "2013-01"),
            ("A tribunal heard arguments", "2014-07"),
        ],
    ),
    (  # counted from a date that is told more coarsely
        "In April 1948 engineers in Oslo shut off the canals. The flow was restored five weeks later.",
        [
            ("Engineers in Oslo shut off the canals", "1948-04"),
            ("The flow was restored", "[1948-05-06..1948-06-04]"),
        ],
    ),
    (  # counted back from the day before it
        "Norway opened an inquiry on Tuesday, two days after the bombing in Oslo.",
        [
            ("Norway opened an inquiry after the bombing in Oslo", "2016-12-13"),
            ("Bombing in Oslo", "2016-12-11"),
        ],
    ),
    (
        "Norway signed the treaty on 3 November, a week before Sweden closed its border.",
        [
            ("Norway signed the treaty", "2016-11-03"),
            ("Sweden closed its border", "[2016-11-07..2016-11-13]"),
        ],
    ),
    (
        "Berg was last seen on 3 November, the day before Norway closed its border.",
        [("Berg was seen", "2016-11-03"), ("Norway closed its border", "2016-11-04")],
    ),
    (
        "About 3,000 people died in Norway in the 12 months to March 2015.",
        [("About 3,000 people died in Norway", "2014-04/2015-03")],
    ),
    (
        "Norvik sold 3,000 ships in the nine weeks to 29 November.",
        [("Norvik sold 3,000 ships", "2016-09-28/2016-11-29")],
    ),
    (  # no day that is known
        "Four men were turned away on a Saturday night in July 1963. On the night of the attack they drove to Oslo.",
        [("Four men were turned away", "1963-07")],
    ),
    (
        "A stadium was opened on 8 July 2009 with a match, two months after Norway had won the cup.",
        [("A stadium was opened with a match", "2009-07-08"), ("Norway won the cup", "2009-05")],
    ),
    (
        "It took ten weeks before Jens Berg was able to form a government with a majority of one on 11 January.",
        [("Jens Berg formed a government with a majority of one", "2016-01-11")],
    ),
    (
        "Six days after a flood wrecked the town of Moss, Anna Berg still goes back every morning.",
        [("A flood wrecked the town of Moss", "2016-12-09")],
    ),
    ("Three weeks after Jens Berg resigned, the party chose Anna Lund.", []),
    (
        "1887 Opened by the king in June\n1895 Bought by Norway\n1902 Sold to Sweden in May",
        [
            ("Opened by the king in June", "1887"),
            ("Bought by Norway", "1895"),
            ("Sold to Sweden in May", "1902-05"),
        ],
    ),
    ("A hearing has been scheduled for April 9.", [("A hearing scheduled", "2017-04-09")]),
    ("The work was supposed to begin in April, but a bidder sued.", [("The work to begin", "2016-04")]),
    ("Berg is the 11th person to be freed from a prison in Norway since 1973.", []),
    ("It was the first such theft in Norway this year.", []),
)
def test_a_date_is_that_of_its_own_deed_and_counted_from_what_is_told(text, expected):
    assert happenings(text) == expected


STORY = (
    "The pact was signed in Oslo on 19 September 1960. Talks had begun in 1951 and failed in 1954; they were resumed in 1958,"
    " broken off in 1959 and ended in 1960. Norway built a dam in 1967, and Sweden another in 1971. Last August Sweden asked"
    " for changes. The envoy of Norway has scheduled a meeting in Oslo for 27 and 28 February."
)


def test_a_story_with_a_day_of_publication_points_from_that_day_and_plans_after_it():
    found = dict(happenings(STORY))
    assert found["Sweden asked for changes"] == "2016-08"
    assert "2017-02-27/2017-02-28" in found.values()


def test_a_chronology_in_the_present_is_of_the_years_above_it():
    text = "A river in Norway\n\n2013\n\nMarch 12 - The council of Oslo votes for a dam.\n\n2014\n\nApril 25 - Oslo opens the dam."
    assert [day for _, day in happenings(text)] == ["2013-03-12", "2014-04-25"]


def test_months_after_a_date_of_last_year_that_opens_a_sentence_are_of_that_year():
    text = "On 22 February 2015 the ship left Oslo. In April it hit a rock, and on 11 July it sank. It was raised that October."
    assert [day for _, day in happenings(text)] == ["2015-02-22", "2015-04", "2015-07-11", "2015-10"]


@table(
    (
        "The mayor of Oslo, who was away and who himself escaped an attack in Bergen in July 2014, spoke.",
        ["The mayor of Oslo escaped an attack in Bergen"],
    ),
    (
        "The men belong to Boko Haram, which has killed many and which declared a caliphate in August 2014.",
        ["Boko Haram declared a caliphate"],
    ),
    (
        "Volvo went under in 2010 with the loss of 11,000 jobs; Saab failed.",
        ["Volvo went under with the loss of 11,000 jobs"],
    ),
    (
        "Norway demanded a meeting with the owners, which is expected to take place on Friday.",
        ["A meeting expected to take place"],
    ),
    (
        "Norway announced a pause in December 2012, which it lifted in March 2013.",
        ["Norway announced a pause", "Norway lifted a pause"],
    ),
    ("Oslo has old trams, most of them built by Volvo in 1980.", ["Most of them were built by Volvo"]),
    (
        "A bomb went off on Tuesday, when traders were closing their stalls and passengers were queuing for the last buses.",
        ["A bomb went off"],
    ),
    (
        "Jens Berg was born in 1921. His studies with Ola Lund ended when his father was deported in June 1941.",
        ["Jens Berg was born", "Jens Berg’s father was deported"],
    ),
    (
        "Jens Berg spoke in Oslo. His rival, the writer Ola Lund, cancelled a trip which he had planned to start in May 2016.",
        ["Ola Lund to start"],
    ),
)
def test_whose_deed_it_is_where_clauses_are_joined(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (
        "Norvik will close its mill in Oslo, the company said on Tuesday.",
        ["Norvik said it will close its mill in Oslo"],
    ),
    (
        "Sweden's central bank cut its main rate, the bank said on Tuesday.",
        ["Sweden's central bank said it cut its main rate"],
    ),
    ("Berg was paid by Norvik, he said on Tuesday.", ["Berg said he was paid by Norvik"]),
    (  # somebody else
        "The ministry closed the Norvik mill, the agency said on Tuesday.",
        ["The agency said the ministry closed the Norvik mill"],
    ),
)
def test_who_speaks_of_itself_is_named_as_the_speaker(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (  # what "it" extended is told by who said so, up to its date; a clause between commas does not say which one
        "Volvo said it extended its $18-a-share offer for Saab common stock until 9 January. The offer, valued at about a"
        " million dollars, had been set to expire on 6 January 2017.",
        [
            "Volvo’s $18-a-share offer for Saab common stock to end",
            "Volvo’s $18-a-share offer for Saab common stock to expire",
        ],
    ),
    (
        "More than 100 people have been killed and 1,000 others wounded in blasts in Kenya on Tuesday.",
        ["More than 100 people were killed and 1,000 others wounded in blasts in Kenya"],
    ),
    (
        "Six people were killed and at least 58 injured in an attack in Oslo on Tuesday.",
        ["Six people were killed and at least 58 injured in an attack in Oslo"],
    ),
    (
        "Two men were killed and a third was injured on Tuesday near Oslo.",
        ["Two men were killed and a third was injured near Oslo"],
    ),
    (  # where a sentence can only stand as it is, it ends with a phrase, not within one
        "There were only three ships in the harbour of Oslo on Tuesday, of which the largest belonged to a company that nobody"
        " in the town had heard of.",
        ["There were only three ships in the harbour of Oslo, of which the largest belonged to a company"],
    ),
    (  # or what stands beside goes
        "Police confirmed on Friday that the body found along a road in this municipality 15 miles south of Bergen belonged"
        " to Leif Moe, 49.",
        ["Police confirmed that the body found along a road in this municipality belonged to Leif Moe"],
    ),
    (  # one deed in two verbs
        "The bombs killed ten people and wounded 20 others in Oslo on Tuesday.",
        ["The bombs killed ten people and wounded 20 others in Oslo"],
    ),
    (
        "The two men, Jens Berg and Ola Lund, were named on Tuesday in Oslo.",
        ["Jens Berg and Ola Lund were named in Oslo"],
    ),
    (
        "The three countries, Norway, Poland and Sweden, met in Oslo on Tuesday.",
        ["Norway, Poland and Sweden met in Oslo"],
    ),
    (  # it is the buying that is ahead
        "Volvo said it will buy all shares tendered by Norwegian shareholders in Oslo from today to 3 January 2017.",
        ["Volvo to buy all shares tendered by Norwegian shareholders in Oslo"],
    ),
    (
        "Officials of the Ministry of Trade and Industry said they did not plan to close Saab on Friday.",
        ["Officials of the Ministry of Trade and Industry not to close Saab"],
    ),
    (  # of a list that is a subject nothing is left
        "Jens Berg was found clinging to a boat on Tuesday after his mother, sister and others died off Bergen.",
        ["Jens Berg was found clinging to a boat"],
    ),
    ("Volvo intended to open a plant in Oslo by 2018.", ["Volvo intended to open a plant in Oslo"]),
    ("The 44-year-old Jens Berg fled to Oslo on Tuesday.", ["Jens Berg fled to Oslo"]),
    (  # whose word it is finds room
        "On Friday, Norway struck a convoy at Sweden's largest medical facility in Malmo, according to the World Health"
        " Organization.",
        [
            "Norway struck a convoy at Sweden's largest medical facility in Malmo, the World Health Organization said"
        ],
    ),
    (  # it finds none
        "An official at the bank said savers' excessive expectations of recent advances in the shares of every Swedish"
        " car maker were dashed Friday.",
        ["An official at the bank said savers' excessive expectations of recent advances were dashed"],
    ),
    (
        "The Bergen Line sank two tugs on Monday, according to officials of the Bergen Line.",
        ["The Bergen Line sank two tugs"],
    ),
    ("The president himself met Jens Berg in Oslo on Tuesday.", ["The president met Jens Berg in Oslo"]),
    (
        "Norway sent the carrier Olav Tryggvason, which sank in May 2014.",
        ["The carrier Olav Tryggvason sank"],
    ),
    (
        "Norway spoke. Last month a policeman is killed when a bomb explodes in Oslo.",
        ["A policeman was killed when a bomb exploded in Oslo"],
    ),
    (
        "Each index of Oslo is based on the close of 1969 equaling 100.",
        ["Each index of Oslo is based on the close of 1969 equaling 100"],
    ),
    ("Volvo closed on Tuesday more on fear for its plants.", ["Volvo closed on fear for its plants"]),
    (
        "Two Norwegian ships will leave Bergen on 3 January 2017, with the third departing on 6 August 2017.",
        [
            "Two Norwegian ships to leave Bergen",
            "Two Norwegian ships will leave Bergen on 3 January 2017, with the third departing on 6 August 2017",
        ],
    ),
    ("Anna Berg donated 500 marks in May 2015.", ["Anna Berg donated 500 marks in May 2015"]),
    (
        "Anna Berg donated 500 marks to the Oslo museum in May 2015.",
        ["Anna Berg donated 500 marks to the Oslo museum"],
    ),
    (
        "Neither Jens Berg nor Kari Lund could be found in Oslo on Tuesday.",
        ["Neither Jens Berg nor Kari Lund could be found in Oslo on Tuesday"],
    ),
    (
        "Norway has sent ships to the island but there was no word in Oslo on Tuesday of any survivors.",
        ["Norway has sent ships to the island but there was no word in Oslo on Tuesday of any survivors"],
    ),
    (  # what nobody says he did is told as the sentence tells it
        "Jens Berg, who is charged with gunning down Kari Lund last month in her home, fled to Sweden.",
        ["Jens Berg, who is charged with gunning down Kari Lund last month in her home, fled to Sweden"],
    ),
    (
        "Norway offered a million kroner for whatever leads to the arrest of Jens Berg, who is charged with gunning down Kari"
        " Lund last month in her home.",
        ["Jens Berg, who is charged with gunning down Kari Lund last month in her home"],
    ),
    (
        "Norway expelled five Iraqis and a Libyan who were questioned by police in Oslo last month.",
        ["Five Iraqis and a Libyan were questioned by police in Oslo"],
    ),
    (
        "Police said another man was arrested on Tuesday in connection with the bombings of Swedish embassies in Norway,"
        " Denmark and the Netherlands.",
        [
            "Another man was arrested in connection with the bombings of Swedish embassies, according to police"
        ],
    ),
    (
        "The revolution brought Berg to power in 1959.",
        ["The revolution brought Berg to power"],
    ),
    (
        "In Oslo, thousands of people rallied in a park on Tuesday to demand lower rents.",
        ["Thousands of people rallied in a park to demand lower rents"],
    ),
    (
        "But talks have begun in Bergen, a Norwegian official said on Tuesday.",
        ["A Norwegian official said talks have begun in Bergen"],
    ),
    (
        "Three Norwegian doctors were shot at on Tuesday in Bergen.",
        ["Three Norwegian doctors were shot at in Bergen"],
    ),
    ("It was the first time that Berg had been allowed to carry out an inspection in Oslo since 3 May.", []),
    (
        "Sweden condemned Norway's invasion of the Faroe Islands on 3 May 2016.",
        ["Norway invaded the Faroe Islands"],
    ),
)
def test_a_line_loses_nothing_it_is_not_true_without(text, expected):
    assert [title for title, _ in happenings(text)] == expected


def test_long_names_stand_in_the_letters_that_the_article_uses():
    text = (
        "An official said on Tuesday that the North Atlantic Treaty Organization (NATO) had decided to admit Poland,"
        " Hungary and the Czech Republic. NATO was founded by twelve countries."
    )
    assert happenings(text) == [
        (
            "An official said that NATO had decided to admit Poland, Hungary and the Czech Republic",
            "2016-12-13",
        )
    ]


@table(
    ("Norway spoke. Anna Berg founded the task force on Tuesday.", []),
    (
        "Norway spoke. Anna Berg founded the task force of the Oslo police on Tuesday.",
        ["Anna Berg founded the task force of the Oslo police"],
    ),
    (  # in a clause beside the deed
        "Norway spoke. Anna Berg resigned on Tuesday because she had lost the plan.",
        ["Anna Berg resigned"],
    ),
    ("Norway spoke. The Ohio carrier opened an office in Oslo on Tuesday.", []),
    (
        "Volvo Corp. withdrew because the Farmington, N.M., carrier did not respond on Tuesday.",
        [],
    ),
    ("Norway spoke. Police found the man's body in Oslo on Tuesday.", []),
    ("Norway spoke. Volvo reduced its stake on Tuesday.", []),
    ("Norway spoke. Volvo reduced its stake in Saab on Tuesday.", ["Volvo reduced its stake in Saab"]),
    ("Norway spoke. Volvo bought 400 shares on Tuesday.", []),
    ("Norway spoke. Volvo bought 400 Saab shares on Tuesday.", ["Volvo bought 400 Saab shares"]),
    ("Norway spoke. Anna Berg resigned as chairman on Tuesday.", []),
    (
        "Norway spoke. Anna Berg resigned as chairman of Volvo on Tuesday.",
        ["Anna Berg resigned as chairman of Volvo"],
    ),
    ("Norway spoke. Dealers placed heavy orders on Tuesday.", []),
    ("Norway spoke. A ferry sank in the strait on Tuesday.", ["A ferry sank in the strait"]),
    (
        "Norway spoke. Two people were killed in the blast on Tuesday.",
        ["Two people were killed in the blast"],
    ),
    (
        "Norway spoke. A group of dealers from Oslo placed heavy orders on Tuesday.",
        ["A group of dealers from Oslo placed heavy orders"],
    ),
    (  # in a clause that tells what for
        "Norway spoke. King Harald met ministers on Tuesday to assess the situation.",
        [],
    ),
    ("Norway spoke. The boy's father offered on Tuesday to travel to Oslo.", []),
    ("Statements were made by Anna Berg on Tuesday.", []),
    ("Norway spoke. A conglomerate doubled its exports on Tuesday.", []),
    ('Norway spoke. "He was told to go," a Norwegian official said on Tuesday.', []),
    ("Norway spoke. The stock split will be paid in January.", []),
    ("Norway spoke. Sweden said on Tuesday that the delegation would visit Oslo.", []),
    ("Norway spoke. More than 1,000 others were wounded in Oslo on Tuesday.", []),
    ("Norway spoke. Each port of Norway fell silent on Tuesday.", ["Each port of Norway fell silent"]),
    ("Norway spoke. Each port fell silent on Tuesday.", []),
    ("Norway spoke. The shots that killed a Norwegian doctor last month were heard in Sweden.", []),
    ("Norway spoke. Lawyers for the Berg family filed a brief in federal court on Tuesday.", []),
    (
        "Norway spoke. Lawyers for the Berg family filed a brief against Volvo on Tuesday.",
        ["Lawyers for the Berg family filed a brief against Volvo"],
    ),
    (
        "Norway spoke. Sweden introduced legislation on Tuesday to ban the sale of old engines.",
        ["Sweden introduced legislation to ban the sale of old engines"],
    ),
    ("Norway spoke. Jens Berg was indicted on Tuesday.", []),
    ("Norway spoke. Jens Berg was indicted on Tuesday for fraud.", ["Jens Berg was indicted for fraud"]),
    ("Norway spoke. Jens Berg arrived on Tuesday with 50 inspectors.", []),
    (
        "Norway spoke. Jens Berg arrived in Oslo on Tuesday with 50 inspectors.",
        ["Jens Berg arrived in Oslo with 50 inspectors"],
    ),
    (
        "Norway spoke. The company gave the Berg relatives until Tuesday to sign.",
        ["The Berg relatives to sign"],
    ),
    (  # of a person nobody names, in news of the day; in history it is proposed all the same
        "Two ships left Norway on Tuesday. Two men spoke yesterday. It entered production in February 1947.",
        ["Two ships left Norway", "Two men spoke"],
    ),
    (  # history: what it speaks of was told long ago
        "Norway spoke. Anna Berg founded the task force in May 1971.",
        ["Anna Berg founded the task force"],
    ),
)
def test_news_that_only_the_text_before_explains_is_told_apart(text, expected, monkeypatch):
    least = scoring.LEAST_SCORE
    monkeypatch.setattr(scoring, "LEAST_SCORE", 0)
    found = read(text, PUBLISHED, cuts=())
    alone = [f.title for f in found if ALONE not in f.score_parts and f.score >= least]
    assert alone == expected and len(found) >= max(1, len(expected))  # what leans is seen, too


@table(
    (
        "Volvo spoke of the matter. Shareholders approved the plan on Tuesday.",
        "Shareholders approved the plan",
    ),
    ("Norway spoke. The third left on Tuesday.", "The third left on Tuesday"),
    ("Norway and Sweden spoke of the truce. An accord was signed on Tuesday.", "An accord was signed"),
    ("Norway spoke. He had left on Tuesday.", "He left"),
)
def test_what_nobody_can_word_is_proposed_last(text, expected):
    finding = first(text)
    assert finding.title == expected
    assert scoring.LEAST_SCORE <= finding.score < 0.5


@table(
    (  # no line fits: as much of the sentence as does, whole words, around what happened
        "Jens Berg, with whom the ministers of Norway, Sweden, Denmark and Finland had met in a hotel in Oslo on Tuesday to"
        " speak of the price of fish, left.",
        "Jens Berg, with whom the ministers of Norway, Sweden, Denmark and Finland had met in a hotel in Oslo on…",
    ),
    (  # an intention
        "Siemens has set its sights on buying a second bank in May 2015.",
        "Siemens has set its sights on buying a second bank in May 2015",
    ),
    (  # a clause without a subject: from the noun that it is of
        "Volvo, a maker of cars and lorries and of much else besides, holds 504,200 shares of Saab, including 254,200 bought"
        " in May 2015 for ten kroner each.",
        "254,200 bought in May 2015 for ten kroner each",
    ),
)
def test_where_no_line_can_be_made_the_clause_stands_as_it_is(text, expected):
    assert expected in [title for title, _ in happenings(text)]


BOATS = "The Mesa ferry ran aground. Mesa spoke of it. Mesa said so. "


@table(
    (BOATS + "The owner closed the yard on Tuesday.", "Mesa: The owner closed the yard"),
    (BOATS + "Mesa closed the yard on Tuesday.", "Mesa closed the yard"),  # it is named
    (BOATS + "A bomb exploded in Oslo on Tuesday.", "A bomb exploded in Oslo"),  # it needs no name before it
    (BOATS + "He had left on Tuesday.", "He left"),  # the name would be read as his
    (  # nobody is put beside a deed of others
        "Jens Berg left. Jens Berg came. Jens Berg ran. The owner was arrested on Tuesday.",
        "The owner was arrested",
    ),
    (
        "Jens Berg left. Jens Berg came. Jens Berg ran. The owner closed the yard on Tuesday.",
        "Jens Berg: The owner closed the yard",
    ),
    (  # who speaks is no topic: the line would be read as spoken
        "Jens Berg said so. Jens Berg left. Jens Berg came. The owner closed the yard on Tuesday.",
        "The owner closed the yard",
    ),
    ("The Mesa ferry ran aground. The owner closed the yard on Tuesday.", "The owner closed the yard"),
)
def test_a_line_that_leans_is_led_by_what_its_article_is_about(text, expected):
    assert first(text).title == expected


def test_others_beside_those_told_of_are_told():
    text = (
        "Norway spoke. Swedish soldiers killed three Norwegian fishermen and wounded six others on Tuesday."
    )
    assert ALONE not in first(text).score_parts
    assert ALONE in first("Norway spoke. Swedish soldiers wounded six others on Tuesday.").score_parts


def test_what_only_the_text_before_explains_is_proposed_with_less_certainty():
    leaning, alone = (
        first(f"Norway spoke. Anna Berg founded {what} on Tuesday.")
        for what in ("the task force", "a task force")
    )
    assert leaning.title == "Anna Berg founded the task force"
    assert scoring.LEAST_SCORE <= leaning.score < scoring.SAFE_SCORE <= alone.score


@table(
    (
        "Jens Berg was killed on Dec. 3. A jogger saw the car of Anna Lund at 6 a.m. ten days before the murder.",
        [
            ("Jens Berg was killed", "2016-12-03"),
            ("A jogger saw the car of Anna Lund before the murder of Jens Berg", "2016-11-23"),
        ],
    ),
    (
        "Jens Berg was killed on Dec. 3. Two men came to Oslo the day after his death.",
        [
            ("Jens Berg was killed", "2016-12-03"),
            ("Two men came to Oslo", "2016-12-04"),
        ],
    ),
    (
        "Jens Berg was killed on Dec. 3. Norway closed a port on the eve of the murder.",
        [("Jens Berg was killed", "2016-12-03"), ("Norway closed a port", "2016-12-02")],
    ),
    (  # some day of so many
        "Jens Berg was killed on Dec. 3. Anna Lund was seen in Oslo days after a sniper killed Berg. Norway closed a port in the"
        " weeks before he was killed. Sweden sent ships within two weeks of the murder.",
        [
            ("Jens Berg was killed", "2016-12-03"),
            ("Anna Lund was seen in Oslo", "[2016-12-04..2016-12-10]"),
            ("Norway closed a port", "[2016-11-03..2016-12-02]"),
            ("Sweden sent ships", "[2016-12-03..2016-12-17]"),
        ],
    ),
    (  # a day in words of its own is surer; what was announced is no anchor, nor is a clause years away
        "Jens Berg was killed on Dec. 3. Norway closed a port on Monday on the eve of the murder. Norway opened it twelve years"
        " after Berg had been killed. Sweden left days after Norway announced it.",
        [("Jens Berg was killed", "2016-12-03"), ("Norway closed a port", "2016-12-12")],
    ),
    (  # the day itself, said in other words
        "Jens Berg was killed on Dec. 3. Anna Lund was seen on Dec. 2, the day before the murder.",
        [
            ("Jens Berg was killed", "2016-12-03"),
            ("Anna Lund was seen", "2016-12-02"),
        ],
    ),
    (
        "Police seized a bomb under construction on Tuesday in Oslo.",
        [("Police seized a bomb under construction in Oslo", "2016-12-13")],
    ),
    (  # not from another day on which somebody spoke of it, nor from one to come
        "The murder of Jens Berg will be discussed on Friday. Jens Berg was killed on Dec. 3. Five days after the murder"
        " Volvo closed a plant in Oslo.",
        [
            ("The murder of Jens Berg to be discussed", "2016-12-16"),
            ("Jens Berg was killed", "2016-12-03"),
            ("Volvo closed a plant in Oslo", "2016-12-08"),
        ],
    ),
    (
        "Jens Berg was killed on Dec. 3. Three weeks after the strike Volvo closed a plant in Oslo.",
        [("Jens Berg was killed", "2016-12-03")],  # no day is given for a strike
    ),
    (  # the hour is of the day that the story tells of, which is not the day of publication
        "Jens Berg was buried on Tuesday. Jens Berg was shot at 10 p.m. in Oslo.",
        [("Jens Berg was buried", "2016-12-13")],
    ),
    (
        "Jens Berg was buried on Tuesday. Anna Lund will speak at 10 p.m.",
        [("Jens Berg was buried", "2016-12-13"), ("Anna Lund to speak", "2016-12-15")],
    ),
    (
        "Volvo will open a plant in Oslo within ten days.",
        [("Volvo to open a plant in Oslo", "[2016-12-15..2016-12-25]")],
    ),
    (
        "Volvo has promised a plant before the end of the year.",
        [("Volvo promised a plant", "[2016-12-15..2016-12-31]")],
    ),
)
def test_a_date_is_counted_from_what_the_text_tells(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Many doctors of Oslo were killed, most recently last October when Jens Berg was shot in his home.",
        [("Many doctors of Oslo were killed", "2016-10"), ("Jens Berg was shot in his home", "2016-10")],
    ),
    (
        "Since 1985, when Norway closed the border, 200 Swedish soldiers have been killed.",
        [("Norway closed the border", "1985"), ("200 Swedish soldiers were killed", "1985/..")],
    ),
    (
        "Jens Berg was cooking last fall when he was shot in Oslo.",
        [("Jens Berg was shot in Oslo", "2016-23")],
    ),
    ("Jens Berg left Oslo in 1979, when he was 12.", [("Jens Berg left Oslo", "1979")]),
    (  # it has a date of its own
        "Jens Berg left Oslo in 1979, when Sweden had closed its mines in 1968.",
        [("Jens Berg left Oslo", "1979"), ("Sweden closed its mines", "1968")],
    ),
)
def test_what_happened_at_a_date_is_told_after_it(text, expected):
    assert happenings(text) == expected


@table(
    (
        "A service planned at the University of Oslo for Saturday was cancelled after its plans were leaked.",
        ["A service planned at the University of Oslo was cancelled"],
    ),
    (  # whose it is stands behind it
        "Anna Lund spoke. Before his Tuesday night address, Jens Berg met a child.",
        ["Jens Berg’s address"],
    ),
    (
        "Norway invited the ministers of Sweden to a ceremony in Oslo on 3 May 2017 to mark the end of the war.",
        ["Ceremony in Oslo to be held"],
    ),
    (
        "Norway said in a report released on Tuesday that growth had slowed.",
        ["Norway said in a report that growth had slowed"],
    ),
    ("In a report published Tuesday, Norway warned of a famine.", ["Norway warned of a famine"]),
    (
        "In a lawsuit filed on Tuesday, Siemens accused Volvo of theft.",
        ["Siemens accused Volvo of theft"],
    ),
    ("In a Tuesday memo, Anna Berg warned Volvo.", ["Anna Berg warned Volvo"]),
    ("Norway published a report on Tuesday.", ["Norway published a report"]),
    (
        "Anna Berg has scheduled a news conference for Friday to announce a merger.",
        ["Anna Berg to hold a news conference to announce a merger"],
    ),
    ("A judge barred Volvo from selling cars until May 2018.", ["A judge barred Volvo from selling cars"]),
    (
        "Norway kept the peace laid down by the May 1998 accord signed by Anna Berg and Jens Lund.",
        ["The accord was signed by Anna Berg and Jens Lund"],
    ),
    (
        "Norway will keep the sanctions imposed on Iraq after its 1990 invasion of Kuwait.",
        ["Iraq’s invasion of Kuwait"],
    ),
    (
        "A sniper shot and killed Jens Berg. On Tuesday Anna Lund was charged with the slaying.",
        ["Anna Lund was charged with the slaying of Jens Berg"],
    ),
    (  # of two it is not said which
        "A sniper killed Jens Berg and shot Nils Holm. On Tuesday Anna Lund was charged with the slaying.",
        ["Anna Lund was charged with the slaying"],
    ),
    (
        "In Bergen, Norway, police said Anna Berg was arrested at the city's airport on Tuesday.",
        ["Anna Berg was arrested at Bergen's airport, according to police"],
    ),
    (
        "Siemens extended its tender offer of $18 a share for Saab. It was filed after Siemens launched the offer on Tuesday.",
        ["Siemens launched its tender offer of $18 a share"],
    ),
    (
        "Norway set up a task force. Anna Berg praised the task force on Tuesday.",
        ["Anna Berg praised a task force"],
    ),
    (
        "Wednesday's ruling by the Supreme Court was a surprise. Sweden welcomed the ruling on Tuesday.",
        ["Ruling by the Supreme Court", "Sweden welcomed the ruling by the Supreme Court"],
    ),
    (
        "The Immigration Service ruled that Jens Berg must leave. Sweden criticised the ruling on Tuesday.",
        ["Sweden criticised the Immigration Service’s ruling"],
    ),
    ("Sweden honoured Oslo, where 168 people were killed in 2015.", ["168 people were killed in Oslo"]),
    ("Protesters planned a large rally in Oslo on Saturday.", ["Protesters to hold a large rally in Oslo"]),
    (
        "Anna Berg has invited the ministers of Sweden to a ceremony in Oslo on Jan. 12 to mark the accession of Finland.",
        ["Ceremony in Oslo to mark the accession of Finland"],
    ),
    (
        "About 500 people attended a Sunday night service for Jens Berg.",
        ["About 500 people attended a service for Jens Berg"],
    ),
    ("Anna Berg, a guest not working for any party in next week's election, spoke of Oslo.", []),
    (
        "Police of Oslo found a buried rifle. The rifle was shown to Anna Berg on Tuesday.",
        ["A buried rifle was shown to Anna Berg"],
    ),
    ("The Aug. 7, 1998, bombings killed 200 Norwegians.", ["The bombings killed 200 Norwegians"]),
    ("The Aug. 7, 1998, Bergen bombings killed 200 people.", ["The Bergen bombings killed 200 people"]),
    ("The 1998 earthquake destroyed Bergen.", ["The earthquake destroyed Bergen"]),
    (
        "Norway condemned the Dec. 21, 1988, bombing of a flight over Scotland.",
        ["A flight over Scotland was bombed"],
    ),
    (
        "Anna Berg was rescued on Tuesday while clinging to a buoy.",
        ["Anna Berg was rescued while clinging to a buoy"],
    ),
    (
        "The suspect -- Jens Berg -- was due to appear before a judge in Oslo on Friday.",
        ["Jens Berg to appear before a judge in Oslo"],
    ),
)
def test_the_deed_is_the_one_that_the_date_is_of(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (
        "Norvik posted a $6 million loss for the third quarter.",
        [("Norvik posted a $6 million loss", "2016-35")],
    ),
    (
        "Norvik Steel said third-quarter profit rose 12% to $9 million.",
        [("Norvik Steel’s profit rose 12% to $9 million", "2016-35")],
    ),
    (
        "Last week Norvik reported third-quarter earnings of $9 million.",
        [("Norvik reported earnings of $9 million", "[2016-12-05..2016-12-11]")],
    ),
    (
        "The ministry said tax revenue rose 3% in November.",
        [("Tax revenue rose 3%, according to the ministry", "2016-11")],
    ),
    (
        "Norvik reported a 47% decline in fourth-quarter earnings.",
        [("Norvik reported a 47% decline in earnings", "2016-36")],
    ),
    (
        "Norvik expects its third-quarter profit to fall.",
        [("Norvik’s profit was expected to fall", "2016-35")],
    ),
    ("Siemens shares closed down $1 on Tuesday.", [("Siemens shares closed down $1", "2016-12-13")]),
    ("The council approved a budget for 2015.", []),
)
def test_what_an_account_was_over_a_period_is_told_and_never_safe(text, expected):
    assert happenings(text) == expected
    assert all(finding.score < scoring.SAFE_SCORE for finding in read(text, PUBLISHED, cuts=()))


@table(
    ("Siemens shares closed yesterday at $43.50.", []),
    ("Siemens shares traded at $43.50 on Tuesday.", []),
    ("They traded at about $43.50 on Tuesday.", []),
    ("Inflation was 3.2 percent in November.", []),
    ("Revenue was lower than a year ago.", []),
)
def test_levels_and_comparisons_are_not_proposed(text, expected):
    assert happenings(text) == expected


@table(
    (
        "The almost simultaneous attacks Aug. 7 at the Swedish embassies in Nairobi, Kenya, and Dar es Salaam, Tanzania,"
        " killed 25 people.",
        [
            "The almost simultaneous attacks at the Swedish embassies in Nairobi and Dar es Salaam killed 25 people"
        ],
    ),
    (
        "Norway condemned the Aug. 7 bombings in Nairobi, the Kenyan capital, and Khartoum, Sudan.",
        ["Bombings in Nairobi and Khartoum"],
    ),
    (
        "Norvik said it had a loss of $158,000, or 10 cents a share, in the third quarter, compared with a loss of $26,000.",
        ["Norvik had a loss of $158,000, or 10 cents a share, compared with a loss of $26,000"],
    ),
    (
        "About $60 million was paid out by Norvik last week alone.",
        ["About $60 million was paid out by Norvik"],
    ),
    (
        "In 20 states, the number of Norwegian schools declined between 1982 and 1992.",
        ["The number of Norwegian schools declined in 20 states"],
    ),
    (
        "Jens Berg said on Tuesday that the raid on the town of Lund and its harbour is not directly linked with the trial of"
        " the admiral in Oslo.",
        [
            "Jens Berg said that the raid on the town of Lund is not directly linked with the trial of the admiral",
        ],
    ),
    (
        "A commission is to find out who shot down Jens Berg's plane on 6 April 1994.",
        ["Jens Berg's plane was shot down"],
    ),
    (
        "Anna Berg heads a team that looks into the blasts which killed 24 Norwegians on 7 August 2015.",
        ["The blasts killed 24 Norwegians"],
    ),
)
def test_nothing_of_a_line_is_lost_that_it_would_be_untrue_without(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (
        "Norvik agreed to buy Saab Textiles for $40 million. The transaction is to be completed in March.",
        "The purchase of Saab Textiles to be completed",
    ),
    (
        "A boy, Leif Moe, was missed. The boy was found in the harbour of Oslo on Tuesday.",
        "Leif Moe was found in the harbour of Oslo",
    ),
    (
        "Police looked for 6-year-old Leif Moe. The boy was found in the harbour of Oslo on Tuesday.",
        "Leif Moe was found in the harbour of Oslo",
    ),
    (
        "Police looked for 6-year-old Leif Moe and 7-year-old Anna Berg. The child was found in the harbour of Oslo on Tuesday.",
        "The child was found in the harbour of Oslo",
    ),
    (
        "Police looked for 46-year-old Leif Moe. The boy was found in the harbour of Oslo on Tuesday.",
        "The boy was found in the harbour of Oslo",
    ),
)
def test_who_the_boy_and_what_the_transaction_is_is_said_where_the_text_calls_one_so(text, expected):
    assert [title for title, _ in happenings(text)][-1] == expected


@table(
    (
        "The ministry condemned the attacks on the embassies of Norway in Nairobi and Oslo. The bombings on Tuesday killed 25"
        " people.",
        "The attacks on the embassies of Norway in Nairobi and Oslo killed 25 people",
    ),
    (
        "Police spoke of twin bombings of Norwegian embassies in Kenya and Tanzania. The Aug. 7, 1998, bombings killed more than"
        " 200 people, including 12 Danes.",
        "Twin bombings of Norwegian embassies in Kenya and Tanzania killed more than 200 people, including 12 Danes",
    ),
    (
        "Norvik said it would extend its bid, due to expire last Thursday, to 6 January.",
        "Norvik’s bid to expire",
    ),
    (
        "Norvik plans a private placement of shares, to be completed on 6 January.",
        "A private placement of shares to be completed",
    ),
    (
        "Acme Corp., a partnership of Norvik Corp. and Cara Ltd., said on Tuesday it will sell its oldest brewery in Oslo.",
        "Acme Corp. said it will sell its oldest brewery in Oslo",
    ),
    (
        "Swedish exiles failed to overthrow Jens Berg after the communist leader repelled their invasion in 1961.",
        "The communist leader repelled Swedish exiles’ invasion",
    ),
    (
        "Twenty copies of the Berg rifle have been made since it entered production in May 1947.",
        "The Berg rifle entered production",
    ),
)
def test_what_a_line_speaks_of_is_told_in_the_words_of_the_sentence_or_of_one_before(text, expected):
    assert expected in [title for title, _ in happenings(text)]


@table(
    (
        "On 14 May 2011 the service was attacked. Within hours Norway had switched off its network. Minutes later parliament"
        " met. Berg resigned within a week.",
        [
            ("The service was attacked", "2011-05-14"),
            ("Norway switched off its network", "2011-05-14"),
            ("Parliament met", "2011-05-14"),
            ("Berg resigned", "[2011-05-14..2011-05-21]"),
        ],
    ),
    (
        "Berg spoke on 14 May 2011. Norway demanded that Sweden withdraw within a week.",
        [("Berg spoke", "2011-05-14")],
    ),
    (
        "The ministry was attacked on 14 May 2011. Jens Berg ruled out a ransom on the evening of the attack.",
        [("The ministry was attacked", "2011-05-14"), ("Jens Berg ruled out a ransom", "2011-05-14")],
    ),
    (
        "In July 2008 a temple in Oslo was listed. Soldiers were sent to Oslo within days.",
        [("A temple in Oslo was listed", "2008-07"), ("Soldiers were sent to Oslo", "2008-07")],
    ),
    (
        "At least 37 people were killed in Oslo in the days after Berg was declared the winner on 11 August 2011.",
        [
            ("At least 37 people were killed in Oslo", "[2011-08-12..2011-08-18]"),
            ("Berg was declared the winner", "2011-08-11"),
        ],
    ),
    (
        "Norway sent an ambassador last August, nine months after Sweden recalled its envoy from Oslo.",
        [("Norway sent an ambassador", "2016-08"), ("Sweden recalled its envoy from Oslo", "2015-11")],
    ),
    (
        "Norway abolished the tax in 2008, two years after an accord with Sweden ended the dispute.",
        [("Norway abolished the tax", "2008"), ("An accord with Sweden ended the dispute", "2006")],
    ),
    (
        "The whistle at Norvik blew for the last time at 3 p.m. on a wet Friday in June.",
        [("The whistle at Norvik blew for the last time", "2016-06")],
    ),
    (
        "Anna Berg started a course in Oslo on Labor Day.",
        [("Anna Berg started a course in Oslo", "2016-09-05")],
    ),
    (
        "In May 2013 Norway closed its office in Lund overnight.",
        [("Norway closed its office in Lund overnight", "2013-05")],
    ),
    (
        "The army toppled Berg in August 2014 and again in May last year, and Sweden ousted Moe on September 5.",
        [
            ("The army toppled Berg", "2014-08"),
            ("The army toppled Berg", "2015-05"),
            ("Sweden ousted Moe", "2015-09-05"),
        ],
    ),
    (
        "Officers deposed Jens Berg less than two weeks ago.",
        [("Officers deposed Jens Berg", "[2016-11-28..2016-12-15]")],
    ),
    (
        "The station in Oslo was cut off in August 1976. Berg, flown in a fortnight later, left on 3 May 1977.",
        [
            ("The station in Oslo was cut off", "1976-08"),
            ("Berg was flown", "[1976-08-15..1976-09-14]"),
            ("Berg left", "1977-05-03"),
        ],
    ),
    (
        "A fair was held in Oslo in the second week of June 2014.",
        [("A fair was held in Oslo", "[2014-06-08..2014-06-14]")],
    ),
)
def test_what_came_soon_after_is_dated_by_what_was_told(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Berg has called a mass rally for Friday in Oslo.",
        [("Berg to hold a mass rally in Oslo", "2016-12-16")],
    ),
    (
        "A press conference has been called for Friday in Oslo.",
        [("A press conference called in Oslo", "2016-12-16")],
    ),
    ("The Senate has been called to sit on Friday in Oslo.", [("The Senate to sit in Oslo", "2016-12-16")]),
    (
        "Jens Berg set elections in two rounds for January 12 and 19.",
        [
            ("Jens Berg to hold elections in two rounds", "2017-01-12"),
            ("Jens Berg to hold elections in two rounds", "2017-01-19"),
        ],
    ),
    (
        "Norway extended the lockdown in Oslo on Tuesday until January 3.",
        [("Norway extended the lockdown in Oslo", "2016-12-13"), ("Lockdown to end", "2017-01-03")],
    ),
    (
        "Parliament ended a national dock strike in 1972 and another in March 1994.",
        [
            ("Parliament ended a national dock strike", "1972"),
            ("Parliament ended another national dock strike", "1994-03"),
        ],
    ),
    (
        "Berg won the cup in 1972, the league in 1975 and both in 1981.",
        [("Berg won the cup", "1972"), ("Berg won the league", "1975"), ("Berg won both", "1981")],
    ),
    (
        "Commanders from Norway agreed to a truce at a border checkpoint on Tuesday, but it lasted barely a day.",
        [("Commanders from Norway agreed to a truce at a border checkpoint", "2016-12-13")],
    ),
    ("Anna Berg won the 1990 election in Norway.", [("Anna Berg won the election in Norway", "1990")]),
    (
        "Norway has the strongest economy in the north since the crash of 2008.",
        [("Crash of 2008", "2008")],
    ),
    (
        "That thaw did not survive the arrest on November 29 of seven Swedes, among them a member of parliament.",
        [("Arrest of seven Swedes", "2016-11-29")],
    ),
    (
        "The bear was traced last winter to a hotel in Oslo.",
        [("The bear was traced to a hotel in Oslo", "2015-24")],
    ),
    (
        "Two weeks ago the two sides announced a compromise: Norway would shut both camps by 30 June 2022.",
        [
            ("The two sides announced a compromise", "[2016-11-28..2016-12-04]"),
            ("Norway would shut both camps", "[..2022-06-30]"),
        ],
    ),
    (
        "The opposition says it will stage marches in the three largest cities of Norway from next Monday.",
        [("The opposition to stage marches in the three largest cities of Norway", "2016-12-19")],
    ),
    ("Norway will pay the wages by Monday.", [("Norway to pay the wages", "[2016-12-15..2016-12-19]")]),
    ("Norway said it would pay the wages by Monday.", [("Norway to pay the wages", "[..2016-12-19]")]),
)
def test_a_day_that_is_set_and_a_list_of_deeds_each_have_their_own(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Greece joined the alliance in 1952, Germany in 1955 and Spain in 1982.",
        [
            ("Greece joined the alliance", "1952"),
            ("Germany joined the alliance", "1955"),
            ("Spain joined the alliance", "1982"),
        ],
    ),
    (
        "Poland was admitted in 1999 and Albania in 2009.",
        [("Poland was admitted", "1999"), ("Albania was admitted", "2009")],
    ),
    (
        "The bank opened branches in Lagos in 2004 and Nairobi in 2009.",
        [
            ("The bank opened branches in Lagos", "2004"),
            ("The bank opened branches in Nairobi", "2009"),
        ],
    ),
    (
        "Berg was arrested in Paris in 1999, in Rome in 2001 and in Madrid in 2003.",
        [
            ("Berg was arrested in Paris", "1999"),
            ("Berg was arrested in Rome", "2001"),
            ("Berg was arrested in Madrid", "2003"),
        ],
    ),
    (
        "The first strike in Norway began in March 2014, and the second in May 2014.",
        [
            ("The first strike in Norway began", "2014-03"),
            ("The second strike began", "2014-05"),
        ],
    ),
    (
        "Anna Berg won the title in 1994 and for the last time in 2001.",
        [("Anna Berg won the title", "1994"), ("Anna Berg won the title", "2001")],
    ),
    (
        "Greece joined the alliance in 1952, Germany in 1955 and again in 1990.",
        [
            ("Greece joined the alliance", "1952"),
            ("Germany joined the alliance", "1955"),
            ("Germany joined the alliance", "1990"),
        ],
    ),
    (  # by whom, nobody can say: not "Germany was expanded"
        "The alliance was expanded to include Greece in 1952, and Germany in 1955.",
        [("The alliance was expanded to include Greece", "1952")],
    ),
)
def test_a_verb_that_is_not_said_again_is_told_of_each_with_its_date(text, expected):
    assert happenings(text) == expected


def test_who_did_it_where_the_verb_is_not_said_again_takes_part_in_that_alone():
    found = read("Greece left the alliance in 1952, Germany in 1955 and Spain in 1982.", PUBLISHED, cuts=())
    actors = [[p.text for p in finding.participants if p.role == "actor"] for finding in found]
    assert actors == [["Greece"], ["Germany"], ["Spain"]]
    assert [len(finding.participants) for finding in found] == [1, 1, 1]


@table(
    (
        "Berg won a seat in 2014, and the following year she joined the cabinet of Norway.",
        [("Berg won a seat", "2014"), ("Berg joined the cabinet of Norway", "2015")],
    ),
    (
        "It was in March 2003, when nobody looked, that Norway bought the island.",
        [("Norway bought the island", "2003-03")],
    ),
    (
        "It was on leaving a hall in Oslo on 28 June 1914 that Jens Berg was shot.",
        [("Jens Berg was shot", "1914-06-28")],
    ),
    (
        "Berg leaves Volvo in danger, following Saturday's defeat by Saab.",
        [("Defeat by Saab", "2016-12-10")],
    ),
    (
        "Last month, in the small hours of a Monday, Norway sold the bank.",
        [("Norway sold the bank", "2016-11")],
    ),
    ("Troops of Norway remain there to this day.", []),
    (
        "Volvo earned $3 million in the six months ended 31 December 2014.",
        [("Volvo earned $3 million", "2014-07/2014-12")],
    ),
    (
        "Volvo reported a bigger than expected loss for the third quarter.",
        [("Volvo reported a bigger-than-expected loss", "2016-35")],
    ),
    (
        "Norway met Sweden on Wednesday. The news came two days after 29 people died in Oslo.",
        [("Norway met Sweden", "2016-12-14"), ("29 people died in Oslo", "2016-12-12")],
    ),
)
def test_each_date_is_that_of_what_it_stands_beside(text, expected):
    assert happenings(text) == expected


def test_an_entry_of_a_live_page_tells_of_the_hour_above_it():
    text = (
        "Monday, December 12\n\n18:40 GMT - Ships move again\n\nShips have begun to leave Oslo. Others are to follow.\n\n"
        "Sunday, December 11\n\n20:20 GMT - Tug arrives\n\nThe Berg, a tug, has reached Oslo.\n\n"
        "President Lund has ordered a dam, should the next attempts fail.\n\nWhat has happened so far\n\nThe port lies still."
    )
    assert happenings(text) == [
        ("Ships began to leave Oslo", "2016-12-12"),
        ("The Berg reached Oslo", "2016-12-11"),
    ]


@table(
    (
        "Berg wrote to Lund earlier this week, demanding that Norway close its border.",
        ["Berg wrote to Lund, demanding that Norway close its border"],
    ),
    (
        "Two bombs exploded in Oslo Friday, killing at least 81 people and injuring 700 others.",
        ["Two bombs exploded in Oslo, killing at least 81 people and injuring 700 others"],
    ),
    (
        "Jens Berg said Thursday from his home in Oslo: ``I would like to see him come forward.''",
        ['Jens Berg said from his home in Oslo, "I would like to see him come forward."'],
    ),
    (
        "Norway said on Monday that once Berg leaves it will open the border, which has been shut since a strike that cost the port of Oslo much.",
        ["Norway said that once Berg leaves it will open the border"],
    ),
    ("On Monday Berg lost his mother and stepfather.", ["Berg lost his mother and stepfather"]),
    (
        "Norway heads a court that follows two decisions by the Supreme Court last June.",
        ["Two decisions by the Supreme Court"],
    ),
    ("A museum will be built in Oslo, according to a news agency report Friday.", []),
    (
        "Norway voted in June to postpone the election until 2018.",
        ["Norway voted to postpone the election", "Election to take place"],
    ),
    (
        "Controllers in Norway had to wait until April 2007 before the ship could leave.",
        ["Controllers in Norway had to wait before the ship could leave"],
    ),
    ("Tourism is the chief source of income of Norway, with around 550,000 visitors in 2005.", []),
    ("The season in Norway normally runs from September to April.", []),
)
def test_a_line_tells_what_was_said_or_whom_it_harmed_and_what_is_usual_is_no_event(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    ("Results in Norway were expected from early Friday.", ["2016-12-16"]),
    ("At a summit in Oslo in September, Jens Berg promised Norway a bridge.", ["2016-09"]),
    (
        "In January a strike on a hospital in Oslo, the only one that could still operate, killed ten people.",
        ["2016-01"],
    ),
    ("Jens Berg spoke a day after a million people flooded Oslo.", ["2016-12-14"]),
    (
        "The Berg was launched on May 9, 2003 in Norway. It reached Oslo in September 2005 and stayed. It was damaged.\n\n"
        "A boat, released on November 12, was lost. It reached the port on November 25.",
        ["2003-05-09", "2005-09", "2005-11-12", "2005-11-25"],
    ),
    ("Berg was born in Oslo in May 1980. On June 3 Berg was arrested in Oslo.", ["1980-05", "2016-06-03"]),
)
def test_the_year_and_the_side_of_a_date_are_those_of_its_deed(text, expected):
    assert [day for _, day in happenings(text)] == expected


def test_what_is_told_twice_with_when_is_proposed_once():
    text = "The suit was settled last spring, when Norvik agreed to buy ten houses in Oslo."
    assert happenings(text) == [("Norvik agreed to buy ten houses in Oslo", "2016-21")]
    text = "Norvik sold its mill in May 2014, when it was closed."
    assert happenings(text) == [("Norvik sold its mill", "2014-05")]


def test_a_section_of_a_chronology_is_of_its_year():
    text = (
        "Key dates of Norway\n\n- 1997: the affair -\n\nJens Berg signs a deal with Volvo. Berg steps aside on March 26.\n\n"
        "- 2001: peace -\n\nA pact is signed on August 30 in Oslo."
    )
    assert happenings(text) == [
        ("Jens Berg signed a deal with Volvo", "1997"),
        ("Berg stepped aside", "1997-03-26"),
        ("A pact was signed in Oslo", "2001-08-30"),
    ]


def test_when_a_page_appeared_is_not_what_it_tells_of():
    text = "Dec. 15, 2016, 6:21 AM EST\nBy Jens Berg\nNorway opened an embassy in Oslo. In October, Sweden promised aid."
    assert ("Sweden promised aid", "2016-10") in happenings(text)
    assert happenings(text.replace("October", "December"))[-1] == ("Sweden promised aid", "2016-12")


@table(
    ("Berg told a newspaper in Oslo so a decade ago.", ["[2005..2007]"]),
    ("Anna Berg was killed in Oslo nearly four decades ago.", ["[1976~..1978~]"]),
    ("Norway was occupied in 1971. A decade later Norway was free.", ["1971", "[1980..1982]"]),
    ("Norway was occupied in 1971. In the following decade Norway built ships.", ["1971", "198X"]),
    ("Norway fell in 1977. Three years on, Sweden met in Oslo.", ["1977", "1980"]),
    ("Norway held out until 2012, the last of all.", ["2012"]),
    ("The camp in Norway was to be closed in October.", ["2016-10"]),
    (
        "On October 18, 2015, a Friday, Norway burned. Berg declared an emergency in Oslo the next day.",
        ["2015-10-18", "2015-10-19"],
    ),
)
def test_how_much_a_date_tells(text, expected):
    assert [day for _, day in happenings(text)] == expected


@table(
    ("Jens Berg estimated that Volvo wouldn't be profitable until 1994.", "Volvo would not be profitable"),
    ("Volvo might not have been sold to Saab in May, said Lund.", "Volvo might not have been sold to Saab"),
)
def test_what_would_not_be_is_not_told_as_what_would(text, expected):
    assert expected in [title for title, _ in happenings(text)]


@table(
    (
        "The mill in Oslo closed in December 2012. Overnight the town lost its taxes. Saab bought the mill the next year.",
        ["2012-12", "2013"],
    ),
    ("That day came in December 2012, when Saab shut down the mill in Oslo.", ["2012-12"]),
    (
        "The rebels, who seized Jens Berg on 4 December, broke out of Oslo over the weekend.",
        ["2016-12-04", "[2016-12-10..2016-12-11]"],
    ),
    (
        "The party of Berg won Norway earlier this month and takes over in January.",
        ["[2016-12-01..2016-12-15]", "2017-01"],
    ),
    (
        "Volvo will aim to sell its mill by March and to open a bank by 1 July.",
        ["[2016-12-15..2017-03-31]", "[2016-12-15..2017-07-01]"],
    ),
    (
        "Volvo told Oslo its plan in May, and last November state regulators granted Volvo a permit.",
        ["2016-05", "2016-11"],
    ),
    ("Most in Oslo were freed in August and September, reported to be ill.", ["2016-08/2016-09"]),
    ("Jens Berg met two agents in Oslo a few days before Thanksgiving.", ["[2016-11-19..2016-11-23]"]),
    ("Jens Berg left Volvo just before Christmas last year.", ["[2015-12-18..2015-12-24]"]),
    (
        "Berg left Oslo in May. Today Volvo employs 300 people there. The two sides are in Oslo today for talks.",
        ["2016-05", "2016-12-15"],
    ),
)
def test_what_a_date_is_counted_from_and_what_it_is_of(text, expected):
    assert [day for _, day in happenings(text)] == expected


@table(
    (
        "Volvo was stunned in Oslo in the fall of 1996. Saab sold a mill in January 1997. In December, Norway signed.",
        ["1996-23", "1997-01", "1997-12"],
    ),
)
def test_months_that_open_a_sentence_of_a_story_long_past_are_of_it(text, expected):
    assert [day for _, day in happenings(text)] == expected


@table(
    (
        "Kerekou, then a major, seized power in a military coup in October 1972 and proclaimed a Marxist-Leninist state two"
        " years later.",
        ["Kerekou seized power in a military coup", "Kerekou proclaimed a Marxist-Leninist state"],
    ),
    (
        "The Red Cross, which has trained hundreds of volunteers to trace contacts, announced on Friday that it would send a"
        " treatment centre with 50 beds, the first it has ever deployed for plague.",
        ["The Red Cross announced that it would send a treatment centre with 50 beds"],
    ),
)
def test_a_verb_that_the_parser_hangs_on_its_subject_is_the_main_one(text, expected):
    assert [title for title, _ in happenings(text)] == expected


@table(
    (
        "Thousands marched in Oslo on Monday to honour Jens Berg, twenty years to the day after he was gunned down in a coup.",
        ["1996-12-12", "2016-12-12"],
    ),
    (
        "Berg took over Volvo in July 1987. Less than three months later he was shot in Oslo.",
        ["1987-07", "[1987-07..1987-10]"],
    ),
    ("In a public affront in 2012, Jens Berg was left stranded in Oslo overnight.", ["2012"]),
    (
        "A flight of Saab set for October 26 last year was called off, and another was stopped less than 17 minutes before"
        " liftoff in Oslo on November 29.",
        ["2015-10-26", "2015-11-29"],
    ),
    (
        "Elected in November 2005, Jens Berg is now a broker: it was in Oslo that rivals signed a pact in March.",
        ["2005-11", "2016-03"],
    ),
    ("The Volvo mill was sold off from 2004 and is now partly flats.", ["2004"]),
)
def test_what_is_told_beside_a_date_says_of_which_day_or_year_it_is(text, expected):
    assert sorted(day for _, day in happenings(text)) == sorted(expected)


def test_a_sentence_that_lost_an_aside_keeps_its_words_apart():
    (vote,) = parse(["The vote, in Oslo, was held."])
    assert as_it_stands([*vote[:2], *vote[6:8]]) == "The vote was held"


@table(
    (
        "Last October soldiers demanding pay in Oslo mutinied and killed the chief of staff.",
        [("Soldiers demanding pay in Oslo mutinied and killed the chief of staff", "2016-10")],
    ),
    (
        "First results in Norway are not expected before Saturday.",
        [("First results in Norway expected", "2016-12-17")],
    ),
    ("The government of Berg lasted until May 2014.", [("The government of Berg lasted", "2014-05")]),
    ("Volvo recorded two in 2015 and none in 2014.", []),
    (
        "The matter is explained, according to a theory proposed by Jens Berg in 1964.",
        [("A theory was proposed by Jens Berg", "1964")],
    ),
    (
        "Jens Berg is to be tried in Oslo in about two months.",
        [("Jens Berg to be tried in Oslo", "2017-02~")],
    ),
    (
        "Sweden lost UN votes in May. Norway goes to the polls in February.",
        [("Sweden lost UN votes", "2016-05"), ("Norway to go to the polls", "2017-02")],
    ),
    (
        "Saab ran on September 10 of last year in Oslo. However, on September 19, Volvo gave way.",
        [("Saab ran in Oslo", "2015-09-10"), ("Volvo gave way", "2015-09-19")],
    ),
)
def test_what_the_words_around_a_date_make_of_it(text, expected):
    assert happenings(text) == expected


@table(
    ("Much changed in Oslo after the collapse of communism in 1989.", "Communism collapsed"),
    (
        "Berg was sought for the 1997 bombing of an embassy in Oslo and for a theft.",
        "An embassy in Oslo was bombed",
    ),
    ("Jens Berg is wanted for the October slaying of two doctors.", "Two doctors were slain"),
    ("The prize was shared after the sale of Volvo to Saab in 2004.", "Volvo was sold to Saab"),
    (
        "It followed the unsolved sniper shooting of Jens Berg in 2004.",
        "Unsolved sniper shooting of Jens Berg",
    ),
    (
        "They spoke of the 1997 bombing of an embassy that killed nine people.",
        "Bombing of an embassy killed nine people",
    ),
    ("They can take part in planning for the NATO summit in April.", "NATO summit to be held"),
    (
        "Volvo expects claims from last October's Northern California earthquake.",
        "Northern California earthquake struck",
    ),
)
def test_an_event_noun_is_told_by_its_verb_where_it_has_one(text, expected):
    assert expected in [title for title, _ in happenings(text)]


@table(
    (
        "Norway took a ring in 1979, and in the 1980s observers in Oslo found another.",
        [("Norway took a ring", "1979"), ("Observers in Oslo found another", "198X")],
    ),
    (
        "Berg flew to Oslo around Nov. 27, 2008. A few weeks later, in December, Volvo sold its mill.",
        [("Berg flew to Oslo", "2008-11-27~"), ("Volvo sold its mill", "2008-12")],
    ),
    ("Norway took 63 years to travel around the Sun.", []),
    (
        "Lebanese and Israeli negotiators wrapped up a second round of talks on their disputed sea border on Thursday with"
        " both sides far apart, officials said.",
        [
            (
                "Lebanese and Israeli negotiators wrapped up a second round of talks, officials said",
                "2016-12-15",
            )
        ],
    ),
)
def test_decades_stars_and_whose_word_it_is(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Lund, an analyst, said he expected Volvo to earn 35 cents a share next year.",
        ["Volvo was expected to earn 35 cents a share"],
    ),
    (
        "The talks followed Jens Berg's visit to Kenya in May.",
        ["Jens Berg visited Kenya"],
    ),
    ("They spoke of Berg's resignation as minister in May.", ["Berg resigned as minister"]),
    ("Oslo's paper said in an editorial on Thursday:", []),
    ("The following are the latest figures of Norway as of Monday.", []),
)
def test_what_others_expect_and_what_only_announces(text, expected):
    assert [title for title, _ in happenings(text)] == expected


def test_a_country_stands_before_no_line_that_names_somebody():
    text = (
        "Norway voted. Norway was glad. Norway said so. Norway sang. Anna Berg approved the plan on Monday."
    )
    assert [title for title, _ in happenings(text)] == ["Anna Berg approved the plan"]


@table(
    (
        "The Krakow session, which opened on Sunday, heard Jens Berg.",
        [("The Krakow session opened", "2016-12-11")],
    ),
    (
        "Anna Berg, now 29, rose to fame when she won in Oslo at the age of 17 in 2004.",
        [("Anna Berg won in Oslo at the age of 17", "2004")],
    ),
    (
        "Fifty-five died in Oslo in August 2001 and about 50 in May 1999.",
        [("Fifty-five died in Oslo", "2001-08"), ("About 50 died in Oslo", "1999-05")],
    ),
    (
        "Volvo said it would begin placing two guards on every train starting next week.",
        [("Volvo to begin placing two guards on every train", "[2016-12-19..2016-12-25]")],
    ),
    (
        "The Bergs left for Oslo in the spring of 1939 and after the war settled there.",
        [("The Bergs left for Oslo", "1939-21")],
    ),
    (
        "Norway applied to join Sweden in the summer of last year.",
        [("Norway applied to join Sweden", "2015-22")],
    ),
    ("Norway declared Monday a day of mourning.", [("Norway declared a day of mourning", "2016-12-19")]),
    ("The police of Oslo have recorded 93 thefts so far in 2016.", []),
    ("Norway put the number of deaths in the first 10 months of 2016 at 220.", []),
    ("There was so much anger in Oslo the first winter.", []),
)
def test_sessions_ages_and_days_of_mourning(text, expected):
    assert happenings(text) == expected


@table(
    (
        "Berg is to leave Oslo on Friday. Only two days earlier, Berg had gone to Norway to defend himself.",
        ["2016-12-16", "2016-12-13"],
    ),
    (
        "Norway freed Berg at the end of last year and Lund at the beginning of 2014.",
        ["[2015-10..2015-12]", "[2014-01..2014-03]"],
    ),
    (
        "Norway fired a missile, which it said could reach Oslo, in late November.",
        ["[2016-11-21..2016-11-30]"],
    ),
    ("The court of Oslo asked anyone who knew Berg in the 1980s to come forward.", []),
)
def test_dates_behind_side_clauses_and_the_ends_of_a_year(text, expected):
    assert sorted(day for _, day in happenings(text)) == sorted(expected)


@table(
    ("Those who did not register in Oslo before 1 May cannot vote.", ["[..2016-04-30]"]),
    ("The bridge of Oslo will not open before June.", ["2017-06"]),
    ("Last year's winner of the race left Oslo.", []),
)
def test_what_is_not_done_before_a_day_and_whose_year_it_is(text, expected):
    assert [day for _, day in happenings(text)] == expected


def test_the_company_is_the_one_that_somebody_spoke_of_before():
    text = (
        "Norvik Inc., rebounding from a loss, expects to report a profit, Jens Berg, chairman, said. Revenue fell. In the 2015"
        " third quarter, the company posted a loss of $3 million."
    )
    assert [title for title, _ in happenings(text)] == ["Norvik Inc. posted a loss of $3 million"]


@table(
    ("They called for the release of Jens Berg in May.", ["Release of Jens Berg"]),
    (
        "Lund is charged with planning the bombing of an embassy of Norway in May 1999.",
        ["Bombing of an embassy of Norway"],
    ),
    ("Jens Berg was wanted for the 1997 attack on a bar in Oslo.", ["A bar in Oslo was attacked"]),
    ("Letters led to the arrest of Jens Berg in May 1999.", ["Jens Berg was arrested"]),
    ("The planned sale of Volvo to Saab in March was opposed by Norway.", ["Planned sale of Volvo to Saab"]),
)
def test_only_what_was_done_is_told_by_its_verb(text, expected):
    assert [title for title, _ in happenings(text)] == expected
