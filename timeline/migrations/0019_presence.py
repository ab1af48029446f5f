"""Who has which record open at the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from timeline import roles


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0018_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("model", models.CharField(max_length=40)),
                ("row", models.BigIntegerField()),
                ("until", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("model", "row", "user"), name="present_once_a_record")
                ],
            },
        ),
        roles.give("timeline.presence"),
    ]
