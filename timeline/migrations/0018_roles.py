"""Three groups of users and what each may do."""

from django.db import migrations

from timeline import roles


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("kb", "0003_feeds"),
        ("timeline", "0017_long_work"),
    ]

    operations = [roles.give(*roles.ALL)]
