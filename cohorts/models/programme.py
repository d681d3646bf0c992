from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SessionKind
from courses.models import Assignment, Course, Exam, Syllabus
from lms.people.enums import Role
from lms.people.models import Category, Organisation


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programmes of the subtrees where the user holds a staff role, and those of organisations above them.

        A district's programme is open to the schools below it, which run cohorts of it.
        """
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(Role.TRAINER, Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR, Role.LIAISON):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class Programme(models.Model):
    """A year's rotation-training plan: for whom, and what it asks for.

    ``positions`` holds values of ``people.enums.Position``; ``attendance_percent`` is the share of closed sessions that
    must be attended; ``required_minutes`` the minutes that must stand in the ledger from its sessions and lessons.
    ``syllabuses`` are the versions of ``courses`` that a new cohort is asked for; ``minutes_by_kind`` maps values of
    ``SessionKind`` to the minutes planned of each. ``result_rules`` is the demand of its final result as
    ``cohorts.rules.results.kept_form`` makes it, empty for none; ``excellence_rules`` whom it calls excellent, as
    ``cohorts.rules.excellence.kept_form`` makes it; the surveys are begun from questionnaires, for none None.
    """

    organisation = models.ForeignKey(Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="programmes")
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    theme = models.CharField(_("theme"), max_length=200, blank=True)
    categories = models.ManyToManyField(Category, verbose_name=_("for categories"), blank=True, related_name="programmes")
    positions = models.JSONField(_("for positions"), default=list, blank=True)
    newly_appointed = models.BooleanField(_("newly appointed only"), default=False)
    courses = models.ManyToManyField(Course, verbose_name=_("courses to learn"), blank=True, related_name="programmes")
    syllabuses = models.ManyToManyField(Syllabus, blank=True, related_name="programmes")
    minutes_by_kind = models.JSONField(_("minutes by kind"), default=dict, blank=True)
    exam = models.ForeignKey(
        Exam, verbose_name=_("exam to pass"), null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    assignment = models.ForeignKey(
        Assignment, verbose_name=_("assignment to hand in"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="programmes",
    )
    required_minutes = models.PositiveIntegerField(_("minutes required"), default=0)
    attendance_percent = models.PositiveSmallIntegerField(_("attendance required, percent"), default=80)
    result_rules = models.JSONField(_("final result"), default=dict, blank=True)
    excellence_rules = models.JSONField(_("excellent trainees"), default=dict, blank=True)
    session_survey = models.ForeignKey(
        "cohorts.SurveyTemplate", verbose_name=_("survey after each session"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )
    cohort_survey = models.ForeignKey(
        "cohorts.SurveyTemplate", verbose_name=_("survey at the end of the cohort"), null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )
    survey_days = models.PositiveSmallIntegerField(_("days that a survey stays open"), default=7)
    concentrated = models.BooleanField(_("counts as concentrated training"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "title", "pk"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "title"], name="programme_title_once_a_year"),
            models.CheckConstraint(condition=Q(attendance_percent__lte=100), name="programme_attendance_percent"),
            models.CheckConstraint(condition=Q(survey_days__gte=1), name="programme_survey_days"),
        ]

    def __str__(self):
        return self.title


class ProgrammeModule(models.Model):
    """A part of a programme with its weight: how much of the teaching the emphasis of a category asks it to be.

    ``weight`` is its share in percent of all modules' minutes; ``minutes`` what is planned of it, of every ``kind``, or of
    one. With a ``category`` it is meant for people of that category only (the notice, part III, paragraph 1).
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    title = models.CharField(_("module"), max_length=120)
    category = models.ForeignKey(
        Category, verbose_name=_("for category"), null=True, blank=True, on_delete=models.PROTECT, related_name="modules"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SessionKind, blank=True)
    minutes = models.PositiveIntegerField(_("minutes planned"), default=0)
    weight = models.PositiveSmallIntegerField(_("weight, percent"), default=0)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["programme", "place", "pk"]
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="module_title_once"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="module_weight_percent"),
        ]

    def __str__(self):
        return self.title
