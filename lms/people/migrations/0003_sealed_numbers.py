"""Telephone numbers, and what uploaded rosters hold of them, are encrypted where they lie."""

import lms.sealing.fields
from django.db import migrations, models

from lms.sealing import keys, rows

SEALED = (("Person", "phone"), ("ImportBatch", "layouts"), ("ImportBatch", "effects"),
          ("ImportRow", "shown"), ("ImportRow", "problems"), ("ImportRow", "differences"))


def _fields(apps):
    return [apps.get_model("people", model)._meta.get_field(name) for model, name in SEALED]


def seal(apps, schema_editor):
    fields = _fields(apps)
    if not rows.anything_sealed(fields):
        keys.make()
    for field in fields:
        rows.seal_clear(field)


def unseal(apps, schema_editor):
    for field in _fields(apps):
        rows.open_all(field)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_sign_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased'),
        ),
        migrations.AlterField(
            model_name='person',
            name='phone',
            field=lms.sealing.fields.SealedNumberField(blank=True, max_length=255, null=True, verbose_name='telephone'),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='layouts',
            field=lms.sealing.fields.SealedJSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='importbatch',
            name='effects',
            field=lms.sealing.fields.SealedJSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='shown',
            field=lms.sealing.fields.SealedJSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='problems',
            field=lms.sealing.fields.SealedJSONField(default=list),
        ),
        migrations.AlterField(
            model_name='importrow',
            name='differences',
            field=lms.sealing.fields.SealedJSONField(default=list),
        ),
        migrations.RunPython(seal, unseal, elidable=False),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(lms.sealing.fields.WholeHash("phone"), name='person_phone_once'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(lms.sealing.fields.TailHash("phone"), name='person_phone_tail'),
        ),
    ]
