"""The admin looks here; the desk is a package of its own."""

from timeline.desk import articles, entities, events, feeds, reports, tags, tokens, works  # noqa: F401
