"""From text and a publication date to dated events, with evidence and reasons."""
