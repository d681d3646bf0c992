"""What follows in classes when a result changes that was known before: certificates that stand on it are looked at again."""

from cohorts.actions.review import review_facts
from cohorts.models import Enrolment
from courses.changed_results import on_changed_results
from courses.queries.exams import scores_out


@on_changed_results
def follow_results(*, actor, exam, people, why, now):
    """Ask for a review of certificates of classes that asked for ``exam``; a result that is not out changes none."""
    if exam.pk not in scores_out([exam], now):
        return
    rows = Enrolment.objects.filter(person__in=people, cohort__programme__exam=exam, cohort__closed_at__isnull=False)
    review_facts(actor=actor, enrolments=rows, why=f"{exam.title}: {why}", now=now, exam=True)
