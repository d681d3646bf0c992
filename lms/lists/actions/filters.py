"""A filter is kept under a name, and removed."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.audit.trail import record
from lms.lists.models import MOST_FILTERS, SavedFilter


def save_filter(*, actor, kind, asked, name):
    """Keep what is asked of the list under ``name``; return the row."""
    name = " ".join(name.split())[:40]
    if not name:
        raise ValidationError(_("Give the filter a name of one to forty characters."))
    if not asked:
        raise ValidationError(_("Nothing is filtered yet. Narrow the list first, then save it."))
    mine = SavedFilter.objects.filter(person=actor, list_key=kind.key)
    if mine.filter(name=name).exists():
        raise ValidationError(
            _("You have a filter “%(name)s” of this list. Choose another name, or remove that one.") % {"name": name}
        )
    free = sorted(set(range(1, MOST_FILTERS + 1)) - set(mine.values_list("place", flat=True)))
    if not free:
        raise ValidationError(
            _("You keep %(count)s filters of this list, which is the most. Remove one first.") % {"count": MOST_FILTERS}
        )
    try:
        with transaction.atomic():
            row = SavedFilter.objects.create(
                person=actor, list_key=kind.key, name=name, query=asked.query, place=free[0])
            record(actor=actor, verb="filter.save", target=row, detail={"list": kind.key, "filters": kind.trace(asked)})
    except IntegrityError:  # two at once took the same place
        raise ValidationError(_("Another filter was saved at the same moment. Try again.")) from None
    return row


@transaction.atomic
def remove_filter(*, actor, saved):
    record(actor=actor, verb="filter.remove", target=saved, detail={"list": saved.list_key})
    saved.delete()
