"""Rows that every installation starts with. An administrator may edit them: what is there is left as it is."""

from lms.people.enums import CategoryCode

# The notice of 2017, part III, paragraph 1: four categories, each with its emphasis.
CATEGORIES = [
    (CategoryCode.RESIDENTIAL, "居民区", "强能力、重基础", ["居民区党组织", "社区"]),
    (CategoryCode.GOVERNMENT, "机关事业", "强实务、重规范", ["机关", "机关事业单位", "事业单位"]),
    (CategoryCode.SOE, "国企", "强促进、重结合", ["国有企业", "国资"]),
    (CategoryCode.TWO_NEW, "两新", "强覆盖、重引领", ["两新组织", "“两新”", "“两新”组织"]),
]


def ensure_reference_rows(sender, **kwargs):
    """Create the four categories and the cache's table where they are missing; switch SQLite to write-ahead logging once."""
    from django.core.management import call_command  # noqa: PLC0415 -- registry: loaded when the apps are ready
    from django.db import connection  # noqa: PLC0415 -- registry: loaded when the apps are ready

    from lms.people.models import Category  # noqa: PLC0415 -- registry: loaded when the apps are ready

    for order, (code, name, emphasis, aliases) in enumerate(CATEGORIES, start=1):
        Category.objects.get_or_create(
            code=code.value, defaults={"name": name, "emphasis": emphasis, "aliases": aliases, "order": order}
        )
    call_command("createcachetable", verbosity=0)  # does nothing where the cache is elsewhere or the table is there
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
