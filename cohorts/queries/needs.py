"""The rows that wait for somebody: one queryset a need, of exactly those rows on which ``user`` may act."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from certificates.models import Certificate
from cohorts.enums import (
    AppealState,
    BookingState,
    EnrolmentState,
    ExcellenceState,
    FilingState,
    InvitationState,
    OrderState,
    RectificationState,
)
from cohorts.models import (
    ClassSession,
    Cohort,
    Enrolment,
    ExcellentTrainee,
    FilingVersion,
    LessonOrder,
    PointAppeal,
    Rectification,
    SeatShare,
    SiteBooking,
    TeachingInvitation,
)
from cohorts.models.rectification import UNDONE
from courses.enums import RecognitionState, WorkState
from courses.models import LessonQuestion, Recognition, Work
from courses.models.recognition import DECIDERS
from courses.queries.marking import answers_by_people, exams_to_mark
from lms.approvals.models import Approval
from lms.jobs.enums import JobState
from lms.jobs.models import Job
from lms.people.enums import Role
from lms.people.models import ImportBatch, Person
from lms.people.models.imports import BatchState

from .certificates import waiting as certificates_waiting
from .cohorts import in_phase
from .seats import shares_with_names

ADMINISTRATORS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)
SOON_FORGOTTEN = timedelta(days=14)  # a job that failed is spoken of for so long
# With whom plans are filed, and who answers appeals and checks findings again.
FILED_WITH = (Role.SUBDISTRICT, Role.DISTRICT)


def under(field, paths):
    """Return the condition that the organisation of ``field`` lies in one of the subtrees at ``paths``."""
    inside = Q(pk__in=[])
    for path in paths:
        inside |= Q(**{f"{field}__path__startswith": path})
    return inside


def _led(user, cohort="cohort__"):
    """Cohorts that the user organises, or whose class teacher they are (``permissions.runs``)."""
    mine = under(f"{cohort}organiser", user.scope.paths(*ADMINISTRATORS))
    return mine | Q(**{f"{cohort}class_teacher": user}) if user.scope.holds(Role.TRAINER) else mine


def sessions_to_close(user):
    """Sessions that are over and not closed: those one teaches or is class teacher of, those of one's school."""
    mine = under("cohort__organiser", user.scope.paths(Role.SCHOOL))
    if user.scope.holds(Role.TRAINER):
        mine |= Q(trainer=user) | Q(cohort__class_teacher=user)
    return ClassSession.objects.open().filter(
        mine, ends_at__lt=timezone.now(), cohort__closed_at=None, cohort__cancelled_at=None
    ).select_related("cohort__organiser")


def _invitations(state):
    return TeachingInvitation.objects.standing().filter(
        state=state, session__cancelled_at=None, session__closed_at=None, session__cohort__cancelled_at=None,
        session__starts_at__gt=timezone.now(),
    ).select_related("session__cohort__organiser", "trainer")


def invitations(user):
    return _invitations(InvitationState.ASKED).filter(trainer=user)


def refusals(user):
    """Invitations that were declined and whose session still needs somebody else."""
    return _invitations(InvitationState.DECLINED).filter(_led(user, "session__cohort__"))


def orders(user):
    return LessonOrder.objects.filter(
        under("item__school", user.scope.paths(*ADMINISTRATORS)), state=OrderState.PLACED
    ).select_related("item__school", "organisation")


def proposed_orders(user):
    found = LessonOrder.objects.filter(under("organisation", user.scope.paths(Role.LIAISON)), state=OrderState.PROPOSED)
    return found.select_related("item__school", "organisation")


def returned_filings(user):
    """The newest versions, where they were returned, of organisations that the user files for."""
    found = FilingVersion.objects.filter(
        under("filing__organisation", user.scope.paths(Role.LIAISON)), state=FilingState.RETURNED,
        filing__latest=F("pk"), filing__call__withdrawn_at=None,
    )
    return found.select_related("filing__call", "filing__organisation")


def submitted_filings(user):
    """Versions of organisations strictly below those that the user administers; never what the user handed in."""
    inside = Q(pk__in=[])
    for path in user.scope.paths(*FILED_WITH):
        inside |= Q(filing__organisation__path__startswith=path) & ~Q(filing__organisation__path=path)
    found = FilingVersion.objects.filter(inside, state=FilingState.SUBMITTED).exclude(submitted_by=user)
    return found.select_related("filing__call", "filing__organisation")


def approvals(user):
    return Approval.objects.waiting_for(user).select_related("person", "requested_by")


def appeals(user):
    found = PointAppeal.objects.filter(under("entry__organisation", user.scope.paths(*FILED_WITH)), state=AppealState.OPEN)
    return found.exclude(entry__person=user).select_related("entry__person", "entry__organisation")


def rectifications(user):
    found = Rectification.objects.filter(
        under("organisation", user.scope.paths(Role.LIAISON)) | Q(responsible=user), state__in=UNDONE
    )
    return found.select_related("organisation")


def rechecks(user):
    found = Rectification.objects.filter(
        under("organisation", user.scope.paths(*FILED_WITH)), state=RectificationState.REPORTED
    )
    return found.exclude(reported_by=user).select_related("organisation")


def bookings(user):
    return SiteBooking.objects.filter(
        under("venue__organisation", user.scope.paths(*ADMINISTRATORS)), state=BookingState.PLACED,
        starts_at__gt=timezone.now(),
    ).select_related("venue__organisation", "organisation")


def applications(user):
    return Enrolment.objects.filter(
        under("cohort__organiser", user.scope.paths(*ADMINISTRATORS)), state=EnrolmentState.APPLIED, cohort__closed_at=None,
        cohort__cancelled_at=None,
    ).exclude(person=user).select_related("person", "organisation", "cohort__organiser")


def proposals(user):
    """Excellent trainees proposed by others; whoever proposed does not approve."""
    return ExcellentTrainee.objects.filter(
        under("enrolment__cohort__organiser", user.scope.paths(*ADMINISTRATORS)), state=ExcellenceState.PROPOSED
    ).exclude(enrolment__person=user).exclude(proposed_by=user).select_related(
        "enrolment__person", "enrolment__cohort__organiser"
    )


def cohorts_to_close(user):
    mine = under("organiser", user.scope.paths(*ADMINISTRATORS))
    return in_phase(Cohort.objects.filter(mine), "ended", timezone.localdate()).select_related("organiser")


def certificates(user):
    return certificates_waiting(user).exclude(person=user)


def reviews(user):
    found = Certificate.objects.visible_to(user).valid().exclude(review_since=None)
    return found.exclude(person=user).select_related("person")


def recognitions(user):
    people = Person.objects.in_subtrees(*user.scope.paths(*DECIDERS)).values("pk")
    return Recognition.objects.filter(state=RecognitionState.APPLIED, person__in=people).exclude(
        person=user
    ).select_related("person")


def imports(user):
    """Rosters that stand still until somebody confirms their columns, or imports what was checked."""
    inside = Q(uploaded_by=user) | under("organisation", user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT))
    return ImportBatch.objects.filter(inside, state__in=(BatchState.MAPPING, BatchState.READY))


def failed_jobs(user):
    """One's own jobs that failed lately and were not begun anew."""
    again = Job.objects.filter(owner=user, kind=OuterRef("kind"), created_at__gt=OuterRef("created_at"))
    return Job.objects.filter(
        owner=user, state=JobState.FAILED, finished_at__gt=timezone.now() - SOON_FORGOTTEN
    ).exclude(Exists(again))


def questions(user):
    return LessonQuestion.objects.answerable_by(user).open().exclude(asker=user).select_related(
        "lesson__course__school", "organisation"
    )


def exams(user):
    """Exams with answers that people mark and nobody has; ``oldest`` is when the first of them was handed in."""
    waits = answers_by_people(user).filter(attempt__exam=OuterRef("pk"), points=None).order_by("attempt__submitted_at")
    return exams_to_mark(user).filter(waiting__gt=0).annotate(oldest=Subquery(waits.values("attempt__submitted_at")[:1]))


def works(user):
    return Work.objects.read_by(user).filter(state=WorkState.HANDED_IN).select_related("assignment", "organisation", "latest")


def places(user):
    """Places kept for one's own organisations that wait for names: those a liaison looks after, and what is kept for the
    organisation itself on which one administers."""
    own = under("organisation", user.scope.paths(Role.LIAISON))
    own |= Q(organisation__path__in=user.scope.paths(*ADMINISTRATORS))
    found = SeatShare.objects.filter(
        own, name_until__gte=timezone.localdate(), cohort__closed_at=None, cohort__cancelled_at=None
    )
    short = shares_with_names(found).filter(seats__gt=F("named"))
    return SeatShare.objects.filter(pk__in=short.values("pk")).select_related("cohort__organiser", "organisation")
