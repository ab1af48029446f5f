"""Of acts logged so far: which entity a change of its row, or of a name it goes by, belongs to."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    changes = apps.get_model("timeline", "Change").objects.using(schema_editor.connection.alias)
    changes.filter(model="kb.entity").update(entity_id=F("row"))
    for change in changes.filter(model="kb.alias").iterator():
        changes.filter(pk=change.pk).update(entity_id=(change.after or change.before)["entity_id"])


class Migration(migrations.Migration):

    dependencies = [("timeline", "0020_change_of_entity")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
