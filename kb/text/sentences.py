"""Where sentences end: own rules for news prose, in one pass over the text."""

import re

from kb.text.spans import paragraphs

CANDIDATE = re.compile(
    r"""(?<![.!?…؟۔])[.!?…؟۔]++["'”’»)\]]*+(?=\s|$)|(?<![。！？])[。！？]++["'”’»」』)\]]*+"""
)
LAST_WORD = re.compile(r"[^\s\"“”‘’'(\[—–]{1,24}$")
OPENING = " \t\n\r\xa0\"'“‘«([—–-"

# Always followed by more of the same sentence.
TITLES = frozenset(
    """mr mrs ms mx dr prof gen col lt maj capt cpl sgt adm brig cmdr cdr cmdre sen sens rep reps gov govs pres rev hon st
    sts fr amb supt insp det messrs mme mlle msgr mt ft vs v eg e.g i.e cf viz approx vol ed eds al fig figs pp art sec
    lt.-gen maj.-gen brig.-gen sq ret univ dept est esq gens cols atty asst ph""".split()
)
# Followed by a number, more of the same sentence; else it may end.
BEFORE_NUMBER = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec no nos p para art ch c ca circa mon tue tues wed thu thur thurs fri sat sun".split()
)
FIRMS = frozenset("inc corp co ltd plc bros".split())
LONGEST_NAME = 60  # characters of a firm's, in which its next sentence may take it up
# May end a sentence or not: the next word decides.
EITHER = FIRMS | frozenset(
    """jr sr etc ave blvd rd calif ariz colo conn fla ga ill ind kan ky la mass md mich minn
    miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ala ark del a.m p.m b.c a.d ph.d m.d d.c u.s u.k
    u.n e.u u.s.a u.s.s.r u.a.e n.y l.a n.c s.c n.j n.h n.m n.d s.d w.va p.o""".split()
)
STARTERS = frozenset(
    """the a an he she it they we i you this that these those there here in on at by for from of to with as after before
    since during until when while where if although though because but and or yet so nor both his her its their our my
    your one two three some many most all no not what who why how another other others each earlier later last next
    meanwhile however moreover officials police according under over between about among despite now then thus also""".split()
)
DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in reading order; a heading or a paragraph's end ends one too.

    >>> text = "Gen. A. B. Khan of the U.S. met Mr. Lee on Feb. 10. He left at 5 p.m. The talks went on."
    >>> [text[a:b] for a, b in sentences(text)]
    ['Gen. A. B. Khan of the U.S. met Mr. Lee on Feb. 10.', 'He left at 5 p.m.', 'The talks went on.']
    """
    found = []
    for start, end in paragraphs(text):
        found.extend(_of_paragraph(text, start, end))
    return found


def _of_paragraph(text: str, start: int, end: int):
    begin = start
    for match in CANDIDATE.finditer(text, start, end):
        stop = match.end()
        if stop >= end:
            break
        if _ends(text, begin, match.start(), stop, end):
            yield begin, stop
            begin = stop
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end


def _ends(text: str, begin: int, mark: int, stop: int, end: int) -> bool:
    """Whether the mark at text[mark:stop] ends the sentence that began at `begin`."""
    if text[mark] in "。！？۔؟":
        return True
    following = text[stop : min(end, stop + 40)]
    word = following.lstrip(OPENING)
    if not word:
        return False
    if word[0].islower():
        return False
    dots = text[mark:stop].rstrip("\"'”’»)]")
    if dots[0] != "." or len(dots) > 1:
        return True
    if stop - mark > 1 and text[stop - 1] in "\"'”’»":
        return True  # a quotation's own full stop
    before = LAST_WORD.search(text, max(begin, mark - 24), mark)
    last = before[0] if before else ""
    next_word = re.match(r"[\w'’]*", word)[0].lower()
    if last.lower() in FIRMS and next_word in text[max(begin, mark - LONGEST_NAME) : mark].lower().split():
        return True  # "a contract with Sony Corp. Sony said"
    return _word_may_end(last, word, next_word, begin == mark - len(last))


def _word_may_end(last: str, following: str, next_word: str, opens: bool) -> bool:
    low = last.lower().lstrip("(")
    if low in TITLES:
        return False
    if low in BEFORE_NUMBER and (following[0].isdigit() or low in ("no", "nos") and following[0] == "."):
        return False
    if len(last) == 1 and last.isalpha() and last.isupper():
        return next_word in STARTERS and next_word not in ("a", "i")
    if low in EITHER or DOTTED.fullmatch(last):
        return next_word in STARTERS
    # "1. The first item": a number that opens the paragraph is a list's.
    return not (opens and (last.isdigit() or len(last) == 1))
