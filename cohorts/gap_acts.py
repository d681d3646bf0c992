"""What can be done about a gap: the acts that a page offers beside who lacks what."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.enums import NudgeAbout
from cohorts.models import Cohort
from cohorts.rules.readiness import OF_CLASSES, Lack
from lms.people import access

MOST_COHORTS = 2  # offered beside one person


def coming_cohorts(user, round_, today):
    """Cohorts of concentrated programmes for the round's category that begin today or later and take whom ``user`` enrols.

    One query.
    """
    found = Cohort.objects.visible_to(user).active().filter(
        Q(programme__categories=None) | Q(programme__categories__code=round_.category_code),
        programme__concentrated=True, starts_on__gte=today,
    ).select_related("organiser", "programme").distinct().order_by("starts_on", "pk")
    return [cohort for cohort in found if access.allowed(user, "cohort.enrol", cohort)]


def gap_acts(*, user, organisation, position, lacks, cohorts, round_=None, person_id=None):
    """Return ``[(label, address)]`` of what ``user`` can do about ``lacks`` of whoever holds ``position`` there.

    ``organisation`` is a :class:`cohorts.queries.readiness.ReadinessOrganisation`, ``lacks`` values of ``Lack`` (``VACANT``
    of a post without a holder), ``cohorts`` is the answer of :func:`coming_cohorts`. ``person_id`` is whoever lacks something,
    in ``round_``: without them nobody can be nudged. No query.
    """
    if not lacks or not organisation.names_reserves:  # only for whoever administers the organisation
        return []
    if Lack.VACANT in lacks:
        return [(_("Enter who holds the post"), reverse("people:organisation", args=[organisation.pk]))]
    acts = []
    if set(lacks) & (set(OF_CLASSES) - {Lack.RUNNING, Lack.WAITING}):
        fitting = [one for one in cohorts if not one.programme.positions or position in one.programme.positions]
        query = urlencode({"chosen": 1, "area": organisation.superior_id, "position": position})
        acts += [
            (_("Place in “%(cohort)s”") % {"cohort": cohort.title}, f"{reverse('cohorts:enrol', args=[cohort.pk])}?{query}")
            for cohort in fitting[:MOST_COHORTS]
        ]
    if access.allowed(user, "menu.browse"):
        acts.append((_("Order a lesson"), reverse("cohorts:menu")))
    if person_id and access.allowed(user, "nudge.send"):
        query = urlencode({"about": NudgeAbout.READINESS, "of": round_.pk, "people": person_id})
        acts.append((_("Nudge"), f"{reverse('cohorts:nudge-new')}?{query}"))
    return acts
