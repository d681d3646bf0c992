"""Who may do what with programmes, cohorts, sessions, attendance, orders and exports: ``matrix.toml``, and what its rows name."""

from cohorts.enums import LeaveLevel
from lms.people import access, matrix
from lms.people.access import POLICY
from lms.people.enums import Role

ADMINISTRATORS = (Role.SCHOOL, Role.SUBDISTRICT, Role.DISTRICT)
# Who names people for the places kept for an organisation.
NAMERS = (Role.LIAISON, *ADMINISTRATORS)


def _keeps_their_place(user, enrolment):
    """Who may name people for the place that is kept for the person's organisation may take them out as well."""
    return enrolment.share is not None and POLICY["share.name"](user, enrolment.share)


def _teaches_in(user, cohort):
    return user.scope.holds(Role.TRAINER) and cohort.sessions.filter(trainer=user).exists()


def _length_is_theirs(user, leave):
    """The length of a leave says who decides: the class teacher, the school, the organisation department."""
    if leave.level == LeaveLevel.CLASS_TEACHER:
        return True
    roles = ADMINISTRATORS if leave.level == LeaveLevel.SCHOOL else (Role.DISTRICT,)
    return user.scope.covers(leave.enrolment.cohort.organiser.path, *roles)


def _stands_above(user, version):
    """A superior's administrator, and not the organisation's own."""
    path = version.filing.organisation.path
    return any(path != top and path.startswith(top) for top in user.scope.paths(Role.SUBDISTRICT, Role.DISTRICT))


access.register(matrix.table(
    __package__,
    keeps_their_place=_keeps_their_place,
    teaches_in=_teaches_in,
    length_is_theirs=_length_is_theirs,
    stands_above=_stands_above,
    posts=lambda person: person.appointments.current().values_list("organisation__path", flat=True),
))
