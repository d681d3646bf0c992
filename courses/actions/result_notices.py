"""Candidates hear of their result when it is out, and again when it changes; so does whatever was built upon it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses.changed_results import tell_changed
from courses.models import Attempt, Exam
from courses.queries.exams import scores_out
from lms.notices.actions import notify_all

MOST = 1000  # attempts told at once


def follow(*, actor, exam, changed, why, now):
    """Let notices, and who else must hear of it, follow ``changed`` results of ``settle_all``, in the caller's transaction."""
    if not changed:
        return
    known = [attempt for attempt, before in changed if before.points is not None]
    if exam.pk in scores_out([exam], now):
        tell_results([attempt for attempt, before in changed if attempt.points is not None and attempt.told_at is None], now)
        _notify("exam.result_changed", [row for row in known if row.points is not None and row.told_at != now], exam, now)
    tell_changed(actor=actor, exam=exam, people=sorted({attempt.person_id for attempt in known}), why=why, now=now)


def tell_results(attempts, now):
    """Tell the candidates of ``attempts``, whose scores are out, that they are marked; each once."""
    untold = Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts], told_at=None)
    untold.update(told_at=now)
    for attempt in attempts:
        attempt.told_at = now
    notify_all({**_notice("exam.result", attempt), "source": f"attempt:{attempt.pk}:result"} for attempt in attempts)


def _notify(kind, attempts, exam, now):
    if attempts:
        notify_all({
            **_notice(kind, attempt), "source": f"attempt:{attempt.pk}:changed:{now.isoformat()}"
        } for attempt in attempts)


def _notice(kind, attempt):
    return {
        "person_id": attempt.person_id, "kind": kind, "params": {"exam": attempt.exam.title},
        "url": reverse("courses:attempt-result", args=[attempt.pk]),
    }


@transaction.atomic
def tell_due(*, now=None):
    """Tell whoever waits for a result that has come out since, by the end of the exam or by hand; return how many."""
    now = now or timezone.now()
    waiting = Attempt.objects.marked().filter(told_at=None)
    out = scores_out(Exam.objects.filter(pk__in=waiting.values("exam_id")), now)
    found = list(waiting.filter(exam__in=out).select_related("exam").order_by("pk")[:MOST]) if out else []
    if found:
        tell_results(found, now)
    return len(found)
