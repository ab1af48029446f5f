"""For the examples beside the rules: what a text says, as short as it can be shown."""

from datetime import date


def read(text: str, published: str | None = None, mode: str = "auto") -> list[str]:
    """Each expression as "words = EDTF", or its TIMEX3 value where it has no place on the calendar."""
    from .tagging import find

    day = date.fromisoformat(published) if published else None
    return [
        f"{t.text} = {t.date.edtf if t.date else None if t.part_of is not None else t.value}"
        for t in find(text, day, mode=mode)
    ]
