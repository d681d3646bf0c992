import re

from django.db import migrations


def name_what_numbers_were_made_of(apps, schema_editor):
    """Sequences run by a whole pattern instead of its beginning, and certificates know theirs; the patterns used become rows."""
    Certificate = apps.get_model("certificates", "Certificate")
    NumberSequence = apps.get_model("certificates", "NumberSequence")
    NumberPattern = apps.get_model("certificates", "NumberPattern")
    root = apps.get_model("people", "Organisation").objects.filter(parent=None).order_by("pk").first()
    by_key = {}
    for sequence in NumberSequence.objects.all():
        if "{" not in sequence.pattern:
            if root is not None:
                NumberPattern.objects.get_or_create(
                    text=f"{sequence.pattern}〔{{year}}〕{{n:04}}号", defaults={"organisation": root}
                )
            sequence.pattern = f"{sequence.pattern}〔{{year}}〕{{n}}号"
            sequence.save()
        by_key[sequence.pattern, sequence.year] = sequence.pk
    changed = []
    for row in Certificate.objects.filter(sequence=None).iterator():
        found = re.fullmatch(r"(.*)〔(\d{4})〕(\d+)号", row.number)
        key = found and (f"{found[1]}〔{{year}}〕{{n}}号", int(found[2]))
        if key in by_key:
            row.sequence_id, row.running = by_key[key], int(found[3])
            changed.append(row)
    Certificate.objects.bulk_update(changed, ["sequence", "running"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [("certificates", "0004_issue"), ("people", "0001_initial")]

    operations = [migrations.RunPython(name_what_numbers_were_made_of, migrations.RunPython.noop)]
