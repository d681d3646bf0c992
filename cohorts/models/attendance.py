import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import AttendanceStatus, MarkMethod

from .cohort import Enrolment
from .session import ClassSession
from .venue import new_secret


class AttendanceMarkQuerySet(models.QuerySet):
    def current(self):
        """The last mark of each chain: what counts.

        Said with EXISTS, of which PostgreSQL knows how many rows remain; of a join to nothing it expects one, and plans a
        million rows as if they were that one.
        """
        return self.filter(~Exists(self.model.objects.filter(corrects=OuterRef("pk"))))

    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class AttendanceMark(models.Model):
    """What was observed of a person at a session; never edited. Written by ``cohorts.actions.attendance`` only.

    The first mark of a person at a session is unique in the database, and each mark can be corrected by at most one other:
    marks form a chain whose last link is the current state. ``nonce`` comes from the device, so that sending again is a
    no-op. ``device`` is a keyed hash, never an address. ``late_minutes`` and ``early_minutes`` say by how much someone came
    late or left early; ``offline`` that the mark waited in a device without a network before it was sent. Marks of an open
    session are signed; closing it confirms them.
    """

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(_("status"), max_length=10, choices=AttendanceStatus)
    method = models.CharField(_("method"), max_length=8, choices=MarkMethod)
    observed_at = models.DateTimeField(_("observed"), default=timezone.now)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    late_minutes = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    early_minutes = models.PositiveSmallIntegerField(_("minutes left early"), default=0)
    offline = models.BooleanField(_("marked without a network"), default=False)
    device = models.CharField(max_length=32, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], condition=Q(corrects=None), name="attendance_first_mark_once"
            )
        ]

    def __str__(self):
        return f"{self.session_id}/{self.enrolment_id} {self.status}"


class AttendancePolicyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The rules are the district's and hold for everyone; who may open their page is asked of ``attendance.rules``."""
        return self.all() if user.is_authenticated else self.none()


class AttendancePolicy(models.Model):
    """The rules of attendance from a day on, as data: a session goes by the newest that had begun when it began.

    ``code_seconds`` is how long a rotating code is shown. ``late_after`` is the grace in minutes; whoever comes later than
    ``absent_after`` minutes counts as absent (0: never). ``lates_per_absence`` lates or early leaves make one absence (0:
    never). With ``by_half_day`` the sessions of a morning or an afternoon count as one. A leave of up to
    ``leave_teacher_half_days`` is decided by the class teacher, up to ``leave_school_half_days`` by the school, and a
    longer one by the organisation department; leave of more than ``leave_most_percent`` of a cohort's sessions (0: of any
    share) keeps someone from completing it. ``second_call`` asks for a second call in the middle of every session.
    """

    from_on = models.DateField(_("from"), unique=True)
    code_seconds = models.PositiveSmallIntegerField(_("a code is shown for, seconds"), default=10)
    opens_before = models.PositiveSmallIntegerField(_("opens before the start, minutes"), default=30)
    late_after = models.PositiveSmallIntegerField(_("late after, minutes"), default=10)
    absent_after = models.PositiveSmallIntegerField(_("absent after, minutes (0: never)"), default=0)
    lates_per_absence = models.PositiveSmallIntegerField(_("lates that make an absence (0: none)"), default=0)
    by_half_day = models.BooleanField(_("count by half-days"), default=False)
    second_call = models.BooleanField(_("call a second time in the middle"), default=False)
    leave_teacher_half_days = models.PositiveSmallIntegerField(_("leave the class teacher decides, half-days"), default=1)
    leave_school_half_days = models.PositiveSmallIntegerField(_("leave the school decides, half-days"), default=4)
    leave_most_percent = models.PositiveSmallIntegerField(
        _("leave beyond which nobody completes, percent of the sessions (0: never)"), default=0
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AttendancePolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on"]
        verbose_name = _("attendance rules")
        verbose_name_plural = _("attendance rules")
        constraints = [
            models.CheckConstraint(condition=Q(code_seconds__gte=5, code_seconds__lte=60), name="policy_code_seconds"),
        ]

    def __str__(self):
        return str(self.from_on)


class RollCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(session__in=ClassSession.objects.visible_to(user).values("pk"))


class RollCall(models.Model):
    """A second call in the middle of a session, with codes of its own, until it is closed."""

    session = models.ForeignKey(ClassSession, on_delete=models.PROTECT, related_name="calls")
    secret = models.CharField(max_length=40, default=new_secret, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RollCallQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]
        verbose_name = _("roll call")
        verbose_name_plural = _("roll calls")
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(closed_at=None), name="one_open_call_a_session"),
        ]

    def __str__(self):
        return f"{self.session_id} {self.opened_at:%H:%M}"


class RollCallAnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class RollCallAnswer(models.Model):
    """Someone answered a second call."""

    call = models.ForeignKey(RollCall, on_delete=models.PROTECT, related_name="answers")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="answers")
    method = models.CharField(_("method"), max_length=8, choices=MarkMethod)
    answered_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RollCallAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("answer to a roll call")
        verbose_name_plural = _("answers to roll calls")
        constraints = [models.UniqueConstraint(fields=["call", "enrolment"], name="answered_once")]

    def __str__(self):
        return f"{self.call_id}/{self.enrolment_id}"
