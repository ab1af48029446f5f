"""The editors' door: articles with a preview, events with their evidence, people and places."""

from timeline.desk import articles, entities, events

__all__ = ["articles", "entities", "events"]
