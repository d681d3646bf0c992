"""What uploaded workbooks of hours hold of people is encrypted where it lies."""

import lms.sealing.fields
from django.db import migrations

from lms.sealing import rows

SEALED = (("HourImport", "layouts"), ("HourImportRow", "shown"), ("HourImportRow", "problems"))


def seal(apps, schema_editor):
    for model, name in SEALED:
        rows.seal_clear(apps.get_model("courses", model)._meta.get_field(name))


def unseal(apps, schema_editor):
    for model, name in SEALED:
        rows.open_all(apps.get_model("courses", model)._meta.get_field(name))


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0009_hour_rules'),
        ('people', '0003_sealed_numbers'),  # which makes the keys
    ]

    operations = [
        migrations.AlterField(
            model_name='hourimport',
            name='layouts',
            field=lms.sealing.fields.SealedJSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='hourimportrow',
            name='shown',
            field=lms.sealing.fields.SealedJSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='hourimportrow',
            name='problems',
            field=lms.sealing.fields.SealedJSONField(default=list),
        ),
        migrations.RunPython(seal, unseal, elidable=False),
    ]
