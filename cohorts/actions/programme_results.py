"""What a programme asks of the final result."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.rules.results import NO_RESULT, faults_of, kept_form

from .programmes import update_programme


@transaction.atomic
def set_demand(*, actor, programme, demand):
    """Keep what ``programme`` asks of the final result (``rules.results.Demand``; without weights: none); return the programme.

    It holds for cohorts that are open too; a verdict that was frozen at closing stays. Raises ``ValidationError`` when the
    weights do not make 100, and for an exam that the programme does not have.
    """
    if not any(demand.weights.values()):
        demand = NO_RESULT
    elif faults_of(demand):
        raise ValidationError(
            _("The weights make %(sum)s together. Change them until they make 100."), code="weights",
            params={"sum": sum(demand.weights.values())},
        )
    if demand.weights.get("exam") and programme.exam_id is None:
        raise ValidationError(_("This programme has no exam. Choose one for it first, or give the exam no weight."), code="exam")
    return update_programme(actor=actor, programme=programme, result_rules=kept_form(demand))
