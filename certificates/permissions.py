"""Who may do what with certificates. Issuing is asked of the cohort, in ``cohorts.permissions``."""

from django.utils.translation import gettext_lazy as _

from lms import navigation
from lms.people.access import holds, register
from lms.people.enums import Role


def _may_revoke(user, certificate):
    return certificate.person_id != user.pk and user.scope.holds(Role.DISTRICT)


register({
    "certificate.download": lambda user, certificate: certificate.person_id == user.pk
    or user.scope.holds(Role.SUBDISTRICT, Role.DISTRICT),
    "certificate.revoke": _may_revoke,
    "certificate.reviews": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "certificate.let_stand": _may_revoke,
})

navigation.register(
    navigation.NavItem(46, _("Certificates to review"), "certificates:reviews", "shield-question-mark", "certificate.reviews"),
)
