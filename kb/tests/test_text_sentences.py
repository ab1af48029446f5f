import pytest

from kb.text import paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Poe met Gen. Roe and Dr. A. B. Lee of the U.S. State Department.",
        "It was signed on Feb. 10 and again on Sept. 3, 2016.",
        "He lives in Washington, D.C. with his wife.",
        "“Is it over?” he asked.",
        '"We are going and we will ask... the court to decide," she added.',
        "The fee rose by 2.5 percent to 1.1 million crowns, i.e. by a third.",
        "No. 10 was shut at 5 p.m. on Tuesday.",
        "Lee vs. Poe was heard by J. Marsh.",
        "The St. Anne sailed for Ft. Example.",
        "See www.courier.example.com for more",
        "The Rev. Martin Brand Jr. spoke.",
        "Acme Inc. shares fell.",
        "Acme Ships Inc. President Berg left.",
        "MOSCOW, Feb. 10 (Agency) - The talks ended.",
    ],
)
def test_these_are_one_sentence(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    "first, second",
    [
        ("He left for the U.S.", "The talks went on."),
        ("It ended at 5 p.m.", "She went home."),
        ("“We won.”", "He smiled."),
        ("Was it over?", "Nobody knew."),
        ("He was born in Feb.", "The year is not known."),
        ("They waited…", "Then it rained."),
        ("It was built by Acme Inc.", "The firm is gone."),
        ("It was built for Acme Ships Inc.", "Acme, of Oslo, has two."),
        ("(It rained.)", "The match was off."),
        ("It cost 400.", "Nobody paid."),
        ("It began in 2014.", "In 2016 it ended."),
        ("He stopped!", "“Go on,” she said."),
        ("这是第一句。", "这是第二句。"),
    ],
)
def test_these_are_two_sentences(first, second):
    assert split(f"{first} {second}") == [first, second]


def test_a_heading_and_a_paragraph_end_a_sentence():
    assert split("A quiet year\n\nNothing happened\nHe was glad. She was not") == [
        "A quiet year",
        "Nothing happened",
        "He was glad.",
        "She was not",
    ]


def test_lines_broken_at_a_margin_are_joined():
    text = (
        "The harbour board of Exampleton voted on Monday evening to dredge the\n"
        "northern channel, ending a quarrel between the port and its fishermen\n"
        "that had begun in 2011. The work is to begin in June 2017 and will cost\n"
        "Exampleton four million crowns, the chairwoman of the board, Ada Marsh,\n"
        "told reporters. No date was set.\n\nFishermen were glad."
    )
    assert len(paragraphs(text)) == 2
    assert [words.split()[0] for words in split(text)] == ["The", "The", "No", "Fishermen"]


def test_offsets_are_those_of_the_text_whatever_its_line_ends():
    text = "One ended.\r\nTwo began. Three 🙂 came.\r\n\r\nمرحبا بكم. Four."
    assert split(text)[:3] == ["One ended.", "Two began.", "Three 🙂 came."]
    assert all(text[a:b].strip() == text[a:b] for a, b in sentences(text))


@pytest.mark.parametrize(
    "text", ["." * 1_000_000 + "x", '."' * 500_000 + "x", "word " * 400_000, "A. " * 300_000]
)
def test_odd_texts_are_split_in_order_inside_the_text(text):
    spans = sentences(text)
    assert spans and all(a < b <= len(text) for a, b in spans)
    assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))
