"""Keep what stands written on the pages, for the search: the only writer of ``CatalogueText``."""

from django.db import transaction

from courses.models import CatalogueText
from courses.rules.search import fold

LONGEST = 200_000  # characters of one page; more than a book's chapter is not searched


@transaction.atomic
def keep_text(*, item, text):
    """Keep ``text`` as what is written on the page of ``item`` (a course or a lesson); the same again writes nothing."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST]
    field = item._meta.model_name
    standing = CatalogueText.objects.filter(**{field: item}).first()
    if standing is not None and standing.text == text:
        return standing
    return CatalogueText.objects.update_or_create(**{field: item}, defaults={"text": text, "folded": fold(text)})[0]
