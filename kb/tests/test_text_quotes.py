"""A quote grows and shrinks by a clause around the words it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.quotes import LONGEST, CannotMove, clauses, longer, places, shorter

TEXT = (
    "Delhi took note. Moscow, which had sold it arms, lifted the ban in June 2014 and signed a pact, "
    "officials said. Nothing else was said."
)
CORE = (TEXT.index("lifted"), TEXT.index(" and signed"))


def at(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def steps(step, quote, *, text=TEXT, core=CORE, **given):
    """The quote after each step, until no other is possible, and why not."""
    seen = []
    while True:
        try:
            quote = step(text, *quote, core, **given)
        except CannotMove as why:
            return [*seen, why.why]
        seen.append(text[slice(*quote)])


def test_a_sentence_shrinks_to_the_clause_it_is_about_and_grows_back_and_beyond():
    sentence = at(
        "Moscow, which had sold it arms, lifted the ban in June 2014 and signed a pact, officials said."
    )
    less = steps(shorter, sentence)
    assert less == [
        "which had sold it arms, lifted the ban in June 2014 and signed a pact, officials said.",
        "which had sold it arms, lifted the ban in June 2014 and signed a pact",
        "lifted the ban in June 2014 and signed a pact",
        "lifted the ban in June 2014",
        "needed",
    ]
    more = steps(longer, CORE)
    assert more[:4] == [*less[-3::-1], TEXT[slice(*sentence)]]
    assert more[4:] == [
        TEXT[: sentence[1]],
        TEXT,
        "edge",
    ]


def test_what_is_cut_out_of_the_article_is_never_quoted():
    text = "He left in June 2014, they said. Also read: bread. She came."
    cut = at("Also read: bread.", text)
    core = at("June 2014", text)
    assert steps(longer, at("He left in June 2014", text), text=text, core=core, cuts=[cut]) == [
        "He left in June 2014, they said.",
        "cut",
    ]


def test_a_quote_has_a_greatest_length():
    text = "He left in June 2014, " + "and said so again and again " * 50 + "."
    *quotes, why = steps(longer, (0, 20), text=text, core=(8, 20))
    assert why == "long" and LONGEST - 30 < len(quotes[-1]) <= LONGEST < len(text)


@pytest.mark.parametrize(
    "whole",
    [
        "They met in Washington, D.C. on 10 June.",  # names
        "On June 10, 2014 the fleet sailed.",  # a date
        "He paid 1,000 roubles.",
        "Guns and butter arrived.",  # two things, one clause
        "He left after June 2014.",
    ],
)
def test_what_holds_together_is_one_clause(whole):
    assert [whole[a:b] for a, b, _n in clauses(whole)] == [whole]


def test_without_words_it_is_about_the_beginning_stays():
    text = "He left, they said, and nobody came."
    assert steps(shorter, (0, len(text)), text=text, core=(0, 0)) == [
        "He left, they said",
        "He left",
        "needed",
    ]


@given(
    st.lists(st.sampled_from([*"aA,.;: 1\n–)", " and ", " who ", "ended "]), max_size=40).map("".join),
    st.data(),
)
def test_whatever_the_text_the_core_stays_and_a_step_back_undoes_a_step(text, data):
    spans = clauses(text)
    if not spans:
        return
    a, b, _sentence = data.draw(st.sampled_from(spans))
    start = data.draw(st.integers(a, b - 1))
    core = (start, data.draw(st.integers(start + 1, b)))
    quote, seen = (a, b), [(a, b)]
    while True:  # from the clause of the core outwards
        try:
            quote = longer(text, *quote, core)
        except CannotMove:
            break
        assert quote[0] <= seen[-1][0] and seen[-1][1] <= quote[1] and quote != seen[-1]
        assert text[slice(*quote)].strip() == text[slice(*quote)]
        seen.append(quote)
    for before in reversed(seen[:-1]):
        quote = shorter(text, *quote, core)
        assert quote == before
        assert quote[0] <= core[0] and core[1] <= quote[1]
    with pytest.raises(CannotMove):
        shorter(text, *quote, core)


def test_words_that_are_given_are_found_whatever_their_spaces_and_marks():
    text = "He said:\n“We’re leaving – now.” He said no more."
    assert [text[a:b] for a, b in places(text, '"We\'re  leaving - now."')] == ["“We’re leaving – now.”"]
    assert len(places(text, "He said")) == 2
    assert places(text, "We are leaving") == places(text, "  ") == []
