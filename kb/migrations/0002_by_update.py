from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kb', '0001_records'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['updated_at'], name='article_by_update'),
        ),
        migrations.AddIndex(
            model_name='entity',
            index=models.Index(fields=['updated_at'], name='entity_by_update'),
        ),
    ]
