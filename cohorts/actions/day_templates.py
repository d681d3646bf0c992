"""Templates of a training day: kept by an organisation, laid on a day of a cohort."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import DayTemplate
from lms.audit.trail import record

from .timetable import schedule_sessions


@transaction.atomic
def create_day_template(*, actor, organisation, name, slots):
    """Keep a template and return it; ``slots`` are ``{title, kind, start, end}`` with times as ``HH:MM``."""
    template = DayTemplate(organisation=organisation, name=name, slots=slots)
    _save(template)
    record(actor=actor, verb="day_template.create", target=template, organisation=organisation)
    return template


@transaction.atomic
def update_day_template(*, actor, template, name, slots):
    """Change a template; meetings that were planned from it stay as they are."""
    template.name, template.slots = name, slots
    _save(template)
    record(actor=actor, verb="day_template.update", target=template, organisation=template.organisation)
    return template


@transaction.atomic
def delete_day_template(*, actor, template):
    """Delete a template; meetings that were planned from it stay."""
    record(actor=actor, verb="day_template.delete", target=template, organisation=template.organisation)
    template.delete()


def plans_of(template, day, *, venue=None, trainer=None):
    """Return the meetings of the template on that day as ``schedule_sessions`` takes them."""
    return [
        {
            "title": slot["title"], "kind": slot["kind"], "venue": venue, "trainer": trainer,
            "starts_at": _at(day, slot["start"]), "ends_at": _at(day, slot["end"]),
        }
        for slot in template.slots
    ]


def apply_day_template(*, actor, cohort, template, day, venue=None, trainer=None):
    """Plan the day after the template, all of its meetings or none; return them."""
    return schedule_sessions(actor=actor, cohort=cohort, plans=plans_of(template, day, venue=venue, trainer=trainer))


def _at(day, text):
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(text)))


def _save(template):
    if not template.slots:
        raise ValidationError(_("A day needs at least one meeting. Fill in the first line."))
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is a template with this name already. Choose another name.")}) from error
