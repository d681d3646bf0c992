from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.rules.readiness_data import Altered, read_data
from lms.people.enums import CategoryCode, Position, Role
from lms.people.models import Organisation, Person
from lms.sealing.boxes import Locked
from lms.sealing.fields import SealedTextField

INCUMBENTS = (Position.SECRETARY, Position.DEPUTY, Position.COMMITTEE)
# Who reads readiness; and of those, who reads the names of reserves, hands workbooks out and keeps snapshots.
READERS = (Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)
ADMINISTRATORS = (Role.SUBDISTRICT, Role.DISTRICT)


class ElectionRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A round is read by whoever answers for a part of its organisations."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*READERS):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class ElectionRound(models.Model):
    """An election of organisations, the posts it fills, and what it asks of whoever is to stand prepared.

    The organisations are those of the category below ``organisation``, without ``left_out``. ``secretaries``, ``deputies`` and
    ``members`` are the posts that each has to fill; where more are held, those count as well. Trainings from ``since`` to the
    day looked at count, to ``cut_off`` at the latest. ``classes``, ``minutes``, ``attendance_percent``, ``exam`` and
    ``certificate`` are asked for where they are set; with ``leave_counts`` a session missed with leave lowers the rate of
    attendance.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title"), max_length=120)
    category_code = models.SlugField(_("category"), default=CategoryCode.RESIDENTIAL)
    left_out = models.ManyToManyField(
        Organisation, verbose_name=_("organisations that hold no election this time"), blank=True, related_name="+"
    )
    secretaries = models.PositiveSmallIntegerField(_("posts of secretary"), default=1)
    deputies = models.PositiveSmallIntegerField(_("posts of deputy secretary"), default=0)
    members = models.PositiveSmallIntegerField(_("posts of committee member"), default=0)
    since = models.DateField(_("trainings count from"))
    cut_off = models.DateField(_("cut-off date"))
    classes = models.PositiveSmallIntegerField(_("concentrated trainings asked for"), default=1)
    minutes = models.PositiveIntegerField(_("minutes asked for"), default=0)
    attendance_percent = models.PositiveSmallIntegerField(_("attendance asked for, percent"), default=0)
    leave_counts = models.BooleanField(_("leave counts as missed in the rate of attendance"), default=False)
    exam = models.BooleanField(_("an exam passed is asked for"), default=False)
    certificate = models.BooleanField(_("a certificate is asked for"), default=False)

    objects = ElectionRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-cut_off", "pk"]
        verbose_name = _("election round")
        verbose_name_plural = _("election rounds")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="round_title_once"),
            models.CheckConstraint(condition=Q(cut_off__gte=F("since")), name="round_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(attendance_percent__lte=100), name="round_attendance_percent"),
        ]

    def __str__(self):
        return self.title

    @property
    def posts(self):
        """``{position: posts to fill in each organisation}``."""
        return {Position.SECRETARY: self.secretaries, Position.DEPUTY: self.deputies, Position.COMMITTEE: self.members}


class ReadinessSnapshotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A snapshot names reserves: whoever administers all of its organisations reads it."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*ADMINISTRATORS):
            inside |= Q(organisation__path__startswith=path)
        return self.filter(inside)


class ReadinessSnapshot(models.Model):
    """Readiness of the organisations below ``organisation``, frozen: every row as it was, with what the figures mean.

    ``data`` is the text that ``cohorts.rules.readiness_data.canonical`` made and ``sha256`` its sum; neither is ever changed, so
    that what is handed out of it today and in a year has the same sum.
    """

    round = models.ForeignKey(ElectionRound, on_delete=models.PROTECT, related_name="snapshots")
    organisation = models.ForeignKey(Organisation, verbose_name=_("organisations of"), on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField(_("as of"))
    note = models.CharField(_("note"), max_length=200)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    data = SealedTextField()
    sha256 = models.CharField(max_length=64)
    organisations = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)

    objects = ReadinessSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-taken_at", "-pk"]
        verbose_name = _("readiness snapshot")
        verbose_name_plural = _("readiness snapshots")

    def __str__(self):
        return f"{self.round_id} {self.as_of}"

    def read(self):
        """Return what was frozen; raises :class:`cohorts.rules.readiness_data.Altered` where the row was changed since."""
        try:
            return read_data(self.data, self.sha256)
        except Locked as error:
            raise Altered from error
