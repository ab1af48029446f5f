"""The feed of public changes; it begins with the present state of every event that has been public."""

from itertools import islice

from django.db import migrations, models
from django.db.models.functions import Coalesce

KINDS = {"published": "created", "merged": "merged", "retracted": "retracted"}
BATCH = 2000


def begin_the_feed(apps, schema_editor):
    using = schema_editor.connection.alias
    event, change = apps.get_model("timeline", "Event"), apps.get_model("timeline", "PublicChange")
    been_public = event.objects.using(using).filter(first_published_at__isnull=False)
    rows = (
        been_public.annotate(at=Coalesce("changed_at", "first_published_at")).order_by("at", "id")
        .values_list("public_id", "status", "at", "revision", "merged_into__public_id").iterator(chunk_size=BATCH)
    )
    while some := list(islice(rows, BATCH)):
        change.objects.using(using).bulk_create(
            change(
                public_id=public_id, kind=KINDS.get(status, "deleted"), at=at, revision=revision,
                merged_into=into or "",
            )
            for public_id, status, at, revision, into in some
        )


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0002_full_text'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=13)),
                ('kind', models.CharField(choices=[('created', 'became public, or is so again'), ('updated', 'changed'), ('merged', 'merged into another'), ('retracted', 'retracted'), ('deleted', 'no longer public')], max_length=9)),
                ('at', models.DateTimeField(db_index=True)),
                ('revision', models.PositiveIntegerField()),
                ('merged_into', models.CharField(blank=True, max_length=13)),
            ],
            options={
                'verbose_name': 'public change',
                'verbose_name_plural': 'public changes',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('public_id', 'revision'), name='public_change_once_a_revision'), models.CheckConstraint(condition=models.Q(('kind', 'merged'), ('merged_into', ''), _connector='XOR'), name='public_change_merged_says_into_which')],
            },
        ),
        migrations.RunPython(begin_the_feed, migrations.RunPython.noop),
    ]
