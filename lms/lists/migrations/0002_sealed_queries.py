"""Whom somebody looked for, in filters and schedules that are kept, is encrypted where it lies."""

import lms.sealing.fields
from django.db import migrations

from lms.sealing import rows

SEALED = ("SavedFilter", "ScheduledReport")


def seal(apps, schema_editor):
    for model in SEALED:
        rows.seal_clear(apps.get_model("lists", model)._meta.get_field("query"))


def unseal(apps, schema_editor):
    for model in SEALED:
        rows.open_all(apps.get_model("lists", model)._meta.get_field("query"))


class Migration(migrations.Migration):

    dependencies = [
        ('lists', '0001_lists'),
        ('people', '0003_sealed_numbers'),  # which makes the keys
    ]

    operations = [
        migrations.AlterField(
            model_name='savedfilter',
            name='query',
            field=lms.sealing.fields.SealedTextField(blank=True),
        ),
        migrations.AlterField(
            model_name='scheduledreport',
            name='query',
            field=lms.sealing.fields.SealedTextField(blank=True),
        ),
        migrations.RunPython(seal, unseal, elidable=False),
    ]
