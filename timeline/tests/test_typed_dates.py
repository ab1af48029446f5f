import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from timeline.dates import EdtfDate, NotADate
from timeline.tests.generated_dates import dates

TYPED = (
    # days
    ("20 November 2014", "2014-11-20"),
    ("20 Nov. 2014", "2014-11-20"),
    ("Nov 20, 2014", "2014-11-20"),
    ("November 20th 2014", "2014-11-20"),
    ("the 20th of November 2014", "2014-11-20"),
    ("Thursday, 20 November 2014", "2014-11-20"),
    ("on thu 20 nov 2014", "2014-11-20"),
    ("20-Nov-2014", "2014-11-20"),
    ("2014 November 20", "2014-11-20"),
    ("20.11.2014", "2014-11-20"),
    ("20/11/2014", "2014-11-20"),
    ("11/20/2014", "2014-11-20"),  # there is no month 20
    ("11/11/2014", "2014-11-11"),  # both readings are the same day
    ("2014.11.20", "2014-11-20"),
    ("2014-6-5", "2014-06-05"),
    ("2014-11-20T09:30Z", "2014-11-20"),
    # months
    ("June 2014", "2014-06"),
    ("Jun 2014", "2014-06"),
    ("SEPT 2014", "2014-09"),
    ("June, 2014", "2014-06"),
    ("in June of 2014", "2014-06"),
    ("06/2014", "2014-06"),
    ("2014/06", "2014-06"),
    ("May 2014", "2014-05"),
    # seasons, quarters, halves
    ("spring 2014", "2014-21"),
    ("summer 2014", "2014-22"),
    ("the autumn of 2014", "2014-23"),
    ("fall 2014", "2014-23"),
    ("winter 2014", "2014-24"),
    ("winter 2014-15", "2014-24"),
    ("winter 2014/2015", "2014-24"),
    ("Q3 2015", "2015-35"),
    ("2015 Q3", "2015-35"),
    ("third quarter of 2015", "2015-35"),
    ("the 1st quarter 2015", "2015-33"),
    ("first half of 2012", "2012-40"),
    ("H2 2012", "2012-41"),
    # years, decades, centuries
    ("2014", "2014"),
    ("the year 2014", "2014"),
    ("AD 476", "0476"),
    ("476 AD", "0476"),
    ("June AD 476", "0476-06"),
    ("1990s", "199X"),
    ("the 1990’s", "199X"),
    ("199x", "199X"),
    ("the eighties", "198X"),
    ("the '80s", "198X"),
    ("the 2000s", "200X"),
    ("the AD 470s", "047X"),
    ("the decade 1900-1909", "190X"),
    ("19th century", "18XX"),
    ("the nineteenth century", "18XX"),
    ("the 21st century", "20XX"),
    # how sure
    ("about 2014", "2014~"),
    ("circa June 2014", "2014-06~"),
    ("c. 2014", "2014~"),
    ("c2014", "2014~"),
    ("~ 2014", "2014~"),
    ("around the 1990s", "199X~"),
    ("2014, approximately", "2014~"),
    ("2014?", "2014?"),
    ("June 2014?", "2014-06?"),
    ("perhaps June 2014", "2014-06?"),
    ("June 2014, unsure", "2014-06?"),
    ("probably about 2014", "2014%"),
    # parts
    ("early 2013", "[2013-01..2013-04]"),
    ("mid 2013", "[2013-05..2013-08]"),
    ("late 2013", "[2013-09..2013-12]"),
    ("early June 2013", "[2013-06-01..2013-06-10]"),
    ("mid-June 2013", "[2013-06-11..2013-06-20]"),
    ("late in February 2016", "[2016-02-21..2016-02-29]"),
    ("the end of June 2013", "[2013-06-21..2013-06-30]"),
    ("the early 1970s", "[1970..1973]"),
    ("mid-1970s", "[1974..1976]"),
    ("the late '70s", "[1976..1979]"),
    ("about early 2013", "[2013-01~..2013-04~]"),
    # some time between
    ("between June and November 2014", "[2014-06..2014-11]"),
    ("between 10 and 20 June 2014", "[2014-06-10..2014-06-20]"),
    ("between 2013 and June 2014", "[2013..2014-06]"),
    ("sometime between 1973-1990", "[1973..1990]"),
    ("June or November 2014", "[2014-06,2014-11]"),
    ("either 3 or 4 June 2014", "[2014-06-03,2014-06-04]"),
    ("June, August or November 2014", "[2014-06,2014-08,2014-11]"),
    ("2010, 2012 or 2014", "[2010,2012,2014]"),
    ("Nov 20, 2014 or Dec 3, 2014", "[2014-11-20,2014-12-03]"),
    ("late 2013 or early 2014", "[2013-09..2013-12,2014-01..2014-04]"),
    ("spring or summer 2014", "[2014-03..2014-05,2014-06..2014-08]"),
    # open
    ("before November 2014", "[..2014-10]"),
    ("before 20 November 2014", "[..2014-11-19]"),
    ("before summer 2014", "[..2014-05]"),
    ("before the 1990s", "[..1989]"),
    ("by October 2014", "[..2014-10]"),
    ("no later than 2014", "[..2014]"),
    ("2014 or earlier", "[..2014]"),
    ("after June 2014", "[2014-07..]"),
    ("after 31 December 2014", "[2015-01-01..]"),
    ("June 2014 or later", "[2014-06..]"),
    ("after about June 2014", "[2014-07~..]"),
    # lasted
    ("from June to November 2014", "2014-06/2014-11"),
    ("June to November 2014", "2014-06/2014-11"),
    ("June-Nov 2014", "2014-06/2014-11"),
    ("June – November 2014", "2014-06/2014-11"),
    ("10-12 February 2016", "2016-02-10/2016-02-12"),
    ("February 10-12, 2016", "2016-02-10/2016-02-12"),
    ("20 Nov 2014 - 3 Dec 2014", "2014-11-20/2014-12-03"),
    ("from 10 June to 3 July 2014", "2014-06-10/2014-07-03"),
    ("1973-1990", "1973/1990"),
    ("1973/1990", "1973/1990"),
    ("from about 1973 to 1990", "1973~/1990"),
    ("from the 1970s to the 1990s", "197X/199X"),
    ("from spring 1968 until June 1969", "1968-03/1969-06"),
    ("throughout June 2014", "2014-06/2014-06"),
    ("since 2016", "2016/.."),
    ("from 2016 onwards", "2016/.."),
    ("2016 to the present", "2016/.."),
    ("until March 2015", "../2015-03"),
    # EDTF stays EDTF, and spaces around do not matter
    ("  2014-06~ ", "2014-06~"),
    ("[..2014-10]", "[..2014-10]"),
)


@pytest.mark.parametrize(("text", "edtf"), TYPED)
def test_what_people_type_is_understood(text, edtf):
    assert str(EdtfDate.read(text)) == edtf


REFUSED = (
    ("31 June 2014", "June has 30 days."),
    ("31 June", "June has 30 days."),
    ("29 February 2015", "February 2015 has 28 days."),
    ("0 June 2014", "There is no day 0"),
    ("30-31 June 2014", "June has 30 days."),
    ("2014-13", "There is no month 13"),
    ("13/13/2014", "There is no month 13"),
    ("1973-90", "There is no month 90"),  # as 1973-12 is a December, no second year is guessed
    ("2014-15", "There is no month 15"),
    ("10/11/2014", "can be 10 November 2014 or 11 October 2014"),
    ("10.11.2014", "can be 10 November 2014 or 11 October 2014"),
    ("the 1900s", "can be the decade 1900–1909 (190X) or the 20th century (19XX)"),
    ("the twenties", "can be the 1920s (192X) or the 2020s (202X)"),
    ("20.11.14", "Write the year of “20.11.14” with four digits."),
    ("10/11/14", "Write the year of “10/11/14” with four digits."),
    ("June 14", "Write the year of “June 14” with four digits."),
    ("20 November", "“20 November” has no year."),
    ("summer", "“summer” has no year."),
    ("476", "A year has four digits"),
    ("10000", "Years run from 0001 to 9999."),
    ("44 BC", "Years before our era"),
    ("before 0001", "Years run from 0001 to 9999."),
    ("yesterday", "depends on the day it was written"),
    ("3 weeks ago", "depends on the day it was written"),
    ("Friday, 20 November 2014", "20 November 2014 was a Thursday."),
    ("between 2015 and 2014", "This ends before it begins"),
    ("between November and February 2015", "This ends before it begins"),
    ("before 2010 or after 2014", "Open on both sides"),
    ("1973-1990 or 1995", "cannot be a part of a further date"),
    ("early summer 2014", "Only a month, a year, a decade or a century"),
    ("101st century", "Centuries run from the 1st to the 100th."),
    ("June and November 2014", "is not understood"),  # two events, not one
    ("banana", "is not understood"),
    ("", "There is no date here."),
    ("   ", "There is no date here."),
    ("2014\n", "is not understood"),
    ("June\u2028 2014", "is not understood"),
    ("२०१४", "is not understood"),
    ("２０ November 2014", "is not understood"),
    ("\ud800 2014", "is not understood"),
    ("9" * 100_000, "This is too long for a date"),
)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_date_or_two_is_refused_with_the_reason(text, reason):
    with pytest.raises(NotADate) as refused:
        EdtfDate.read(text)
    assert reason in str(refused.value)
    str(refused.value).encode()


@pytest.mark.parametrize(
    "crumb", ("~", "? ", "1-", "june-", "a, ", "between ", "1-1 or ", "(?", "before ", "early-")
)
def test_a_hostile_text_costs_little(crumb):
    text = (crumb * 400)[:400]
    began = time.process_time()
    with pytest.raises(NotADate):
        EdtfDate.read(text)
    assert time.process_time() - began < 0.5


WORDS = {
    "2014-11-20": "20 November 2014",
    "2014-06": "June 2014",
    "2014-24": "winter 2014",
    "2015-35": "third quarter of 2015",
    "2012-40": "first half of 2012",
    "199X": "the 1990s",
    "190X": "the decade 1900–1909",
    "18XX": "the 19th century",
    "0476-06": "June AD 476",
    "2014-06~": "about June 2014",
    "2014-06?": "June 2014 (uncertain)",
    "2014%": "about 2014 (uncertain)",
    "[2013-09..2013-12]": "late 2013",
    "[2013-06-01..2013-06-10]": "early June 2013",
    "[2013-06-11..2013-06-20]": "mid-June 2013",
    "[1976..1979]": "late 1970s",
    "[2014-06..2014-11]": "between June and November 2014",
    "[2014-06-10..2014-06-20]": "between 10 and 20 June 2014",
    "[2014-06,2014-11]": "June or November 2014",
    "[2013-09..2013-12,2014-01..2014-04]": "late 2013 or early 2014",
    "[..2014-10]": "before November 2014",
    "[2014-07..]": "after June 2014",
    "2014-06/2014-11": "from June to November 2014",
    "2016-02-10/2016-02-12": "from 10 to 12 February 2016",
    "1973/1990": "from 1973 to 1990",
    "2014-06/2014-06": "throughout June 2014",
    "2016/..": "since 2016",
    "../2015-03": "until March 2015",
}


@pytest.mark.parametrize(("edtf", "words"), WORDS.items())
def test_a_reader_sees_plain_words(edtf, words):
    assert EdtfDate.parse(edtf).words() == words


@pytest.mark.parametrize(
    ("edtf", "days"),
    (
        ("2014-11-20", "20 November 2014"),
        ("2014-06", "some day from 1 to 30 June 2014"),
        ("2014-24", "some day from 1 December 2014 to 28 February 2015"),
        ("[..2014-10]", "some day up to 31 October 2014"),
        ("[2014-07..]", "some day from 1 July 2014 on"),
        ("2016-02-10/2016-02-12", "from 10 to 12 February 2016"),
        ("2014-06/2014-11", "from 1 June to 30 November 2014 at most"),
        ("2016/..", "not before 1 January 2016"),
        ("../2015-03", "not after 31 March 2015"),
    ),
)
def test_the_real_days_are_said_too(edtf, days):
    assert EdtfDate.parse(edtf).bounds_words() == days


def test_words_can_be_in_another_language():
    german = {
        "about %(date)s": "um %(date)s",
        "between %(first)s and %(last)s": "zwischen %(first)s und %(last)s",
        "en_GB": "de",  # CLDR knows the days and months
    }
    said = EdtfDate.parse("[2014-06-10..2014-07-03]").words(lambda text: german.get(text, text))
    assert said == "zwischen 10. Juni und 3. Juli 2014"


@given(dates)
@example(EdtfDate.parse("[..9999]"))
@example(EdtfDate.parse("[0001..]"))
@example(EdtfDate.parse("000X"))
@example(EdtfDate.parse("00XX~/.."))
@example(EdtfDate.parse("[2013,2014-06..2014-11,2016..]"))
def test_every_date_is_read_back_from_its_words(when):
    assert EdtfDate.read(when.words()) == when
    assert EdtfDate.read(when.words().upper()) == when


SCRAPS = st.sampled_from(
    "about before after by since until between and or from to - , early mid late june nov 2014 31 10 1990s "
    "19th century q3 first half of ad bc ? ~ (uncertain) [ ] .. / X 2014-06 monday the '80s spring".split()
)


@given(
    st.one_of(
        st.text(), st.lists(SCRAPS, max_size=9).map(" ".join), st.lists(SCRAPS, max_size=9).map("".join)
    )
)
def test_no_text_breaks_the_reader(text):
    try:
        when = EdtfDate.read(text)
    except NotADate as why:
        str(why).encode()
    else:
        assert EdtfDate.read(when.words()) == when
