"""The editors' door: articles with a preview, events with their evidence, people and places."""
