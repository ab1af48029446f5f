"""SQLite forgot the triggers of the full text when 0024 made the events' table anew; learned scores are given to the roles."""

from django.db import migrations

from timeline import roles
from timeline.full_text import FullText


class Migration(migrations.Migration):
    dependencies = [("timeline", "0024_flagged_by_whom")]

    operations = [FullText(), roles.give("timeline.scoreweights")]
