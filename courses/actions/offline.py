"""Take what a phone did without a network, once."""

from django.db import IntegrityError, transaction

from courses.models import LessonProgress, OfflineAct
from courses.rules.offline import done_at

from .learning import finish_lesson


@transaction.atomic
def take_finished(*, person, lesson, act, age_seconds, now):
    """Finish ``lesson`` as of ``age_seconds`` before ``now``; return its credit, or None when ``act`` was taken before.

    ``act`` is the number the phone gave it: sent again, because the answer was lost on the way, it changes nothing.
    """
    opened_at = LessonProgress.objects.filter(person=person, lesson=lesson).values_list("started_at", flat=True).first()
    moment = done_at(age_seconds=age_seconds, opened_at=opened_at, now=now)
    try:
        with transaction.atomic():
            OfflineAct.objects.create(person=person, act=act, lesson=lesson, done_at=moment, received_at=now)
    except IntegrityError:
        return None
    return finish_lesson(person=person, lesson=lesson, now=moment)
