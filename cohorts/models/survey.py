import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.enums import SurveyAbout
from lms.people.enums import Role
from lms.people.models import Organisation
from lms.people.own import OwnQuerySet

from .cohort import Cohort, CohortGroup
from .session import ClassSession

# Who writes questionnaires, or looks over the shoulder of those who do.
TEMPLATE_ROLES = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR)


class SurveyTemplateQuerySet(models.QuerySet):
    def active(self):
        return self.filter(retired_at=None)

    def visible_to(self, user):
        """Those of the subtrees where one administers or audits, and those of organisations above them."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        for path in user.scope.paths(*TEMPLATE_ROLES):
            above = [int(part) for part in path.split("/") if part]
            inside |= Q(organisation__path__startswith=path) | Q(organisation_id__in=above)
        return self.filter(inside)


class SurveyTemplate(models.Model):
    """A questionnaire to begin surveys from; ``questions`` as ``cohorts.rules.surveys.kept_questions`` makes them."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("of"), on_delete=models.PROTECT, related_name="survey_templates"
    )
    title = models.CharField(_("title"), max_length=120)
    about = models.CharField(_("about"), max_length=8, choices=SurveyAbout, default=SurveyAbout.SESSION)
    questions = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["about", "title", "pk"]
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "title"], condition=Q(retired_at=None), name="questionnaire_title_once"
            ),
        ]

    def __str__(self):
        return self.title


class SurveyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Surveys of what one taught, of the cohorts one is class teacher of, and of those that one's subtrees organise."""
        if not user.is_authenticated:
            return self.none()
        inside = Q(pk__in=[])
        if user.scope.holds(Role.TRAINER):
            inside |= Q(session__trainer=user) | Q(cohort__class_teacher=user)
        for path in user.scope.paths(Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR):
            inside |= Q(cohort__organiser__path__startswith=path)
        return self.filter(inside)

    def closed(self):
        return self.exclude(closed_at=None)


class Survey(models.Model):
    """What the people of a session, or of a whole cohort, are asked about it; ``questions`` are a copy of the template's.

    Nothing of the answers is shown before ``closed_at``: two looks at a running survey would tell what was answered between.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="surveys")
    session = models.ForeignKey(ClassSession, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys")
    template = models.ForeignKey(SurveyTemplate, null=True, on_delete=models.SET_NULL, related_name="surveys")
    title = models.CharField(_("title"), max_length=120)
    questions = models.JSONField(default=list)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(fields=["session"], condition=Q(session__isnull=False), name="survey_once_a_session"),
            models.UniqueConstraint(fields=["cohort"], condition=Q(session=None), name="survey_once_a_cohort"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_it_opens"),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(closed_at=None), name="survey_running")]

    def __str__(self):
        return f"{self.cohort_id}/{self.session_id or ''}"

    @property
    def about(self):
        return SurveyAbout.COHORT if self.session_id is None else SurveyAbout.SESSION


class SurveyTicket(models.Model):
    """Someone is asked; whether they answered, but not when, and not what.

    All tickets of a survey are there before anyone answers, so that their order says nothing either.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tickets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="survey_tickets")
    answered = models.BooleanField(default=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket of a survey")
        verbose_name_plural = _("tickets of surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="survey_ticket_once")]

    def __str__(self):
        return f"{self.survey_id} {self.answered}"


class SurveyAnswer(models.Model):
    """One answer to one question: no person, no device, no time, and a random key in place of an order.

    The answers of one person are not held together: an opinion in words cannot be matched with marks. ``value`` is a step of
    the scale or the place of an option, ``text`` an answer in words; words do not even keep the group.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    group = models.ForeignKey(CohortGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    question = models.CharField(max_length=8)
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answer to a survey")
        verbose_name_plural = _("answers to surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, text="") | (Q(value=None, group=None) & ~Q(text="")), name="survey_value_or_text"
            ),
        ]

    def __str__(self):
        return f"{self.survey_id} {self.question}"
