"""Hypothesis strategies: dates of every kind that can be written."""

from datetime import date

from hypothesis import strategies as st

from timeline.dates import EdtfDate, NotADate

YEARS = st.one_of(st.integers(1900, 2030), st.integers(2, 9998))
MARKS = st.sampled_from(("exact", "exact", "exact", "approximate", "uncertain", "both"))

days = st.dates(date(2, 1, 1), date(9998, 12, 31)).map(EdtfDate.day)
months = st.builds(EdtfDate.month, YEARS, st.integers(1, 12))
years = YEARS.map(EdtfDate.year)
coarse = st.one_of(
    st.builds(EdtfDate.season, YEARS, st.integers(21, 24)),
    st.builds(EdtfDate.quarter, YEARS, st.integers(1, 4)),
    st.builds(EdtfDate.half, YEARS, st.integers(1, 2)),
    YEARS.map(EdtfDate.decade),
    st.integers(0, 99).map(EdtfDate.century),
)
parts = st.builds(
    EdtfDate.part,
    st.one_of(months, years, YEARS.map(EdtfDate.decade), st.integers(0, 99).map(EdtfDate.century)),
    st.sampled_from(("early", "mid", "late")),
)
near_days = st.builds(EdtfDate.day, st.dates(date(2014, 1, 1), date(2015, 12, 31)))
near_months = st.builds(EdtfDate.month, st.integers(2013, 2015), st.integers(1, 12))
near_years = st.integers(2010, 2015).map(EdtfDate.year)


def _marked(dates):
    return st.builds(EdtfDate.qualified, dates, MARKS)


simple = _marked(st.one_of(days, months, years, coarse, near_days, near_months))
fine = _marked(st.one_of(near_days, near_months, near_years, days, months, years))


@st.composite
def pairs(draw, dates=fine):
    one, two = sorted((draw(dates), draw(dates)), key=lambda when: when.earliest)
    return one, two


ranges = pairs().map(lambda pair: EdtfDate.between(*pair))
alternatives = pairs().map(lambda pair: EdtfDate.either(*pair))
open_points = st.one_of(
    fine.map(EdtfDate.before),
    fine.map(EdtfDate.after),
    fine.map(EdtfDate.before_or_in),
    fine.map(EdtfDate.from_on),
)
spans = st.one_of(
    pairs(st.one_of(fine, simple)).map(lambda pair: EdtfDate.span(*pair)),
    simple.map(EdtfDate.since),
    simple.map(EdtfDate.until),
)


@st.composite
def several(draw):
    """Sets of three and more alternatives, where they fit into the column."""
    found = draw(st.one_of(ranges, fine, open_points))
    for other in draw(st.lists(st.one_of(ranges, fine, open_points), min_size=1, max_size=3)):
        try:
            found = EdtfDate.either(found, other)
        except NotADate:  # too long, or now open on both sides
            return found
    return found


points = st.one_of(simple, _marked(parts), ranges, alternatives, open_points, several())
dates = st.one_of(points, spans)
