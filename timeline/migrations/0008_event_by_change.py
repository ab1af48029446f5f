from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0007_snapshots_and_cited_queries'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['changed_at'], name='event_by_change'),
        ),
    ]
