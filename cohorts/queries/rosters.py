"""People whom the rows of a roster file may mean."""

from django.db.models import Q

from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.rules.matching import NAME, PHONE, STAFF_NO, Known
from lms.people.models import Appointment
from lms.people.rosters.register import chunks
from lms.people.rules.roster.text import organisation_key

from .applications import RANK
from .candidates import ENROLLERS, inside

CHUNK = 400


def known_people(user, cohort, rows):
    """Return the :class:`Known` posts of people whom ``user`` may enrol and whom ``rows`` name, the highest post first.

    A query for every 400 rows, and one for who is on the cohort's list.
    """
    scope = inside(user.scope.paths(*ENROLLERS))
    states = dict(
        Enrolment.objects.filter(cohort=cohort).exclude(state__in=(EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED))
        .values_list("person_id", "state")
    )
    found = {}
    for chunk in chunks(rows, CHUNK):
        said = {name: {row.cells[name] for row in chunk if row.cells.get(name)} for name in (NAME, PHONE, STAFF_NO)}
        posts = Appointment.objects.current().filter(scope, person__is_active=True).filter(
            Q(person__name__in=said[NAME]) | Q(person__phone__in=said[PHONE]) | Q(person__staff_no__in=said[STAFF_NO])
        ).values_list("pk", "person_id", "person__name", "person__phone", "person__staff_no", "organisation__name", "position")
        for pk, person, name, phone, staff_no, organisation, position in posts:
            found[pk] = (RANK[position], pk, Known(
                pk, person, name, phone or "", staff_no or "", organisation_key(organisation), states.get(person, "")
            ))
    return [known for _rank, _pk, known in sorted(found.values(), key=lambda item: item[:2])]
