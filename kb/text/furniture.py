"""Which lines of a text are no part of the article, judged among their neighbours.

The order matters and is the one of `layout`: what a line says by itself, dated
teasers, lists under a heading ("Most read"), the head of the page, comments,
menus. A doubtful line stays: a false cut loses an event, a missed one costs an
editor a keystroke.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from kb.text import lines as kinds
from kb.text.lines import Line, describe, own_reason
from kb.text.spans import LINE_END, Cut, paragraphs

TEASER_SPREAD = timedelta(days=45)  # teasers of one page are of one time; the dates of a chronology are not
HEAD = 400  # lines looked at for the title: long menus included
OPENING = 30  # lines between a title and the second paragraph: byline, share bar, captions
NEAR = 12  # lines after a title in which a publication line may stand


@dataclass(slots=True)
class Layout:
    """The lines of a text with the reasons of those that are cut, and where its head stands."""

    text: str
    lines: list[Line]
    title: int | None = None
    bylines: list[int] = field(default_factory=list)  # lines that may say when the article was published
    mastheads: list[int] = field(default_factory=list)  # lines above the title that hold a day
    lead: int | None = None  # the first line of the story's prose

    def cuts(self) -> tuple[Cut, ...]:
        """Cut lines as masks, neighbours of one reason joined."""
        cuts: list[Cut] = []
        previous = None
        for at, line in enumerate(self.lines):
            if line.reason:
                if cuts and previous == at - 1 and cuts[-1].reason == line.reason:
                    cuts[-1] = Cut(cuts[-1].start, line.end, line.reason)
                else:
                    cuts.append(Cut(line.start, line.end, line.reason))
                previous = at
        return tuple(cuts)


def find_cuts(text: str) -> tuple[Cut, ...]:
    """What is no part of the article in a text as pasted, line ends of any kind included.

    >>> [cut.reason for cut in find_cuts("Harbour opens\\n\\nThe new harbour opened on Monday, officials said.\\n\\nRead: More")]
    ['title', 'read also']
    """
    return layout(text).cuts()


def layout(text: str, titles: tuple[str, ...] = ()) -> Layout:
    """Judge every line of a text. `titles`, where known, keep the head from being guessed."""
    found = Layout(text, _described(text))
    for line in found.lines:
        line.reason = own_reason(line)
    _links_after_labels(found.lines)
    _picture_credits(found.lines)
    _shouted(found.lines)
    _identical_neighbours(found.lines)
    _share_bars(found.lines)
    _dated_teasers(found.lines)
    _sections(found.lines)
    _head(found, titles)
    _comments(found)
    _menus(found)
    _endings(found)
    return found


def _described(text: str) -> list[Line]:
    described, last = [], 0
    for start, end in paragraphs(text):
        gap = len(LINE_END.findall(text, last, start)) > 1 if last else True
        described.append(describe(text, start, end, gap))
        last = end
    return described


def _same(a: Line, b: Line) -> bool:
    return a.end - a.start == b.end - b.start and _key(a.text) == _key(b.text)


def _key(words: str) -> str:
    return " ".join(kinds.WORD.findall(words.casefold())).strip("\"'“”‘’.… ")


# -- single lines and their next ones


def _links_after_labels(lines: list[Line]) -> None:
    """ "Also read:" with nothing behind it speaks of the line below."""
    for here, below in zip(lines, lines[1:], strict=False):
        match = kinds.READ_ALSO.match(here.text) if here.reason == "read also" and here.words <= 4 else None
        if match and not match["rest"] and below.reason is None and below.heading and not below.prose:
            below.reason = "read also"


def _picture_credits(lines: list[Line]) -> None:
    """An agency's name on a line of its own stands over a caption that is no sentence."""
    for here, below in zip(lines, lines[1:], strict=False):
        if here.reason in (None, "caption") and kinds.is_credit(here):
            here.reason = "caption"
            if (
                below.reason is None
                and below.heading
                and not below.gap
                and not below.prose
                and below.words >= 4
            ):
                below.reason = "caption"


def _shouted(lines: list[Line]) -> None:
    """A headline in capitals between two paragraphs of mixed case is a link; elsewhere it may be a title."""
    for at, line in enumerate(lines):
        if line.reason == "shouted":
            inside = 0 < at < len(lines) - 1 and lines[at - 1].prose and not lines[at - 1].text.isupper()
            below = next((other for other in lines[at + 1 : at + 3] if other.reason is None), None)
            line.reason = "read also" if inside and below is not None and below.prose else None


def _identical_neighbours(lines: list[Line]) -> None:
    """A caption stands twice on many pages: once for the picture, once for its text."""
    for here, below in zip(lines, lines[1:], strict=False):
        if (
            here.words >= 5
            and here.reason in (None, "caption")
            and below.reason in (None, "caption")
            and _same(here, below)
        ):
            if "caption" in (here.reason, below.reason):
                here.reason = below.reason = "caption"
            elif not here.heading:
                below.reason = "repeated"


def _share_bars(lines: list[Line]) -> None:
    """One word like "Facebook" may be a subhead; two together, or beside a sure one, are a share bar."""
    candidates = [
        line.reason == "share bar"
        or (line.reason is None and len(line.text) <= 40 and bool(kinds.SHARE.fullmatch(line.text)))
        for line in lines
    ]
    for at, line in enumerate(lines):
        if candidates[at] and line.reason is None:
            if (at and candidates[at - 1]) or (at + 1 < len(lines) and candidates[at + 1]):
                line.reason = "share bar"


# -- dated teasers: heading, day, heading again, blurb


@dataclass(slots=True)
class _Teaser:
    first: int
    last: int
    day: date | None
    sure: bool  # by its own form: the heading twice, or a blurb that trails off


def _dated_teasers(lines: list[Line]) -> None:
    units: list[_Teaser] = []
    at = 0
    while at < len(lines):
        unit = _teaser_at(lines, at)
        if unit:
            units.append(unit)
            at = unit.last + 1
        else:
            at += 1
    for group in _adjacent(units):
        if _are_teasers(group, lines):
            for unit in group:
                for line in lines[unit.first : unit.last + 1]:
                    line.reason = "teaser"


def _teaser_at(lines: list[Line], at: int) -> _Teaser | None:
    """The teaser that begins at lines[at]: a heading, its day, perhaps the heading again and a blurb."""
    if at + 1 >= len(lines):
        return None
    heading, day = lines[at], lines[at + 1]
    if heading.reason or not heading.heading or heading.prose or not day.is_date:
        return None
    if not (day.age or day.days):
        return None
    if _opens_story(lines, at):
        return None
    last, twice = at + 1, False
    if last + 1 < len(lines) and _same(lines[last + 1], heading):
        last, twice = last + 1, True
    blurb = lines[last + 1] if last + 1 < len(lines) else None
    trails = blurb is not None and blurb.trails_off and blurb.reason is None and not blurb.is_date
    if trails:
        return _Teaser(at, last + 1, day.day, True)
    if blurb is not None and blurb.ends_sentence and blurb.reason is None and not blurb.is_date:
        after = lines[last + 2] if last + 2 < len(lines) else None
        if after is not None and after.prose and after.reason is None and not twice:
            return None  # prose goes on: this is a story's own head
        if not (twice and after is not None and after.prose and blurb.prose and at < 3):
            last += 1
    return _Teaser(at, last, day.day, twice and blurb is not None)


def _adjacent(units: list[_Teaser]):
    group: list[_Teaser] = []
    for unit in units:
        if group and unit.first - group[-1].last > 3:
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _are_teasers(group: list[_Teaser], lines: list[Line]) -> bool:
    """A list of teasers; not the head of the story, and not a chronology."""
    sure = sum(unit.sure for unit in group)
    days = [unit.day for unit in group if unit.day]
    together = not days or max(days) - min(days) <= TEASER_SPREAD
    if sure:
        return together or 2 * sure >= len(group)
    above = lines[group[0].first - 1] if group[0].first else None
    headed = above is not None and bool(kinds.SECTION.fullmatch(above.text))
    return len(group) >= 2 and headed and together


# -- lists under a heading


NUMBERED = re.compile(r"\d{1,2}[.)] (?=\D)")  # "2. Christmas market dates revealed" under "Most read"


def _sections(lines: list[Line]) -> None:
    """Under "Most read", "Related stories" and the like: headings and blurbs, until a story goes on."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if (
            line.reason in (None, "read also", "promotion")
            and len(line.text) <= 80
            and kinds.SECTION.fullmatch(line.text)
        ):
            at = _section(lines, at)
        at += 1


def _section(lines: list[Line], at: int) -> int:
    """Cut the list headed by lines[at], if it is one; return the last line of it."""
    end, headings = at, 0
    for here in range(at + 1, len(lines)):
        line = lines[here]
        if line.reason == "copyright":
            break
        if line.reason:
            end = here
            continue
        below = lines[here + 1] if here + 1 < len(lines) else None
        if _is_earlier_story(lines[at], line):
            headings += 1
            end = here
            continue
        if _opens_story(lines, here):
            break
        if (
            line.is_date
            or line.trails_off
            or line.text.isdigit()
            or (len(line.text) <= 80 and kinds.SECTION.fullmatch(line.text))
        ):
            end = here
            continue
        if line.heading and (not line.dated or NUMBERED.match(line.text)):
            headings += 1
            end = here
            continue
        blurb = lines[here - 1].reason is None and lines[here - 1].heading and line.end - line.start <= 260
        if blurb and here - 1 > at and (below is None or below.reason or not below.prose):
            end = here
            continue
        break
    teasers = any(line.reason == "teaser" for line in lines[at + 1 : end + 1])
    if not (headings >= 2 or teasers or (headings == 1 and lines[at].words >= 2)):
        return end
    menu = all(line.short or line.reason for line in lines[at + 1 : end + 1]) and not teasers
    for line in lines[at : end + 1]:
        line.reason = line.reason or ("navigation" if menu else "teaser")
    return end


OF_LINKS = re.compile(r"\W*(?:related|previous|earlier|recommended)\b", re.I)
DAY_LED = re.compile(
    r"(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\s?[:–-]\s"
)


def _is_earlier_story(head: Line, line: Line) -> bool:
    """Whether a line under "Previous stories" is a title led by the day it appeared: "10/12/10: Jurors hear last call"."""
    return not line.ends_sentence and bool(OF_LINKS.match(head.text) and DAY_LED.match(line.text))


def _opens_story(lines: list[Line], at: int) -> bool:
    """Whether a story's head or prose begins at lines[at]: prose with prose below it, or a title over that."""
    run = lines[at : at + OPENING]
    if not run or run[0].reason:
        return False
    if run[0].prose and not run[0].trails_off:
        following = [line for line in run[1:4] if line.reason is None]
        return bool(following) and following[0].prose and not following[0].trails_off
    return run[0].heading and _is_title_over(run[0], run[1:])


def _is_deck(title: Line, below: Line) -> bool:
    """A line under a title that says the story in more words than the title."""
    return below.words >= 12 and below.words > title.words


def _is_title_over(title: Line, run: list[Line]) -> bool:
    """Whether a publication line, byline or captions, then prose twice, stand below a heading."""
    proses = bylines = 0
    for line in run:
        if line.labelled_day or line.bare_day or kinds.BYLINE.match(line.text):
            if proses > 1 or line.trails_off:
                return False
            bylines += 1
        elif line.reason in ("teaser", "navigation"):
            return False
        elif line.reason:
            continue
        elif line.prose and not line.trails_off:
            proses += 1
            if proses == 2:
                return True
        elif line.trails_off or line.heading and not proses and not bylines and not _is_deck(title, line):
            return False  # another heading: the title is nearer to the prose
    return False


# -- the head of the page: masthead, menus, title, publication line


def _head(found: Layout, titles: tuple[str, ...]) -> None:
    lines = found.lines
    found.lead = _lead(lines)
    if titles:
        _known_titles(found, titles)
    else:
        _guess_title(found)
    _bylines(found)


def _lead(lines: list[Line]) -> int | None:
    """The first line of prose that other prose follows, or the first prose at all."""
    first = None
    for at, line in enumerate(lines):
        if line.reason or not line.prose:
            continue
        if first is None and line.heading and line.text.rstrip("\"'”’»").endswith("?"):
            continue  # a question, set as a title
        if first is None:
            first = at
        near = [other for other in lines[at + 1 : at + 8] if other.reason is None]
        if any(other.prose for other in near[:4]):
            return at
        if at - first > HEAD:
            break
    return first


def _known_titles(found: Layout, titles: tuple[str, ...]) -> None:
    keys = {_key(title) for title in titles if title}
    top = [
        at for at, line in enumerate(found.lines[:HEAD]) if line.reason is None and _key(line.text) in keys
    ]
    for at in top:
        if found.lead is None or at <= found.lead:
            found.lines[at].reason = "title"
            found.title = at if found.title is None else found.title


def _guess_title(found: Layout) -> None:
    lines, lead = found.lines, found.lead
    stop = lead if lead is not None else min(len(lines) - 1, 3)
    free = _headings_above(lines, stop)
    if lead is None:  # a list, perhaps: its first entry is no title
        free = [at for at in free if not lines[at].dated]
    if not free:
        return
    title = _choose_title(lines, free, stop)
    found.title = title
    lines[title].reason = "title"
    key = _key(lines[title].text)
    for at in range(stop):
        if at != title and lines[at].reason is None and _key(lines[at].text) == key:
            lines[at].reason = "title"
    for at in range(title):
        line = lines[at]
        if line.reason is None and not line.prose and not line.text.isdigit():
            if line.is_date and line.days:
                found.mastheads.append(at)
            line.reason = "navigation" if line.short and title > 4 else "masthead"


def _could_be_title(line: Line) -> bool:
    if line.reason or not line.heading or line.is_date or kinds.BYLINE.match(line.text):
        return False
    if line.text[-1] in "-–—─_" or line.text.lower() == "(undated)":
        return False  # a dateline on a line of its own
    return not (line.dated and line.words <= 3 and line.text.strip()[:4].isdigit())


def _headings_above(lines: list[Line], stop: int) -> list[int]:
    """The headings between lines[stop] and the nearest menu or list of teasers above it that has none below."""
    start = max(0, stop - HEAD)
    menu = _menu_lines(lines, start, stop)
    free: list[int] = []
    for at in range(stop - 1, start - 1, -1):
        if _over_a_byline(lines, at) and lines[at].reason is None:
            free.insert(0, at)
        elif lines[at].reason in ("teaser", "navigation") or at in menu:
            if free:
                break
        elif _could_be_title(lines[at]):
            free.insert(0, at)
    if not free and menu:
        # A title in a few words below a menu looks like one more entry of it.
        free = [
            at
            for at in (max(menu),)
            if lines[at].heading and lines[at].words >= 2 and lines[at].reason is None
        ]
    if not free:
        # A story whose only heading begins like a link ("Analysis: ...").
        free = [
            at for at in range(start, stop) if kinds.LINK_OR_TITLE.match(lines[at].text) and lines[at].heading
        ]
    return free


def _over_a_byline(lines: list[Line], at: int) -> bool:
    """A heading of some words with a day, an age or a name right below: a title even below a menu."""
    line, below = lines[at], lines[at + 1]
    return (
        line.words >= 4 and _could_be_title(line) and (below.is_date or bool(kinds.BYLINE.match(below.text)))
    )


def _menu_lines(lines: list[Line], start: int, stop: int) -> set[int]:
    """Lines that stand in a run of at least four entries, one of them a known word, or of eight."""
    menu: set[int] = set()
    run: list[int] = []
    for at in range(start, stop + 1):
        line = lines[at]
        if at < stop and line.short and line.reason in (None, "share bar"):
            run.append(at)
            continue
        known = sum(lines[i].navigation_word or lines[i].reason == "share bar" for i in run)
        bar = run and all(lines[i].reason == "share bar" for i in run)
        if not bar and (len(run) >= 4 and known or len(run) >= 8):
            menu.update(run)
        run = []
    return menu


def _choose_title(lines: list[Line], free: list[int], stop: int) -> int:
    """Among the headings above the story: the first of four words or more, before any byline."""
    named = [at for at in free if not kinds.MASTHEAD.fullmatch(lines[at].text)]
    free = named or free
    byline = next(
        (at for at in range(free[0] + 1, stop) if lines[at].is_date or kinds.BYLINE.match(lines[at].text)),
        None,
    )
    above = [at for at in free if byline is None or at < byline] or free
    long = [at for at in above if lines[at].words >= 4]
    if long:
        return long[0]
    return max(above, key=lambda at: (lines[at].words, -at))


def _bylines(found: Layout) -> None:
    """Publication lines and names around the title, and publication lines anywhere else."""
    lines, lead = found.lines, found.lead
    top = (
        (lead if lead is not None else min(len(lines), NEAR)) if found.title is None or lead is None else lead
    )
    chronology = _is_chronology(lines)
    after_byline = False
    start = 0 if found.title is None else found.title + 1
    after_label = False
    for at in range(start, min(len(lines), top + 3)):
        line = lines[at]
        if line.reason not in (None, "time stamp"):
            continue
        if line.labelled_day or (line.bare_day and at < top and not chronology):
            line.reason = "byline"
            found.bylines.append(at)
        elif line.bare_day and after_label:
            line.reason = "byline"
            found.bylines.append(at)
        elif line.age and at < top:
            line.reason = "byline"
        elif kinds.LABEL_ALONE.fullmatch(line.text) or kinds.BYLINE.match(line.text) and line.words <= 14:
            line.reason = "byline"
            found.bylines.extend([at] if line.days else [])
        elif at < top and not line.bare_day and _names_and_day(line):
            line.reason = "byline"
            found.bylines.append(at)
        elif at < top and found.title is not None and kinds.MASTHEAD.fullmatch(line.text):
            line.reason = "masthead"
        elif at < top and (kinds.STAFF.fullmatch(line.text) or after_label and _name(line)):
            line.reason = "byline"
        elif (
            at < top
            and after_byline
            and line.words <= 4
            and line.heading
            and _name(line)
            and line.text[0].isupper()
        ):
            line.reason = "byline"
        after_byline = after_byline or line.reason == "byline"
        after_label = line.reason == "byline" and bool(
            kinds.LABEL_ALONE.fullmatch(line.text) or line.words == 1 and kinds.BYLINE.match(line.text)
        )
    for at in range(top, len(lines)):
        line = lines[at]
        if line.reason is None and line.labelled_day and not kinds.LABEL_ALONE.fullmatch(line.text):
            line.reason = "byline"
            found.bylines.append(at)
        elif line.reason == "credit" and line.days:
            found.bylines.append(at)


def _is_chronology(lines: list[Line]) -> bool:
    """Whether dates alone on their lines are the headings of a chronology.

    A first day that comes after all the others is the day of publication.
    """
    heads = [
        line
        for line, below in zip(lines, lines[1:], strict=False)
        if line.reason is None
        and line.date_heading
        and below.reason is None
        and not below.is_date
        and below.text
    ]
    if len(heads) < 3:
        return False
    first, *others = (int(year[0]) if (year := re.search(r"\d{4}", line.text)) else 0 for line in heads)
    if not heads[0].bare_day or first < max(others):
        return True
    days = [line.day for line in heads if line.bare_day]
    return heads[0].day < max(days)


def _names_and_day(line: Line) -> bool:
    """ "Jane Roe | February 11, 2016 10:30": names and a day, no sentence."""
    if not line.days or line.ends_sentence or len(line.text) > 120 or len(line.days) > 2:
        return False
    rest = line.text
    for day in reversed(line.days):
        rest = rest[: day.start] + " | " + rest[day.end :]
    if (
        "|" not in line.text
        and "·" not in line.text
        and "•" not in line.text
        and "," not in line.text
        and "-" not in line.text
    ):
        return False
    words = [word for word in kinds.WORD.findall(rest) if word[0].isalpha()]
    if len(words) > 9:
        return False
    return all(
        word[0].isupper() or word.lower() in ("by", "and", "for", "at", "of", "am", "pm", "on", "min", "read")
        for word in words
    )


def _name(line: Line) -> bool:
    return (
        line.words <= 8
        and not line.ends_sentence
        and bool(kinds.NAME.fullmatch(line.text) or line.words <= 3)
    )


# -- what stands below the story


def _comments(found: Layout) -> None:
    """From a heading of comments to the end, if what follows looks like comments."""
    lines = found.lines
    prose = 0
    for at, line in enumerate(lines):
        if line.reason is None and line.prose:
            prose += 1
        if prose < 2 or line.reason not in (None, "share bar") or len(line.text) > 60:
            continue
        if not kinds.COMMENTS.fullmatch(line.text):
            continue
        following = lines[at + 1 : at + 41]
        signs = sum(
            bool(kinds.COMMENT_SIGN.match(other.text)) or other.age or other.bare_day for other in following
        )
        counted = any(c.isdigit() for c in line.text)
        if signs >= 2 or (signs or counted) and len(lines) - at <= 60 or not following:
            for other in lines[at:]:
                other.reason = other.reason or "comments"
            return
        line.reason = line.reason or "comments"


def _menus(found: Layout) -> None:
    """Runs of menu entries: at the top, at the bottom, and in between where the words leave no doubt."""
    lines = found.lines
    proses = [at for at, line in enumerate(lines) if line.reason is None and line.prose]
    last = proses[-1] if proses else len(lines)
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (
            lines[end].short
            or lines[end].reason in ("share bar", "navigation", "copyright", "newsletter", "advertisement")
        ):
            end += 1
        if end > at:
            _menu(lines, at, end, at > last)
        at = max(end, at + 1)


def _menu(lines: list[Line], at: int, end: int, below_story: bool) -> None:
    free = [line for line in lines[at:end] if line.reason is None]
    if not free:
        return
    known = sum(line.navigation_word for line in free)
    other = (end - at) - len(free)
    if below_story:
        certain = known >= 1 and len(free) >= 2 or other >= 1 or len(free) >= 6 and not known == 0
    else:
        certain = known >= 3 or known >= 2 and len(free) <= 5
    if certain and len(free) + other >= 2:
        for line in free:
            line.reason = "navigation"


def _endings(found: Layout) -> None:
    """Below a copyright line under the story nothing belongs to it; a lone heading of a list goes too."""
    lines = found.lines
    proses = [at for at, line in enumerate(lines) if line.reason is None and line.prose]
    if not proses:
        return
    last = proses[-1]
    below = False
    for line in lines[last + 1 :]:
        below = below or line.reason == "copyright"
        if line.reason is None and (below or kinds.SECTION.fullmatch(line.text) and len(line.text) <= 80):
            line.reason = "navigation"
    # A sentence's agency at its end is the story's; a caption's stands before other prose.
    for at, line in enumerate(lines[:last]):
        if line.reason is None and kinds.is_captioned_by_agency(line):
            if at < (found.lead or 0) or lines[at + 1].prose:
                line.reason = "caption"
