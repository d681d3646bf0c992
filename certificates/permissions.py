"""Who may do what with certificates. Issuing is asked of the cohort, in ``cohorts.permissions``."""

from lms.people.access import register
from lms.people.enums import Role


def _may_revoke(user, certificate):
    return certificate.person_id != user.pk and user.scope.holds(Role.DISTRICT)


register({
    "certificate.download": lambda user, certificate: certificate.person_id == user.pk
    or user.scope.holds(Role.SUBDISTRICT, Role.DISTRICT),
    "certificate.revoke": _may_revoke,
})
