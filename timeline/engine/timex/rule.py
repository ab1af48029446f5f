"""How a rule is written: a pattern, what it means, and examples, in one place.

    @rule("{month},? {year}", on="months")
    def month_and_year(m):
        '''A month of a named year. (examples as doctests)'''
        return On(year=int(m["year"]), month=MONTHS(m["month"]))

In a pattern a space stands for any white space but a blank line, and {name} for a table of the
lexicon or a piece defined beside the rules; {name:other} calls the group `other`, {name:} none.
Patterns are matched without regard to ASCII case and must be bounded, so that no text can make
them slow. `on` names the tables whose words wake the rule.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .senses import Sense

SPACE = r"(?:[ \t\xa0\u2009\u202f]{1,3}|[ \t]{0,3}\r?\n[ \t]{0,3})"
_UNNAMED = {"gap", "dash"}  # pieces nobody asks a match for
_NAME = re.compile(r"\{([a-z_]+)(?::([a-z_0-9]*))?\}")


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    source: str
    on: tuple[str, ...]
    build: Callable[..., Sense | None]
    after: str | None = None


def rule(pattern: str, *, on: str, after: str | None = None) -> Callable[[Callable[..., Sense | None]], Rule]:
    """Make a Rule of a function; its id is the function's name with hyphens.

    With `after`, a pattern for the words between, the rule goes on from the expression just
    before, and the function is given that one's sense too ("May 4 and 5").
    """

    def decorate(build: Callable[..., Sense | None]) -> Rule:
        return Rule(build.__name__.replace("_", "-"), pattern, tuple(on.split()), build, after)

    return decorate


def alternatives(words: Iterable[str]) -> str:
    """The words as one alternation, longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in ordered)


def compiled(source: str, pieces: dict[str, str]) -> re.Pattern:
    """The pattern with its pieces filled in and its spaces widened."""

    def fill(match: re.Match) -> str:
        name, label = match[1], match[2]
        label = (name if name not in _UNNAMED else "") if label is None else label
        return f"(?P<{label}>{pieces[name]})" if label else f"(?:{pieces[name]})"

    return re.compile(_NAME.sub(fill, source).replace(" ", SPACE), re.I | re.A)
