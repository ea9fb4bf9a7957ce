"""The tables of the room as they were when migrations were last made one."""

import essaim.foundations.audit_trail.operations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('demo', '0001_initial'),
    ]

    dependencies = [
    ]

    operations = [
        essaim.foundations.audit_trail.operations.CreateTogether(
            models=[
                migrations.CreateModel(
                    name='LoadedPart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.SlugField(max_length=40, unique=True, verbose_name='part')),
                        ('digest', models.CharField(max_length=64, verbose_name='digest of its files')),
                        ('loaded_at', models.DateTimeField(verbose_name='loaded')),
                    ],
                    options={
                        'verbose_name': 'part of the demonstration',
                        'verbose_name_plural': 'parts of the demonstration',
                        'ordering': ['loaded_at', 'pk'],
                        'indexes': [],
                        'constraints': [],
                    },
                ),
            ],
        ),
    ]
