"""Which characters a text that somebody gives may hold: no controls, and line breaks only where it may have lines."""

import re

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # a tab is as good as a space
BREAK = r"\n\r\x85\u2028\u2029"

# The same in the words of JSON Schema (ECMA 262).
ONE_LINE = f"^[^{CONTROL}{BREAK}]*$"
LINES = f"^[^{CONTROL}]*$"

_control, _break = re.compile(f"[{CONTROL}]"), re.compile(f"[{BREAK}]")


def has_controls(text: str) -> bool:
    """Whether a control character stands in it; those that break a line are none.

    >>> has_controls("a\\u0007b"), has_controls("a\\u009fb"), has_controls("a\\tb\\r\\nc")
    (True, True, False)
    """
    return _control.search(text) is not None


def has_breaks(text: str) -> bool:
    """Whether it has more than one line, by Unicode's separators too.

    >>> has_breaks("a\\u2028b"), has_breaks("a\\u0085"), has_breaks("a\\tb")
    (True, True, False)
    """
    return _break.search(text) is not None
