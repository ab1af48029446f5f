"""Numbers of rows, and filters in the address of a changelist, as somebody may have typed them."""

import re

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import IntegerField
from django.db.models.lookups import In

LONGEST_NUMBER = 18  # digits; more are no row's, nor can a database look for them
MOST = 2**63  # beyond what either database keeps
NO_ROW = re.compile(rf"\d{{{LONGEST_NUMBER + 1}}}")


def number(text: str | None) -> int | None:
    """The number of a row; None where it can be none.

    >>> number("12"), number("-1"), number("9" * 30), number(None)
    (12, None, None, None)
    """
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


@IntegerField.register_lookup
class InNoRow(In):
    """What is in a list of numbers: what no number of a row can be finds nothing, as Django has it of a single number.

    All boxes that choose a row look for what was sent in this way; they, or SQLite, would break off.
    """

    def get_prep_lookup(self):
        if self.rhs_is_direct_value():
            self.rhs = [one for one in self.rhs if may_be_kept(one)]
        return super().get_prep_lookup()


def may_be_kept(value) -> bool:
    """Whether a database could have it in a column of numbers.

    >>> [may_be_kept(one) for one in ("12", -1, "9" * 30, "abc", None)]
    [True, True, False, False, True]
    """
    try:
        return not isinstance(value, (int, str)) or -MOST <= int(value) < MOST
    except ValueError:
        return False


class CarefulLookups:
    """A number that no row can have is answered as Django answers any filter it cannot read: with the whole list."""

    def lookup_allowed(self, lookup, value, request):
        if NO_ROW.search(value):
            raise IncorrectLookupParameters
        return super().lookup_allowed(lookup, value, request)
