import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Consent, WorkKind, WorkState
from courses.rules import rubrics
from lms.people.models import Organisation
from lms.people.own import OwnQuerySet
from lms.people.reach import reached
from lms.storage import private_storage

from .assignment import Assignment
from .rubric import SETTERS


class WorkQuerySet(OwnQuerySet):
    """``visible_to`` is the author's own; what staff read is ``read_by``, what everyone may look at ``on_show``."""

    def read_by(self, user):
        """Works of others that were handed in: of the subtrees where the user sets, and of the people they work with."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*SETTERS):
            inside |= Q(organisation__path__startswith=path)
        for people in reached(user):
            inside |= Q(person_id__in=people)
        return self.filter(inside, latest__isnull=False).exclude(person=user)

    def on_show(self):
        """What hangs in the gallery: chosen, hung, and not without its author's consent."""
        return self.filter(
            excellent_at__isnull=False, shown_at__isnull=False, latest__isnull=False
        ).exclude(consent=Consent.NOTHING).exclude(assignment__activity="")


class Work(models.Model):
    """What one person makes of an assignment: the draft, and what has become of the latest submission.

    ``organisation`` is where the author belonged when they began. Of the draft, ``draft_writer`` and ``draft_number`` say
    which page sent it (``courses.rules.assignments.judge``).
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="works")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="works")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="works")
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.DRAFT)
    draft = models.TextField(blank=True)
    draft_revision = models.PositiveIntegerField(default=0)
    draft_writer = models.CharField(max_length=40, blank=True)
    draft_number = models.PositiveIntegerField(default=0)
    draft_saved_at = models.DateTimeField(null=True, blank=True)
    latest = models.OneToOneField("Submission", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(_("may be shown"), max_length=8, choices=Consent, blank=True, default=Consent.NOTHING)
    consent_at = models.DateTimeField(null=True, blank=True)
    excellent_at = models.DateTimeField(_("chosen as excellent"), null=True, blank=True)
    recommended_at = models.DateTimeField(_("recommended to the district"), null=True, blank=True)
    shown_at = models.DateTimeField(_("hung in the gallery"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("work")
        verbose_name_plural = _("works")
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="work_once"),
            models.CheckConstraint(
                condition=Q(excellent_at__isnull=False) | Q(recommended_at=None, shown_at=None), name="work_only_excellent",
            ),
            models.CheckConstraint(condition=Q(state="draft") | Q(latest__isnull=False), name="work_handed_in"),
        ]
        indexes = [models.Index(fields=["assignment", "state"], name="work_by_state")]

    def __str__(self):
        return f"{self.assignment_id}/{self.person_id}"

    @property
    def hides_author(self):
        """Markers do not see who wrote it: its assignment is anonymous and it is not marked yet."""
        return self.assignment.anonymous and self.state != WorkState.MARKED


class WorkFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those of submissions that one may read as staff; pictures and sounds that hang in the gallery."""
        if not user.is_authenticated:
            return self.none()
        submitted = self.model.submissions.through.objects.filter
        read = submitted(submission__work__in=Work.objects.read_by(user).values("pk")).values("workfile_id")
        shown = submitted(submission__in=Work.objects.on_show().values("latest_id")).values("workfile_id")
        return self.filter(Q(work__person=user) | Q(pk__in=read) | Q(pk__in=shown) & ~Q(kind=WorkKind.DOCUMENT))


class WorkFile(models.Model):
    """A picture, recording or document: looked into when it came, kept privately under a random name.

    ``in_draft`` says whether it stands with what will be handed in next. A picture has a ``thumbnail`` of bounded size.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=WorkKind)
    file = models.FileField(storage=private_storage, upload_to="works/%Y/%m", max_length=200)
    thumbnail = models.FileField(storage=private_storage, upload_to="works/%Y/%m", max_length=200, blank=True)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)  # pixels, of a picture's thumbnail
    height = models.PositiveIntegerField(null=True)
    in_draft = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorkFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")

    def __str__(self):
        return self.name


class Submission(models.Model):
    """A version that was handed in. Never changed: what comes after a return is the next version."""

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(blank=True)
    characters = models.PositiveIntegerField(default=0)
    files = models.ManyToManyField(WorkFile, related_name="submissions", blank=True)
    submitted_at = models.DateTimeField()
    late = models.BooleanField(_("late"), default=False)

    class Meta:
        ordering = ["version", "pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["work", "version"], name="submission_version_once")]

    def __str__(self):
        return f"{self.work_id}/{self.version}"


class OfSubmissionQuerySet(models.QuerySet):
    """What was said of submissions: for their authors, and for staff who may read the works."""

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(submission__work__person=user) | Q(submission__work__in=Work.objects.read_by(user).values("pk"))
        )


class MarkQuerySet(OfSubmissionQuerySet):
    def current(self):
        """The latest mark of each submission: that one counts."""
        newer = SubmissionMark.objects.filter(submission=OuterRef("submission"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newer))


class SubmissionMark(models.Model):
    """One marking of a submission; never changed, a correction is another one. ``scores`` keeps the criteria as they were:
    ``[{"title", "points", "given"}]``."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="marks")
    scores = models.JSONField(default=list)
    points = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    comment = models.TextField(_("comment"), blank=True)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("mark of a work")
        verbose_name_plural = _("marks of works")
        constraints = [models.CheckConstraint(condition=Q(points__lte=models.F("possible")), name="work_points_possible")]

    def __str__(self):
        return f"{self.submission_id}: {self.points}/{self.possible}"

    @property
    def percent(self):
        return rubrics.percent(self.points, self.possible)


class MarkDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A marker's own: a mark that is not given yet is nobody else's."""
        return self.filter(marker=user) if user.is_authenticated else self.none()


class MarkDraft(models.Model):
    """What a marker has written so far, so that nothing is lost on the way to a mark. ``scores`` are points or None."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="mark_drafts")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scores = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = MarkDraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "marker"], name="mark_draft_once")]

    def __str__(self):
        return f"{self.submission_id}/{self.marker_id}"


class SubmissionReturn(models.Model):
    """A submission was given back, with what to do better; it may be handed in again until ``again_until``."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="returned")
    reason = models.TextField(_("reason"))
    again_until = models.DateTimeField(_("may be handed in again until"))
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(default=timezone.now)

    objects = OfSubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")

    def __str__(self):
        return f"{self.submission_id}"
