"""Tell a person something, and remember that they read it.

Reading is nobody else's business, and what is told stands in the trail as the act that it is about: no lines of its own.
"""

from django.db import transaction
from django.utils import timezone

from lms.notices.kinds import KINDS
from lms.notices.models import Notice

from .delivering import hand_over


@transaction.atomic
def notify(*, person, kind, source, params=None, url="", channels=(), quiet=False):
    """Tell ``person`` once about ``source``; return the notice, which is the standing one where it was told before.

    ``kind`` is registered in ``lms.notices.kinds``; ``params`` are the values of its sentence, names and counts. By
    ``channels`` (``lms.notices.enums.Channel``) it leaves the house too, after the commit. ``quiet`` lets it stand among the
    notices as read already.
    """
    if kind not in KINDS:
        raise ValueError(f"not a kind of notice: {kind}")
    fields = {"person": person, "kind": kind, "params": params or {}, "url": url}
    fields["read_at"] = timezone.now() if quiet else None
    notice, made = Notice.objects.get_or_create(source=source, defaults=fields)
    if made:
        hand_over(notice, channels)
    return notice


@transaction.atomic
def notify_all(notices):
    """Tell many people at once: ``notices`` are dictionaries of a notice's columns. One query for every 500 of them.

    A ``source`` that was told before is left as it stands.
    """
    rows = [Notice(**fields) for fields in notices]
    if unknown := {row.kind for row in rows} - KINDS.keys():
        raise ValueError(f"not kinds of notice: {sorted(unknown)}")
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def read_notice(*, notice):
    """Remember that the notice was read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def read_all(*, person):
    """Remember that the person read all their notices; return how many were unread."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())
