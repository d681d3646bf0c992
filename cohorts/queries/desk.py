"""What needs someone today: one read a panel of the desk's first page."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cohorts.enums import EnrolmentState, OrderState
from cohorts.models import ClassSession, Cohort, Enrolment, LessonOrder
from courses.models import Course
from lms.audit.labels import label_of
from lms.audit.models import AuditEntry
from lms.people.enums import Position
from lms.people.models import Appointment, Category, ImportBatch, Person

from .cohorts import dressed, listed

SHORT = 6
# The posts for which a year's rotation training is held.
TRAINED_POSTS = (Position.SECRETARY, Position.DEPUTY, Position.RESERVE)


@dataclass(frozen=True)
class Coverage:
    """``trained`` of ``total`` people; ``label`` says which people."""

    label: str
    trained: int
    total: int

    @property
    def left(self):
        return self.total - self.trained

    @property
    def percent(self):
        return self.trained * 100 // self.total if self.total else 0


def next_sessions(user):
    """Meetings of today and later that the user teaches or whose class teacher they are, the next first."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Q(trainer=user) | Q(cohort__class_teacher=user)
    return list(
        ClassSession.objects.filter(mine, cancelled_at=None, starts_at__gte=start)
        .select_related("cohort", "venue").order_by("starts_at", "pk")[:SHORT]
    )


def cohorts_taught(user):
    mine = Q(class_teacher=user) | Q(pk__in=Cohort.taught_by(user))
    return dressed(listed(Cohort.objects.active().filter(mine))[:SHORT])


def cohorts_run(paths):
    return dressed(listed(Cohort.objects.active().filter(_under("organiser", paths)))[:SHORT])


def sessions_this_week(paths):
    today = timezone.localdate()
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=7 - today.weekday())
    return list(
        ClassSession.objects.filter(
            _under("cohort__organiser", paths), cancelled_at=None, starts_at__gte=start, starts_at__lt=end
        ).select_related("cohort", "venue", "trainer").order_by("starts_at", "pk")[:SHORT * 2]
    )


def orders_waiting(paths):
    return list(
        LessonOrder.objects.filter(_under("item__school", paths), state=OrderState.PLACED)
        .select_related("item", "organisation").order_by("wanted_at", "pk")[:SHORT]
    )


def orders_of(paths):
    return list(
        LessonOrder.objects.filter(_under("organisation", paths)).select_related("item", "organisation")[:SHORT]
    )


def coverage_by_post(paths, year):
    """Of the secretaries, deputies and reserves in office: how many completed a concentrated training of ``year``."""
    rows = _posts(paths, year).values_list("position").annotate(
        total=Count("person", distinct=True), done=Count("person", filter=Q(done=True), distinct=True)
    ).order_by()
    found = {position: (done, total) for position, total, done in rows}
    return [Coverage(post.label, *found[post]) for post in TRAINED_POSTS if post in found]


def coverage_by_category(paths, year):
    """The same of the secretaries, by the category of their organisation. Two queries."""
    rows = _posts(paths, year).filter(position=Position.SECRETARY).values_list("organisation__category").annotate(
        total=Count("person", distinct=True), done=Count("person", filter=Q(done=True), distinct=True)
    ).order_by()
    found = {category: (done, total) for category, total, done in rows}
    return [Coverage(category.name, *found[category.pk]) for category in Category.objects.all() if category.pk in found]


def own_people(paths, year):
    """People of a liaison: each with ``is_placed`` (in a cohort that runs) and ``is_trained`` (completed one this year)."""
    return Person.objects.in_subtrees(*paths).active().annotate(
        is_trained=Exists(_completed(year)),
        is_placed=Exists(Enrolment.objects.filter(
            person=OuterRef("pk"), state=EnrolmentState.ENROLLED, cohort__closed_at=None, cohort__cancelled_at=None
        )),
    )


def own_counts(paths, year):
    """Return ``{"total", "placed", "trained"}`` of :func:`own_people`."""
    return own_people(paths, year).aggregate(
        total=Count("pk"), placed=Count("pk", filter=Q(is_placed=True)), trained=Count("pk", filter=Q(is_trained=True))
    )


def own_posts(paths, year):
    """The people in office of a liaison's organisations who still have nothing this year, by name."""
    return list(
        _posts(paths, year).filter(done=False).select_related("person", "organisation")
        .order_by("person__name_key", "pk")[:SHORT]
    )


def imports_of(user):
    return list(ImportBatch.objects.visible_to(user).only("file_name", "state", "created_at")[:3])


def courses_of(paths):
    return list(Course.objects.active().filter(_under("school", paths)).annotate(
        lesson_count=Count("lessons", filter=Q(lessons__retired_at=None))
    )[:SHORT])


def audit_lines(user):
    """The latest acts that are more than a sign-in, each with its ``label`` in words."""
    acts = AuditEntry.objects.visible_to(user).exclude(verb__in=("account.sign_in", "account.sign_out"))
    lines = list(acts.select_related("actor")[:8])
    for line in lines:
        line.label = label_of(line.verb)
    return lines


def _under(field, paths):
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{field}__path__startswith": path})
    return inside


def _completed(year, person="pk"):
    """The concentrated trainings of ``year`` that the person of the outer row completed."""
    return Enrolment.objects.filter(
        person=OuterRef(person), state=EnrolmentState.COMPLETED, cohort__programme__year=year,
        cohort__programme__concentrated=True,
    )


def _posts(paths, year):
    return Appointment.objects.current().filter(
        _under("organisation", paths), position__in=TRAINED_POSTS, person__is_active=True
    ).annotate(done=Exists(_completed(year, "person")))
