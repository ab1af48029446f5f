"""Time expressions in English prose: where they stand, and what they mean (TIMEX3 and EDTF).

No spaCy, no Django: strings and dates in, values out. How to add a rule: docs/adding-a-date-rule.md.
"""

from .tagging import Effort, Timex, find

__all__ = ["Effort", "Timex", "find"]
