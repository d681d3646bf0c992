"""The lists below the figures on the desk's first page."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cohorts.models import ClassSession, Cohort, LessonOrder
from courses.models import Course
from lms.audit.labels import label_of
from lms.audit.models import AuditEntry
from lms.people.models import ImportBatch

from .cohorts import dressed, listed
from .needs import under

SHORT = 6


def sessions_of_days(user, now, days=2):
    """Meetings of today and the following days, ``days`` in all, that the user teaches or whose class teacher they are, in
    order of time; where there are none the next one. Two queries at most."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Q(trainer=user) | Q(cohort__class_teacher=user)
    coming = (
        ClassSession.objects.filter(mine, cancelled_at=None, cohort__cancelled_at=None, starts_at__gte=start)
        .select_related("cohort", "venue").order_by("starts_at", "pk")
    )
    return list(coming.filter(starts_at__lt=start + timedelta(days=days))) or list(coming[:1])


def cohorts_of_staff(user, paths, *, teaches):
    """Cohorts under way that lie at ``paths`` or, where the user ``teaches``, that they lead or teach in. Two queries."""
    mine = under("organiser", paths)
    if teaches:
        mine |= Q(class_teacher=user) | Q(pk__in=Cohort.taught_by(user))
    return dressed(listed(Cohort.objects.active().filter(mine))[:SHORT])


def sessions_this_week(paths):
    today = timezone.localdate()
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=7 - today.weekday())
    return list(
        ClassSession.objects.filter(
            under("cohort__organiser", paths), cancelled_at=None, starts_at__gte=start, starts_at__lt=end
        ).select_related("cohort", "venue", "trainer").order_by("starts_at", "pk")[:SHORT * 2]
    )


def orders_of(paths):
    return list(
        LessonOrder.objects.filter(under("organisation", paths)).select_related("item", "organisation")[:SHORT]
    )


def imports_of(user):
    return list(ImportBatch.objects.visible_to(user).only("file_name", "state", "created_at")[:3])


def courses_of(paths):
    return list(Course.objects.active().filter(under("school", paths)).annotate(
        lesson_count=Count("lessons", filter=Q(lessons__retired_at=None))
    )[:SHORT])


def audit_lines(user):
    """The latest acts that are more than a sign-in, each with its ``label`` in words."""
    acts = AuditEntry.objects.visible_to(user).exclude(verb__in=("account.sign_in", "account.sign_out"))
    lines = list(acts.select_related("actor")[:8])
    for line in lines:
        line.label = label_of(line.verb)
    return lines
