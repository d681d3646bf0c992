from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SEATED, EnrolmentState
from courses.models import Syllabus
from lms.people.enums import Position, Role
from lms.people.models import Organisation, Person

from .programme import Programme


class CohortQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Where one learns, teaches, organises, administers or audits, or where one's own people learn.

        A trainer's cohorts are those they are class teacher of or teach a session in.
        """
        if not user.is_authenticated:
            return self.none()
        gone = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)
        inside = Q(pk__in=Enrolment.objects.filter(person=user).exclude(state__in=gone).values("cohort_id"))
        if user.scope.holds(Role.TRAINER):
            inside |= Q(class_teacher=user) | Q(pk__in=self.model.taught_by(user))
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organiser__path__startswith=path)
        for path in user.scope.paths(Role.LIAISON, Role.SUBDISTRICT):
            inside |= Q(pk__in=Enrolment.objects.filter(organisation__path__startswith=path).values("cohort_id"))
        return self.filter(inside)

    def active(self):
        return self.filter(closed_at=None, cancelled_at=None)


class Cohort(models.Model):
    """One run of a programme; without a programme, a lesson delivered to order.

    ``syllabuses`` are the versions pinned when it was opened. Its phase is derived (``cohorts.rules.schedule.phase_of``).
    ``apply_until`` opens it to applications of the programme's audience up to that day, which included. ``standing_at`` is when
    the standings of its people were last reckoned.
    """

    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="cohorts")
    organiser = models.ForeignKey(
        Organisation, verbose_name=_("organiser"), on_delete=models.PROTECT, related_name="cohorts"
    )
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    quota = models.PositiveIntegerField(_("places"))
    class_teacher = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("class teacher"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="cohorts_led",
    )
    venue = models.ForeignKey(
        "cohorts.Venue", verbose_name=_("usual venue"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="cohorts",
    )
    apply_until = models.DateField(_("open to applications until"), null=True, blank=True)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    syllabuses = models.ManyToManyField(Syllabus, blank=True, related_name="cohorts")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    standing_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(quota__gte=1), name="cohort_has_places"),
        ]

    def __str__(self):
        return self.title

    @staticmethod
    def taught_by(user):
        """Subquery of the ids of cohorts in which ``user`` teaches a session."""
        from .session import ClassSession  # noqa: PLC0415 -- cycle: sessions point at cohorts

        return ClassSession.objects.filter(trainer=user).values("cohort_id")


class CohortGroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(cohort__in=Cohort.objects.visible_to(user).values("pk"))


class CohortGroup(models.Model):
    """A group of a cohort: they sit, discuss and are called together, under a leader (组长)."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("group"), max_length=60)
    leader = models.ForeignKey(
        Person, verbose_name=_("group leader"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.PositiveSmallIntegerField(default=0)

    objects = CohortGroupQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "place", "pk"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [models.UniqueConstraint(fields=["cohort", "name"], name="group_name_once")]

    def __str__(self):
        return self.name


class SeatShareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's organisations, and those of the cohorts that one's organisations run."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.LIAISON, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(cohort__organiser__path__startswith=path)
        return self.filter(inside)


class SeatShare(models.Model):
    """Places of a cohort that are kept for an organisation, whose liaison names the people later.

    Those not named by the end of ``name_until`` go to whoever waits.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="shares")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("for"), on_delete=models.PROTECT, related_name="seat_shares"
    )
    seats = models.PositiveIntegerField(_("places kept"))
    name_until = models.DateField(_("names until"))

    objects = SeatShareQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "organisation"]
        verbose_name = _("places kept")
        verbose_name_plural = _("places kept")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "organisation"], name="share_once"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="share_has_seats"),
        ]

    def __str__(self):
        return f"{self.cohort_id} {self.organisation_id} {self.seats}"


class EnrolmentQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(state__in=SEATED)

    def visible_to(self, user):
        """One's own; those of cohorts one teaches or organises; those of one's own people wherever they learn."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(person=user)
        if user.scope.holds(Role.TRAINER):
            inside |= Q(cohort__class_teacher=user) | Q(cohort_id__in=Cohort.taught_by(user))
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(cohort__organiser__path__startswith=path)
        for path in user.scope.paths(Role.LIAISON, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class Enrolment(models.Model):
    """A person's place in a cohort, with the post for which they are trained.

    ``created_at`` is the moment of receipt, which orders the waiting list; ``reason`` says why someone withdrew.
    ``verdict`` is frozen when the cohort is closed: what ``cohorts.rules.completion`` answered, reasons included.
    ``share`` is set when it takes one of the places kept for an organisation; ``moved_from`` is the place in another
    cohort from which the person was transferred: what was earned there counts here. ``final_result`` is the total that the
    verdict holds, kept apart to be asked and ordered by; None where the programme has no final result. ``standing`` is how
    the person stood when it was last reckoned (``cohorts.rules.standing``), ``standing_at`` when that last changed; once there is
    a verdict, that counts.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    position = models.CharField(_("position"), max_length=12, choices=Position)
    state = models.CharField(_("state"), max_length=14, choices=EnrolmentState, default=EnrolmentState.ENROLLED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    group = models.ForeignKey(
        CohortGroup, verbose_name=_("group"), null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments"
    )
    share = models.ForeignKey(SeatShare, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments")
    moved_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="moved_to"
    )
    verdict = models.JSONField(default=dict, blank=True)
    final_result = models.DecimalField(_("final result"), max_digits=4, decimal_places=1, null=True, blank=True)
    standing = models.JSONField(default=dict, blank=True, editable=False)
    standing_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="enrolled_once")]
        indexes = [models.Index(fields=["person", "state"], name="enrolment_of_person")]

    def __str__(self):
        return f"{self.cohort_id}/{self.person_id}"
