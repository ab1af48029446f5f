"""Whatever the text: no exception, spans inside it and apart, the same answer twice, and linear work."""

import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.engine.timex import Effort, find
from timeline.engine.timex.english import LEXICON

WORDS = st.sampled_from(
    [
        *LEXICON["months"], *LEXICON["weekdays"], *LEXICON["units"], *LEXICON["seasons"], *LEXICON["dayparts"],
        *LEXICON["numbers"], *LEXICON["ordinals"], *LEXICON["holidays"], *LEXICON["references"], *LEXICON["sets"],
        "May", "March", "last", "next", "this", "the", "ago", "later", "earlier", "before", "after", "from", "to",
        "and", "of", "in", "between", "since", "until", "by", "early", "late", "about", "every", "half", "fiscal",
        "0", "1", "31", "29", "1900", "2000", "9999", "0001", "10:35", "a.m.", "BC", "AD", "'89", "1990s", "9/11",
        "11/10/2014", "2014-02-30", "2014-W53-7", "T25:61", ",", ".", "-", "–", "(", ")", "\n", "\n\n", "’s", "\ud800",
        "ſept", "\u212aay", "İ", "١٩٩٠", "²", "$", "%", "\xa0", "é", "🎉", "مايو",
    ]
)  # fmt: skip
NEAR_TIME = st.lists(WORDS, max_size=40).map(" ".join)
DAYS = st.one_of(st.none(), st.dates())
MODES = st.sampled_from(["auto", "news", "narrative"])


def check(text, published, mode="auto", day_first=None):
    found = find(text, published, mode=mode, day_first=day_first)
    for t in found:
        assert 0 <= t.lead_start <= t.start < t.end <= len(text)
        assert text[t.start : t.end] == t.text
        assert t.type in ("DATE", "TIME", "DURATION", "SET") and t.value
        assert t.basis in ("explicit", "relative", "inherited") and t.rule and t.reading
        if t.date:
            assert type(t.date).parse(t.date.edtf) == t.date
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert find(text, published, mode=mode, day_first=day_first) == found


@settings(max_examples=400)
@given(NEAR_TIME, DAYS, MODES, st.sampled_from([None, True, False]))
@example("the next century later", date.max, "news", None)
@example("999 years ago; 12 weeks before", date(1, 1, 1), "news", None)
@example("29 February", date(1900, 2, 28), "news", None)
@example("5 BC. Two days later", None, "narrative", None)
def test_words_of_time_in_any_order_never_break_it(text, published, mode, day_first):
    check(text, published, mode, day_first)


@settings(max_examples=150)
@given(st.text(max_size=300), DAYS)
def test_any_text_is_survived(text, published):
    check(text, published)


@pytest.mark.parametrize(
    "piece",
    [
        "In June 2014 and last week, on Wednesday, they met for two years. ",
        "1", "1 ", "may ", "the last ", "(", "two and ", "1-", "10 to 12 to ", "May, ", "in ", " ", "\n", "years ",
        "the early late ", "twenty ", "first ", "19", "a few ", "'", "2014-", "1/1/", "Monday ", "of the end of ",
    ],
)  # fmt: skip
def test_the_work_grows_with_the_text_and_no_faster(piece):
    def calls(size):
        effort = Effort()
        find((piece * (size // len(piece) + 1))[:size], date(2016, 2, 11), effort=effort)
        return effort.rule_calls

    small, large = calls(2_000), calls(16_000)
    assert large <= 9 * small + 200


def test_a_hundred_thousand_digits_wake_no_rule():
    effort = Effort()
    assert find("7" * 100_000, date(2016, 2, 11), effort=effort) == []
    assert effort.rule_calls == 0


def test_deep_parentheses_cost_nothing():
    effort = Effort()
    found = find("(" * 50_000 + "May 2014" + ")" * 50_000, None, effort=effort)
    assert [t.value for t in found] == ["2014-05"] and effort.rule_calls < 1_000


def test_it_loads_without_spacy_django_or_the_text_room():
    code = (
        "import sys, timeline.engine.timex;"
        "bad = [m for m in sys.modules if m.split('.')[0] in ('spacy', 'django') or m.startswith('kb')];"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
