"""The admin looks here; the desk is a package of its own."""

from timeline.desk import articles, entities, events, feeds, reports, sources, tags, tokens, users, works  # noqa: F401
