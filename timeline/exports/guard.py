"""Cells that a spreadsheet would take for a formula, made harmless without loss (OWASP, CSV injection).

One apostrophe goes before a text that begins with a sign formulas begin with, apostrophes before that sign
included; whoever reads the file back takes exactly one away.
"""

import re

SIGNS = "=+\\-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
dangerous = re.compile(f"'*[{SIGNS}]").match
escaped = re.compile(f"'+[{SIGNS}]").match


def guarded(text: str) -> str:
    """
    >>> guarded("=1+1"), guarded("'-2"), guarded("'tis so")
    ("'=1+1", "''-2", "'tis so")
    """
    return "'" + text if dangerous(text) else text


def unguarded(text: str) -> str:
    """What was guarded.

    >>> unguarded("'=1+1"), unguarded("''-2"), unguarded("'tis so")
    ('=1+1', "'-2", "'tis so")
    """
    return text[1:] if escaped(text) else text
