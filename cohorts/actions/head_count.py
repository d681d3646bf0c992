"""How many people were counted in the room."""

from django.db import transaction

from cohorts.models import ClassSession
from lms.audit import trail


@transaction.atomic
def count_heads(*, actor, session, count):
    """Keep how many were counted; None takes the number away again."""
    if ClassSession.objects.filter(pk=session.pk).update(head_count=count):
        session.head_count = count
        trail.record(actor=actor, verb="session.count", target=session, organisation=session.cohort.organiser,
                     detail={"people": count})
