from django.db import migrations, models


def widen(apps, schema_editor):
    """SQLite keeps to no length; to make its table anew would lose the triggers of the word index."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE timeline_event ALTER COLUMN date_display TYPE varchar(400)")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0008_event_by_change")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "event", "date_display", models.CharField(blank=True, editable=False, max_length=400)
                )
            ],
            database_operations=[migrations.RunPython(widen, migrations.RunPython.noop)],
        )
    ]
