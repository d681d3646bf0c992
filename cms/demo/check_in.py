"""What a trainer sees of the class that is running: people counted in the room, and a second call that not all answered."""

import random
from datetime import timedelta

from cohorts.enums import ATTENDED, MarkMethod
from cohorts.models import AttendanceMark, ClassSession, RollCall, RollCallAnswer


def build_second_call(cohort, seed):
    """Let the last session of ``cohort`` that was held have a head count and a call which two people did not answer."""
    session = ClassSession.objects.filter(cohort=cohort).exclude(closed_at=None).order_by("-starts_at").first()
    if session is None or session.calls.exists():
        return
    marks = list(AttendanceMark.objects.current().filter(session=session, status__in=ATTENDED).order_by("pk"))
    middle = session.starts_at + (session.ends_at - session.starts_at) / 2
    call = RollCall.objects.create(
        session=session, opened_at=middle, opened_by=session.trainer, closed_at=middle + timedelta(minutes=6)
    )
    rng = random.Random(f"{seed}/call")  # noqa: S311
    away = {mark.pk for mark in rng.sample(marks, min(2, len(marks)))}
    RollCallAnswer.objects.bulk_create([
        RollCallAnswer(
            call=call, enrolment_id=mark.enrolment_id, method=MarkMethod.QR,
            answered_at=middle + timedelta(seconds=rng.randint(10, 300)),
        ) for mark in marks if mark.pk not in away
    ])
    ClassSession.objects.filter(pk=session.pk).update(head_count=len(marks) - len(away))
