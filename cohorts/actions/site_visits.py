"""A scan of the code that hangs at an open site: whose branch has a visit there now is marked, and nobody else hears of it."""

from cohorts.enums import MarkMethod
from cohorts.queries.sites import visits_of
from cohorts.rules.check_in import Outcome

from .check_in import check_in
from .enrolment import enrol
from .single import people_of


def visit_site(*, person, venue, device, now, seen_at=None):
    """Mark ``person`` at today's visit of their branch; return ``(session, Answer)``, or ``(None, None)`` without one.

    Of several visits the one that is open now counts, else the nearest. Whoever comes without being on the list beforehand
    is put on it: they belong to the branch.
    """
    found = [(session, _try(person, session, device, now, seen_at)) for session in visits_of(person, venue, now)]
    if not found:
        return None, None
    good = [pair for pair in found if pair[1].outcome in (Outcome.OK, Outcome.ALREADY)]
    return (good or sorted(found, key=lambda pair: abs(pair[0].starts_at - now)))[0]


def _try(person, session, device, now, seen_at):
    def sign():
        return check_in(
            person=person, session=session, code="", device=device, now=now, method=MarkMethod.SITE, seen_at=seen_at or now
        )

    answer = sign()
    if answer.outcome == Outcome.WRONG_CLASS:
        enrol(actor=person, cohort=session.cohort, appointments=people_of(session.booking.organisation, person=person))
        answer = sign()
    return answer
