"""The full-text index: an FTS5 table with triggers on SQLite, a GIN index on PostgreSQL."""

from django.db import migrations

from timeline.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_records")]

    operations = [FullText()]
