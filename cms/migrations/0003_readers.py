"""The catalogue learns which of the pages that stand in it are not for everyone, as publishing tells it from now on."""

from django.db import migrations


def tell(apps, schema_editor):
    Page, Restriction = apps.get_model("wagtailcore", "Page"), apps.get_model("wagtailcore", "PageViewRestriction")
    rows = [apps.get_model("courses", name) for name in ("Series", "Course", "Lesson")]
    restrictions = Restriction.objects.values_list("page__path", "restriction_type")
    for path, kind in sorted(restrictions, key=lambda one: one[1] != "login"):  # the narrower ones last: they hold
        keys = Page.objects.filter(path__startswith=path).values("translation_key")
        for model in rows:
            model.objects.filter(key__in=keys).update(readers="signed_in" if kind == "login" else "some")


class Migration(migrations.Migration):

    dependencies = [
        ("cms", "0002_initial"),
        ("courses", "0011_readers"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
