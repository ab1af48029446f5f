"""Words found again in a text that has been corrected: for certain, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import Cut, found_again, moved, nearest

TEXT = (
    "The port opened in June 1988. A ferry sank there. Nobody was hurt, the guard said.\nRain fell all night."
)
QUOTE = "A ferry sank there."


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (TEXT.replace("Rain", "Hail"), True),  # something else, far away
        ("A new line above.\n" + TEXT, True),
        (TEXT.replace("June", "July"), True),  # what stands before it; what stands after it is as it was
        (TEXT.replace("Nobody", "No one"), True),  # the other way round
        (
            TEXT.replace("June", "July").replace("Nobody", "No one"),
            False,
        ),  # both: it could be another sentence
        (TEXT.replace("ferry", "barge"), False),  # other words
        (TEXT.replace("sank there", "sank  there"), False),
        ("Again. " + TEXT + " " + TEXT, False),  # twice
        (TEXT.replace(QUOTE + " ", ""), False),
        (QUOTE, False),  # its words, without anything beside them
        ("", False),
    ],
)
def test_words_are_found_by_what_stands_beside_them_on_one_side(new, found):
    at = found_again(TEXT, new, TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE))
    assert at == (new.index(QUOTE) if found else None)


def test_of_two_alike_none_is_taken_when_one_goes():
    """Each has its own surroundings on one side only; the one that is left is not the one that was quoted."""
    old = "It rained. A ferry sank. Nobody was hurt. It rained. A ferry sank. Two were hurt."
    first, second = (old.index("A ferry"), old.rindex("A ferry"))
    new = old[: first - len("It rained. ")] + old[second - len("It rained. ") :]
    assert new.count("A ferry sank.") == 1
    assert found_again(old, new, first, first + 13) is None
    assert (
        found_again(old, new, second, second + 13) is None
    )  # it was one of two, and what is before it is not as it was
    assert found_again(old, "New. " + old, second, second + 13) == second + 5


def test_a_look_alike_that_is_put_in_takes_no_quote():
    old = "Morning came. A ferry sank. Nobody was hurt."
    new = "Morning came. A ferry sank. Then: a bus. A ferry sank. Nobody was hurt."
    assert found_again(old, new, 14, 27) is None


SENTENCES = [
    "A ferry sank. ",
    "A ferry sank. ",
    "Rain. ",
    "Rain. ",
    "The bridge opened in June 1988. ",
    "He left. ",
]
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8)
edits = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete", "replace", "move", "letter"]),
        *(st.integers(0, 7),) * 2,
        st.sampled_from([*SENTENCES, "A ferry sank! ", "A Ferry sank. "]),
    ),
    max_size=5,
)


def edited(sentences: list, edits: list) -> list:
    """The sentences, each a (name, words), after the edits; a sentence that an editor writes has a name of its own."""
    now = list(enumerate(sentences))
    for n, (kind, at, to, words) in enumerate(edits):
        fresh = (f"new {n}", words)
        if kind == "insert" or not now:
            now.insert(at, fresh)
        elif kind == "delete":
            del now[at % len(now)]
        elif kind == "replace":
            now[at % len(now)] = fresh
        elif kind == "move":
            now.insert(to, now.pop(at % len(now)))
        else:
            name, old = now[at % len(now)]
            now[at % len(now)] = (f"{name}, mended", old[: to % len(old)] + "x" + old[to % len(old) :])
    return now


@given(texts, edits, st.integers(0, 7))
def test_no_edit_attaches_a_quote_to_other_words(sentences, edits, which):
    """Found: the very words, in one place only with what was beside them on a side, in the old text and in the new."""
    which %= len(sentences)
    old, now = "".join(sentences), edited(sentences, edits)
    new = "".join(words for _name, words in now)
    start = len("".join(sentences[:which]))
    end = start + len(sentences[which]) - 1
    at = found_again(old, new, start, end)
    if at is None:
        return
    words = old[start:end]
    assert new[at : at + len(words)] == words
    ended_old, ended_new = f"^{old}$", f"^{new}$"
    before, after = ended_old[max(0, start - 31) : start + 1], ended_old[end + 1 : end + 33]
    as_before, as_after = (
        ended_new[: at + 1].endswith(before),
        ended_new[at + 1 + len(words) :].startswith(after),
    )
    if _count(old, words) == _count(new, words) == 1:
        assert as_before or as_after
    else:
        assert as_before and as_after
        assert _count(ended_old, before + words + after) == _count(ended_new, before + words + after) == 1


def _count(text: str, words: str) -> int:
    return sum(text.startswith(words, at) for at in range(len(text)))


@given(texts, st.integers(0, 7), st.data())
def test_a_quote_that_is_found_is_found_where_its_own_letters_went(sentences, which, data):
    """Look-alikes put in and letters changed, nothing taken out or moved: each letter that is left can be followed,
    also where the text says the same twice."""
    which %= len(sentences)
    old = "".join(sentences)
    start = len("".join(sentences[:which]))
    end = start + len(sentences[which]) - 1
    letters = list(enumerate(old))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(letters)))
        letters[at:at] = [
            (None, c) for c in data.draw(st.sampled_from(["A ferry sank! ", "A Ferry sank. ", "x"]))
        ]
    for _ in range(data.draw(st.integers(0, 2))):
        letters[data.draw(st.integers(0, len(letters) - 1))] = (None, "#")
    new = "".join(c for _origin, c in letters)
    at = found_again(old, new, start, end)
    origins = [origin for origin, _c in letters]
    if at is not None:
        assert origins[at : at + end - start] == list(range(start, end))


def test_cuts_move_along_and_those_that_are_gone_are_left_out():
    old = "Story one.\nAlso read: bread\nStory two.\nPhoto: us"
    cuts = [
        Cut(old.index("Also"), old.index("\nStory two"), "teaser"),
        Cut(old.index("Photo"), len(old), "caption"),
    ]
    new = old.replace("one", "number one").replace("Photo: us", "Photo: them")
    (held,), (lost,) = moved(old, new, cuts)
    assert new[held.start : held.end] == "Also read: bread" and held.reason == "teaser"
    assert old[lost.start : lost.end] == "Photo: us"


def test_the_nearest_passages_are_as_long_as_the_quote_and_never_far_off():
    text = "Rain fell. The ferry sank in July. Nobody was hurt. The ferry had sunk before."
    found = [text[a:b] for a, b in nearest(text, "The ferry sank in June. Nobody was hurt.")]
    assert found[0] == "The ferry sank in July. Nobody was hurt."
    assert nearest(text, "Ministers met elsewhere about wheat.") == []
