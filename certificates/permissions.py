"""Who may do what with certificates. Issuing is asked of the cohort, in ``cohorts.permissions``."""

from django.utils.translation import gettext_lazy as _

from certificates.models.template import KEEPERS
from certificates.rules.layout import INK
from lms import navigation
from lms.people.access import covers, holds, register
from lms.people.enums import Role


def _path_of_owner(row):
    return row.organisation.path


def _may_revoke(user, certificate):
    return certificate.person_id != user.pk and user.scope.holds(Role.DISTRICT)


def _own(user, certificate):
    return certificate.person_id == user.pk


register({
    "certificate.download": lambda user, certificate: certificate.person_id == user.pk
    or user.scope.holds(Role.SUBDISTRICT, Role.DISTRICT),
    "certificate.revoke": _may_revoke,
    "certificate.supersede": _may_revoke,
    "certificate.void": _may_revoke,
    "certificate.share": _own,
    "certificate.reviews": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "certificate.let_stand": _may_revoke,
    "certificate_template.browse": holds(*KEEPERS, Role.AUDITOR),
    "certificate_template.create": holds(*KEEPERS),
    "certificate_template.edit": covers(_path_of_owner, *KEEPERS),
    # The right to use seals and signatures, asked of the organisation whose template it is.
    "certificate_template.ink": covers(lambda organisation: organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "certificate_image.show": lambda user, image: image.role not in INK
    or user.scope.covers(image.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
    "certificate_image.retire": lambda user, image: user.scope.covers(
        image.organisation.path, *(KEEPERS if image.role not in INK else (Role.SUBDISTRICT, Role.DISTRICT))
    ),
    "certificate.register": holds(Role.SUBDISTRICT, Role.DISTRICT, Role.AUDITOR),
    "certificate.register_export": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "number_pattern.create": holds(Role.SUBDISTRICT, Role.DISTRICT),
    "number_pattern.edit": covers(lambda pattern: pattern.organisation.path, Role.SUBDISTRICT, Role.DISTRICT),
})

navigation.register(
    navigation.NavItem(
        45, _("Certificate templates"), "certificates:templates", "layout-template", "certificate_template.browse",
        also=("/desk/certificates/templates/", "/desk/certificates/pictures/"),
    ),
    navigation.NavItem(46, _("Certificates to review"), "certificates:reviews", "shield-question-mark", "certificate.reviews"),
    navigation.NavItem(47, _("Register of numbers"), "certificates:register", "list-ordered", "certificate.register",
                       also=("/desk/certificates/patterns/",)),
)
