"""Tell a person something, and remember that they read it.

Reading is nobody else's business, and what is told stands in the trail as the act that it is about: no lines of its own.
"""

from django.db import transaction
from django.utils import timezone

from lms.notices.kinds import KINDS
from lms.notices.models import Notice


@transaction.atomic
def notify(*, person, kind, source, params=None, url=""):
    """Tell ``person`` once about ``source``; return the notice, which is the standing one where it was told before.

    ``kind`` is registered in ``lms.notices.kinds``; ``params`` are the values of its sentence, names and counts.
    """
    if kind not in KINDS:
        raise ValueError(f"not a kind of notice: {kind}")
    fields = {"person": person, "kind": kind, "params": params or {}, "url": url}
    return Notice.objects.get_or_create(source=source, defaults=fields)[0]


@transaction.atomic
def read_notice(*, notice):
    """Remember that the notice was read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def read_all(*, person):
    """Remember that the person read all their notices; return how many were unread."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())
