"""Questionnaires: written, changed and taken out of use. A survey that was begun keeps its own copy."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Programme, SurveyTemplate
from cohorts.rules.surveys import faults_of, kept_questions
from lms.audit.trail import record


@transaction.atomic
def create_template(*, actor, organisation, title, about, questions):
    """Write and return a questionnaire; ``questions`` are ``rules.surveys.Question``."""
    template = SurveyTemplate(organisation=organisation, title=title, about=about, questions=_checked(questions))
    _save(template)
    record(actor=actor, verb="survey_template.create", target=template, organisation=organisation,
           detail={"questions": len(questions)})
    return template


@transaction.atomic
def update_template(*, actor, template, title, questions):
    """Change a questionnaire and return it; surveys that were begun from it stay as they are."""
    kept = _checked(questions)
    if (template.title, template.questions) == (title, kept):
        return template
    template.title, template.questions = title, kept
    _save(template)
    record(actor=actor, verb="survey_template.update", target=template, organisation=template.organisation,
           detail={"questions": len(questions)})
    return template


@transaction.atomic
def retire_template(*, actor, template, now=None):
    """Take a questionnaire out of use; raise ``ValidationError`` while a programme asks for it."""
    users = Programme.objects.filter(session_survey=template) | Programme.objects.filter(cohort_survey=template)
    titles = list(users.values_list("title", flat=True)[:3])
    if titles:
        raise ValidationError(
            _("These programmes use it: %(titles)s. Choose another questionnaire for them first."), code="used",
            params={"titles": "、".join(titles)},
        )
    if template.retired_at is None:
        template.retired_at = now or timezone.now()
        template.save(update_fields=["retired_at"])
        record(actor=actor, verb="survey_template.retire", target=template, organisation=template.organisation)
    return template


def _checked(questions):
    if faults_of(questions):
        raise ValidationError(
            _("A questionnaire needs a question. Each has a text and, to choose from, two to eight different answers."),
            code="questions",
        )
    return kept_questions(questions)


def _save(template):
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise ValidationError({"title": _("There is a questionnaire with this title. Choose another title.")}) from error
