"""The rows of people in snapshots of readiness are encrypted where they lie."""

import lms.sealing.fields
from django.db import migrations

from lms.sealing import rows


def _field(apps):
    return apps.get_model("cohorts", "ReadinessSnapshot")._meta.get_field("data")


def seal(apps, schema_editor):
    rows.seal_clear(_field(apps))


def unseal(apps, schema_editor):
    rows.open_all(_field(apps))


class Migration(migrations.Migration):

    dependencies = [
        ('cohorts', '0008_supervision'),
        ('people', '0003_sealed_numbers'),  # which makes the keys
    ]

    operations = [
        migrations.AlterField(
            model_name='readinesssnapshot',
            name='data',
            field=lms.sealing.fields.SealedTextField(),
        ),
        migrations.RunPython(seal, unseal, elidable=False),
    ]
