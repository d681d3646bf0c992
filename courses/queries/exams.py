"""Reads about exams: results of people, papers, and what is over."""

from django.utils import timezone

from courses.enums import Release
from courses.models import Attempt
from courses.rules.marking import counts_now
from courses.rules.release import Standing, shown
from courses.rules.results import Try, result_of, untold


def results_of(exam, people=None, *, told=True):
    """Map each person who handed in an attempt of ``exam`` to their :class:`courses.rules.results.Result`.

    ``told``: as candidates know it, so that nothing shown to anyone tells a score before it is out. At most three queries.
    """
    rows = Attempt.objects.handed_in().filter(exam=exam)
    if people is not None:
        rows = rows.filter(person__in=people)
    found = _results(rows.values_list("person_id", *TRY).order_by(), lambda person: exam)
    return found if not told or exam.pk in scores_out([exam]) else {key: untold(one) for key, one in found.items()}


def results_for(person, exams):
    """Map each of ``exams`` that ``person`` handed in to their result as told: ``{exam id: Result}``. At most two queries."""
    by_id = {exam.pk: exam for exam in exams}
    rows = Attempt.objects.handed_in().filter(person=person, exam__in=by_id) if by_id else Attempt.objects.none()
    found = _results(rows.values_list("exam_id", *TRY).order_by(), by_id.get)
    out = scores_out(by_id[key] for key in found)
    return {key: one if key in out else untold(one) for key, one in found.items()}


def scores_out(exams, now=None):
    """Return the ids of those of ``exams`` whose scores candidates may know. One query, none when no exam waits for its end."""
    exams = list(exams)
    ended = {exam.pk for exam in exams if exam.scores_after == Release.CLOSED and _ended(exam, now or timezone.now())}
    if ended:
        ended -= set(Attempt.objects.under_way().filter(exam__in=ended).values_list("exam_id", flat=True))
    return {
        exam.pk for exam in exams
        if exam.scores_after == Release.HANDED_IN or exam.pk in ended
        or (exam.scores_after == Release.DECIDED and exam.released_at is not None)
    }


TRY = ("number", "points", "points_possible", "passed")


def _results(rows, exam_of):
    tries = {}
    for key, *values in rows:
        tries.setdefault(key, []).append(Try(*values))
    return {
        key: result_of(some, counting=exam_of(key).counting, pass_percent=exam_of(key).pass_percent)
        for key, some in tries.items()
    }


def is_over(exam, now=None):
    """Tell whether nobody can begin the exam or go on with it any more. One query."""
    return _ended(exam, now or timezone.now()) and not Attempt.objects.under_way().filter(exam=exam).exists()


def keys_out(exam, now=None):
    """Tell whether figures of the exam's questions can help nobody who sits it any more. At most one query."""
    return exam.answers_after == Release.HANDED_IN or is_over(exam, now)


def _ended(exam, now):
    return not exam.is_open or (exam.closes_at is not None and not counts_now(now, exam.closes_at))


def shown_of(attempt, exam, now=None):
    """Return what the candidate may see of ``attempt`` now (``courses.rules.release.Shown``)."""
    return shown(exam.releases, Standing(
        marked=attempt.marked_at is not None, over=is_over(exam, now), decided=exam.released_at is not None
    ))
