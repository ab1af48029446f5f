"""List entities by their names, and find names by their beginning."""

from django.db import migrations, models

from kb.beginnings import Beginnings


class Migration(migrations.Migration):
    dependencies = [("kb", "0004_doubtful_articles")]

    operations = [
        migrations.AddIndex(
            model_name="entity", index=models.Index(fields=["name", "id"], name="entity_by_name")
        ),
        Beginnings(),
    ]
